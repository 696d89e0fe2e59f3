"""What the explorer says in words: names of kinds, and why one of them would say nothing true."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext, pgettext_lazy

from indicators.charts.outlines import MOST_BYTES, MOST_FEATURES, OutlineError

KIND_NAMES = {
    "line": pgettext_lazy("chart", "折线"),
    "bar": pgettext_lazy("chart", "柱状"),
    "parts": pgettext_lazy("chart", "构成"),
    "bump": pgettext_lazy("chart", "位次"),
    "slope": pgettext_lazy("chart", "两年对比"),
    "multiples": pgettext_lazy("chart", "小图组"),
    "heat": pgettext_lazy("chart", "热力表"),
    "tiles": pgettext_lazy("chart", "省份方格"),
    "map": pgettext_lazy("chart", "地图"),
}

REASONS: Mapping[str, str] = {
    "empty": gettext_noop("所选范围内没有已发布的数值，请换一个地区或放宽年份。"),
    "one_year": gettext_noop("只有一个年份的数值，看不出变化；请放宽年份，或看下面的表。"),
    "one_region": gettext_noop("只有一个地区的数值，没有可比的；请再加地区。"),
    "rank_bars": gettext_noop("位次是名次，画成柱会让末位显得最大；请用折线或热力表。"),
    "rank_ranked": gettext_noop("这里本来就是位次，不再排一次；请用折线。"),
    "no_dimension": gettext_noop("这项指标不分类，没有构成可看；请用柱状图。"),
    "not_additive": gettext_noop("比率、增幅和位次不能相加，堆起来没有意义；请用折线。"),
    "no_parts": gettext_noop("所选地区没有报送分类的数值；请用柱状图。"),
    "parts_incomplete": gettext_noop("各年的分类都不全，又没有合计，堆起来会被当成总数；请用折线对照各类。"),
    "parts_ranked": gettext_noop("一个地区的各类之间不排名；请选“合计”或其中一类，再比较地区。"),
    "parts_mapped": gettext_noop("地图和方格每个地区只放一个数；请选“合计”或其中一类。"),
    "no_pair": gettext_noop("没有地区在这两年都有同一时段的数值；请换两个年份。"),
    "not_provinces": gettext_noop("省份方格只比较省级地区；请选“全国各省”。"),
    "no_map": gettext_noop(
        "没有适用的底图：国界省界须用经审核的地图，请管理员上传本单位获准使用的底图；省份可先看方格图。"
    ),
}

OUTLINE_REASONS: Mapping[str, str] = {
    "size": gettext_noop("文件超过 %(most)s MB；请先简化轮廓再上传。"),
    "json": gettext_noop("这不是有效的 JSON 文件；请导出为 GeoJSON（UTF-8）再上传。"),
    "shape": gettext_noop("这不是 GeoJSON 的 FeatureCollection%(place)s；请检查导出格式。"),
    "features": gettext_noop("轮廓须有 1 到 %(features)s 个；请只导出要用的地区。"),
    "code": gettext_noop(
        "第 %(detail)s 个轮廓没有可识别的六位行政区划代码；请在属性 code 或 adcode 里写明。"
    ),
    "twice": gettext_noop("代码 %(detail)s 出现了两次；请合并为一个轮廓。"),
    "geometry": gettext_noop("第 %(detail)s 个轮廓不是面（Polygon 或 MultiPolygon）；请检查导出内容。"),
    "points": gettext_noop("轮廓的点太多；请先简化轮廓再上传。"),
    "number": gettext_noop(
        "第 %(detail)s 个轮廓的坐标不是经纬度；请用经纬度坐标（WGS 84 或 CGCS 2000）导出。"
    ),
    "flat": gettext_noop("轮廓没有合理的长宽；请检查坐标次序（先经度后纬度）。"),
}


def reason(code: str) -> str:
    """The sentence for a reason; "" for none."""
    return _(REASONS[code]) if code else ""


def outline_reason(error: OutlineError) -> str:
    """Why a file is no map, in one sentence: what, why, what next."""
    place = pgettext("GeoJSON", "（第 %(detail)s 项）") % {"detail": error.detail} if error.detail else ""
    return _(OUTLINE_REASONS[error.reason]) % {
        "most": MOST_BYTES // 1024 // 1024,
        "features": MOST_FEATURES,
        "detail": error.detail,
        "place": place,
    }
