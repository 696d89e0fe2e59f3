"""Series → figures: plain data that turn into JSON or markup as they are. No data is fetched, no number is made up.

Colours are written as CSS variables (``var(--series-1)``), which the page resolves in the theme it is shown in;
``chart_themes.paint`` resolves them for pictures made without a page. A value stays Decimal until it becomes a
coordinate. Each marker's ``customdata`` is the id of the observation that it stands for.
"""

from indicators.charts.bars import build_bar_chart
from indicators.charts.heat import build_heat_table
from indicators.charts.lines import build_line_chart
from indicators.charts.maps import build_map
from indicators.charts.marks import DASHES, GREY, HEDGED_SHAPES, HOLLOW, SERIES_COLOURS
from indicators.charts.multiples import build_multiples
from indicators.charts.parts import build_parts_chart
from indicators.charts.ranks import build_bump_chart, build_ranked_bars
from indicators.charts.slopes import build_slope_chart
from indicators.charts.sparkline import build_sparkline
from indicators.charts.tiles import build_tile_grid

__all__ = [
    "DASHES",
    "GREY",
    "HEDGED_SHAPES",
    "HOLLOW",
    "SERIES_COLOURS",
    "build_bar_chart",
    "build_bump_chart",
    "build_heat_table",
    "build_line_chart",
    "build_map",
    "build_multiples",
    "build_parts_chart",
    "build_ranked_bars",
    "build_slope_chart",
    "build_sparkline",
    "build_tile_grid",
]
