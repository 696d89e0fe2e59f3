"""A cell can do nothing but read its file and answer; whatever it does, its caller gets an answer and no litter."""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from reports.reading import ReadingError, cells, confinement, read_file
from reports.reading.cells import CellServer, ServerGone
from reports.reading.limits import Allowance

REFUSED = {"PermissionError", "FileNotFoundError", "OSError", "BlockingIOError"}


@pytest.fixture(scope="module")
def server():
    running = CellServer("tests.reports.reading.probes:work", Allowance(1.5))
    yield running
    running.close()


@pytest.fixture
def ask(server, tmp_path):
    def ask(probe, data=b"1"):
        path = tmp_path / "file"
        path.write_bytes(data)
        with path.open("rb") as file:
            return json.loads(server.run(file.fileno(), probe))

    return ask


def children_of(pid):
    listing = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return listing.stdout.split()


def test_it_gets_the_whole_file(ask):
    assert ask("length", b"x" * 100_000) == 100_000


def test_its_environment_is_empty(ask):
    assert set(ask("environment")) == {"HOME", "TMPDIR"}


def test_it_cannot_reach_a_port_of_this_machine(ask):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert ask("connect", str(listening.getsockname()[1]).encode()) in REFUSED
        listening.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_it_cannot_open_a_socket_by_a_side_door(ask):
    assert ask("raw_connect") == -1


@pytest.mark.parametrize("path", [__file__, "/etc/passwd", "/proc/1/environ", "config/settings.py"])
def test_it_cannot_read_files(ask, path):
    assert ask("read", path.encode()) in REFUSED


@pytest.mark.parametrize("probe", ["write", "fork", "execute"])
def test_it_cannot(ask, probe):
    assert ask(probe) in REFUSED


def test_it_cannot_signal_its_server(ask, server):
    assert ask("signal", str(server.pid).encode()) in REFUSED


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can change to another user")
def test_it_is_another_user(ask):
    assert ask("user") not in {0, os.geteuid()}


@pytest.mark.parametrize(
    "attempt",
    [
        socket.socket,
        lambda: os.open(__file__, os.O_RDONLY),
        lambda: os.listdir("/"),
        os.fork,
        lambda: os.kill(os.getppid(), 0),
    ],
    ids=["socket", "open", "list", "fork", "signal"],
)
def test_the_filter_of_calls_holds_where_no_other_wall_is_permitted(attempt):
    if platform.machine() not in confinement._FORBIDDEN:
        pytest.skip("the processor has no filter")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            confinement._libc.prctl(38, 1, 0, 0, 0)
            confinement._filter_calls()
            attempt()
        except PermissionError:
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0


def test_it_cannot_take_more_memory_than_allowed(ask):
    assert ask("memory") == "MemoryError"


@pytest.mark.parametrize("probe", ["sleep", "spin"])
def test_time_is_limited(ask, server, probe):
    started = time.monotonic()
    with pytest.raises(ReadingError) as caught:
        ask(probe)
    assert caught.value.code == "timeout"
    assert "秒" in str(caught.value)
    assert time.monotonic() - started < 5
    assert children_of(server.pid) == []


@pytest.mark.parametrize("probe", ["die", "fault"])
def test_a_death_is_a_clear_refusal(ask, probe):
    with pytest.raises(ReadingError) as caught:
        ask(probe)
    assert caught.value.code == "crashed"


def test_it_tells_how_far_it_is_before_it_answers(server, tmp_path):
    path, told = tmp_path / "file", []
    path.write_bytes(b"1")
    with path.open("rb") as file:
        answer = server.run(file.fileno(), "tell_slowly", lambda done, pages: told.append((done, pages)))
    assert json.loads(answer) == 3
    assert told[0] == (0, 0)
    assert set(told[1:]) <= {(1, 3), (2, 3), (3, 3)}


def test_who_watches_can_stop_it(server, tmp_path):
    def stop(done, pages):
        raise KeyboardInterrupt

    path = tmp_path / "file"
    path.write_bytes(b"1")
    with path.open("rb") as file, pytest.raises(KeyboardInterrupt):
        server.run(file.fileno(), "sleep", stop)
    wait_until(lambda: children_of(server.pid) == [])


def test_a_file_is_read_from_its_start_by_each_cell(server, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    with path.open("rb") as file:
        assert [json.loads(server.run(file.fileno(), "length")) for _ in range(2)] == [5, 5]


def test_an_endless_answer_is_cut_off(ask, server):
    with pytest.raises(ReadingError) as caught:
        ask("flood")
    assert caught.value.code == "too_complex"
    assert ask("length", b"next") == 4
    wait_until(lambda: children_of(server.pid) == [])


def test_threads_do_not_disturb_each_other(server, tmp_path):
    answers = {}

    def one(size):
        path = tmp_path / str(size)
        path.write_bytes(b"x" * size)
        with path.open("rb") as file:
            answers[size] = json.loads(server.run(file.fileno(), "length"))

    threads = [threading.Thread(target=one, args=(size,)) for size in range(1, 21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {size: size for size in range(1, 21)}


def test_no_folder_is_left(ask, server):
    ask("length")
    [root] = Path("/tmp").glob(f"zhiheng-cells-{server.pid}-*")
    assert list(root.iterdir()) == []


def test_a_killed_server_says_so_and_takes_its_cells_along(tmp_path):
    lost = CellServer("tests.reports.reading.probes:work", Allowance(30))
    path = tmp_path / "file"
    path.write_bytes(b"1")
    with path.open("rb") as file:
        lost.run(file.fileno(), "length")
        threading.Timer(0.3, os.kill, (lost.pid, signal.SIGKILL)).start()
        with pytest.raises(ServerGone):
            lost.run(file.fileno(), "sleep")
    lost.close()


def test_the_next_document_starts_another_server(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("专利 12 件", "utf-8")
    read_file(path)
    os.kill(cells._servers[cells._READING].pid, signal.SIGKILL)
    assert read_file(path).text == "专利 12 件"


def test_nothing_outlives_a_killed_caller(tmp_path):
    (tmp_path / "file").write_bytes(b"1")
    code = (
        "import sys; from reports.reading.cells import CellServer; from reports.reading.limits import Allowance\n"
        "s = CellServer('tests.reports.reading.probes:work', Allowance(30))\n"
        "print(s.pid, flush=True)\n"
        "file = open(sys.argv[1], 'rb')\n"
        "s.run(file.fileno(), 'sleep')"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "file")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as caller:
        server = int(caller.stdout.readline())
        wait_until(lambda: children_of(server))
        [cell] = children_of(server)
        caller.kill()
    wait_until(lambda: not Path(f"/proc/{server}").exists() and not Path(f"/proc/{cell}").exists())
    wait_until(lambda: not list(Path("/tmp").glob(f"zhiheng-cells-{server}-*")))


def test_a_forked_process_gets_a_server_of_its_own(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("专利 12 件", "utf-8")
    read_file(path)
    pid = os.fork()
    if pid == 0:
        try:
            right = not cells._servers and read_file(path).text == "专利 12 件"
            cells.stop()
        finally:
            os._exit(0 if right else 1)
    assert os.waitpid(pid, 0)[1] == 0
    assert read_file(path).text == "专利 12 件"


def wait_until(true, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
