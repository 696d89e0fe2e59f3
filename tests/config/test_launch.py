import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import launch
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
