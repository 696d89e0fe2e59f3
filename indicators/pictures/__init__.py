"""Figures as pictures without a browser: SVG written from the same data that Plotly draws, PNG made of that SVG.

Pure. Scatter and bars are known, which is what the figures of ``indicators.charts`` are made of.
"""

from indicators.pictures.sheet import Caption
from indicators.pictures.svg import draw_svg

__all__ = ["Caption", "draw_svg"]
