"""Draws pages of Chinese text as a scanner would see them: grey, a little noisy, never quite straight."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

np = pytest.importorskip("numpy", reason="pictures are drawn with the packages of requirements-ocr.txt")
Image = pytest.importorskip(
    "PIL.Image", reason="pictures are drawn with the packages of requirements-ocr.txt"
)
from PIL import ImageDraw, ImageFont  # noqa: E402

FONTS = {
    "serif": "NotoSerifCJK-Regular.ttc",
    "serif bold": "NotoSerifCJK-Bold.ttc",
    "sans": "NotoSansCJK-Regular.ttc",
    "sans bold": "NotoSansCJK-Bold.ttc",
}
A4 = (595, 842)
_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/share/fonts/google-noto-cjk")
_SIMPLIFIED = 2
"""The place of the simplified Chinese face in the collections."""


def font(name: str, pixels: float):
    """The font at that size; the test is skipped where it is not installed."""
    for folder in _FOLDERS:
        path = Path(folder, FONTS[name])
        if path.exists():
            return ImageFont.truetype(str(path), round(pixels), index=_SIMPLIFIED)
    pytest.skip(f"the font {FONTS[name]} is not installed (fonts-noto-cjk)")


class Sheet:
    """One page under construction; places count in points from the left and the top."""

    def __init__(self, dpi: int = 150, face: str = "serif", size: float = 12) -> None:
        self.scale, self.face, self.size = dpi / 72, face, size
        self.image = Image.new("L", tuple(round(side * self.scale) for side in A4), 255)
        self.draw = ImageDraw.Draw(self.image)
        self.y = 80.0

    def text(self, left: float, top: float, text: str, size: float | None = None) -> "Sheet":
        """Write one line."""
        shape = font(self.face, (size or self.size) * self.scale)
        self.draw.text((left * self.scale, top * self.scale), text, font=shape, fill=25)
        return self

    def paragraph(
        self, text: str, left: float = 80, right: float = 515, size: float | None = None
    ) -> "Sheet":
        """Write a paragraph below the last, wrapped at its right margin, its first line indented."""
        size = size or self.size
        shape, rest, indent = font(self.face, size * self.scale), text, 2 * size
        while rest:
            count = 1
            while (
                count < len(rest)
                and shape.getlength(rest[: count + 1]) <= (right - left - indent) * self.scale
            ):
                count += 1
            self.text(left + indent, self.y, rest[:count], size)
            rest, indent, self.y = rest[count:], 0, self.y + 1.7 * size
        return self

    def table(self, left: float, widths: Sequence[float], rows: Sequence[Sequence[str]], height: float = 26):
        """Rule a table below the last paragraph and write its cells."""
        self.y += self.size
        xs = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
        for row in range(len(rows) + 1):
            self._rule(xs[0], self.y + row * height, xs[-1], self.y + row * height)
        for x in xs:
            self._rule(x, self.y, x, self.y + len(rows) * height)
        for row in rows:
            for x, cell in zip(xs, row, strict=False):
                self.text(x + 6, self.y + 4, cell)
            self.y += height
        self.y += self.size
        return self

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        places = tuple(place * self.scale for place in (x0, y0, x1, y1))
        self.draw.line(places, fill=40, width=max(1, round(0.7 * self.scale)))

    def scanned(self, lean: float = 1.0, noise: float = 8.0, turn: int = 0):
        """The page as a scanner gives it: leaning by degrees, with noise, turned by whole quarters."""
        leaning = self.image.rotate(lean, resample=Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(leaning).astype("float32")
        grey += np.random.default_rng(7).normal(0, noise, grey.shape).astype("float32")
        image = Image.fromarray(grey.clip(0, 255).astype("uint8"))
        return image.rotate(turn, expand=True) if turn else image


def as_file(kind: str, *images, **options) -> bytes:
    """The pictures as one file: PNG, JPEG, BMP, TIFF (of several pages) or PDF (of pictures alone)."""
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(stream, kind, **more, **options)
    return stream.getvalue()
