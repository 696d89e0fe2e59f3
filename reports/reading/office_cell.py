"""A cell for LibreOffice, which needs files and processes of its own: it sees the system's programs and nothing else.

Started by ``office.convert`` as a process that gives up the network, the other processes and all folders but the
system's read-only ones, then lets LibreOffice turn its standard input into a docx on its standard output. Linux only;
where the kernel forbids any of the walls it ends with WALL_MISSING, and nothing is converted.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, NoReturn

from reports.reading import limits
from reports.reading.confinement import CELL_USER

WALL_MISSING: Final = 77
FILTERS: Final = {"doc": "MS Word 97", "wps": "MS Word 97", "rtf": "Rich Text Format", "odf": "writer8"}
"""The one filter that may open each format: LibreOffice would else try whatever the content resembles."""

_NAMESPACES: Final = 0x00020000 | 0x40000000 | 0x08000000 | 0x20000000  # files, network, messages, processes
_NEW_USER: Final = 0x10000000
_READ_ONLY, _NO_SUID, _NO_DEV, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_SHOWN: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt/libreoffice")
_SHOWN_SETTINGS: Final = (
    "/etc/fonts",
    "/etc/libreoffice",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/passwd",
)
_DEVICES: Final = ("/dev/null", "/dev/urandom", "/dev/random", "/dev/zero")
_ROOM: Final = "size=256m,mode=0755"
_PROCESSES: Final = 200
_SETTINGS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
)
_OPTIONS: Final = (
    "-env:UserInstallation=file:///work/profile",
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--nofirststartwizard",
)
_TO_DOCX: Final = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", "/work/out")
_libc: Final = ctypes.CDLL(None, use_errno=True)


def main(program: str, format: str, folder: str) -> None:
    """Convert standard input, of that format, with the LibreOffice at ``program``; ends the process.

    ``folder`` is an empty one, which nobody but this process sees anything in.
    """
    data = sys.stdin.buffer.read(limits.FILE_BYTES + 1)
    try:
        _leave_machine()
    except OSError:
        os._exit(WALL_MISSING)
    pid = os.fork()  # the first process of its own world: with its end all others in it end
    if pid == 0:
        _live(program, format, data, folder)
    _, status = os.waitpid(pid, 0)
    os._exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _leave_machine() -> None:
    """Namespaces of our own; for those who are not root, with a user who is only seen as one inside."""
    user, group = os.getuid(), os.getgid()
    if user == 0:
        _check(_libc.unshare(_NAMESPACES))
        return
    _check(_libc.unshare(_NAMESPACES | _NEW_USER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _live(program: str, format: str, data: bytes, folder: str) -> NoReturn:
    """The first process in the new world: walls, then LibreOffice, then the answer."""
    code = WALL_MISSING
    try:
        _libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # end with the launcher
        _enter_root(folder)
        _become_nobody()
        code = 1
        _limit_resources()
        Path("/work/in").mkdir(parents=True)
        source = Path("/work/in/document")
        source.write_bytes(data)
        _write_profile(Path("/work/profile/user"))
        _run(program, format, source)
        answer = Path("/work/out/document.docx")
        if 0 < answer.stat().st_size <= limits.FILE_BYTES:
            sys.stdout.buffer.write(answer.read_bytes())
            sys.stdout.buffer.flush()
            code = 0
    finally:
        os._exit(code)


def _mount(source: str, target: Path, kind: str | None, flags: int, options: str | None = None) -> None:
    parts = [None if part is None else os.fsencode(part) for part in (source, str(target), kind, options)]
    _check(_libc.mount(parts[0], parts[1], parts[2], ctypes.c_ulong(flags), parts[3]))


def _enter_root(folder: str) -> None:
    """A root of our own in memory: the system's programs and fonts, read-only, and an empty folder to work in."""
    root = Path(folder)
    _mount("none", Path("/"), None, _RECURSIVE | _PRIVATE)
    _mount("none", root, "tmpfs", _NO_SUID | _NO_DEV, _ROOM)
    for shown in (*_SHOWN, *_SHOWN_SETTINGS, *_DEVICES):
        _show(Path(shown), root / shown[1:])
    (root / "proc").mkdir()
    _mount("proc", root / "proc", "proc", _NO_SUID | _NO_DEV)
    for name in ("tmp", "work"):
        (root / name).mkdir()
        (root / name).chmod(0o777)
    os.chroot(root)
    os.chdir("/work")


def _show(source: Path, target: Path) -> None:
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink() and source.parent == Path("/"):
        target.symlink_to(os.readlink(source))
        return
    if source.is_dir():
        target.mkdir()
    else:
        target.touch()
    _mount(str(source), target, None, _BIND)
    if not str(source).startswith("/dev/"):
        _mount(str(source), target, None, _BIND | _REMOUNT | _READ_ONLY | _NO_SUID | _NO_DEV)


def _become_nobody() -> None:
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(CELL_USER, CELL_USER, CELL_USER)
        os.setresuid(CELL_USER, CELL_USER, CELL_USER)
    _libc.prctl(38, 1, 0, 0, 0)  # no new privileges
    if hasattr(_libc, "capset"):
        _libc.capset(ctypes.create_string_buffer(b"\x22\x05\x08\x20\0\0\0\0"), bytes(24))


def _limit_resources() -> None:
    for kind, limit in (
        (resource.RLIMIT_AS, limits.OFFICE_MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.OFFICE_SECONDS),
        (resource.RLIMIT_FSIZE, limits.ZIP_PART_BYTES),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_NPROC, _PROCESSES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def _write_profile(folder: Path) -> None:
    """Settings of a profile that nobody used before: no macros, no links followed."""
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        "utf-8",
    )


def _run(program: str, format: str, source: Path) -> None:
    """Run LibreOffice; it ends with 0 whatever happens, so that only its output tells."""
    subprocess.run(
        [program, *_OPTIONS, f"--infilter={FILTERS[format]}", *_TO_DOCX, str(source)],
        env={"HOME": "/work", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
