"""What a cell does with a file: gate, read, pack; every failure becomes a refusal with a reason."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import partial
from typing import Final

from reports.reading import read, wire
from reports.reading.cell_server import Tell
from reports.reading.document import Document, ReadingError

_RESAVE: Final = "请用 Word 或 WPS 打开后另存为 docx 或 pdf，再重新上传。"
_SAMPLES: Final = (
    ("样本 1 件".encode("gb18030"), "a.txt"),
    (b"<p>1</p><table><tr><td>1</table>", "a.html"),
    (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=gbk\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n<p>=31\n--b\nContent-Type: text/html\n"
        b"Content-Transfer-Encoding: base64\n\nMQ==\n--b--\n",
        "a.mht",
    ),
)
_CODECS: Final = (
    "utf-8 utf-16 utf-16-le utf-16-be utf-32-le gb18030 gb2312 gbk big5 big5hkscs cp950 cp1252 latin-1 ascii "
    "cp437 euc-kr shift_jis euc-jp"
)


def work(data: bytes, name: str, tell: Tell) -> bytes:
    """The packed Document in ``data``, or a packed refusal; what has its text is read too fast to tell of pages."""
    return answer(lambda: read(data, name))


def answer(parse: Callable[[], Document]) -> bytes:
    """What ``parse`` returns, packed; a packed refusal where it fails in any way."""
    try:
        return wire.pack(parse())
    except ReadingError as error:
        return wire.pack_error(error.code, str(error))
    except (MemoryError, RecursionError) as error:
        message = "文件过大或结构异常，超出读取所需的资源上限；" + _RESAVE
        return wire.pack_error("too_complex", message, type(error).__name__)
    except Exception as error:  # any other failure of a parser is a damaged file, never a trace
        message = "文件内容已损坏或不完整，无法读取；" + _RESAVE
        return wire.pack_error("broken", message, f"{type(error).__name__}: {error}")


def warm_up() -> None:
    """Load what parsers load late: a cell has no files to load from."""
    warm_up_codecs()
    for sample, name in _SAMPLES:
        answer(partial(read, sample, name))


def warm_up_codecs() -> None:
    """Load the encodings that texts come in."""
    for codec in _CODECS.split():
        codecs.lookup(codec)
