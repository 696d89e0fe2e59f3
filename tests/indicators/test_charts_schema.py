"""Figures are built as plain data, for speed; here Plotly's own schema judges them."""

import plotly.graph_objects as go
import pytest

from indicators.chart_themes import THEMES, paint
from indicators.charts import (
    build_bar_chart,
    build_bump_chart,
    build_line_chart,
    build_ranked_bars,
    build_slope_chart,
)
from tests.indicators.test_charts import AXIS, tracks_of
from tests.indicators.test_series import part, year

ROWS = (year(2014, 5, pk=1), year(2016, 70_000, comparator="above", pk=2), part(2017, 10, 31, 3))


def ranked_bars(tracks, axis):
    return build_ranked_bars(tracks, axis, 2016)


def slopes(tracks, axis):
    return build_slope_chart(tracks, axis, 2014, 2016)


BUILDERS = [build_line_chart, build_bar_chart, build_bump_chart, ranked_bars, slopes]


@pytest.mark.parametrize("build", BUILDERS)
def test_plotly_knows_every_attribute(build):
    figure = build(tracks_of(*ROWS), AXIS)
    assert len(go.Figure(figure).data) == len(figure["data"])


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_theme_paints_with_what_plotly_knows(theme):
    go.Figure(paint(build_line_chart(tracks_of(*ROWS), AXIS), theme))


def test_a_misspelt_attribute_would_be_found():
    with pytest.raises(ValueError, match="colour"):
        go.Figure({"data": [{"type": "scatter", "line": {"colour": "red"}}]})
