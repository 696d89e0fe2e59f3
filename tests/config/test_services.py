import os
import signal
import sys
from collections.abc import Iterator

import pytest

from config import services
from config.services import Service
from config.terminal import Refusal
from config.watchdog import Watchdog, end_process_groups


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    made = Watchdog()
    yield made
    made.dismiss()


def make_service(tmp_path, watchdog, program: str) -> Service:
    return Service("worker", [sys.executable, "-uc", program], dict(os.environ), tmp_path, watchdog)


def test_a_killed_service_is_started_again(tmp_path, watchdog, monkeypatch):
    monkeypatch.setattr(services, "QUICK", 0.0)
    service = make_service(tmp_path, watchdog, "import time; time.sleep(60)")
    service.start()
    first = service.pid
    os.kill(first, signal.SIGKILL)
    service.process.wait()
    service.keep_alive()
    assert service.pid not in (0, first)
    assert service.process.poll() is None
    end_process_groups([service.pid], reap=service.process.poll)


def test_a_service_that_cannot_start_is_given_up_with_its_last_words(tmp_path, watchdog, monkeypatch):
    monkeypatch.setattr(services, "LONGEST_PAUSE", 0.0)
    service = make_service(tmp_path, watchdog, "print('no such table'); raise SystemExit(3)")
    service.start()
    for _ in range(2 * services.MOST_QUICK_DEATHS):  # a death is seen first, and answered in the next round
        service.process.wait()
        if service.quick_deaths == services.MOST_QUICK_DEATHS - 1 and not service.restart_at:
            break
        service.keep_alive()
    with pytest.raises(Refusal, match="no such table"):
        service.keep_alive()


def test_what_a_service_prints_is_repeated_once(tmp_path, watchdog, capsys):
    service = make_service(tmp_path, watchdog, "print('开始处理'); print('half', end='')")
    service.start()
    service.process.wait()
    service.repeat_log()
    service.repeat_log()
    assert capsys.readouterr().out == "worker | 开始处理\n"


def test_a_large_log_is_put_aside(tmp_path, watchdog, monkeypatch):
    monkeypatch.setattr(services, "LARGEST_LOG", 10)
    (tmp_path / "worker.log").write_text("a line of long ago\n")
    service = make_service(tmp_path, watchdog, "print('new')")
    service.start()
    service.process.wait()
    assert (tmp_path / "worker.log").read_text() == "new\n"
    assert (tmp_path / "worker.log.1").read_text() == "a line of long ago\n"
