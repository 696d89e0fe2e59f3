"""Sentences of a brief: one statement a value, as official Chinese writes it; no number that was not given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefs.content import Figure, Run, Sentence, joined
from indicators.series import Growth, Point
from indicators.wording import format_exact, format_short, period_name, unit_with, with_comparator

CHINESE = "zh-hans"
SLIGHT = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value to be told: what it is called, its unit, the point, and its growth, computed or as reported."""

    name: str
    unit: str
    point: Point
    growth: Growth | None = None
    reported_growth: Point | None = None
    parts: tuple[Stated, ...] = ()


def number_words(point: Point, unit: str) -> str:
    """The value as prose writes it: 94,045件, 26.7亿元, 超过 9万件, 18.05件/万人."""
    if point.unit_kind == "money":
        short, word = format_short(point.value, point.unit_kind, CHINESE)
    else:
        short, word = format_exact(point.value), ""
    unit = unit.split("/")[0]  # the name says already that it is for 10,000 people
    return with_comparator(short, point.comparator, CHINESE).replace(" ", "") + unit_with(word, unit, CHINESE)


def number_of(point: Point, unit: str) -> Figure:
    """The same, resting on the point's published value."""
    return Figure(number_words(point, unit), (point.id,))


def tell(stated: Stated) -> Sentence:
    """One statement without a full stop: 发明专利拥有量22,262件，同比增长26%；其中…"""
    runs: list[Run] = [stated.name, number_of(stated.point, stated.unit)]
    if grown := growth_runs(stated):
        runs += ["，", *grown]
    if stated.parts:
        runs += [
            "，其中",
            *joined([(part.name, number_of(part.point, part.unit)) for part in stated.parts], "、"),
        ]
    return tuple(runs)


def growth_runs(stated: Stated) -> Sentence:
    """The growth as prose writes it: the reported one where there is one, else the computed; () where none is."""
    if stated.reported_growth:
        return _changed(stated.reported_growth.value, "%", (stated.reported_growth.id,))
    grown = stated.growth
    if grown is None or grown.change is None or grown.earlier is None or grown.unit == "places":
        return ()
    unit = {"percent": "%", "points": "个百分点"}[grown.unit]
    return _changed(grown.change, unit, (stated.point.id, grown.earlier.id))


def _changed(change: Decimal, unit: str, observations: tuple[int, ...]) -> Sentence:
    if abs(change) < SLIGHT:
        return (Figure("与上年同期持平", observations),)
    word = "增长" if change > 0 else "下降"
    if unit != "%":
        word = "提高" if change > 0 else "下降"
    return (f"同比{word}", Figure(f"{format_exact(abs(change))}{unit}", observations))


def paragraph(opening: str, statements: Sequence[Sentence]) -> Sentence:
    """The statements in one paragraph behind its opening; () without any."""
    return (opening, *joined(statements, "；"), "。") if statements else ()


def period_words(point: Point) -> str:
    """The period as prose writes it: 2016年, 2016年1–10月, 截至2016年末."""
    words = period_name(point.window, point.year, CHINESE)
    return f"截至{words}" if point.window.first is None else words
