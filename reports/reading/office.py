"""Formats that LibreOffice turns into docx, where it is installed; what comes back is read like any stranger's file."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import Final

from reports.reading import limits, wire
from reports.reading.cells import run_in_cell
from reports.reading.document import Document, ReadingError
from reports.reading.office_cell import WALL_MISSING
from reports.reading.sniffing import Format

CONVERTIBLE: Final = frozenset({Format.RTF, Format.ODF})
"""Formats without a reader of our own."""
SECOND_CHANCE: Final = frozenset({Format.DOC, Format.WPS})
"""Formats whose own reader comes first: it is faster and knows what was deleted."""

_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from reports.reading.office_cell import main; main(*sys.argv[2:])"
)
_PROGRAMS: Final = ("soffice", "libreoffice")
_MISSING: Final = (
    "rtf 和 odt 要由 LibreOffice 转换后读取，而它没有安装；"
    "请管理员运行 apt-get install libreoffice-writer-nogui 安装后再重新处理，或另存为 docx 后上传。"
)
_UNSAFE: Final = (
    "这台机器不允许把 LibreOffice 隔离运行，rtf、odt 和损坏的 doc 因此不作转换；请另存为 docx 后重新上传。"
)
_FAILED: Final = (
    "LibreOffice 打不开这个文件，内容可能已损坏；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
)
_TIMEOUT: Final = "LibreOffice 转换超过 {} 秒仍未完成；请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
_RTF_TOKEN: Final = re.compile(rb"\\bin(\d{1,10})|\\[\\{}]|[{}]")
_slot = threading.Lock()


def is_installed() -> bool:
    """Whether this machine has LibreOffice."""
    return _program() is not None


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def read_converted(data: bytes, format: Format) -> Document:
    """The document in a file of that format, by way of docx. Raises ReadingError.

    Codes: ``missing_libreoffice``, ``unsafe``, ``timeout``, ``broken``, and what reading a docx raises. The flag
    ``converted`` says that another program was in between.
    """
    with _as_file(convert(data, format)) as file:
        document = wire.unpack(run_in_cell(file, "converted.docx"))
    return replace(document, format=format.value, flags=("converted", *document.flags))


def convert(data: bytes, format: Format) -> bytes:
    """The file as docx, made by a LibreOffice that sees no network and no folder of ours; one at a time."""
    program = _program()
    if program is None:
        raise ReadingError("missing_libreoffice", _MISSING)
    if format is Format.RTF:
        _check_rtf(data)
    paths = json.dumps([os.path.abspath(p) for p in sys.path])
    told = [paths, os.path.realpath(program), format.value]
    with _slot, TemporaryDirectory(prefix="zhiheng-office-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-E", "-s", "-c", _BOOT, *told, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        try:
            answer, _ = process.communicate(data, timeout=limits.OFFICE_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise ReadingError("timeout", _TIMEOUT.format(limits.OFFICE_SECONDS)) from error
        finally:
            _end(process)
    if process.returncode == WALL_MISSING:
        raise ReadingError("unsafe", _UNSAFE)
    if process.returncode != 0 or not answer.startswith(b"PK\x03\x04"):
        raise ReadingError("broken", _FAILED)
    return answer


def _check_rtf(data: bytes) -> None:
    """Refuse what keeps LibreOffice busy to the end of its time: groups too deep, binary parts beyond the end."""
    depth = 0
    for count, token in enumerate(_RTF_TOKEN.finditer(data)):
        depth += {b"{": 1, b"}": -1}.get(token[0], 0)
        length = token[1]
        if depth > limits.RTF_DEPTH or count > limits.RTF_TOKENS or (length and int(length) > len(data)):
            raise ReadingError("broken", _FAILED)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the launcher's group, and with it the world of processes that it began."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def bytes_of(file: int) -> bytes:
    """All of an open file."""
    with os.fdopen(os.dup(file), "rb") as stream:
        stream.seek(0)
        return stream.read(limits.FILE_BYTES)


@contextmanager
def _as_file(data: bytes) -> Iterator[int]:
    """The bytes as an open file that has no name."""
    file = os.memfd_create("converted", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(file), "wb") as stream:
            stream.write(data)
        yield file
    finally:
        os.close(file)
