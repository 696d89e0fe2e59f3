"""The gate: what is counted before any parser opens a file."""

from __future__ import annotations

import os
import stat

from reports.reading import limits
from reports.reading.document import ReadingError
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format


def check_size(status: os.stat_result) -> None:
    """Raise ReadingError unless the open file is a regular one, not empty and within the limit of bytes."""
    if not stat.S_ISREG(status.st_mode):
        raise ReadingError("unavailable", "这不是普通文件，无法读取；请选择报告文件本身。")
    if status.st_size == 0:
        raise refusal(Format.EMPTY)
    if status.st_size > limits.FILE_BYTES:
        megabytes = limits.FILE_BYTES // limits.MEBIBYTE
        raise ReadingError("too_large", f"文件超过 {megabytes} MB；请压缩或删去图片，或拆分后重新上传。")
