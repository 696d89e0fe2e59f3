"""Cleans up after a program that could not do so itself: killed with -9, or gone with its terminal.

`python -m config.watchdog` reads orders from its standard input, which its maker holds open. The end of the
input means that the maker is gone, however that came about: everything still on the list is then ended.

    process 123         end the process group 123
    postgres /x/var pg  stop that server; with `throwaway` instead of `postgres`, remove /x/var too
    forget 123          take the process group off the list
    done                nothing is left to do
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from config.embedded_postgres import EmbeddedPostgres
from config.terminal import Refusal

PATIENCE = 10.0  # seconds between asking a process to end and ending it


class Watchdog:
    """The maker's side: starts the process and sends it orders."""

    def __init__(self, *keep_open: int) -> None:
        """`keep_open`: file descriptors whose locks must last until the cleaning is done."""
        # A session of its own: Ctrl-C and a closed terminal are for the maker, which ends in order.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "config.watchdog"],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=keep_open,
            text=True,
        )

    def order(self, *words: object) -> None:
        """Sends one order; a watchdog that is gone is not worth stopping for."""
        try:
            assert self._process.stdin is not None
            self._process.stdin.write("\t".join(str(word) for word in words) + "\n")
            self._process.stdin.flush()
        except (BrokenPipeError, ValueError):
            return

    def dismiss(self) -> None:
        """Tells it that nothing is left to do, and waits for its end."""
        self.order("done")
        try:
            assert self._process.stdin is not None
            self._process.stdin.close()
        except BrokenPipeError:
            pass
        self._process.wait()


def end_process_groups(
    groups: Iterable[int], patience: float = PATIENCE, reap: Callable[[], object] = lambda: None
) -> None:
    """Asks the groups to end, waits, and ends those that did not.

    A parent gives `reap`, which collects its ended children: a zombie still counts as a member of its group.
    """
    waiting = [group for group in groups if _signal(group, signal.SIGTERM)]
    deadline = time.monotonic() + patience
    while waiting and time.monotonic() < deadline:
        time.sleep(0.05)
        reap()
        waiting = [group for group in waiting if _signal(group, 0)]
    for group in waiting:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Whether the group was there to be signalled."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def watch(orders: Iterable[str]) -> None:
    """Reads orders to their end, then ends what is still on the list."""
    groups: set[int] = set()
    servers: list[tuple[str, Path, str]] = []
    for line in orders:
        verb, *words = line.rstrip("\n").split("\t")
        if verb == "process":
            groups.add(int(words[0]))
        elif verb == "forget":
            groups.discard(int(words[0]))
        elif verb in ("postgres", "throwaway"):
            servers.append((verb, Path(words[0]), words[1]))
        elif verb == "done":
            return
    end_process_groups(groups)
    for verb, base, name in servers:
        server = EmbeddedPostgres(base, name)
        try:
            if verb == "postgres":
                server.stop()
            else:
                server.remove()
                shutil.rmtree(base, ignore_errors=True)
        except Refusal:
            continue  # nobody is left to be told


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watch(sys.stdin)
