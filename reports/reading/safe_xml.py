"""The one place where XML is parsed: no document types, no entities, no network, bounded size and depth."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from reports.reading import limits
from reports.reading.document import ReadingError

_FORBIDDEN: Final = (
    "文件内部含有不允许的声明（DTD 或外部实体），已拒绝读取；请用 Word 或 WPS 打开后另存，再重新上传。"
)
_BROKEN: Final = "文件内部的 XML 已损坏或不完整；请用 Word 或 WPS 打开后另存，再重新上传。"
_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "load_dtd": False,
    "dtd_validation": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_LARGE: Final = "文件内容过大，超出读取上限；请拆分后重新上传。"


def parse_xml(data: bytes) -> etree._Element:
    """The root element of one part. Raises ReadingError ``broken``, ``forbidden_xml`` or ``too_complex``."""
    if len(data) > limits.XML_BYTES:
        raise ReadingError("too_complex", _LARGE)
    _refuse_declarations(data)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refusal(error) from error
    if root.getroottree().docinfo.doctype:
        raise ReadingError("forbidden_xml", _FORBIDDEN)
    return root


def iterate_xml(data: bytes, *tags: str) -> Iterator[etree._Element]:
    """Elements of these names, one after the other, each emptied when the next is asked for: for long parts.

    Raises as ``parse_xml`` does, in the course of the iteration.
    """
    _refuse_declarations(data)
    try:
        for _, element in etree.iterparse(io.BytesIO(data), tag=tags, **_SAFE):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error


def _refusal(error: Exception) -> ReadingError:
    """What the parser stumbled over: a part that is damaged, or one for which there was not enough memory."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        return ReadingError("too_complex", _LARGE)
    return ReadingError("broken", _BROKEN)


def _refuse_declarations(data: bytes) -> None:
    """Refuse a document type before its entities could be defined, in the encodings that XML allows without a guess."""
    for codec in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(codec) in data or "<!ENTITY".encode(codec) in data:
            raise ReadingError("forbidden_xml", _FORBIDDEN)
