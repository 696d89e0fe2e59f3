"""Asks the unit's virus scanner (clamd, or anything that speaks its INSTREAM) about a file before it is taken in.

The scanner stands on this machine or in the intranet; ``settings.CLAMD`` names its socket. What it finds is kept in
quarantine; what happens while it is silent is the setting ``CLAMD_DOWN``, and never a silent pass.
"""

from __future__ import annotations

import logging
import socket
import struct
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from reports.errors import Refused

logger = logging.getLogger(__name__)
NOT_SCANNED = "not_scanned"
"""The flag of a report that was taken in while the scanner was silent."""
_PIECE = 64 * 1024
_ANSWER_BYTES = 4096


class ScannerDown(Exception):
    """No answer, or one that says neither clean nor found."""


def check_for_viruses(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    """What the scanner calls what it found, or nothing, and the flags of a file that it could not look at.

    Raises Refused where it is silent and files are to wait for it.
    """
    if not settings.CLAMD:
        return "", ()
    try:
        return find_virus(path), ()
    except ScannerDown as error:
        logger.error("the virus scanner gave no answer: %s", error)
        if settings.CLAMD_DOWN == "pass":
            return "", (NOT_SCANNED,)
        words = _("“%(name)s”未接收：病毒扫描程序没有应答；请稍后重新上传，若仍失败请联系管理员。")
        raise Refused(words % {"name": name}) from error


def find_virus(path: Path) -> str:
    """The name that the scanner has for what it found in the file, or nothing. Raises ScannerDown."""
    try:
        with _connect(settings.CLAMD) as connection, path.open("rb") as file:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                connection.sendall(struct.pack(">I", len(piece)) + piece)
            connection.sendall(struct.pack(">I", 0))
            answer = _receive(connection)
    except (OSError, ValueError) as error:
        raise ScannerDown(str(error)) from error
    verdict = answer.partition("stream: ")[2]
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")[:100]
    raise ScannerDown(answer[:200] or "the connection was closed")


def _connect(address: str) -> socket.socket:
    """A connection to ``unix:/path`` or ``host:port``; ValueError for anything else."""
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(settings.CLAMD_SECONDS)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), settings.CLAMD_SECONDS)


def _receive(connection: socket.socket) -> str:
    """The scanner's one line; it ends with a NUL or with the connection."""
    answer = b""
    while b"\0" not in answer and len(answer) < _ANSWER_BYTES:
        piece = connection.recv(_ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
