import os
import subprocess
import sys
import time
from pathlib import Path

from config.watchdog import Watchdog, end_process_groups

PROJECT = Path(__file__).resolve().parent.parent.parent
MAKER = """
import os, signal, subprocess
from config.watchdog import Watchdog
child = subprocess.Popen(["sleep", "60"], start_new_session=True, stdout=subprocess.DEVNULL)
watchdog = Watchdog()
watchdog.order("process", child.pid)
{order}
print(child.pid, flush=True)
{end}
"""


def run_maker(order: str, end: str) -> int:
    """The number of the child whose maker has ended."""
    program = MAKER.format(order=order, end=end)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
    )
    return int(done.stdout)


def lives(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def ends_within(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not lives(pid)


def test_a_child_does_not_outlive_its_killed_maker():
    assert ends_within(run_maker("", "os.kill(os.getpid(), signal.SIGKILL)"), 8)


def test_a_child_that_was_taken_off_the_list_is_left_alone():
    pid = run_maker("watchdog.order('forget', child.pid)", "os.kill(os.getpid(), signal.SIGKILL)")
    assert not ends_within(pid, 1.5)
    end_process_groups([pid])


def test_dismissing_leaves_everything_alone():
    pid = run_maker("", "watchdog.dismiss()")
    assert lives(pid)
    end_process_groups([pid])


def test_an_order_to_a_dead_watchdog_is_no_error():
    watchdog = Watchdog()
    watchdog._process.kill()
    watchdog._process.wait()
    watchdog.order("process", os.getpid())
    watchdog.dismiss()


def test_a_group_that_does_not_listen_is_ended_all_the_same():
    deaf = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal,time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
        ],
        start_new_session=True,
        stdout=subprocess.PIPE,
    )
    with deaf:
        deaf.stdout.readline()
        end_process_groups([deaf.pid], patience=0.3, reap=deaf.poll)
        assert deaf.wait(timeout=5) == -9
