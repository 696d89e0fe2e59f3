"""Rows, files and checksums are held against each other, and against what a backup says it holds."""

import json
import os
import subprocess
import sys
import tarfile
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from config.embedded_postgres import find_binaries
from indicators.catalogue_store import store_catalogue
from reports.models import Report
from reports.processing import process
from reports.receiving import receive
from reports.storage import path_of
from reports.store_check import find_faults, hash_of
from tests.factories import make_claim, make_region, make_report
from trail.actions import Action
from trail.models import Event

TEXT = "江西省知识产权局2016年工作总结\n全年专利申请94045件。"
OLD = time.time() - 3600


@pytest.fixture(autouse=True)
def own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()


def take(text: str = TEXT) -> Report:
    return receive(chunks=[text.encode()], name="总结.txt", by=None).report


def faults() -> list[str]:
    return [fault.name for fault in find_faults()]


@pytest.mark.django_db
def test_a_sound_store_has_no_fault():
    take()
    assert faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("harm", "name"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "size"),
        (lambda path: path.write_bytes(b"x" + path.read_bytes()[1:]), "damaged"),
    ],
    ids=["missing", "cut", "changed"],
)
def test_a_file_that_is_gone_cut_or_changed_is_found(harm, name):
    harm(path_of(take().digest))
    assert faults() == [name]


@pytest.mark.django_db
def test_a_file_without_a_report_is_offered_and_not_deleted():
    path = path_of("ab" * 32)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"?")
    os.utime(path, (OLD, OLD))
    assert (faults(), path.exists()) == (["stranger"], True)


@pytest.mark.django_db
def test_what_a_broken_upload_left_is_found_once_it_is_old():
    incoming = settings.MEDIA_ROOT / "incoming"
    incoming.mkdir()
    (incoming / "new").write_bytes(b"?")
    assert faults() == []
    os.utime(incoming / "new", (OLD, OLD))
    assert faults() == ["litter"]


@pytest.mark.django_db
def test_claims_of_a_report_that_was_not_read_are_found():
    report = take()
    make_claim(report=make_report(TEXT, digest=report.digest, size=report.size, office=make_region()))
    assert faults() == []
    Report.objects.exclude(pk=report.pk).update(state="queued")
    assert faults() == ["state"]


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_and_fails():
    path_of(take().digest).unlink()
    told = StringIO()
    with pytest.raises(CommandError, match="共 1 处不符"):
        call_command("check_store", stdout=told)
    assert "缺文件：#" in told.getvalue()


@pytest.mark.django_db
def test_fewer_rows_than_the_manifest_says_are_found(tmp_path):
    take()
    manifest = tmp_path / "manifest.json"
    call_command("check_store", write=manifest, stdout=StringIO())
    Report.objects.all().delete()
    told = StringIO()
    with pytest.raises(CommandError):
        call_command("check_store", against=manifest, stdout=told)
    assert "reports.Report: 1 → 0" in told.getvalue()


@pytest.mark.django_db
def test_a_backup_and_a_restore_leave_a_row_each_with_the_manifest_they_went_by(tmp_path):
    take()
    manifest = tmp_path / "zhiheng.json"
    call_command("check_store", write=manifest, stdout=StringIO())
    backup = Event.objects.get(action=Action.BACKUP)
    assert (backup.result, backup.channel, backup.object_words) == ("ok", "command", "zhiheng.json")
    assert (backup.detail["digest"], backup.detail["count"]) == (hash_of(manifest), 1)
    Report.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("check_store", against=manifest, stdout=StringIO())
    restored = Event.objects.get(action=Action.RESTORE)
    assert (restored.result, restored.detail["digest"]) == ("failed", backup.detail["digest"])
    assert "行数与备份时不同：reports.Report: 1 → 0" in restored.detail["faults"]


@pytest.mark.django_db
def test_looking_alone_leaves_no_row():
    take()
    before = Event.objects.count()
    call_command("check_store", stdout=StringIO())
    assert Event.objects.count() == before


def tool(name: str, *arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [find_binaries() / name, *map(str, arguments)], capture_output=True, text=True, check=False
    )


def address(database: str) -> str:
    own = connection.settings_dict
    return f"postgresql://{own['USER']}@/{database}?host={own['HOST']}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not os.environ.get("ZHIHENG_TEST_RUN"), reason="needs the run's own server and its tools")
def test_a_backup_is_restored_by_the_documented_commands_and_a_damaged_one_is_refused(tmp_path):
    make_region()
    store_catalogue()
    process(take().pk)
    dump, files, manifest = tmp_path / "zhiheng.dump", tmp_path / "media.tar", tmp_path / "manifest.json"
    name = connection.settings_dict["NAME"]
    assert tool("pg_dump", "--format=custom", f"--file={dump}", address(name)).returncode == 0
    call_command("check_store", write=manifest, stdout=StringIO())
    with tarfile.open(files, "w") as archive:
        archive.add(settings.MEDIA_ROOT, "media")
    restored = f"{name}_restored"
    into = ("--single-transaction", "--clean", "--if-exists", "--no-owner", f"--dbname={address(restored)}")
    with connection.cursor() as cursor:
        cursor.execute(f'create database "{restored}" template template0')
    try:
        half = tmp_path / "half.dump"
        half.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
        assert tool("pg_restore", *into, half).returncode != 0
        assert tool("psql", "-Atc", TABLES, address(restored)).stdout == "0\n"
        assert tool("pg_restore", *into, dump).returncode == 0
        with tarfile.open(files) as archive:
            archive.extractall(tmp_path / "var", filter="data")
        answer = check_elsewhere(restored, tmp_path / "var", manifest)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'drop database "{restored}" with (force)')
    assert (answer.returncode, answer.stdout.strip()) == (0, "1 份报告与文件相符。"), answer.stderr


TABLES = "select count(*) from information_schema.tables where table_schema = 'public'"


def check_elsewhere(database: str, var: Path, manifest: Path) -> subprocess.CompletedProcess:
    """The check of the restored store, in a process that knows nothing of the old one."""
    json.loads(manifest.read_text())
    own = {"DATABASE_URL": address(database), "ZHIHENG_VAR": str(var), "ZHIHENG_MODE": "test"}
    return subprocess.run(
        [sys.executable, "manage.py", "check_store", "--against", str(manifest)],
        cwd=settings.BASE_DIR, env=os.environ | own, capture_output=True, text=True, check=False,
    )  # fmt: skip
