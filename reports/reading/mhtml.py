"""Web pages saved as one file (mht): the first page in it, read as any other page."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import Message
from typing import Final

from reports.reading import limits
from reports.reading.document import Document, ReadingError
from reports.reading.html import declared_charset, read_html

_NO_PAGE: Final = (
    "单一文件网页（mht）里没有网页正文；请打开网页，把正文复制到 Word 中，存为 docx 后重新上传。"
)


def read_mhtml(data: bytes) -> Document:
    """The page of a saved web page; its pictures and further parts are not looked at. Raises ReadingError."""
    # The older policy parses no header beyond what is asked for: hostile ones cost nothing.
    message = message_from_bytes(data, policy=policy.compat32)
    for number, part in enumerate(message.walk()):
        if number >= limits.MAIL_PARTS:
            break
        if part.get_content_type() == "text/html":
            return read_html(_page(part))
    raise ReadingError("empty", _NO_PAGE)


def _page(part: Message) -> bytes:
    """The bytes of a page, beginning with the charset that its part names where the page itself names none."""
    payload = part.get_payload(decode=True)
    page = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset and charset.isascii() and not declared_charset(page):
        return f'<meta charset="{charset}">'.encode("ascii") + page
    return page
