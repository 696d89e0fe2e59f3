"""Word documents (docx): body, tables, text boxes, notes, headers and footers, read from the XML itself."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reports.reading.assembly import Assembly
from reports.reading.document import Document, Origin, ReadingError
from reports.reading.docx_paragraphs import MC, alternative, read_inline
from reports.reading.docx_pictures import find_pictures, has_pictures, parts_in, text_of
from reports.reading.docx_styles import Numbering, Styles, W, attribute, properties
from reports.reading.docx_tables import is_layout, read_rows
from reports.reading.packages import Package, relations
from reports.reading.page_pictures import Recognise, listed
from reports.reading.pdf_glyphs import PageContent
from reports.reading.safe_xml import parse_xml
from reports.reading.zip_directory import broken

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
)
_TRANSPARENT: Final = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent", "body")
)
_EMPTY: Final = "文档里没有文字，可能只有图片；请上传带文字的 docx 或 pdf。"
_SCANNED: Final = "文档里只有图片，没有可读的文字；请上传带文字的 docx 或 pdf。"
PICTURES_LEFT: Final = "pictures_without_text"
"""Begins the flag of a document with large pictures that were not read."""
_TABLES_DEEP: Final = 12


def read_docx(data: bytes, recognise: Recognise | None = None) -> Document:
    """A docx as headings, paragraphs and cells in reading order; then text of notes, headers and footers.

    Paragraph numbers that Word makes up stand in the text. Flags: ``tracked_insertions`` (read), ``tracked_deletions``
    and ``hidden_text`` (not read), ``embedded_part`` (not read), ``pictures_without_text:1,3`` (large ones, by their
    number among these, not read), ``recognised`` or ``recognised_pictures:1,3``. Raises ReadingError, ``scanned``
    where there are such pictures alone.
    """
    reader = _Reader(Package(data), recognise)
    return reader.read()


class _Reader:
    def __init__(self, package: Package, recognise: Recognise | None = None) -> None:
        self._package = package
        self._recognise = recognise
        self._pictures: dict[str, PageContent] = {}  # recognised and not in the text yet, by their parts
        self._main = _main_part(package)
        self._relations = self._read_relations(self._main)
        self._styles = Styles(self._related_root("styles"))
        self._numbering = Numbering(self._related_root("numbering"))
        self._assembly = Assembly()
        self._paragraphs = 0
        self._tables = 0
        self._title: str | None = None
        self._carried = ""

    def read(self) -> Document:
        root = self._parse(self._main)
        body = root.find(W + "body")
        if body is None:
            raise broken()
        unread = self._look_at_pictures(body)
        self._blocks(body, None, 0)
        self._assembly.add(self._carried.strip(), "paragraph", Origin(paragraph=self._paragraphs))
        self._carried = ""
        for part in list(self._pictures):  # those in cells and boxes
            self._picture(part)
        self._notes()
        self._margins(root)
        if self._assembly.is_empty:
            raise ReadingError(*(("scanned", _SCANNED) if unread else ("empty", _EMPTY)))
        return self._assembly.finish("docx", self._title)

    def _look_at_pictures(self, body: etree._Element) -> list[int]:
        """Recognise the large pictures where that can be done; the numbers of those that were not."""
        found = find_pictures(body, self._relations) if has_pictures(self._relations) else {}
        read = self._recognise(found) if self._recognise is not None and found else {}
        self._pictures = {found[number].drawn: content for number, content in read.items() if content.glyphs}
        if unread := [number for number in found if number not in read]:
            self._assembly.flag(f"{PICTURES_LEFT}:{listed(unread)}")
        if said := [number for number, content in read.items() if content.glyphs]:
            self._assembly.flag(f"recognised_pictures:{listed(said)}")
        return unread

    def _picture(self, part: str) -> None:
        """Append what was recognised in a picture, once, where the picture stands."""
        content = self._pictures.pop(part, None)
        if content is None:
            return
        document, first = text_of(content), self._tables
        for block in document.blocks:
            origin = Origin(paragraph=self._paragraphs or None, part="picture")
            if block.origin.table is not None:
                self._tables = max(self._tables, first + block.origin.table)
                origin = Origin(table=first + block.origin.table, cell=block.origin.cell, part="picture")
            self._assembly.add(
                document.text[block.start : block.end],
                block.kind,
                origin,
                row=block.row,
                column=block.column,
                spans=(block.row_span, block.column_span),
                recognised=True,
            )

    def _blocks(self, container: etree._Element, part: str | None, depth: int) -> None:
        for child in container:
            if self._assembly.full:
                return
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child, part, depth)
            elif tag == W + "tbl":
                self._table(child, part, depth)
            elif tag in _TRANSPARENT:
                self._blocks(child, part, depth)
            elif tag == MC + "AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    self._blocks(chosen, part, depth)
            elif tag in (W + "del", W + "moveFrom"):
                self._assembly.flag("tracked_deletions")
            elif tag == W + "altChunk":
                self._assembly.flag("embedded_part")

    def _paragraph(self, paragraph: etree._Element, part: str | None, depth: int) -> None:
        if part is None:
            self._paragraphs += 1
        if len(paragraph) == 0 and not self._carried:
            return
        text, level, style, boxes = self._content(paragraph)
        merged = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
        text, self._carried = self._carried + text, ""
        if merged:  # its end is deleted: the next paragraph goes on where this one stops
            self._carried = text
        else:
            kind = "heading" if level is not None else "paragraph"
            if part in {"header", "footer", "footnote"}:
                kind, level = part, None
            elif style.startswith("toc "):
                kind, level = "noise", None
            elif style == "title" and self._title is None and text.strip():
                self._title = text
            origin = Origin(paragraph=self._paragraphs if part is None else None, part=part)
            for line in text.split("\n"):
                self._assembly.add(line.strip(), kind, origin, level=level)
        for picture in parts_in(paragraph, self._relations) if self._pictures else ():
            self._picture(picture)
        if depth < _TABLES_DEEP:
            for box in boxes:
                self._blocks(box, part or "text box", depth + 1)

    def _content(self, paragraph: etree._Element) -> tuple[str, int | None, str, list[etree._Element]]:
        """Text with its number, heading level, style name in lower case, and text boxes of a paragraph."""
        ppr = paragraph.find(W + "pPr")
        style = self._styles.get(attribute(ppr.find(W + "pStyle")) if ppr is not None else None)
        level, (listing, depth), _ = properties(ppr)
        if listing is None:
            listing, depth = style.number[0], style.number[1] if depth is None else depth
        inline = read_inline(paragraph, self._styles, self._assembly.flag)
        text = inline.text
        if style.hidden and text.strip():
            self._assembly.flag("hidden_text")
            text = ""
        number = self._numbering.next(listing, depth)
        if text.strip():
            text = number + text.lstrip() if number else text
        return text, level or style.level, style.name.lower(), inline.boxes

    def _table(self, element: etree._Element, part: str | None, depth: int) -> None:
        if depth >= _TABLES_DEEP:
            self._assembly.flag("cut_depth")
            for paragraph in element.iter(W + "p"):
                self._paragraph(paragraph, part, depth)
            return
        table = read_rows(element, self._assembly.flag)
        if is_layout(table):
            for cell in table.cells:
                self._blocks(cell.element, part, depth + 1)
            return
        self._tables += 1
        number, last_row = self._tables, -1
        nested: list[etree._Element] = []
        for cell in table.cells:
            text = " ".join(self._cell_lines(cell.element, nested))
            self._assembly.add(
                re.sub(r"[ \t\n]+", " ", text).strip(),
                part if part in {"header", "footer", "footnote"} else "cell",
                Origin(table=number, cell=f"{cell.row + 1}:{cell.column + 1}", part=part),
                row=cell.row,
                column=cell.column,
                spans=(cell.row_span, cell.column_span),
                separator="\t" if cell.row == last_row else "\n",
            )
            last_row = cell.row
        for inner in nested:
            self._table(inner, part, depth + 1)

    def _cell_lines(self, container: etree._Element, nested: list[etree._Element]) -> Iterator[str]:
        for child in container:
            if child.tag == W + "p":
                text, _, _, boxes = self._content(child)
                yield text
                for box in boxes:
                    yield from self._cell_lines(box, nested)
            elif child.tag == W + "tbl":
                nested.append(child)
            elif child.tag in _TRANSPARENT:
                yield from self._cell_lines(child, nested)

    def _notes(self) -> None:
        for name in ("footnotes", "endnotes"):
            root = self._related_root(name)
            for note in () if root is None else root:
                if attribute(note, "type") in (None, "normal"):
                    self._blocks(note, "footnote", 1)

    def _margins(self, root: etree._Element) -> None:
        """Headers and footers, each part once, after everything else: they interrupt no sentence there."""
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for reference in root.iter(f"{W}{kind}Reference"):
                target = self._relations.get(reference.get(_R + "id") or "", ("", ""))[1]
                if target in seen or target not in self._package:
                    continue
                seen.add(target)
                self._blocks(self._parse(target), kind, 1)

    def _related_root(self, kind: str) -> etree._Element | None:
        for relation, target in self._relations.values():
            if relation.endswith("/" + kind) and target in self._package:
                return self._parse(target)
        return None

    def _parse(self, name: str) -> etree._Element:
        return parse_xml(_transitional(self._package.read(name)))

    def _read_relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", name + ".rels")
        return relations(self._package, path, folder) if path in self._package else {}


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package:
        for kind, target in relations(package, "_rels/.rels", "").values():
            if kind.endswith("/officeDocument") and target in package:
                return target
    if "word/document.xml" not in package:
        raise broken()
    return "word/document.xml"


def _transitional(data: bytes) -> bytes:
    """Strict documents say the same under other names."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data
