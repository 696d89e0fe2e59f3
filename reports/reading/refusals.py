"""Why a file is not read, and what its sender can do: one sentence a reason."""

from __future__ import annotations

from typing import Final

from reports.reading.document import ReadingError
from reports.reading.sniffing import Format

_RESAVE: Final = "请另存为 docx 或 pdf 后重新上传。"
_BY_FORMAT: Final = {
    Format.EMPTY: "文件是空的（0 字节），可能没有传完；请检查原文件后重新上传。",
    Format.ENCRYPTED: "文件有打开密码（已加密），无法读取；请去除密码后重新上传。",
    Format.PPT: "不支持演示文稿；请把文字内容" + _RESAVE[1:],
    Format.ODF: "OpenDocument 格式要先转换；" + _RESAVE,
    Format.RTF: "rtf 格式要先转换；" + _RESAVE,
    Format.XML: "不支持 xml 或 svg 文件；请上传报告本身的 docx 或 pdf。",
    Format.OTHER_IMAGE: "不支持这种图片；请另存为 png、jpg、tif、bmp 或 pdf 后重新上传。",
    Format.ZIP: "压缩包不支持当作一份报告读取；请解压后逐个上传其中的报告。",
    Format.ARCHIVE: "不支持这种压缩包；请解压后逐个上传其中的报告。",
    Format.PROGRAM: "这是程序文件，不是报告；请上传报告的 docx、pdf、网页或文本文件。",
    Format.UNKNOWN: "认不出这是什么文件，内容可能已损坏；请用 Word 或 WPS 打开确认后" + _RESAVE[1:],
}


def refusal(format: Format) -> ReadingError:
    """The error for a kind of file that has no reader; its code is ``empty``, ``encrypted`` or ``unsupported``."""
    code = format.value if format in {Format.EMPTY, Format.ENCRYPTED} else "unsupported"
    return ReadingError(code, _BY_FORMAT[format])
