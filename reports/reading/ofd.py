"""OFD (GB/T 33190): pages of text objects in a zip of XML. Text is laid out as in a PDF, so the same steps read it.

A page that is one large picture is recognised as a PDF's is; the picture is a part of the zip.
"""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.document import Document, ReadingError
from reports.reading.packages import Package
from reports.reading.page_pictures import Recognise, take_pictures
from reports.reading.page_text import add_pages, read_page
from reports.reading.pdf_glyphs import Edge, Glyph, PageContent, Place
from reports.reading.refusals import refusal
from reports.reading.safe_xml import parse_xml
from reports.reading.sniffing import Format
from reports.reading.zip_directory import broken

_POINTS: Final = 72 / 25.4
"""An OFD measures in millimetres."""
_A4: Final = (210.0, 297.0)
_BLOCKS_DEEP: Final = 20
_EMPTY: Final = (
    "OFD 里没有可读的文字，可能是扫描件；请把它另存为 PDF 或图片后上传，或上传带文字的 OFD、PDF 或 docx。"
)
_SCANNED: Final = "OFD 是扫描件或图片，没有可读的文字；请上传带文字的 OFD、PDF 或 docx。"


def read_ofd(data: bytes, recognise: Recognise | None = None) -> Document:
    """An OFD's text with the page and box of each block. Raises ReadingError.

    Codes: ``encrypted``, ``broken``, ``scanned``, ``empty``. Flags as for a PDF.
    """
    opened = Package(data)
    if any(name.lower().endswith("encryptions.xml") for name in opened.names):
        raise refusal(Format.ENCRYPTED)
    package = _Parts(opened)
    assembly = Assembly()
    contents = _contents(package, assembly)
    take_pictures(contents, assembly, recognise, scanned=_SCANNED, empty=_EMPTY)
    add_pages([read_page(content, number) for number, content in contents.items()], assembly)
    if assembly.is_empty:
        raise ReadingError("empty", _EMPTY)
    return assembly.finish("ofd")


def _contents(package: _Parts, assembly: Assembly) -> dict[int, PageContent]:
    """Pages by number, until there is more text than is kept."""
    contents: dict[int, PageContent] = {}
    characters = 0
    for content in _pages(package):
        if len(contents) >= limits.PAGES:
            assembly.flag(f"cut_pages:{limits.PAGES}")
            break
        contents[len(contents) + 1] = content
        characters += len(content.glyphs)
        if characters > limits.TEXT_CHARACTERS:
            break
    return contents


class _Parts:
    """Parts by the names that other parts call them; some writers get case and leading slashes wrong."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {name.lower(): name for name in package.names}

    def find(self, base: str, location: str | None) -> str | None:
        """The part at a location as named in the part ``base``, or None."""
        wanted = (location or "").strip().replace("\\", "/")
        if not wanted:
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), wanted))
        for name in (wanted.lstrip("/"), joined) if wanted.startswith("/") else (joined, wanted):
            found = self._names.get(name.lstrip("/").lower())
            if found is not None:
                return found
        return None

    def parse(self, name: str) -> etree._Element:
        """The root of a part."""
        return parse_xml(self._package.read(name, limits.XML_BYTES))


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Descendants by local name: some writers use another namespace than the standard's."""
    return (e for e in root.iter(f"{{*}}{name}") if isinstance(e.tag, str))


def _numbers(text: str | None, count: int) -> list[float] | None:
    parts = (text or "").replace(",", " ").split()
    if len(parts) != count:
        return None
    try:
        values = [float(p) for p in parts]
    except ValueError:
        return None
    return values if all(math.isfinite(v) and abs(v) < 1e6 for v in values) else None


def _pages(parts: _Parts) -> Iterator[PageContent]:
    start = parts.find("", "OFD.xml")
    if start is None:
        raise broken()
    for element in _all(parts.parse(start), "DocRoot"):
        document = parts.find(start, element.text)
        if document is not None:
            yield from _document_pages(parts, document)


def _document_pages(parts: _Parts, document: str) -> Iterator[PageContent]:
    root = parts.parse(document)
    size = _page_size(root) or _A4
    templates = {t.get("ID"): parts.find(document, t.get("BaseLoc")) for t in _all(root, "TemplatePage")}
    media = _media(parts, document, root)
    cache: dict[str, etree._Element] = {}
    for element in _all(root, "Page"):
        name = parts.find(document, element.get("BaseLoc"))
        if name is None:
            yield PageContent(size[0] * _POINTS, size[1] * _POINTS, flags={"damaged_pages"})
            continue
        page = parts.parse(name)
        width, height = _page_size(page) or size
        content = PageContent(width * _POINTS, height * _POINTS)
        place = Place(_POINTS, 0.0, 0.0, _POINTS, 0.0, 0.0)
        for reference in _all(page, "Template"):
            template = templates.get(reference.get("TemplateID"))
            if template is not None:
                if template not in cache:
                    cache[template] = parts.parse(template)
                _take_layers(cache[template], place, content)
        _take_layers(page, place, content)
        content.drawn = media.get(content.drawn, "")
        yield content


def _media(parts: _Parts, document: str, root: etree._Element) -> dict[str, str]:
    """The parts that hold the document's pictures, by the number that pages call them by."""
    found: dict[str, str] = {}
    for kind in ("PublicRes", "DocumentRes"):
        for element in _all(root, kind):
            name = parts.find(document, element.text)
            if name is None:
                continue
            resources = parts.parse(name)
            base = posixpath.join(posixpath.dirname(name), resources.get("BaseLoc") or "", "_")
            for medium in _all(resources, "MultiMedia"):
                file = next((e.text for e in _all(medium, "MediaFile")), None)
                part = parts.find(base, file) or parts.find(name, file)
                if part is not None:
                    found[medium.get("ID") or ""] = part
    return found


