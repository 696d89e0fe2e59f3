"""The chart of a page as a picture that says by itself what it shows, of when, and where it is from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from indicators.chart_words import notes_of, source_of
from indicators.exports.errors import ExportError
from indicators.exports.material import Material, Picture
from indicators.pictures import Caption, draw_svg
from indicators.pictures.png import CannotDraw, render_png
from indicators.selection import IndicatorPage


def write_svg(material: Material) -> bytes:
    """The chart as SVG. Raises ExportError where there is none."""
    page, picture = material.page, material.picture or _picture_of(material.page)
    caption = Caption(page.selection.indicator.name, page.title, picture.notes, source_of(page))
    return picture.draw(caption).encode()


def _picture_of(page: IndicatorPage) -> Picture:
    if page.figure is None:
        raise ExportError(_("所选范围内没有已发布的数值，没有图可存；请换一个地区或放宽年份。"))
    figure = page.figure
    return Picture(lambda caption: draw_svg(figure, caption), tuple(map(str, notes_of(page))))


def write_png(material: Material) -> bytes:
    """The chart as PNG. Raises ExportError where there is none, or no picture can be made on this machine."""
    drawing = write_svg(material).decode()
    try:
        return render_png(drawing)
    except CannotDraw as error:
        raise ExportError(_refusal(error.reason)) from error


def _refusal(reason: str) -> str:
    if reason == "font":
        return _("图片没有生成：服务器上没有中文字体，请管理员安装 fonts-noto-cjk；也可以改存 SVG。")
    return _("图片没有生成：服务器上没有装 resvg-py，请管理员安装；矢量图（SVG）不需要它，可以改存 SVG。")
