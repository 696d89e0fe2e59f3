"""What a cell does with pictures of text: gate, recognise, pack. Its server has the models loaded."""

from __future__ import annotations

import io
import signal
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from types import FrameType
from typing import Final, NoReturn

from reports.reading import limits
from reports.reading.assembly import Assembly
from reports.reading.cell_server import Tell
from reports.reading.cell_work import answer, warm_up_codecs
from reports.reading.document import Document, ReadingError
from reports.reading.docx import read_docx
from reports.reading.ofd import read_ofd
from reports.reading.packages import Package
from reports.reading.page_pictures import Recognise
from reports.reading.page_text import add_pages, read_page
from reports.reading.pdf import read_pdf
from reports.reading.pdf_glyphs import PageContent
from reports.reading.pdf_pictures import PagePictures
from reports.reading.pictures import KINDS, PicturePages
from reports.reading.recognition import Raster, Recogniser
from reports.reading.refusals import refusal
from reports.reading.sniffing import Format, sniff

_NOTHING: Final = "图片里没有认出文字；请检查图片是否清楚、完整，或上传带文字的 docx 或 pdf。"
_TOO_SLOW: Final = "图片太大或太复杂，文字识别没有在限定的时间内完成；请降低分辨率或拆分后重新上传。"
_A4_POINTS: Final = (595.0, 842.0)
_SPARE_SECONDS: Final = 5.0
"""Of the time that the caller allows: for packing, and for what a page takes after its last chance."""


class PageTimeout(BaseException):  # no library on the way may take it for an error of its own
    """A page took longer than one page may."""


def work(data: bytes, name: str, tell: Tell) -> bytes:
    """The packed Document in ``data``, or a packed refusal; ``tell`` hears of every page."""
    return answer(lambda: read_scan(data, name, tell))


def read_scan(data: bytes, name: str, tell: Tell) -> Document:
    """The document in a picture file, or in a PDF, OFD or docx that holds pictures of text. Raises ReadingError."""
    format = sniff(data, name)
    if format is Format.IMAGE:
        return _read_pictures(data, tell)
    if format is Format.PDF:
        return _read_scanned_pdf(data, tell)
    if format is Format.OFD:
        return _read_package(data, read_ofd, tell)
    if format is Format.DOCX:
        return _read_package(data, read_docx, tell)
    raise refusal(format)


def _read_scanned_pdf(data: bytes, tell: Tell) -> Document:
    drawn = PagePictures(data)

    def draw(number: int, page: PageContent) -> tuple[Raster, float] | None:
        return (drawn.draw(number), page.width) if page.pixels <= limits.PAGE_PIXELS else None

    return _read_with_pictures(lambda recognise: read_pdf(data, recognise), draw, tell)


def _read_package(data: bytes, read: Callable[[bytes, Recognise], Document], tell: Tell) -> Document:
    """A document whose pictures are parts of its zip."""
    package = Package(data)

    def draw(number: int, page: PageContent) -> tuple[Raster, float] | None:
        if page.drawn not in package:
            return None
        return PicturePages(package.read(page.drawn)).draw(1), page.width

    return _read_with_pictures(lambda recognise: read(data, recognise), draw, tell)


def _read_with_pictures(
    read: Callable[[Recognise], Document],
    draw: Callable[[int, PageContent], tuple[Raster, float] | None],
    tell: Tell,
) -> Document:
    """The document whose pages that are pictures are recognised; ``draw`` gives one of them and its width in points."""
    readings: list[_Reading] = []

    def recognise(pages: dict[int, PageContent]) -> dict[int, PageContent]:
        readings.append(reading := _Reading(tell, list(pages)))
        return reading.read(lambda number: draw(number, pages[number]))

    try:
        document = read(recognise)
    except ReadingError as error:
        reasons = [r.refused for r in readings if r.refused is not None]
        raise (reasons[0] if reasons and error.code == "scanned" else error) from error
    return replace(document, flags=(*document.flags, *(note for r in readings for note in r.notes)))


