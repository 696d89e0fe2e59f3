"""Pages of a PDF as pictures, for those whose text is only drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2 as pdfium

from reports.reading import limits

if TYPE_CHECKING:
    from reports.reading.recognition import Raster

_DOTS_PER_POINT: Final = 180 / 72


class PagePictures:
    """An open PDF whose pages are drawn one by one."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)

    def draw(self, number: int) -> Raster:
        """The page of that number, counted from 1, as grey values; never larger than RASTER_SIDE."""
        page = self._document[number - 1]
        try:
            longer = max(page.get_size())
            scale = min(_DOTS_PER_POINT, limits.RASTER_SIDE / max(longer, 1.0))
            return _grey(page, scale)
        finally:
            page.close()


def _grey(page: pdfium.PdfPage, scale: float) -> Raster:
    import numpy

    bitmap = page.render(scale=scale, grayscale=True)
    try:
        drawn = bitmap.to_numpy()
        return numpy.ascontiguousarray(drawn[:, :, 0] if drawn.ndim == 3 else drawn)
    finally:
        bitmap.close()
