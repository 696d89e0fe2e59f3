"""Figures as pictures without a browser: SVG written from the same data that Plotly draws, PNG made of that SVG.

Pure. Scatter and bars are known, which is what the figures of ``indicators.charts`` are made of; and the tables of
shades, tiles, maps and small charts, which are none of Plotly's.
"""

from indicators.pictures.panels import draw_multiples
from indicators.pictures.shaded import draw_heat, draw_map, draw_tiles
from indicators.pictures.sheet import Caption
from indicators.pictures.svg import draw_svg

__all__ = ["Caption", "draw_heat", "draw_map", "draw_multiples", "draw_svg", "draw_tiles"]
