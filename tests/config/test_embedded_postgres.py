import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded_postgres import EmbeddedPostgres
from config.postgres_host import PostgresRefusal, processes_in, sentence_for

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    # Not tmp_path: root's is closed to the user that the server runs as, which is a case of its own below.
    base = Path(tempfile.mkdtemp(prefix="知衡 test-"))
    base.chmod(0o755)
    made = EmbeddedPostgres(base, durable=False)
    yield made
    made.remove()
    shutil.rmtree(base, ignore_errors=True)


def postmaster_pid(server: EmbeddedPostgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def kill_postmaster(server: EmbeddedPostgres) -> None:
    os.kill(postmaster_pid(server), signal.SIGKILL)
    deadline = time.monotonic() + 10
    while processes_in(server.data) and time.monotonic() < deadline:
        time.sleep(0.05)


def test_the_url_is_known_before_anything_exists(tmp_path):
    made = EmbeddedPostgres(tmp_path / "var")
    assert made.url() == f"postgresql://zhiheng@/zhiheng?host={made.socket_directory}"
    assert not (tmp_path / "var").exists()


def test_the_socket_path_is_short_however_deep_the_project_lies(tmp_path):
    deep = tmp_path.joinpath(*["a-long-name-of-a-folder"] * 8)
    assert len(str(EmbeddedPostgres(deep).socket_directory / ".s.PGSQL.5432")) < 60


def test_it_starts_once_and_says_so(server):
    assert server.status() == "absent"
    assert server.start() is True
    assert server.start() is False
    assert server.status() == "running"
    assert server.stop() is True
    assert server.stop() is False
    assert server.status() == "stopped"
    assert not server.socket_directory.exists()


def test_chinese_has_trigrams(server):
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("create extension pg_trgm")
        assert connection.execute("select similarity('专利授权量', '专利授权')").fetchone()[0] > 0.3


def test_rows_outlive_a_killed_server(server):
    server.durable = True
    server.start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table kept as select 42 as value")
    kill_postmaster(server)
    assert server.status() == "stopped"
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select value from kept").fetchone() == (42,)


def test_a_pid_file_that_names_another_program_is_stale(server):
    server.start()
    server.stop()
    pid_file = server.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{server.data}\n")
    shutil.chown(pid_file, server.data.stat().st_uid, server.data.stat().st_gid)
    assert server.start() is True


def test_a_setup_that_was_killed_is_made_again(server):
    leftover = server.wanted_home / "data.new"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("18\n")
    assert server.start() is True


def test_two_starters_at_once_end_with_one_server(server):
    program = (
        "import sys; from pathlib import Path; from config.embedded_postgres import EmbeddedPostgres; "
        f"print(EmbeddedPostgres(Path({str(server.wanted_home.parent)!r}), durable=False).start())"
    )
    starters = [
        subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        for _ in "ab"
    ]
    assert sorted(starter.communicate(timeout=60)[0].strip() for starter in starters) == ["False", "True"]


def test_data_of_another_version_is_refused_with_both_numbers(server):
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(PostgresRefusal, match=r"PostgreSQL 13.*18.*pg_dump"):
        server.start()
    (server.data / "PG_VERSION").write_text("18\n")


def test_missing_binaries_are_refused_with_advice(server, monkeypatch):
    monkeypatch.setenv("ZHIHENG_PG_BIN", "/nonexistent")
    with pytest.raises(PostgresRefusal, match="DATABASE_URL"):
        server.start()


def test_a_socket_folder_of_somebody_else_is_refused(server):
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    server.socket_directory.mkdir()
    os.chown(server.socket_directory, 12345, 12345)
    with pytest.raises(PostgresRefusal, match="12345"):
        server.start()


def test_a_project_that_the_server_cannot_reach_is_served_from_elsewhere(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    made = EmbeddedPostgres(closed, durable=False)
    try:
        assert made.start() is True
        with psycopg.connect(made.url()) as connection:
            assert connection.execute("show fsync").fetchone() == ("off",)
    finally:
        made.remove()
    assert not made.home.exists() or made.home == closed / "pg"


def test_the_bureaus_own_server_writes_to_disk_before_it_says_done():
    made = EmbeddedPostgres(Path("/srv/example"))
    assert made.durable
    assert "fsync" not in made.settings()
    assert EmbeddedPostgres(Path("/srv/example"), durable=False).settings()["fsync"] == "off"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("initdb: error: could not write: No space left on device", "磁盘空间不足"),
        ("[Errno 13] Permission denied: '/srv/var'", "没有权限"),
        ("LOG: x\nFATAL:  could not map memory\n", "could not map memory"),
    ],
)
def test_what_the_server_says_becomes_one_sentence(monkeypatch, said, sentence):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    told = sentence_for(said, Path("/srv/var/pg"))
    assert sentence in told
    assert "\n" not in told


@pytest.mark.parametrize(("action", "code"), [("status", 0), ("url", 0), ("dance", 2)])
def test_the_command_answers(tmp_path, action, code):
    done = subprocess.run(
        [sys.executable, "-m", "config.embedded_postgres", action],
        cwd=PROJECT,
        env=os.environ | {"ZHIHENG_VAR": str(tmp_path)},
        capture_output=True,
    )
    assert done.returncode == code
