"""The gate: what is counted before any parser opens a file."""

from __future__ import annotations

import os
import re
import stat
from pathlib import PurePath
from typing import Final

from reports.reading import limits
from reports.reading.document import ReadingError
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format

_EXTENSION: Final = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,10}")
# What an office's documents are called, and what is refused by a sentence of its own once its content is known.
# fmt: off
_TAKEN: Final = frozenset({
    "docx", "docm", "dotx", "doc", "dot", "wps", "wpt", "pdf", "ofd", "html", "htm", "xhtml", "shtml", "mht", "mhtml",
    "txt", "text", "log", "md", "csv", "tsv", "xlsx", "xlsm", "xls", "et", "ett", "xml", "svg", "rtf", "odt", "ods",
    "zip", "rar", "7z", "gz", "tgz", "tar", "bz2", "xz", "odp", "ppt", "pptx", "pps", "dps", "png", "jpg", "jpeg",
    "jfif", "tif", "tiff", "bmp", "gif", "webp",
})
# fmt: on
_OTHER_NAME: Final = (
    "文件名的后缀不在接收范围内，未读取；"
    "请改为上传 docx、doc、wps、pdf、ofd、xlsx、xls、csv、html、txt 或 zip 文件。"
)


def check_size(status: os.stat_result) -> None:
    """Raise ReadingError unless the open file is a regular one, not empty and within the limit of bytes."""
    if not stat.S_ISREG(status.st_mode):
        raise ReadingError("unavailable", "这不是普通文件，无法读取；请选择报告文件本身。")
    if status.st_size == 0:
        raise refusal(Format.EMPTY)
    if status.st_size > limits.FILE_BYTES:
        megabytes = limits.FILE_BYTES // limits.MEBIBYTE
        raise ReadingError("too_large", f"文件超过 {megabytes} MB；请压缩或删去图片，或拆分后重新上传。")


def check_name(name: str) -> None:
    """Raise ReadingError where a name ends like a program or anything else that no office files as a report.

    A script is plain text to look at; only its name says what a double click would do. A name without an extension,
    or with a dot in its words (``1.县局总结``), is left to the content.
    """
    extension = PurePath(name.strip()).suffix.lower()
    if _EXTENSION.fullmatch(extension) and extension[1:] not in _TAKEN:
        raise ReadingError("unsupported", _OTHER_NAME)
