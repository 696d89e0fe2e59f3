"""HTML as a reader of the page sees it: block texts, tables as cells, nothing that the page hides."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from reports.reading.assembly import Assembly
from reports.reading.document import Document, Origin, ReadingError
from reports.reading.encodings import decode
from reports.reading.html_tables import Cell, data_cells

_EMPTY: Final = "网页里没有可读的正文；请打开原网页，把正文复制到 Word 或文本文件后上传。"
# fmt: off
_DROPPED: Final = frozenset({
    "script", "style", "template", "noscript", "iframe", "frame", "object", "embed", "applet", "svg", "math",
    "canvas", "select", "datalist", "head", "title", "audio", "video", "map",
})
# fmt: on
# fmt: off
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption",
})
# fmt: on
_META: Final = re.compile(
    rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_XML: Final = re.compile(
    rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_HIDING: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SPACES: Final = re.compile("[ \t\n\r\f]+")


def read_html(data: bytes) -> Document:
    """A page as blocks: headings, paragraphs, cells; menus and footers as ``noise``.

    Raises ReadingError ``encoding`` or ``empty``. Flags: ``hidden_text`` where the page holds text that it does not
    show, ``cut_depth`` where the nesting passes what the parser takes.
    """
    decoded = decode(data, declared_charset(data))
    assembly = Assembly()
    if decoded.replaced:
        assembly.flag("replaced_characters")
    root, too_deep = _parse(decoded.text)
    if too_deep:
        assembly.flag("cut_depth")
    if root is None:
        raise ReadingError("empty", _EMPTY)
    title = root.findtext(".//title")
    _Walk(assembly).run(root)
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("html", title)


def declared_charset(data: bytes) -> str | None:
    """The charset that the page's head names (meta or XML declaration), or None."""
    head = data[:8192]
    found = _META.search(head) or _XML.search(head)
    return found.group(1).decode("ascii") if found else None


def _parse(text: str) -> tuple[etree._Element | None, bool]:
    # A NUL would end the text for the C parser; half surrogate pairs can't be encoded at all.
    data = text.replace("\0", " ").encode("utf-8", "replace")
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.ParserError:
        return None, False
    except etree.XMLSyntaxError:
        return None, True
    return root, any(e.type_name == "ERR_RESOURCE_LIMIT" for e in parser.error_log)


class _Walk:
    """One pass over the tree, without recursion: a page may nest deeper than Python's stack."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._buffer: list[str] = []
        self._paragraphs = 0
        self._tables = 0
        self._kinds: list[str] = ["paragraph"]
        self._level: int | None = None
        self._preformatted = 0

    def run(self, root: etree._Element) -> None:
        """Add every visible block of the tree."""
        element = root
        while not self._assembly.full:
            if self._enter(element):
                self._take(element.text)
                if len(element):
                    element = element[0]
                    continue
                self._leave(element)
            while element is not root:
                self._take(element.tail)
                following = element.getnext()
                if following is not None:
                    element = following
                    break
                element = element.getparent()
                self._leave(element)
            else:
                break
        self._flush()

    def _enter(self, element: etree._Element) -> bool:
        """Open an element; False if its inside is not to be walked."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return False
        if _hidden(element):
            if any(t.strip() for t in element.itertext()):
                self._assembly.flag("hidden_text")
            return False
        if tag in _BLOCKS:
            self._flush()
        if tag == "table":
            cells = data_cells(element, _hidden)
            if cells:
                self._table(element, cells)
                return False
        if tag in {"nav", "footer"}:
            self._kinds.append("noise")
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._level = int(tag[1])
        if tag == "pre":
            self._preformatted += 1
        return True

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
        elif tag in {"td", "th"}:
            self._buffer.append(" ")
        if tag in {"nav", "footer"}:
            self._kinds.pop()
        elif tag == "pre":
            self._preformatted -= 1
        elif self._level is not None and tag == f"h{self._level}":
            self._level = None

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if self._preformatted:
            first, *rest = text.split("\n")
            self._buffer.append(first)
            for line in rest:
                self._flush()
                self._buffer.append(line)
        else:
            self._buffer.append(text)

    def _flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self._buffer)).strip(" ")
        self._buffer.clear()
        if not text.strip():
            return
        self._paragraphs += 1
        kind = self._kinds[-1]
        if kind == "paragraph" and self._level is not None:
            kind = "heading"
        origin = Origin(paragraph=self._paragraphs)
        self._assembly.add(text, kind, origin, level=self._level if kind == "heading" else None)

    def _table(self, table: etree._Element, cells: list[Cell]) -> None:
        self._tables += 1
        for caption in table.iterchildren("caption"):
            self._buffer.extend(caption.itertext())
            self._flush()
        last_row = -1
        for cell in cells:
            self._assembly.add(
                _SPACES.sub(" ", cell.text).strip(),
                "cell" if self._kinds[-1] == "paragraph" else "noise",
                Origin(table=self._tables, cell=f"{cell.row + 1}:{cell.column + 1}"),
                row=cell.row,
                column=cell.column,
                spans=(cell.row_span, cell.column_span),
                separator="\t" if cell.row == last_row else "\n",
            )
            last_row = cell.row


def _hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDING.search(element.get("style") or "") is not None
