"""What stands on a page of a PDF: characters with their boxes, and ruling lines. Only this module speaks to PDFium."""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from reports.reading import limits
from reports.reading.characters import unify_radicals
from reports.reading.document import ReadingError
from reports.reading.pdf_fonts import use_square_font

_ENCRYPTED: Final = "PDF 有打开密码，无法读取；请去除密码后重新上传。"
_BROKEN: Final = "PDF 已损坏或不完整，无法打开；请重新下载或重新导出 PDF 后上传。"
_COMPATIBLE: Final = re.compile("[\uf900-\ufad9]")
_INVISIBLE_MODE: Final = 3
_THIN: Final = 2.5
_SHORTEST_EDGE: Final = 4.0
_SIMPLE_PATH: Final = 6
_FORMS_DEEP: Final = 3


class Glyph(NamedTuple):
    """A character, its box and its base line, in points from the left and the top of the page as it is shown.

    The height of the box is no measure: for some fonts it is that of the ink, and next to nothing for 一.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float


class Edge(NamedTuple):
    """A ruling line: ``at`` is its y where it is level and its x where it is upright."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """One page as found: nothing is sorted yet."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    level: list[Edge] = field(default_factory=list)
    upright: list[Edge] = field(default_factory=list)
    has_image: bool = False
    picture: float = 0.0
    """Share of the page that its largest picture covers."""
    pixels: int = 0
    """Of all its pictures together, by their own account."""
    flags: set[str] = field(default_factory=set)
    drawn: str = ""
    """The part that holds its largest picture, in formats whose pictures are parts of their own."""


class Place(NamedTuple):
    """How coordinates of an object become those of the page as shown: x' = ax + cy + e, y' = bx + dy + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        """A point as it is shown."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, m: Any) -> Place:
        """The way from inside an object whose matrix is ``m``."""
        a, b, c, d, e, f = self
        return Place(
            a * m.a + c * m.b,
            b * m.a + d * m.b,
            a * m.c + c * m.d,
            b * m.c + d * m.d,
            a * m.e + c * m.f + e,
            b * m.e + d * m.f + f,
        )


