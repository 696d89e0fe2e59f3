"""A bureau's own GeoJSON: what is drawn of it, and what is refused before anything is kept."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from indicators.charts import outlines
from indicators.charts.outlines import OutlineError, parse_outlines

SQUARE = [[114.0, 27.0], [115.0, 27.0], [115.0, 28.0], [114.0, 28.0], [114.0, 27.0]]
KNOWN = {"360100", "360400"}


def feature(code: Any = "360100", geometry: Any = None) -> dict[str, Any]:
    geometry = geometry or {"type": "Polygon", "coordinates": [SQUARE]}
    return {"type": "Feature", "properties": {"adcode": code}, "geometry": geometry}


def file_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def parse(data: bytes):
    return parse_outlines(data, KNOWN.__contains__)


def reason(data: bytes) -> str:
    with pytest.raises(OutlineError) as refusal:
        parse(data)
    return refusal.value.reason


def test_a_square_is_drawn_with_north_on_top_and_true_proportions():
    drawn = parse(file_of(feature()))
    (shape,) = drawn.shapes
    south = round(1000 / math.cos(math.radians(27.5)), 1)
    assert shape.path == f"M0 {south}L1000 {south}L1000 0L0 0L0 {south}Z"
    assert drawn.height == round(south)
    assert (shape.x, shape.y) == (500, round(drawn.height / 2))


def test_codes_may_be_numbers_and_parts_many():
    east = [[x + 2, y] for x, y in SQUARE]
    parts = {"type": "MultiPolygon", "coordinates": [[SQUARE], [east]]}
    (shape,) = parse(file_of(feature(360100, parts))).shapes
    assert shape.path.count("M") == 2


def test_points_that_nobody_would_see_are_left_out():
    ring = [[114 + math.cos(n / 2000 * math.pi), 27 + math.sin(n / 2000 * math.pi)] for n in range(4000)]
    (shape,) = parse(file_of(feature(geometry={"type": "Polygon", "coordinates": [[*ring, ring[0]]]}))).shapes
    assert 20 < shape.path.count("L") < 400


def test_nothing_but_numbers_and_commands_reaches_the_page():
    (shape,) = parse(file_of(feature() | {"id": "<script>"})).shapes
    assert set(shape.path) <= set("MLZ0123456789.- ")


def ring_of(*positions: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[*positions]]}


HOSTILE = {
    "no json": (b"\x00\x01", "json"),
    "deep": (b"[" * 100_000, "json"),
    "not a number": (b'{"type": "FeatureCollection", "features": [NaN]}', "json"),
    "no collection": (b'{"type": "Topology"}', "shape"),
    "nothing in it": (file_of(), "features"),
    "no feature": (file_of("x"), "shape"),
    "no code": (file_of(feature("")), "code"),
    "an unknown code": (file_of(feature("999999")), "code"),
    "a code in markup": (file_of(feature("<b>100")), "code"),
    "a code of other digits": (file_of(feature("\u0663\u0666\u0660\u0661\u0660\u0660")), "code"),
    "twice": (file_of(feature(), feature()), "twice"),
    "a line": (file_of(feature(geometry={"type": "LineString", "coordinates": SQUARE})), "geometry"),
    "no geometry": (file_of(feature(geometry={"type": "Polygon"})), "geometry"),
    "a ring of two": (file_of(feature(geometry=ring_of([1, 1], [2, 2]))), "geometry"),
    "words for numbers": (file_of(feature(geometry=ring_of(*[["a", 1]] * 4))), "number"),
    "beyond the world": (file_of(feature(geometry=ring_of(*[[190, 1]] * 4))), "number"),
    "metres": (file_of(feature(geometry=ring_of(*[[500000, 3100000]] * 4))), "number"),
    "a huge number": (file_of(feature(geometry=ring_of(*[[10**300, 1]] * 4))), "number"),
    "infinite": (file_of(feature(geometry=ring_of(*[[float("inf"), 1]] * 4))).replace(b"Infinity", b"1e999"), "number"),
    "truth values": (file_of(feature(geometry=ring_of(*[[True, False]] * 4))), "number"),
    "a point": (file_of(feature(geometry=ring_of(*[[114, 27]] * 4))), "flat"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_map_is_refused(data: bytes, code: str):
    assert reason(data) == code


def test_a_file_that_is_too_large_is_not_parsed(monkeypatch):
    monkeypatch.setattr(outlines, "MOST_BYTES", 100)
    assert reason(file_of(feature())) == "size"


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr(outlines, "MOST_POINTS", 4)
    assert reason(file_of(feature())) == "points"
