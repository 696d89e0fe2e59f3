"""Files that take long: asked for once, made by a job that tells its steps, for their owner alone, for some days."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from briefs import exporting, pdf
from briefs.deck_services import add_slide, make_deck
from briefs.models import Export
from indicators.models import Region
from reports.errors import ServiceError
from reports.models import Membership
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PAGE = "/exports/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "PROGRAMS", ("no-such-office",))
    settings.EXPORTS_ROOT = tmp_path
    return tmp_path


def made(**told) -> Export:
    export = exporting.ask(**told)
    exporting.make(export.pk)
    export.refresh_from_db()
    return export


def file_of(client, export):
    return client.get(reverse("briefs:export-file", args=[export.pk]))


def test_asking_queues_a_job_and_asking_twice_queues_one(client, brief) -> None:
    for _time in range(2):
        assert client.post("/exports/ask/", {"kind": "zip", "brief": brief.pk}).status_code == 302
    export = Export.objects.get()
    assert export.state == "waiting"
    assert ProcrastinateJob.objects.get(queue_name="exports").args == {"export_id": export.pk}
    assert 'hx-trigger="every 2s"' in client.get(PAGE).content.decode()


def test_the_pack_is_made_and_taken_away_under_its_title(client, brief, rita) -> None:
    export = made(kind="zip", by=rita, brief=brief)
    assert (export.state, export.done) == ("ready", export.total)
    answer = file_of(client, export)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "数据表.csv" in archive.namelist()
    assert "filename*=utf-8''%E6%B1%9F" in answer["Content-Disposition"]
    assert "every 2s" not in client.get(PAGE).content.decode()


def test_each_step_is_told_while_the_file_is_made(brief, rita, monkeypatch) -> None:
    seen = []
    real = exporting._teller

    def watched(export):
        tell = real(export)

        def told(done, step, total=None):
            tell(done, step, total)
            row = Export.objects.get(pk=export.pk)
            seen.append((row.done, row.total, row.step))

        return told

    monkeypatch.setattr(exporting, "_teller", watched)
    made(kind="zip", by=rita, brief=brief)
    assert seen == [
        (0, 6, "compose"), (1, 6, "docx"), (2, 6, "pptx"), (4, 6, "csv"),
    ]  # fmt: skip


def test_a_failure_says_why_in_one_sentence(client, brief, rita) -> None:
    export = made(kind="pdf", by=rita, brief=brief)
    assert export.state == "failed"
    assert "libreoffice-writer-nogui" in client.get(PAGE).content.decode()
    assert file_of(client, export).status_code == 302


def test_a_fault_of_the_program_is_told_and_not_swallowed(brief, rita, monkeypatch) -> None:
    def broken(*_args):
        raise RuntimeError("broken")

    monkeypatch.setattr("briefs.pack.zipped", broken)
    export = exporting.ask(kind="zip", by=rita, brief=brief)
    with pytest.raises(RuntimeError):
        exporting.make(export.pk)
    export.refresh_from_db()
    assert export.state == "failed"
    assert "再试一次" in export.reason


def test_the_workbook_has_all_that_its_reader_may_see_with_the_sentences(client, province) -> None:
    nora = make_user("nora", "office", Region.objects.get(pk="360100"))
    client.force_login(nora)
    book = load_workbook(io.BytesIO(b"".join(file_of(client, made(kind="xlsx", by=nora)).streaming_content)))
    rows = list(book["数据"].iter_rows(values_only=True))
    assert [(row[2], row[11]) for row in rows[1:]] == [("南昌市", 31938)]
    assert list(book["原句"].iter_rows(values_only=True))[1][2] == "全年共31938件。"


def test_the_workbook_of_the_bureau_keeps_all_digits(rita, province) -> None:
    export = made(kind="xlsx", by=rita)
    book = load_workbook(io.BytesIO(exporting.path_of(export.file).read_bytes()))
    values = [Decimal(str(row[11])) for row in book["数据"].iter_rows(min_row=2, values_only=True)]
    assert len(values) == 9
    assert {Decimal(94045), Decimal(2_670_000_000)} <= set(values)


def test_a_file_is_its_owners_alone(client, brief, rita) -> None:
    export = made(kind="docx", by=rita, brief=brief)
    client.force_login(make_user("otto", "reviewer"))
    assert file_of(client, export).status_code == 404
    assert export.title not in client.get(PAGE).content.decode()


def test_rights_are_asked_again_when_the_file_is_taken(client, brief, rita) -> None:
    export = made(kind="docx", by=rita, brief=brief)
    Membership.objects.filter(user=rita).update(role="office", region=Region.objects.get(pk="360100"))
    assert file_of(client, export).status_code == 404
    Membership.objects.filter(user=rita).update(role="editor", region=None)
    assert file_of(client, export).status_code == 403


def test_a_job_makes_nothing_for_whoever_lost_the_right_meanwhile(brief, rita) -> None:
    export = exporting.ask(kind="docx", by=rita, brief=brief)
    Membership.objects.filter(user=rita).update(role="office", region=Region.objects.get(pk="360100"))
    assert not exporting.make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file) == ("failed", "")


def test_files_go_after_their_time_and_lost_jobs_are_told(client, brief, rita, folder) -> None:
    old, lost = made(kind="docx", by=rita, brief=brief), exporting.ask(kind="pptx", by=rita, brief=brief)
    later = timezone.now() + exporting.KEPT + timedelta(seconds=1)
    assert exporting.clean_up(later) == 1
    assert not any(folder.iterdir())
    states = dict(Export.objects.values_list("pk", "state"))
    assert states == {old.pk: "expired", lost.pk: "failed"}
    assert "重新导出" in file_of_page(client, old)


def file_of_page(client, export) -> str:
    return client.get(reverse("briefs:export-file", args=[export.pk]), follow=True).content.decode()


def test_rows_are_forgotten_after_a_month(brief, rita) -> None:
    made(kind="pdf", by=rita, brief=brief)
    exporting.clean_up(timezone.now() + exporting.REMEMBERED + timedelta(days=1))
    assert not Export.objects.exists()


def test_a_discarded_file_leaves_the_disk(
    client, brief, rita, folder, django_capture_on_commit_callbacks
) -> None:
    export = made(kind="docx", by=rita, brief=brief)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("briefs:export-discard", args=[export.pk]))
    assert not any(folder.iterdir())


def test_one_person_has_five_under_way_at_most(rita, province) -> None:
    for number in range(exporting.MOST_WAITING):
        exporting.ask(kind="pptx", by=rita, deck=make_deck(title=f"例会{number}", by=rita))
    with pytest.raises(ServiceError, match="已有 5 个"):
        exporting.ask(kind="xlsx", by=rita)


@pytest.mark.parametrize(
    "told", [{"kind": "exe"}, {"kind": "pdf"}, {"kind": "xlsx", "brief": 0}, {"kind": "docx", "deck": 1}]
)
def test_what_there_is_none_of_is_refused_by_a_sentence(client, rita, told) -> None:
    assert "没有这种文件" in client.post("/exports/ask/", told, follow=True).content.decode()


def test_long_files_are_made_by_a_job_and_short_ones_at_once(client, brief, monkeypatch) -> None:
    page = reverse("briefs:brief-file", args=[brief.pk, "pdf"])
    assert "在后台生成" in client.get(page, follow=True).content.decode()
    docx = reverse("briefs:brief-file", args=[brief.pk, "docx"])
    assert client.get(docx).content.startswith(b"PK")
    monkeypatch.setattr(exporting, "LARGE", 3)
    assert client.get(docx).status_code == 302


def test_a_long_deck_is_made_by_a_job(client, rita, province) -> None:
    deck = make_deck(title="例会", by=rita)
    add_slide(deck=deck, by=rita, query="indicator=patent_applications&region=360000")
    page = reverse("briefs:deck-file", args=[deck.pk])
    assert client.get(page).content.startswith(b"PK")
    for _number in range(exporting.LONG_DECK):
        add_slide(deck=deck, by=rita, query="indicator=patent_applications&region=360000")
    assert client.get(page).status_code == 302
    assert made(kind="pptx", by=rita, deck=deck).state == "ready"


@pytest.mark.parametrize(
    "row", [{"state": "ready"}, {"state": "waiting", "file": "a"}, {"state": "failed"}, {"done": 2}]
)
def test_the_database_holds_what_a_state_means(row, rita) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(owner=rita, kind="zip", title="全套", **row)
