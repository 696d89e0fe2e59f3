"""A line so small that it has no axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.series import Point, Track


@dataclass(frozen=True, slots=True)
class Spark:
    """Paths as SVG's ``d``: ``line`` over the years, broken at gaps, ``dots`` the values that stand alone between
    gaps; ``last`` the place of the last value, ``is_open`` where that is a part of a year, which the line does not
    reach."""

    line: str
    dots: str
    last: str
    is_open: bool


def build_sparkline(track: Track, width: int = 120, height: int = 32) -> Spark | None:
    """The small line over the track's years; None for fewer than two values."""
    latest = track.latest
    shown = [*track.line.known, *([latest] if latest in track.loose else [])]
    if latest is None or len(shown) < 2:
        return None
    low, high = min(point.value for point in shown), max(point.value for point in shown)
    reach = (high - low) or Decimal(1)
    years = track.line.years
    step = Decimal(width - 8) / max(len(years) - 1, 1)

    def at(point: Point) -> str:
        x = 4 + step * (point.year - years[0])
        y = height - 4 - (point.value - low) * (height - 8) / reach
        return f"{x:.1f} {y:.1f}"

    runs = [[at(point) for point in run] for run in _runs(track.line.points)]
    return Spark(
        line=" ".join("M" + " L".join(run) for run in runs if len(run) > 1),
        dots=" ".join(f"M{run[0]}h0" for run in runs if len(run) == 1),
        last=f"M{at(latest)}h0",
        is_open=latest in track.loose,
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The points in runs without a gap."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]
