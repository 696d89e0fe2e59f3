import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import launch
from config.embedded_postgres import EmbeddedPostgres
from config.launch import Launcher
from config.terminal import Refusal

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIHENG_VAR", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.mark.parametrize("given", ["0", "65536", "http", "-1", "８０"])
def test_a_port_that_is_none_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)
    with pytest.raises(Refusal, match="1 到 65535"):
        Launcher()


def test_a_taken_port_is_refused_before_anything_starts(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(Refusal, match=f"端口 {port} 已被占用"):
            Launcher().run()
    assert not (tmp_path / "pg").exists()


def test_a_full_disk_is_refused_with_what_is_needed(monkeypatch):
    monkeypatch.setattr(launch, "LEAST_FREE_BYTES", 2**70)
    with pytest.raises(Refusal, match="磁盘空间不足"):
        Launcher().run()


def test_a_second_launcher_names_the_address_of_the_first():
    with Launcher()._lock(), pytest.raises(Refusal, match=r"已在运行：http://127\.0\.0\.1:8000/"):
        Launcher()._lock()


def test_the_embedded_server_is_left_alone_where_another_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://user@db.example/zhiheng")
    assert Launcher().database is None


def test_a_refusal_is_one_line_and_an_exit_code(monkeypatch):
    done = subprocess.run(
        [sys.executable, "-m", "config.launch"],
        cwd=PROJECT,
        env=os.environ | {"PORT": "99999999"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "PORT=99999999 不是端口号，应为 1 到 65535。"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PASSWORD = re.compile(r"(?<=\s)[A-Za-z0-9]{4}(?:-[A-Za-z0-9]{4}){2}(?=\s)")  # as the demo accounts have them


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen]:
    """The product on the port; where a test fails, it is ended and holds up nobody."""
    process = start_product(folder, port)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def start_product(folder: Path, port: int) -> subprocess.Popen:
    """The product on the port, once its address was told; without sample reports, which take their time."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MAKELEVEL")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "config.launch"],
        cwd=PROJECT,
        env=environment | {"ZHIHENG_VAR": str(folder), "PORT": str(port), "SAMPLES": "0", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("按 Ctrl-C"):
            process.said = said
            return process
    pytest.fail(said)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=10) as response:
            return response.status == 200
    except OSError:
        return False


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="zhiheng-launch-"))
    made.chmod(0o755)
    yield made
    EmbeddedPostgres(made).remove()
    shutil.rmtree(made, ignore_errors=True)


def test_the_product_starts_shows_its_accounts_once_and_stops_in_order(folder):
    port = free_port()
    with running(folder, port) as process:
        assert answers(port)
        assert len(PASSWORD.findall(process.said)) == 6
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert EmbeddedPostgres(folder).status() == "stopped"
    assert not answers(port)
    with running(folder, port) as process:
        assert not PASSWORD.search(process.said)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def test_nothing_outlives_a_killed_launcher(folder):
    port = free_port()
    with running(folder, port) as process:
        process.kill()
    deadline = time.monotonic() + 20
    while (answers(port) or EmbeddedPostgres(folder).status() == "running") and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not answers(port)
    assert EmbeddedPostgres(folder).status() == "stopped"
