"""A bureau's own GeoJSON → outlines of regions to draw as SVG. Nothing is fetched; what is doubtful is refused.

The file is a stranger's: its size, depth, numbers and names are checked before anything is kept, and only codes of
regions that exist, numbers and the commands M, L and Z ever reach the page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 5 * 1024 * 1024
MOST_FEATURES = 400
MOST_POINTS = 200_000
MOST_DRAWN = 12_000  # points after simplifying: about 50 kB compressed
WIDTH = 1000
CODE_NAMES = ("code", "adcode", "id")

Ring = list[tuple[float, float]]


class OutlineError(ValueError):
    """Why a file is no map; ``reason`` is a code that the page puts into words, ``detail`` the place in the file."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Outline:
    """A region's outline: ``path`` is SVG's d, ``x`` and ``y`` where a number may stand inside."""

    code: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Outlines:
    shapes: tuple[Outline, ...]
    width: int
    height: int


def parse_outlines(data: bytes, is_region: Callable[[str], bool]) -> Outlines:
    """The outlines of a GeoJSON FeatureCollection of (Multi)Polygons whose properties name a six-digit code.

    Longitude and latitude in degrees, flattened with the cosine of the middle latitude, fitted into 1,000 units of
    width, simplified until they weigh little. Raises OutlineError: size, json, shape, features, code, twice, geometry,
    points, number, flat.
    """
    rings = dict(_features(_load(data), is_region))
    if not rings:
        raise OutlineError("features")
    flat, height = _fit(rings)
    tolerance = 0.4
    drawn = {code: _simplified(of_region, tolerance) for code, of_region in flat.items()}
    while sum(len(ring) for some in drawn.values() for ring in some) > MOST_DRAWN and tolerance < 20:
        tolerance *= 1.6
        drawn = {code: _simplified(of_region, tolerance) for code, of_region in flat.items()}
    return Outlines(tuple(_outline(code, some) for code, some in sorted(drawn.items())), WIDTH, height)


def _load(data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        raise OutlineError("size")
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise OutlineError("json") from error
    if not isinstance(tree, dict) or tree.get("type") != "FeatureCollection":
        raise OutlineError("shape")
    features = tree.get("features")
    if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
        raise OutlineError("features")
    return features


def _refuse_constant(word: str) -> float:
    raise ValueError(word)


def _features(features: list[Any], is_region: Callable[[str], bool]) -> Iterator[tuple[str, list[Ring]]]:
    seen: set[str] = set()
    points = 0
    for number, feature in enumerate(features, 1):
        place = str(number)
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise OutlineError("shape", place)
        code = _code_of(feature, place)
        if not is_region(code):
            raise OutlineError("code", f"{place}: {code}")
        if code in seen:
            raise OutlineError("twice", code)
        seen.add(code)
        rings = [_ring(ring, place) for ring in _rings_of(feature.get("geometry"), place)]
        points += sum(len(ring) for ring in rings)
        if points > MOST_POINTS:
            raise OutlineError("points")
        yield code, rings


def _code_of(feature: dict[str, Any], place: str) -> str:
    properties = feature.get("properties")
    known = properties if isinstance(properties, dict) else {}
    for name in CODE_NAMES:
        text = str(known.get(name, "") or "").strip()
        if len(text) == 6 and text.isascii() and text.isdigit():
            return text
    raise OutlineError("code", place)


def _rings_of(geometry: Any, place: str) -> list[Any]:
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        raise OutlineError("geometry", place)
    if geometry.get("type") == "Polygon":
        return list(geometry["coordinates"])
    if geometry.get("type") == "MultiPolygon":
        parts = geometry["coordinates"]
        if all(isinstance(part, list) for part in parts):
            return [ring for part in parts for ring in part]
    raise OutlineError("geometry", place)


def _ring(ring: Any, place: str) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise OutlineError("geometry", place)
    return [_position(position, place) for position in ring]


def _position(position: Any, place: str) -> tuple[float, float]:
    if not isinstance(position, list) or not 2 <= len(position) <= 3:
        raise OutlineError("number", place)
    east, north = position[:2]
    for number in (east, north):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise OutlineError("number", place)
    if not (-180 <= east <= 180 and -90 <= north <= 90):  # neither holds for NaN
        raise OutlineError("number", place)
    return float(east), float(north)


def _fit(rings: dict[str, list[Ring]]) -> tuple[dict[str, list[Ring]], int]:
    """The rings in units of the picture, north on top, and its height."""
    everything = [point for some in rings.values() for ring in some for point in ring]
    west, east = min(x for x, _ in everything), max(x for x, _ in everything)
    south, north = min(y for _, y in everything), max(y for _, y in everything)
    narrowing = max(math.cos(math.radians((south + north) / 2)), 0.05)
    reach = (east - west) * narrowing
    if reach <= 0 or north <= south:
        raise OutlineError("flat")
    scale = WIDTH / reach
    height = round((north - south) * scale)
    if not 100 <= height <= 4 * WIDTH:
        raise OutlineError("flat")
    flat = {
        code: [[((x - west) * narrowing * scale, (north - y) * scale) for x, y in ring] for ring in some]
        for code, some in rings.items()
    }
    return flat, height


def _simplified(rings: list[Ring], tolerance: float) -> list[Ring]:
    """Rings without points that nobody would see; the largest one stays, however small."""
    kept = [_thin(ring, tolerance) for ring in rings]
    large = [ring for ring in kept if len(ring) >= 4 and abs(_area(ring)) > tolerance * tolerance]
    return large or [max(rings, key=lambda ring: abs(_area(ring)))]


def _thin(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's way with a stack instead of recursion, so that a long ring can't exhaust it."""
    keep = {0, len(ring) - 1}
    stack = [(0, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        farthest, distance = 0, tolerance
        for at in range(first + 1, last):
            away = _distance(ring[at], ring[first], ring[last])
            if away > distance:
                farthest, distance = at, away
        if farthest:
            keep.add(farthest)
            stack += [(first, farthest), (farthest, last)]
    return [ring[at] for at in sorted(keep)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """From the point to the line between the two; to the point itself where the two are one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if not length:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


def _area(ring: Ring) -> float:
    """Twice the area inside, signed."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))


def _outline(code: str, rings: list[Ring]) -> Outline:
    path = "".join(
        "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in ring) + "Z" for ring in rings
    )
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _middle(largest)
    return Outline(code, path, round(x), round(y))


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of the ring's area; its first point where it has none."""
    area = _area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (3 * area), y / (3 * area)
