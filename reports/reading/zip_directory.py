"""The directory of a zip, looked at before any library builds an object for each of its entries."""

from __future__ import annotations

import struct
from typing import Final

from reports.reading import limits
from reports.reading.document import ReadingError

_BROKEN: Final = "文件不完整或已损坏（内部结构打不开）；请重新下载或用 Word、WPS 打开后另存，再重新上传。"
BOMB: Final = "文件解压后过大或结构异常，已停止读取；请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"
_END: Final = b"PK\x05\x06"
_END64: Final = b"PK\x06\x06"


def broken() -> ReadingError:
    """The refusal of a container or part that can't be opened."""
    return ReadingError("broken", _BROKEN)


def check_directory(tail: bytes, entries: int, message: str = BOMB) -> None:
    """Refuse a directory of too many entries before the library builds an object for each.

    ``tail`` is the file or at least its last 70,000 bytes.
    """
    at = tail.rfind(_END, max(0, len(tail) - 65_557))
    if at < 0 or len(tail) - at < 22:
        raise broken()
    count, size = struct.unpack_from("<HI", tail, at + 10)
    large = tail.rfind(_END64, max(0, at - 4096), at)
    if large >= 0 and len(tail) - large >= 56:
        count, size = struct.unpack_from("<QQ", tail, large + 32)
    if count > entries or size > limits.ZIP_DIRECTORY_BYTES:
        raise ReadingError("too_complex", message)
