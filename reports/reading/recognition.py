"""A picture of a page → glyphs and ruling lines, as if the page were a PDF's. Only this module speaks to RapidOCR.

The component is optional (``requirements-ocr.txt``); nothing here is imported where pages have their text.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from reports.reading.pdf_glyphs import Edge, Glyph, PageContent

Raster = Any
"""A picture as an array of grey values, rows by columns."""
Quad = Any
"""Four corners of a line of text, clockwise from where its first character begins."""

_PACKAGES: Final = ("rapidocr", "onnxruntime", "cv2", "PIL")
_MODELS: Final = {"Det.model_path": "PP-OCRv6_det_small.onnx", "Rec.model_path": "PP-OCRv6_rec_small.onnx"}
_DETECTION_SIDE: Final = 1_440
"""Pixels of the longer side when lines are looked for; their letters are then read from the full picture."""
_LEAST_SCORE: Final = 0.5
_UPRIGHT_SCORE: Final = 0.8
"""Lines read the wrong way round score 0.3 to 0.4, right ones 0.9 and more."""
_TALL: Final = 1.5
_BLANK: Final = 4.0
_LEVEL: Final = math.radians(0.15)
_STEEPEST: Final = math.radians(15)
_RULE_POINTS: Final = 24.0
_THICKEST_POINTS: Final = 3.5
_LETTER_SHARE: Final = 0.72
_SAME_SIZE: Final = 0.18
_INEXACT: Final = 0.35


def is_installed() -> bool:
    """Whether pictures can be read on this machine."""
    return all(importlib.util.find_spec(name) is not None for name in _PACKAGES)


@dataclass(frozen=True, slots=True)
class _TextLine:
    """Characters of a line, each with its place along the line from 0 to 1, and the line's corners in pixels."""

    text: str
    places: tuple[float, ...]
    score: float
    quad: Quad


