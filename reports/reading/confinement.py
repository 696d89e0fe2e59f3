"""What a process gives up, for good, before it looks at a stranger's file.

Several walls stand behind each other because no single one is permitted everywhere: another user (only root can
change), namespaces and an empty root folder (forbidden in some containers), a system call filter (known processors
only), and limits of resources (everywhere). Linux only; elsewhere only the limits of resources hold.
"""

from __future__ import annotations

import ctypes
import math
import os
import platform
import resource
import signal
import struct
from typing import Final

from reports.reading import limits

CELL_USER: Final = 64_901
"""A user that owns nothing and runs nothing else; not ``nobody``, whose processes a cell could disturb."""

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_CLONE_NEWIPC: Final = 0x08000000
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

# Numbers of the forbidden calls, by processor: the network, files by path, other processes, the kernel's side doors.
_FORBIDDEN: Final = {
    "x86_64": (
        0xC000003E,
        (
            (41, 42, 43, 44, 46, 49, 50, 53, 288, 307),
            (2, 85, 257, 304, 437, 76, 82, 83, 84, 86, 87, 88, 90, 92, 94, 133, 258, 259, 260, 263, 264, 265),
            (266, 268, 280, 316),
            (56, 57, 58, 59, 62, 101, 200, 234, 302, 310, 311, 322, 424, 434, 435, 438),
            (155, 160, 161, 165, 166, 248, 249, 250, 272, 298, 308, 319, 321, 323, 425, 426, 427),
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            (198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
            (33, 34, 35, 36, 37, 38, 45, 53, 54, 56, 88, 265, 276, 437),
            (117, 129, 130, 131, 220, 221, 261, 270, 271, 281, 424, 434, 435, 438),
            (39, 40, 41, 51, 97, 164, 217, 218, 219, 241, 268, 279, 280, 282, 425, 426, 427),
        ),
    ),
}
_X32_CALLS: Final = 0x40000000

_libc: Final = ctypes.CDLL(None, use_errno=True)


def leave_machine() -> None:
    """Called once by the server of cells: another user if this one is root, and a network without any device."""
    if os.geteuid() == 0:
        _unshare(_CLONE_NEWNET | _CLONE_NEWIPC)
        os.setgroups([])
        os.setresgid(CELL_USER, CELL_USER, CELL_USER)
        os.setresuid(CELL_USER, CELL_USER, CELL_USER)
    _unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC)


def confine(folder: str, server: int, seconds: float, memory: int) -> None:
    """Called by each cell before it parses: from here on, no network, no files, no other process.

    ``folder`` is the cell's own empty one; ``server`` the process whose end must be the cell's end; ``seconds`` of the
    processor and bytes of ``memory`` are what it may take.
    """
    os.chdir(folder)
    os.environ.clear()
    os.environ["HOME"] = os.environ["TMPDIR"] = folder
    if _enter_root(folder):
        os.environ["HOME"] = os.environ["TMPDIR"] = "/"
    _limit_resources(math.ceil(seconds), memory)
    _drop_capabilities()
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Last of the changes of rights, since these reset it; and the server may have ended a moment ago.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != server:
        os._exit(1)
    _filter_calls()


def _unshare(flags: int) -> bool:
    return hasattr(_libc, "unshare") and _libc.unshare(flags) == 0


def _enter_root(folder: str) -> bool:
    try:
        os.chroot(folder)
    except OSError:
        return False
    os.chdir("/")
    return True


def _limit_resources(seconds: int, memory: int) -> None:
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.CELL_FILE_BYTES, limits.CELL_FILE_BYTES),
        (resource.RLIMIT_NOFILE, limits.CELL_OPEN_FILES, limits.CELL_OPEN_FILES),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(kind, (soft, hard))


def _drop_capabilities() -> None:
    header = struct.pack("Ii", 0x20080522, 0)
    if hasattr(_libc, "capset"):
        _libc.capset(header, bytes(24))


def _filter_calls() -> bool:
    """Refuse the forbidden system calls with EPERM; False where the processor is not known."""
    known = _FORBIDDEN.get(platform.machine()) if os.name == "posix" else None
    if known is None or platform.system() != "Linux":
        return False
    architecture, groups = known
    numbers = [number for group in groups for number in group]
    load, jump_equal, jump_from, give = 0x20, 0x15, 0x35, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | 1
    deny_at = len(numbers) + 5
    rules = [(load, 0, 0, 4), (jump_equal, 0, deny_at - 2, architecture), (load, 0, 0, 0)]
    rules.append((jump_from, deny_at - 4, 0, _X32_CALLS))
    rules += [(jump_equal, deny_at - 5 - i, 0, number) for i, number in enumerate(numbers)]
    rules += [(give, 0, 0, allow), (give, 0, 0, refuse)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
    pointer = ctypes.create_string_buffer(struct.pack("HP", len(rules), ctypes.addressof(program)))
    return bool(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, pointer, 0, 0) == 0)