def _page_size(root: etree._Element) -> tuple[float, float] | None:
    for area in _all(root, "PageArea"):
        for box in _all(area, "PhysicalBox"):
            numbers = _numbers(box.text, 4)
            if numbers is not None and numbers[2] > 0 and numbers[3] > 0:
                return numbers[2], numbers[3]
    for box in _all(root, "PhysicalBox"):
        numbers = _numbers(box.text, 4)
        if numbers is not None and numbers[2] > 0 and numbers[3] > 0:
            return numbers[2], numbers[3]
    return None


def _take_layers(root: etree._Element, place: Place, content: PageContent) -> None:
    for layer in _all(root, "Layer"):
        _take_objects(layer, place, content, 0)


def _take_objects(container: etree._Element, place: Place, content: PageContent, depth: int) -> None:
    for element in container.iterchildren("{*}*"):
        kind = _local(element)
        if kind == "PageBlock" and depth < _BLOCKS_DEEP:
            _take_objects(element, place, content, depth + 1)
        elif kind == "ImageObject":
            _take_picture(element, content)
        elif kind in ("TextObject", "PathObject"):
            if element.get("Visible") == "false":
                if kind == "TextObject":
                    content.flags.add("hidden_text")
                continue
            inner = _inside(element, place)
            if kind == "TextObject":
                _take_text(element, inner, content)
            elif len(content.level) + len(content.upright) <= limits.PAGE_EDGES:
                _take_path(element, inner, content)


def _take_picture(element: etree._Element, content: PageContent) -> None:
    """That there is a picture, how much of the page it covers, and by which number it is called."""
    content.has_image = True
    _left, _top, width, height = _numbers(element.get("Boundary"), 4) or [0.0, 0.0, 0.0, 0.0]
    share = min(abs(width * height) * _POINTS**2 / max(content.width * content.height, 1.0), 1.0)
    if share >= content.picture:
        content.picture, content.drawn = share, element.get("ResourceID") or ""


def _inside(element: etree._Element, place: Place) -> Place:
    """From the coordinates inside an object to those of the page: its matrix, then the corner of its boundary."""
    boundary = _numbers(element.get("Boundary"), 4) or [0.0, 0.0, 0.0, 0.0]
    moved = place.inside(Place(1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]))
    matrix = _numbers(element.get("CTM"), 6)
    return moved if matrix is None else moved.inside(Place(*matrix))


def _take_text(element: etree._Element, place: Place, content: PageContent) -> None:
    size = (_numbers(element.get("Size"), 1) or [3.5])[0]
    scale = (_numbers(element.get("HScale"), 1) or [1.0])[0]
    unit = size * math.hypot(place.b, place.d)
    x = y = 0.0
    for code in element.iterchildren("{*}TextCode"):
        x = (_numbers(code.get("X"), 1) or [x])[0]
        y = (_numbers(code.get("Y"), 1) or [y])[0]
        text = (code.text or "").replace("\r", "").replace("\n", "")
        steps_x, steps_y = _steps(code.get("DeltaX"), len(text)), _steps(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, character in enumerate(text):
            if len(content.glyphs) >= limits.PAGE_CHARACTERS:
                content.flags.add(f"cut_page_text:{limits.PAGE_CHARACTERS}")
                return
            natural = size * scale * (0.5 if character < "\u0100" else 1.0)
            step = steps_x[index] if index < len(steps_x) else (0.0 if steps_y else natural)
            wide = min(natural, step) if step > 0 else natural
            left, base = place.of(at_x, at_y)
            right, _ = place.of(at_x + wide, at_y)
            if character >= " ":
                content.glyphs.append(
                    Glyph(
                        character,
                        min(left, right),
                        base - 0.88 * unit,
                        max(left, right),
                        base + 0.12 * unit,
                        base,
                        unit,
                    )
                )
            at_x += step
            at_y += steps_y[index] if index < len(steps_y) else 0.0


def _steps(text: str | None, count: int) -> list[float]:
    """Distances between characters; ``g 3 5`` stands for three of 5. Never more than there are characters."""
    steps: list[float] = []
    parts = (text or "").split()
    index = 0
    while index < len(parts) and len(steps) < count:
        try:
            if parts[index] == "g" and index + 2 < len(parts):
                steps += [float(parts[index + 2])] * min(int(parts[index + 1]), count - len(steps))
                index += 3
            else:
                steps.append(float(parts[index]))
                index += 1
        except ValueError:
            break
    return [step if math.isfinite(step) and abs(step) < 1e6 else 0.0 for step in steps]


def _take_path(element: etree._Element, place: Place, content: PageContent) -> None:
    """Level and upright strokes of a path; anything else is drawing."""
    data = next(element.iterchildren("{*}AbbreviatedData"), None)
    tokens = (data.text or "").split() if data is not None else []
    before: tuple[float, float] | None = None
    index = 0
    while index + 2 < len(tokens):
        point = (
            _numbers(" ".join(tokens[index + 1 : index + 3]), 2) if tokens[index] in {"M", "S", "L"} else None
        )
        if point is None:
            index += 1
            continue
        shown = place.of(*point)
        if tokens[index] == "L" and before is not None:
            _add_stroke(before, shown, content)
        before = shown
        index += 3


def _add_stroke(one: tuple[float, float], other: tuple[float, float], content: PageContent) -> None:
    wide, tall = abs(one[0] - other[0]), abs(one[1] - other[1])
    if tall <= 1.0 < wide:
        content.level.append(Edge(one[1], min(one[0], other[0]), max(one[0], other[0])))
    elif wide <= 1.0 < tall:
        content.upright.append(Edge(one[0], min(one[1], other[1]), max(one[1], other[1])))
