"""Provinces as equal tiles, each about where it lies: says what a map would say, and needs no base map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.chart_layout import Axis
from indicators.charts.heat import cell_at, legend_of
from indicators.charts.shading import Cell, build_shades
from indicators.series import Track
from indicators.wording import is_english

# Our own arrangement, by rows from north to south; (row, column) from 0.
LAYOUT: dict[str, tuple[int, int]] = {
    "230000": (0, 7),
    "150000": (1, 4), "110000": (1, 5), "210000": (1, 6), "220000": (1, 7),
    "650000": (2, 0), "630000": (2, 1), "620000": (2, 2), "640000": (2, 3), "140000": (2, 4), "130000": (2, 5),
    "120000": (2, 6),
    "540000": (3, 0), "510000": (3, 2), "610000": (3, 3), "410000": (3, 4), "370000": (3, 5), "320000": (3, 6),
    "500000": (4, 3), "420000": (4, 4), "340000": (4, 5), "310000": (4, 6),
    "530000": (5, 2), "520000": (5, 3), "430000": (5, 4), "360000": (5, 5), "330000": (5, 6),
    "450000": (6, 3), "440000": (6, 4), "350000": (6, 5), "710000": (6, 7),
    "460000": (7, 3), "820000": (7, 4), "810000": (7, 5),
}  # fmt: skip
ROWS, COLUMNS = 8, 8
SELDOM_ZH: dict[str, str] = {
    "710000": "台湾",
    "810000": "香港",
    "820000": "澳门",
}  # named without a track, too
SHORT_EN: dict[str, str] = {
    "110000": "BJ", "120000": "TJ", "130000": "HE", "140000": "SX", "150000": "NM", "210000": "LN", "220000": "JL",
    "230000": "HL", "310000": "SH", "320000": "JS", "330000": "ZJ", "340000": "AH", "350000": "FJ", "360000": "JX",
    "370000": "SD", "410000": "HA", "420000": "HB", "430000": "HN", "440000": "GD", "450000": "GX", "460000": "HI",
    "500000": "CQ", "510000": "SC", "520000": "GZ", "530000": "YN", "540000": "XZ", "610000": "SN", "620000": "GS",
    "630000": "QH", "640000": "NX", "650000": "XJ", "710000": "TW", "810000": "HK", "820000": "MO",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    row: int
    column: int
    is_focus: bool
    cell: Cell


@dataclass(frozen=True, slots=True)
class TileGrid:
    """``tiles`` in reading order, one for every place of the layout; ``known`` of ``count`` have a value."""

    tiles: tuple[Tile, ...]
    year: int
    unit: str
    legend: tuple[tuple[int, str], ...]
    known: int
    count: int


def build_tile_grid(
    tracks: Sequence[Track],
    axis: Axis,
    year: int,
    focus: str | None = None,
    not_applicable: frozenset[str] = frozenset(),
) -> TileGrid:
    """Tiles of one year; provinces that are not among the tracks stand empty, so that the shape is always known."""
    tracks = [track for track in tracks if track.line.key.region in LAYOUT]
    axis = axis.fitting(point.value for track in tracks for point in track.everything if point.year == year)
    shades = build_shades(point.value for track in tracks if (point := track.line.at(year)))
    by_code = {track.line.key.region: track for track in tracks}
    tiles = []
    for code, (row, column) in sorted(LAYOUT.items(), key=lambda item: item[1]):
        track = by_code.get(code)
        cell = cell_at(track, year, axis, shades, not_applicable) if track else Cell("outside", "", "")
        name = _short_name(track.name if track else "", code, axis.language)
        tiles.append(Tile(code, name, row, column, code == focus, cell))
    known = sum(tile.cell.id is not None for tile in tiles)
    return TileGrid(tuple(tiles), year, axis.title, legend_of(shades, axis), known, len(by_code))


def _short_name(name: str, code: str, language: str) -> str:
    """Two or three characters that fit on a tile; the postal letters in English."""
    if is_english(language):
        return SHORT_EN[code]
    if code in SELDOM_ZH:
        return SELDOM_ZH[code]
    for ending in ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name