class Recogniser:
    """The loaded models. One thread; nothing is opened after it is made."""

    def __init__(self) -> None:
        import cv2
        import rapidocr

        cv2.setNumThreads(1)
        models = Path(rapidocr.__file__).parent / "models"
        self._engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.limit_type": "max",
                "Det.limit_side_len": _DETECTION_SIDE,
                # Lines read together are all made as wide as the widest: twice the memory, and a third more time.
                "Rec.rec_batch_num": 1,
                **{key: str(models / name) for key, name in _MODELS.items()},
            }
        )
        self._flipped = False

    def read(self, raster: Raster, width: float) -> PageContent:
        """What stands on the picture, turned upright; the page is ``width`` points wide as the picture lies.

        A page without a line of text comes back empty.
        """
        if raster.std() < _BLANK:
            return PageContent(width, width * raster.shape[0] / raster.shape[1], has_image=True)
        quads = self._find(raster)
        tall = sum(max(_size(q)) for q in quads if _size(q)[1] > _TALL * _size(q)[0])
        wide = sum(max(_size(q)) for q in quads if _size(q)[1] <= _TALL * _size(q)[0])
        raster, quads = _turned(raster, quads, 1 if tall > wide else 0)
        lines = self._read_either_way(raster, quads)
        if self._flipped:
            raster, _ = _turned(raster, [], 2)
        scale = width / (raster.shape[0] if tall > wide else raster.shape[1])
        return _content(raster, lines, scale)

    def _find(self, raster: Raster) -> list[Quad]:
        found = self._engine(_coloured(raster), use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else [quad.tolist() for quad in found.boxes]

    def _read_either_way(self, raster: Raster, quads: Sequence[Quad]) -> list[_TextLine]:
        """The lines the way round in which they read better; the way of the page before is tried first."""
        first = self._read_lines(raster, quads, self._flipped)
        if _mean_score(first) >= _UPRIGHT_SCORE or not quads:
            return first
        second = self._read_lines(raster, quads, not self._flipped)
        if _mean_score(second) <= _mean_score(first):
            return first
        self._flipped = not self._flipped
        return second

    def _read_lines(self, raster: Raster, quads: Sequence[Quad], flipped: bool) -> list[_TextLine]:
        import numpy

        if flipped:
            raster, quads = _turned(raster, quads, 2)
        coloured = _coloured(raster)
        crops = self._engine.crop_text_regions(coloured, numpy.asarray(quads, "float32"))
        kept = [(quad, crop) for quad, crop in zip(quads, crops, strict=True) if min(crop.shape[:2]) >= 4]
        if not kept:
            return []
        read = self._engine.recognize_txt([crop for _, crop in kept])
        return [
            _TextLine(text, _places(text, words), score, quad)
            for (quad, _), text, score, words in zip(
                kept, read.txts, read.scores, read.word_results, strict=True
            )
            if text.strip()
        ]


def _coloured(raster: Raster) -> Raster:
    import cv2

    return cv2.cvtColor(raster, cv2.COLOR_GRAY2BGR)


def _size(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad as it lies."""
    (x0, y0), (x1, y1), (x2, y2), _ = quad
    return math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x1, y2 - y1)


def _turned(raster: Raster, quads: Sequence[Quad], quarters: int) -> tuple[Raster, list[Quad]]:
    """The picture and its quads after so many quarter turns against the clock."""
    import numpy

    turned = list(quads)
    for _ in range(quarters):
        width = raster.shape[1]
        turned = [[(q[i][1], width - 1 - q[i][0]) for i in (1, 2, 3, 0)] for q in turned]
        raster = numpy.rot90(raster)
    return numpy.ascontiguousarray(raster), turned


def _mean_score(lines: Sequence[_TextLine]) -> float:
    """By characters, so that a stray mark weighs little."""
    total = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / total if total else 0.0


def _places(text: str, words: Any) -> tuple[float, ...]:
    """Where along its line each character stands; spaces lie between their neighbours."""
    columns = [column for word in words.word_cols for column in word]
    length = words.line_txt_len
    shown = [c for c in text if not c.isspace()]
    if len(columns) != len(shown) or not length:
        return tuple((i + 0.5) / len(text) for i in range(len(text)))
    known = iter(columns)
    places: list[float] = []
    for character in text:
        if character.isspace():
            places.append(places[-1] if places else 0.0)
        else:
            places.append(min((next(known) + 0.5) / length, 1.0))
    return tuple(places)


def _content(raster: Raster, lines: Sequence[_TextLine], scale: float) -> PageContent:
    height, width = raster.shape
    good = [line for line in lines if line.score >= _LEAST_SCORE and _size(line.quad)[0] > 0]
    lean = _lean(good)
    content = PageContent(width * scale, height * scale, has_image=True)
    straight = _Straightening(lean, width / 2, height / 2, scale)
    for line in _alike([_Level.of(line, straight) for line in good]):
        content.glyphs += _glyphs(line)
    content.level, content.upright = _rules(straight.apply(raster) if lean else raster, scale)
    return content


def _lean(lines: Sequence[_TextLine]) -> float:
    """How far lines fall to the right, in radians, by the median of the longer ones; 0 where it is next to nothing."""
    angles = []
    for line in lines:
        (x0, y0), (x1, y1), _, _ = line.quad
        if x1 - x0 > 8 * _size(line.quad)[1]:
            angles.append(math.atan2(y1 - y0, x1 - x0))
    lean = median(angles) if angles else 0.0
    return lean if _LEVEL < abs(lean) < _STEEPEST else 0.0


@dataclass(frozen=True, slots=True)
class _Straightening:
    """Turns places of a leaning page about its middle until its lines are level, and pixels into points."""

    lean: float
    x: float
    y: float
    scale: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        """A place in points of the straight page."""
        cos, sin = math.cos(self.lean), math.sin(self.lean)
        dx, dy = x - self.x, y - self.y
        return (self.x + cos * dx + sin * dy) * self.scale, (self.y - sin * dx + cos * dy) * self.scale

    def apply(self, raster: Raster) -> Raster:
        """The picture itself, straight."""
        import cv2

        matrix = cv2.getRotationMatrix2D((self.x, self.y), math.degrees(self.lean), 1.0)
        return cv2.warpAffine(raster, matrix, raster.shape[::-1], borderValue=255)


@dataclass(frozen=True, slots=True)
class _Level:
    """A line made straight, in points: the middles of its characters, its height and the size of its letters."""

    text: str
    centres: tuple[float, ...]
    middle: float
    size: float

    @classmethod
    def of(cls, line: _TextLine, straight: _Straightening) -> _Level:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.quad
        left, left_y = straight.of((x0 + x3) / 2, (y0 + y3) / 2)
        right, right_y = straight.of((x1 + x2) / 2, (y1 + y2) / 2)
        centres = tuple(left + (right - left) * place for place in line.places)
        size = _letter_size(line.text, centres, _size(line.quad)[1] * straight.scale)
        return cls(line.text, centres, (left_y + right_y) / 2, size)


def _letter_size(text: str, centres: Sequence[float], tall: float) -> float:
    """The size of letters: the distance of Chinese characters set side by side, else a share of the line's height."""
    steps = [
        b - a
        for (a, c), (b, d) in pairwise(zip(centres, text, strict=True))
        if not (c.isascii() or d.isascii())
    ]
    if len(steps) < 3:
        return _LETTER_SHARE * tall
    close = [step for step in steps if step <= 1.5 * median(steps)]
    return min(mean(close), tall)


def _alike(lines: Sequence[_Level]) -> list[_Level]:
    """The lines with one size for all that nearly have that of most letters: measuring a picture is not exact."""
    usual = median(line.size for line in lines for _ in line.text) if lines else 0.0
    return [
        replace(line, size=usual) if abs(line.size - usual) < _SAME_SIZE * usual else line for line in lines
    ]


def _glyphs(line: _Level) -> Iterator[Glyph]:
    """The characters of a line as glyphs that touch each other where they are set close."""
    size, middle, centres = line.size, line.middle, line.centres
    for index, character in enumerate(line.text):
        if character.isspace() and not _between_letters(line.text, index):
            continue
        half = size * (0.27 if character.isascii() else 0.5)
        edges = []
        for step in (-1, 1):
            edge = centres[index] + step * half
            if 0 <= index + step < len(centres):
                between = (centres[index] + centres[index + step]) / 2
                # Characters are found to a third of their width: only a wider gap is one.
                edge = between if abs(between - edge) < _INEXACT * size else edge
            edges.append(edge)
        shown = " " if character.isspace() else character
        top, bottom, base = middle - size / 2, middle + size / 2, middle + 0.38 * size
        yield Glyph(shown, min(edges), top, max(edges), bottom, base, size)


def _between_letters(text: str, index: int) -> bool:
    """Whether the space at that place parts words of letters: beside Chinese and digits it is mere setting."""
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and around.isascii() and any(map(str.isalpha, around))


def _rules(raster: Raster, scale: float) -> tuple[list[Edge], list[Edge]]:
    """Long thin level and upright strokes."""
    import cv2

    # Letters of a scan are grey at their edges; the rules of a table may be grey all over.
    dark = cv2.adaptiveThreshold(raster, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    length, thickest = max(int(_RULE_POINTS / scale), 20), _THICKEST_POINTS / scale
    found: list[list[Edge]] = []
    for kernel, upright in (((length, 1), False), ((1, length), True)):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        # A rule that leans by a pixel is found in pieces: let them grow together.
        strokes = cv2.dilate(
            strokes, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 9) if upright else (9, 3))
        )
        count, _, boxes, _ = cv2.connectedComponentsWithStats(strokes)
        edges = []
        for left, top, wide, tall, _ in boxes[1:count].tolist():
            if (wide if upright else tall) > thickest + 4:
                continue
            at = (left + wide / 2 if upright else top + tall / 2) * scale
            start, end = (top, top + tall) if upright else (left, left + wide)
            edges.append(Edge(at, start * scale, end * scale))
        found.append(edges)
    return found[0], found[1]
