"""What a file is, told from its content; its name only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO, Final

from reports.reading import limits
from reports.reading.document import ReadingError
from reports.reading.zip_directory import check_directory


class Format(str, Enum):
    """Kinds of file that are told apart; the ones without a reader are refused by name."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    DOC = "doc"
    WPS = "wps"
    OFD = "ofd"
    PPT = "ppt"
    ODF = "odf"
    RTF = "rtf"
    MHTML = "mhtml"
    XML = "xml"
    IMAGE = "image"
    OTHER_IMAGE = "other_image"
    ZIP = "zip"
    ARCHIVE = "archive"
    ENCRYPTED = "encrypted"
    PROGRAM = "program"
    EMPTY = "empty"
    UNKNOWN = "unknown"


HEAD_BYTES: Final = 8192
_MOST_CONTROLS: Final = 0.05
_LAYOUT_CONTROLS: Final = frozenset((9, 10, 12, 13, 27))

_STARTS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.DOC),  # refined below: doc, wps, xls, ppt or encrypted
    (b"{\\rtf", Format.RTF),
    (b"\x89PNG\r\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"GIF8", Format.OTHER_IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"\0\0\1\0", Format.OTHER_IMAGE),
    (b"%!PS", Format.UNKNOWN),
    (b"Rar!", Format.ARCHIVE),
    (b"7z\xbc\xaf", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"BZh", Format.ARCHIVE),
    (b"\xfd7zXZ", Format.ARCHIVE),
    (b"MZ", Format.PROGRAM),
    (b"\x7fELF", Format.PROGRAM),
    (b"\xca\xfe\xba\xbe", Format.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Format.PROGRAM),
    (b"#!/", Format.PROGRAM),
)
_OLE_NAMES: Final = (
    ("EncryptedPackage", Format.ENCRYPTED),
    ("WordDocument", Format.DOC),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("PowerPoint Document", Format.PPT),
)
_PARTS: Final = (
    ("word/document", Format.DOCX),
    ("xl/workbook", Format.XLSX),
    ("ppt/presentation", Format.PPT),
    ("OFD.xml", Format.OFD),
)
_DIRECTORY_BYTES: Final = limits.ZIP_DIRECTORY_BYTES + 70_000
_SCAN_BYTES: Final = 1 << 20
_HTML_START: Final = re.compile(
    r"\A(?:\s|<!--(?:(?!-->).){0,4000}-->|<\?xml[^>]{0,300}>)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_START: Final = re.compile(
    r"(?:\s|<!--(?:(?!-->).){0,4000}-->)*<(?:\?xml|!doctype|!entity|svg\b|[a-z]{1,20}:[a-z]|[^<>]{0,300}\bxmlns)",
    re.IGNORECASE | re.DOTALL,
)
_PDF_HEADER_BYTES: Final = 1024
"""Readers of PDF look for its first words this far."""
_HTML_ANYWHERE: Final = re.compile(r"<(?:html|body|p|div|table|br|span|title)\b", re.IGNORECASE)
_MHTML: Final = re.compile(r"\A(?:[\w-]{1,40}:[^\n]{0,1000}\n){0,20}?MIME-Version:", re.IGNORECASE)


def sniff(data: bytes, name: str) -> Format:
    """The kind of a file from its bytes; ``name`` only helps between txt, csv and html, and between doc and wps."""
    return sniff_stream(io.BytesIO(data), name)


def sniff_stream(stream: BinaryIO, name: str) -> Format:
    """The kind of an open file, of which only its head and, where it is a container, its names are read."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head:
        return Format.EMPTY
    extension = PurePath(name).suffix.lower()
    for start, format in _STARTS:
        if head.startswith(start):
            return _ole_kind(stream, extension) if format is Format.DOC else format
    if head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\0\0\0\0":
        return Format.IMAGE
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Format.OTHER_IMAGE
    if head[257:262] == b"ustar":
        return Format.ARCHIVE
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(stream, head)
    if head.lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"%PDF-"):
        return Format.PDF
    return _text_kind(head, extension)


def _zip_kind(stream: BinaryIO, head: bytes) -> Format:
    """Which packed document a zip holds, by the names of its parts; the gate has still to count what is inside.

    Where the directory is missing or too large to be built, traces of the names decide, so that half a docx is
    refused as a broken docx.
    """
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - _DIRECTORY_BYTES))
    tail = stream.read()
    packed_by_office = False
    try:
        check_directory(tail, limits.ZIP_ENTRIES)
        with zipfile.ZipFile(stream) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        if entries and all(entry.flag_bits & 1 for entry in entries):
            return Format.ENCRYPTED
        names = [entry.filename.replace("\\", "/").lstrip("/") for entry in entries]
        found = [format for part, format in _PARTS if any(name.startswith(part) for name in names)]
        packed_by_office = "[Content_Types].xml" in names
    except (ReadingError, zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error):
        found = [format for part, format in _PARTS if part.encode() in head + tail]
    if found:
        return found[0]
    if packed_by_office:  # a document without its main part, and no batch of reports
        return Format.UNKNOWN
    return Format.ODF if head[30:38] == b"mimetype" and b"opendocument" in head[:200] else Format.ZIP


def _ole_kind(stream: BinaryIO, extension: str) -> Format:
    """Which document an OLE container holds, by the first of the known names in its directory."""
    stream.seek(0)
    found: set[Format] = set()
    kept = b""
    while piece := stream.read(_SCAN_BYTES):
        window = kept + piece
        found |= {format for name, format in _OLE_NAMES if name.encode("utf-16-le") in window}
        kept = window[-64:]
    for _, format in _OLE_NAMES:
        if format in found:
            return Format.WPS if format is Format.DOC and extension == ".wps" else format
    return Format.UNKNOWN


def _text_kind(head: bytes, extension: str) -> Format:
    shown = _rough_text(head)
    if shown is None:
        return Format.UNKNOWN
    start = shown.lstrip("\ufeff \t\r\n")
    if _HTML_START.match(start) or (extension in {".html", ".htm"} and _HTML_ANYWHERE.search(shown)):
        return Format.HTML
    if b"%PDF-" in head[:_PDF_HEADER_BYTES]:
        return Format.PDF
    if _MHTML.match(start) and "multipart/related" in shown:
        return Format.MHTML
    if _XML_START.match(start):
        return Format.XML
    return Format.CSV if extension == ".csv" else Format.TXT


def _rough_text(head: bytes) -> str | None:
    """Enough of the text to see markup, or None where the bytes are no text at all."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.count(0) > len(head) * 0.01:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        wide = head[: len(head) // 2 * 2].decode("utf-16-le" if odd > even else "utf-16-be", "replace")
        if wide.count("\0") <= 0.01 * len(wide) and _control_share(wide.encode("utf-8")) <= _MOST_CONTROLS:
            return wide
    return None if _control_share(head) > _MOST_CONTROLS else head.decode("latin-1")


def _control_share(data: bytes) -> float:
    return sum(data.count(c) for c in range(32) if c not in _LAYOUT_CONTROLS) / max(len(data), 1)
