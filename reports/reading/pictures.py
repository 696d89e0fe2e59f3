"""Picture files page by page: PNG, JPEG, TIFF and BMP, whose sizes are known before anything is decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from reports.reading import limits
from reports.reading.document import ReadingError

if TYPE_CHECKING:
    from reports.reading.recognition import Raster

KINDS: Final = ("PNG", "JPEG", "TIFF", "BMP")
_BROKEN: Final = "图片已损坏或不完整，无法打开；请重新扫描或重新导出后上传。"
_LARGE: Final = "图片超过 {} 万像素；请降低扫描分辨率（200 dpi 就够）后重新上传。"

_LONG: Final = "图片的一边超过 {} 像素；请裁开成几张后重新上传。"


class PicturePages:
    """An open picture file; ``count`` is the number of its pages. Raises ReadingError ``broken``."""

    def __init__(self, data: bytes) -> None:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = limits.PAGE_PIXELS
        with _refusing():
            self._image: Any = Image.open(io.BytesIO(data), formats=KINDS)
            self.count: int = self._image.n_frames if self._image.format == "TIFF" else 1

    def draw(self, number: int) -> Raster:
        """The page of that number, counted from 1, as grey values; never larger than RASTER_SIDE.

        Raises ReadingError ``broken`` or ``too_large``.
        """
        import numpy
        from PIL import Image, ImageOps

        with _refusing():
            if number > 1:
                self._image.seek(number - 1)
            width, height = self._image.size
            if width * height > limits.PAGE_PIXELS:
                raise _too_large()
            if max(width, height) > limits.PICTURE_SIDE:
                raise ReadingError("too_large", _LONG.format(limits.PICTURE_SIDE))
            self._image.draft("L", (limits.RASTER_SIDE, limits.RASTER_SIDE))
            page = _in_grey(ImageOps.exif_transpose(_on_paper(self._image)))
            longer = max(page.size)
            if longer > limits.RASTER_SIDE:
                share = limits.RASTER_SIDE / longer
                smaller = (max(1, round(page.width * share)), max(1, round(page.height * share)))
                page = page.resize(smaller, Image.Resampling.BOX)
            return numpy.asarray(page).copy()


def _on_paper(image: Any) -> Any:
    """The picture on white where it is partly transparent: black letters would vanish on black."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA") and "transparency" not in image.info:
        return image
    shown = image.convert("RGBA")
    paper = Image.new("RGBA", shown.size, "white")
    paper.alpha_composite(shown)
    paper.info.update({k: v for k, v in image.info.items() if k == "exif"})
    return paper


def _in_grey(image: Any) -> Any:
    """256 greys; of the finer ones of 16 and 32 bits the brightest becomes white."""
    from PIL import Image

    if not image.mode.startswith(("I", "F")):
        return image.convert("L")
    darkest, brightest = image.getextrema()
    spread = max(brightest - min(darkest, 0), 1)
    return Image.eval(image.convert("F"), lambda value: value * (255 / spread)).convert("L")


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever the decoder meets in a damaged file ends as a refusal; so does a picture beyond the limit."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        KeyError,
        IndexError,
        TypeError,
        ZeroDivisionError,
    ) as error:
        raise ReadingError("broken", _BROKEN) from error


def _too_large() -> ReadingError:
    return ReadingError("too_large", _LARGE.format(limits.PAGE_PIXELS // 10_000))
