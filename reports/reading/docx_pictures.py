"""Large pictures in a Word document: pages that were scanned or photographed and pasted in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from reports.reading.assembly import Assembly
from reports.reading.document import Document
from reports.reading.page_text import add_pages, read_page
from reports.reading.pdf_glyphs import PageContent

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU: Final = 12_700  # in a point
_PAGE: Final = 595.0 * 842.0
_LEAST_SHARE: Final = 0.35
"""Of an A4 page. A photograph across the text covers a quarter, a pasted page half of one or more."""
_LARGEST: Final = 14_400.0
_STYLE: Final = re.compile(r"(width|height):([0-9]{1,6}(?:\.[0-9]{1,4})?)pt")

Relations = Mapping[str, tuple[str, str]]


def has_pictures(relations: Relations) -> bool:
    """Whether any picture belongs to the part, which spares looking for one."""
    return any(kind.endswith("/image") for kind, _target in relations.values())


def find_pictures(root: etree._Element, relations: Relations) -> dict[int, PageContent]:
    """The large pictures under the element by their number there, each as a page without glyphs; each part once."""
    found: dict[str, PageContent] = {}
    for part, width, height in _pictures(root, relations):
        if width * height >= _LEAST_SHARE * _PAGE and part not in found:
            found[part] = PageContent(width, height, has_image=True, picture=1.0, drawn=part)
    return dict(enumerate(found.values(), start=1))


def parts_in(element: etree._Element, relations: Relations) -> list[str]:
    """The parts of all pictures under the element."""
    return [part for part, _width, _height in _pictures(element, relations)]


def text_of(content: PageContent) -> Document:
    """A recognised picture's paragraphs and cells, as those of a page."""
    assembly = Assembly()
    add_pages([read_page(content, 1)], assembly)
    return assembly.finish("image")


def _pictures(root: etree._Element, relations: Relations) -> Iterator[tuple[str, float, float]]:
    """The part of each picture with its width and height in points; one without a size counts for nothing."""
    for element in root.iter(_A + "blip", _V + "imagedata"):
        number = element.get(_R + "embed") or element.get(_R + "id") or ""
        kind, part = relations.get(number, ("", ""))
        if kind.endswith("/image"):
            yield (part, *(_drawn_size(element) if element.tag == _A + "blip" else _shape_size(element)))


def _drawn_size(blip: etree._Element) -> tuple[float, float]:
    frame = next(blip.iterancestors(_WP + "inline", _WP + "anchor"), None)
    extent = frame.find(_WP + "extent") if frame is not None else None
    if extent is None:
        return 0.0, 0.0
    return _points(extent.get("cx")), _points(extent.get("cy"))


def _points(text: str | None) -> float:
    return (
        min(int(text) / _EMU, _LARGEST)
        if text and text.isascii() and text.isdigit() and len(text) < 12
        else 0.0
    )


def _shape_size(image: etree._Element) -> tuple[float, float]:
    parent = image.getparent()
    said = dict(_STYLE.findall((parent.get("style") or "")[:2000] if parent is not None else ""))
    return min(float(said.get("width", 0)), _LARGEST), min(float(said.get("height", 0)), _LARGEST)
