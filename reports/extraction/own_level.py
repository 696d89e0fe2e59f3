"""By which level a text calls its own region: 我市, 全省, 本区."""

from __future__ import annotations

import re
from collections import Counter

from indicators.regions import RegionEntry

SELF = re.compile(r"[我本](自治区|省|市|区|县|州|盟|旗)(?![场内外])")
# One set of signs in front, and what must not stand before it looked back at: so only few places are tried.
LEADERS = re.compile(
    r"([自省市区县州盟旗](?<![各级等].)(?:(?<=自)治区|(?<!自)))(?:委(?![员托])|政府)", re.DOTALL
)
WHOLE = re.compile(
    r"全(?<![占居列位比于].)(自治区|省|市|区|县|州|盟|旗)(?!第|前|平均|场|总量的|占比|先进|首|县区)",
    re.DOTALL,
)
OFFICE_LEVEL = re.compile(r"^(自治区|省|市|区|县|州|盟|旗)(?=知识产权|科技|科学|市场监|专利)")


def own_level(folded: str, title: str | None) -> str | None:
    """The level by which the text calls its own region (我市, 全省, 本区); None if it never does."""
    counts: Counter[str] = Counter()
    for match in SELF.finditer(folded):
        counts[match.group(1)] += 4
    for match in WHOLE.finditer(folded):
        counts[match.group(1)] += 1
    for match in LEADERS.finditer(folded):
        counts[match.group(1)] += 2
    if title:
        office = OFFICE_LEVEL.match(title)
        if office:
            counts[office.group(1)] += 10
    return counts.most_common(1)[0][0] if counts else None


def fits_level(entry: RegionEntry, level: str) -> bool:
    """Whether a region of this entry's kind calls itself 我省, 我市, 我区 …"""
    if level == "自治区" or (level == "区" and entry.name.endswith("自治区")):
        return entry.name.endswith("自治区")
    if level == "省":
        return entry.level == "province" and entry.name.endswith("省")
    if level in ("县", "旗", "州", "盟"):
        return entry.name.endswith(level)
    return entry.name.endswith(level) or (level == "市" and entry.name.endswith("地区"))