def _read_pictures(data: bytes, tell: Tell) -> Document:
    pictures = PicturePages(data)
    reading = _Reading(tell, list(range(1, min(pictures.count, limits.PAGES) + 1)))

    def draw(number: int) -> tuple[Raster, float]:
        raster = pictures.draw(number)
        height, width = raster.shape
        return raster, _A4_POINTS[0] if height >= width else _A4_POINTS[1]

    pages = reading.read(draw)
    assembly = Assembly()
    for note in ["recognised", *reading.notes]:
        assembly.flag(note)
    if not any(page.glyphs for page in pages.values()):
        raise reading.refused or ReadingError("empty", _NOTHING)
    add_pages([read_page(page, number) for number, page in pages.items()], assembly)
    return assembly.finish("image")


class _Reading:
    """Reads page after page while there is time; what was left out stands in ``notes``."""

    def __init__(self, tell: Tell, numbers: list[int]) -> None:
        self._numbers = numbers[: limits.SCAN_PAGES]
        self._tell = tell
        self._begin = time.monotonic()
        self._seen: dict[tuple[int, int], PageContent] = {}
        self.notes: list[str] = []
        self.refused: ReadingError | None = None
        if len(numbers) > limits.SCAN_PAGES:
            self._cut(limits.SCAN_PAGES)

    def read(self, draw: Callable[[int], tuple[Raster, float] | None]) -> dict[int, PageContent]:
        """The pages that could be read, by number; ``draw`` gives a picture and its width in points."""
        total = len(self._numbers)
        allowed = limits.SCAN.seconds_for(total) - _SPARE_SECONDS
        read: dict[int, PageContent] = {}
        self._tell(0, total)
        for done, number in enumerate(self._numbers):
            left = allowed - (time.monotonic() - self._begin)
            if left <= 0:
                self._cut(done)
                break
            content = self._read_one(number, draw, min(left, limits.SCAN_ONE_PAGE_SECONDS))
            if content is not None:
                read[number] = content
            self._tell(done + 1, total)
        return read

    def _read_one(
        self, number: int, draw: Callable[[int], tuple[Raster, float] | None], seconds: float
    ) -> PageContent | None:
        try:
            with _within(seconds):
                drawn = draw(number)
                return None if drawn is None else self._recognise(*drawn)
        except PageTimeout:
            self.refused = ReadingError("timeout", _TOO_SLOW)
        except ReadingError as error:
            self.refused = error
        return None

    def _recognise(self, raster: Raster, width: float) -> PageContent:
        """A page; one that was seen before in the same file, such as an empty back, is not read again."""
        key = (zlib.crc32(raster), raster.size)
        if key not in self._seen:
            content = recogniser().read(raster, width)
            content.flags.add("recognised")
            self._seen[key] = content
        return deepcopy(self._seen[key])

    def _cut(self, pages: int) -> None:
        self.notes.append(f"cut_recognition:{pages}")


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise PageTimeout where the block takes longer; only in a process whose main thread this is."""
    before = signal.signal(signal.SIGALRM, _too_late)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.1))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_late(number: int, frame: FrameType | None) -> NoReturn:
    raise PageTimeout


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """The models, loaded once a process."""
    return Recogniser()


def warm_up() -> None:
    """Load what is loaded late: a cell has no files to load from."""
    warm_up_codecs()
    from PIL import Image, ImageDraw

    page = Image.new("L", (640, 320), 255)
    ImageDraw.Draw(page).rectangle((40, 40, 600, 80), outline=0)
    for kind in KINDS:
        stream = io.BytesIO()
        page.convert("RGB").save(stream, kind)
        PicturePages(stream.getvalue()).draw(1)
    drawn = ImageDraw.Draw(page)
    drawn.text((60, 120), "2024 12345", fill=0, font_size=48)
    recogniser().read(_raster_of(page), _A4_POINTS[0])


def _raster_of(page: object) -> Raster:
    import numpy

    return numpy.asarray(page).copy()