def _unchecked(function: Any, result: Any) -> Any:
    """The same function without a conversion of each argument, which costs more than the call itself."""
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode_of: Final = _unchecked(raw.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated: Final = _unchecked(raw.FPDFText_IsGenerated, ctypes.c_int)
_box_of: Final = _unchecked(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_origin_of: Final = _unchecked(raw.FPDFText_GetCharOrigin, ctypes.c_int)
_BOX: Final = struct.Struct("4f")
_POINT: Final = struct.Struct("2d")


def read_pages(data: bytes) -> Iterator[PageContent]:
    """The pages in order, at most the limit of pages; the last has the flag ``cut_pages:…`` if more follow.

    Raises ReadingError ``encrypted`` or ``broken``.
    """
    use_square_font()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        encrypted = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
        raise ReadingError(*(("encrypted", _ENCRYPTED) if encrypted else ("broken", _BROKEN))) from error
    try:
        count = len(document)
        if count == 0:
            raise ReadingError("broken", _BROKEN)
        for number in range(min(count, limits.PAGES)):
            content = _read_page(document.raw, number)
            if number + 1 == limits.PAGES < count:
                content.flags.add(f"cut_pages:{limits.PAGES}")
            yield content
    finally:
        document.close()


def _read_page(document: Any, number: int) -> PageContent:
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return PageContent(0.0, 0.0, flags={"damaged_pages"})
    try:
        place, content = _shown(page)
        text = raw.FPDFText_LoadPage(page)
        if text:
            try:
                _take_glyphs(text, place, content)
            finally:
                raw.FPDFText_ClosePage(text)
        _take_objects(page, place, content)
    finally:
        raw.FPDF_ClosePage(page)
    return content


def _shown(page: Any) -> tuple[Place, PageContent]:
    """How file coordinates become those of the page as shown (its visible box, turned as it says), and its size."""
    box = raw.FS_RECTF()
    if raw.FPDF_GetPageBoundingBox(page, box):
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
    else:
        left, bottom, right, top = 0.0, 0.0, raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    turn = raw.FPDFPage_GetRotation(page) % 4
    places = (
        Place(1.0, 0.0, 0.0, -1.0, -left, top),
        Place(0.0, 1.0, 1.0, 0.0, -bottom, -left),
        Place(-1.0, 0.0, 0.0, 1.0, right, -bottom),
        Place(0.0, -1.0, -1.0, 0.0, top, right),
    )
    width, height = right - left, top - bottom
    return places[turn], PageContent(*((width, height) if turn % 2 == 0 else (height, width)))


def _take_glyphs(text: Any, place: Place, content: PageContent) -> None:
    count = _count(text, content)
    page, add, new, box_from = (
        ctypes.cast(text, ctypes.c_void_p),
        content.glyphs.append,
        tuple.__new__,
        _BOX.unpack_from,
    )
    box, origin = ctypes.create_string_buffer(_BOX.size), ctypes.create_string_buffer(_POINT.size)
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(origin), ctypes.byref(origin, _POINT.size // 2)
    width, height, far = content.width, content.height, math.inf
    a, b, c, d, e, f = place
    upright = b == 0 == c
    low = high = math.nan
    last: Glyph | None = None
    last_sign = ""
    codes = [_unicode_of(page, index) for index in range(count)]
    for index, code in enumerate(codes):
        if code < 33 or code >= 0xD800:
            code = _written(page, codes, index)
            if not code:
                continue
        if not _box_of(page, index, box_at):
            continue
        x0, y0, x1, y1 = box_from(box)
        # Most glyphs reach as high and as low as the one before: then all that depends on y is known, the base as well.
        if not upright or y0 != low or y1 != high:
            if not _origin_of(page, index, x_at, y_at):
                continue
            x, y = _POINT.unpack_from(origin)
            low, high, aside, beside = y0, y1, c * y0, c * y1
            top, bottom, base = b * x0 + d * y0 + f, b * x1 + d * y1 + f, b * x + d * y + f
            if bottom < top:
                top, bottom = bottom, top
            tall = bottom - top
        left, right = a * x0 + aside + e, a * x1 + beside + e
        if right < left:
            left, right = right, left
        if not (0 <= right < far and -far < left <= width and bottom >= 0 and top <= height):
            content.flags.add("hidden_text")
            continue
        wide, sign = right - left, chr(code)
        glyph = new(Glyph, (sign, left, top, right, bottom, base, tall if tall > wide else wide))
        if sign == last_sign and last is not None and _drawn_twice(last, glyph):
            continue
        add(glyph)
        last, last_sign = glyph, sign
    _check_visible(text, count, content)


def _count(text: Any, content: PageContent) -> int:
    """How many characters of the page are looked at; the limit that is passed is flagged."""
    count: int = raw.FPDFText_CountChars(text)
    if count > limits.PAGE_CHARACTERS:
        content.flags.add(f"cut_page_text:{limits.PAGE_CHARACTERS}")
    return min(count, limits.PAGE_CHARACTERS)


def _written(page: Any, codes: list[int], index: int) -> int:
    """The code point that ends here, of one half or two; 0 for what is no sign of the file's own."""
    code = codes[index]
    # PDFium makes up spaces and line ends of its own; the ones that the file holds are kept.
    if code < 33:
        return code if code == 32 and not _is_generated(page, index) else 0
    if 0xDC00 <= code < 0xE000 and index and 0xD800 <= codes[index - 1] < 0xDC00:
        return 0x10000 + ((codes[index - 1] - 0xD800) << 10) + (code - 0xDC00)
    return 0 if code < 0xDC00 or code == 0xFFFE else code


def _drawn_twice(last: Glyph, glyph: Glyph) -> bool:
    """Bold made by drawing a character again, a hair's breadth aside."""
    width = glyph.right - glyph.left
    return (
        glyph.text != " "
        and abs(glyph.left - last.left) < 0.3 * width
        and abs(glyph.base - last.base) < 0.3 * width
    )


def _check_visible(text: Any, count: int, content: PageContent) -> None:
    """A text that is only laid invisibly over a picture is a machine's reading of a scan: say so."""
    sample = range(0, count, max(1, count // 20))
    modes = [
        raw.FPDFTextObj_GetTextRenderMode(item)
        for index in sample
        if (item := raw.FPDFText_GetTextObject(text, index))
    ]
    if modes and sum(mode == _INVISIBLE_MODE for mode in modes) * 2 > len(modes):
        content.flags.add("ocr_layer")


def tidy(text: str) -> str:
    """Text of glyphs with look-alike code points unified, one for one."""
    text = unify_radicals(text)
    if _COMPATIBLE.search(text):
        text = _COMPATIBLE.sub(lambda m: unicodedata.normalize("NFC", m.group()), text)
    return text


def _take_objects(page: Any, place: Place, content: PageContent) -> None:
    """Add ruling lines and whether there is a picture; a page of too many paths is a drawing without tables."""
    budget = limits.PAGE_OBJECTS
    for kind, item, inner in _objects(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, place, 0):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            content.has_image = True
            _take_picture(item, inner, content)
        else:
            budget -= _take_path(item, inner, content)
            if budget < 0:
                content.level.clear()
                content.upright.clear()
                return


def _take_picture(item: Any, place: Place, content: PageContent) -> None:
    """Note how much of the page a picture covers and how large it is, without decoding it."""
    bounds = [ctypes.c_float() for _ in range(4)]
    if raw.FPDFPageObj_GetBounds(item, *bounds):
        left, bottom, right, top = (b.value for b in bounds)
        (a, b), (c, d) = place.of(left, bottom), place.of(right, top)
        wide = min(max(a, c), content.width) - max(min(a, c), 0.0)
        tall = min(max(b, d), content.height) - max(min(b, d), 0.0)
        if wide > 0 and tall > 0:
            content.picture = max(content.picture, wide * tall / (content.width * content.height))
    wide_pixels, tall_pixels = ctypes.c_uint(), ctypes.c_uint()
    if raw.FPDFImageObj_GetImagePixelSize(item, wide_pixels, tall_pixels):
        content.pixels += wide_pixels.value * tall_pixels.value


def _objects(
    holder: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], place: Place, depth: int
) -> Iterator[tuple[int, Any, Place]]:
    """Pictures and paths of a page, and of the forms in it, each with its way to the coordinates shown."""
    kind_of, text = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_TEXT
    for index in range(min(count(holder), limits.PAGE_CHARACTERS)):
        item = get(holder, index)
        kind = kind_of(item)
        if kind == text:
            continue
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
            yield kind, item, place
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORMS_DEEP:
            moved = place.inside(_matrix(item))
            yield from _objects(
                item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, moved, depth + 1
            )


def _matrix(item: Any) -> Any:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return matrix


def _take_path(item: Any, place: Place, content: PageContent) -> int:
    """Add the ruling lines of one path; the number of its segments."""
    segments: int = raw.FPDFPath_CountSegments(item)
    if segments <= _SIMPLE_PATH:
        bounds = [ctypes.c_float() for _ in range(4)]
        if raw.FPDFPageObj_GetBounds(item, *bounds):
            _add_box(
                place.of(bounds[0].value, bounds[1].value),
                place.of(bounds[2].value, bounds[3].value),
                content,
            )
        return 1
    if segments > limits.PAGE_OBJECTS:
        return segments
    moved = place.inside(_matrix(item))
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = moved.of(x.value, y.value)
        if before is not None and raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_LINETO:
            _add_box(before, point, content, frames=False)
        before = point
    return segments


def _add_box(
    one: tuple[float, float], other: tuple[float, float], content: PageContent, frames: bool = True
) -> None:
    """A thin box is a line; a larger one is a frame of four lines, where ``frames`` are wanted."""
    (a, b), (c, d) = one, other
    if not all(map(math.isfinite, (a, b, c, d))):
        return
    left, right, top, bottom = min(a, c), max(a, c), min(b, d), max(b, d)
    wide, tall = right - left, bottom - top
    if tall <= _THIN and wide >= _SHORTEST_EDGE:
        content.level.append(Edge((top + bottom) / 2, left, right))
    elif wide <= _THIN and tall >= _SHORTEST_EDGE:
        content.upright.append(Edge((left + right) / 2, top, bottom))
    elif frames and wide > _SHORTEST_EDGE and tall > _SHORTEST_EDGE:
        content.level += [Edge(top, left, right), Edge(bottom, left, right)]
        content.upright += [Edge(left, top, bottom), Edge(right, top, bottom)]
