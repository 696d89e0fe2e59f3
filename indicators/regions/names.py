"""How a region's name is shortened: 郑州市 to 郑州, 延边朝鲜族自治州 to 延边州 and 延边."""

from __future__ import annotations

# The peoples that names of autonomous regions, prefectures and counties carry, longest first; those that such
# names write without 族 (维吾尔, 蒙古, 柯尔克孜, 锡伯, 塔吉克) are here too.
# fmt: off
PEOPLES = (
    "哈萨克族", "柯尔克孜", "蒙古族", "维吾尔", "布依族", "朝鲜族", "土家族", "哈尼族", "哈萨克", "傈僳族",
    "拉祜族", "东乡族", "纳西族", "景颇族", "仫佬族", "布朗族", "撒拉族", "毛南族", "仡佬族", "普米族",
    "塔吉克", "裕固族", "保安族", "独龙族", "蒙古", "回族", "藏族", "苗族", "彝族", "壮族", "满族", "侗族",
    "瑶族", "白族", "傣族", "黎族", "佤族", "畲族", "水族", "土族", "羌族", "锡伯", "怒族", "各族",
)
# fmt: on
PLAIN_ENDINGS = (
    "特别行政区",
    "行政委员会",
    "地区",
    "林区",
    "矿区",
    "特区",
    "新区",
    "省",
    "市",
    "区",
    "县",
    "旗",
    "盟",
)
AUTONOMOUS = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗"}


def _without_peoples(stem: str) -> str:
    """The stem without the peoples at its end, as long as two characters stay; 内蒙古 keeps its own name."""
    if stem == "内蒙古":
        return stem
    shortened = True
    while shortened:
        shortened = False
        for people in PEOPLES:
            if stem.endswith(people) and len(stem) - len(people) >= 2:
                stem, shortened = stem[: -len(people)], True
                break
    return stem[:-1] if stem in PEOPLES and stem.endswith("族") else stem  # 东乡族自治县 is 东乡


def stem_of(name: str) -> str:
    """The name without its rank: 郑州 for 郑州市, 延边 for 延边朝鲜族自治州, or the name itself."""
    for ending in AUTONOMOUS:
        if name.endswith(ending):
            return _without_peoples(name[: -len(ending)]) or name
    for ending in PLAIN_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def short_forms(name: str) -> tuple[str, ...]:
    """The shorter ways of writing ``name``; none of a single character (任县 stays 任县)."""
    stem = stem_of(name)
    forms = []
    for ending, short in AUTONOMOUS.items():
        if name.endswith(ending) and short:
            forms.append(stem + short)
    forms.append(stem)
    return tuple(form for form in dict.fromkeys(forms) if len(form) >= 2 and form != name)
