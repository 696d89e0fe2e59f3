"""Which files there are and how each is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indicators.exports.material import Material
from indicators.exports.package import write_package
from indicators.exports.pictures import write_png, write_svg
from indicators.exports.sdmx import sdmx_lines, structure_xml
from indicators.exports.sheets import write_csv, write_xlsx
from indicators.models import Indicator

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SDMX_CSV = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
SDMX_ML = "application/vnd.sdmx.structure+xml; version=3.0.0; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Writer:
    """How one kind of file is made, how its name ends, and what people call it."""

    content_type: str
    ending: str
    label: Any
    write: Callable[[Material], bytes]


def _write_sdmx(material: Material) -> bytes:
    return "".join(sdmx_lines(material.facts())).encode()


def _write_structure(_material: Material) -> bytes:
    return structure_xml()


WRITERS: Mapping[str, Writer] = {
    "xlsx": Writer(XLSX, "xlsx", _("Excel：数据、原句、指标解释"), write_xlsx),
    "csv": Writer(CSV, "csv", _("CSV：Excel 可直接打开"), write_csv),
    "png": Writer("image/png", "png", _("图片（PNG）"), write_png),
    "svg": Writer("image/svg+xml; charset=utf-8", "svg", _("矢量图（SVG）"), write_svg),
    "package": Writer("application/zip", "zip", _("数据包：数据、原句和说明（ZIP）"), write_package),
    "sdmx": Writer(SDMX_CSV, "sdmx.csv", _("SDMX-CSV：交换用"), _write_sdmx),
    "structure": Writer(SDMX_ML, "structure.xml", _("SDMX 数据结构（XML）"), _write_structure),
}


def content_disposition(indicator: Indicator, ending: str, shown: date | None = None) -> str:
    """The header that names the file: the indicator's name and the day shown, with an ASCII name beside it."""
    day = (shown or timezone.localdate()).isoformat()
    name = quote(f"{indicator.name}_{day}.{ending}")
    return f"attachment; filename=\"{indicator.pk}_{day}.{ending}\"; filename*=UTF-8''{name}"
