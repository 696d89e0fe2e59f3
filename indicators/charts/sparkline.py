"""A line so small that it has no axis."""

from __future__ import annotations

from decimal import Decimal

from indicators.series import Track


def build_sparkline(track: Track, width: int = 120, height: int = 32) -> str:
    """The path of a small line (SVG's ``d``) over the track's years, broken at gaps; "" for fewer than two
    values."""
    points = track.line.points
    known = [point.value for point in points if point]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    reach = (high - low) or Decimal(1)
    step = Decimal(width - 4) / max(len(points) - 1, 1)
    commands, pen = [], "M"
    for position, point in enumerate(points):
        if point is None:
            pen = "M"
            continue
        x, y = 2 + step * position, height - 3 - (point.value - low) * (height - 6) / reach
        commands.append(f"{pen}{x:.1f} {y:.1f}")
        pen = "L"
    return " ".join(commands)
