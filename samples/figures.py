"""The invented figures of the sample reports, and the placeholders that put them into prose.

A placeholder names a statistic and the table `figures.csv` gives its value, so that two reports cannot
disagree by accident. Where a sentence wants a wording of its own, the placeholder carries the text and the
table checks it:

    {patent_applications}                       the report's own region and period
    {patent_applications.invention@yoy}         growth in percent, worked out from two levels of the table
    {patent_applications.invention@share}       share of the total; without a breakdown, of the province
    {valid_patents.invention@provshare}         share of the province's figure of the same breakdown
    {360100/pledge_financing_amount@-1:y2}      another region, the year before, in 亿 with two decimals
    {lectures=24}  {patent_applications>9万}     written as given: equal to, or below, the table's value
    {patent_applications@target-percent=8}      a goal in percent (beside it, `@target` is one in units)
    {patent_applications.invention@share-change=2.3}  the change of a share, in percentage points
    {pledge_financing_amount:e2}                in 亿 without the sign, for a table that names the unit
    {!pledge_financing_contracts=642}           a planted contradiction: must differ from the table
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROVINCE = "360000"
MEASURES = ("yoy", "change", "share", "provshare", "rank", "target", "target-percent", "share-change")
DERIVED = ("yoy", "change", "share", "provshare")
READ_AS = {"provshare": "share", "target-percent": "target", "share-change": "change"}
PLACEHOLDER = re.compile(
    r"\{(?P<planted>!?)(?:(?P<region>\d{6})/)?(?P<indicator>[a-z]\w*)(?:\.(?P<breakdown>[a-z_]+))?"
    r"(?P<marks>(?:@-?\w[\w-]*)*)(?:\^(?P<month>\d\d?))?(?::(?P<format>[a-z]?\d?))?(?:(?P<sign>[=<>~])(?P<text>[^{}]+))?\}"
)
RISES = ("增长", "提高", "增加", "上升", "提升", "净增", "多出", "升幅", "增幅")
FALLS = ("下降", "降低", "减少", "回落", "下滑", "降幅", "微降", "减幅")
DIRECTION = re.compile("|".join(RISES + FALLS))
CHINESE_DIGITS = {
    "首": 1,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
COMPARATORS = {"=": "exact", ">": "above", "<": "below", "~": "about"}

Key = tuple[str, str, str, str, str]


class FigureError(ValueError):
    """A placeholder that the table does not bear out."""


@dataclass(frozen=True)
class Stated:
    """One figure as a sample states it: what a perfect reader would take from the sentence.

    `line` is the whole line, filled, and `at` the place in it where `text` begins.
    """

    region: str
    period: str
    month: int | None
    indicator: str
    breakdown: str
    measure: str
    value: Decimal
    comparator: str
    text: str
    planted: bool
    line: str = ""
    at: int = 0


def load_figures(path: Path = HERE / "figures.csv") -> dict[Key, Decimal]:
    """Return every figure by (region, period, indicator, breakdown, measure); money in yuan, shares in %."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    names = ("region", "period", "indicator", "breakdown", "measure")
    figures = {tuple(row[name] for name in names): Decimal(row["value"]) for row in rows}
    if len(figures) != len(rows):
        raise FigureError("figures.csv gives one statistic twice")
    return figures  # type: ignore[return-value]


def year_before(period: str) -> str:
    """Return the same window one year earlier: 2024H1 gives 2023H1."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def derive(figures: dict[Key, Decimal], key: Key) -> Decimal:
    """Return a growth (%), a change (absolute) or a share (%) from the levels; one decimal for percentages."""
    region, period, indicator, breakdown, measure = key
    level = figures[region, period, indicator, breakdown, "level"]
    if measure in ("share", "provshare"):
        inside = bool(breakdown) and measure == "share"
        whole = (region if inside else PROVINCE, period, indicator, "" if inside else breakdown, "level")
        return _percent(level / figures[whole])
    before = figures[region, year_before(period), indicator, breakdown, "level"]
    return level - before if measure == "change" else _percent(level / before - 1)


def _percent(ratio: Decimal) -> Decimal:
    return (ratio * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def parse_number(text: str) -> Decimal:
    """Return the value of 24, 1,203, 36.4万, 26.7亿, 十九 or 三."""
    plain = text.replace(",", "")
    scale = {"万": Decimal(10000), "亿": Decimal(100000000)}.get(plain[-1], Decimal(1))
    digits = plain.rstrip("万亿")
    if all(char in CHINESE_DIGITS for char in digits):
        return Decimal(_chinese(digits)) * scale
    return Decimal(digits) * scale


def _chinese(digits: str) -> int:
    tens, ten, ones = digits.partition("十")
    if not ten:
        return CHINESE_DIGITS[digits]
    return (CHINESE_DIGITS[tens] if tens else 1) * 10 + (CHINESE_DIGITS[ones] if ones else 0)


def show(value: Decimal, layout: str, money: bool) -> str:
    """Return the value as the prose prints it: `c` with commas, `w2` in 万, `y2` in 亿, else plain."""
    if not layout and money:
        layout = "y2" if abs(value) >= 100000000 else "w2"
        return _scaled(value, layout).replace(".00", "")
    if layout.startswith("e"):
        return _scaled(value, "y" + layout[1:]).rstrip("亿")
    if layout.startswith(("w", "y")):
        return _scaled(value, layout)
    return f"{value:,f}" if layout == "c" else f"{value:f}"


def _scaled(value: Decimal, layout: str) -> str:
    scale, sign = (Decimal(10000), "万") if layout[0] == "w" else (Decimal(100000000), "亿")
    places = Decimal(1).scaleb(-int(layout[1:] or 0))
    return f"{(value / scale).quantize(places, ROUND_HALF_UP):f}{sign}"


class Filler:
    """Fills the placeholders of one report and remembers what they state."""

    def __init__(self, figures: dict[Key, Decimal], region: str, period: str, money: frozenset[str]) -> None:
        self.figures, self.region, self.period, self.money = figures, region, period, money
        self.stated: list[Stated] = []

    def fill(self, line: str) -> str:
        """Return the line with every placeholder replaced; raises FigureError where the table disagrees."""
        done, at = "", 0
        found: list[Stated] = []
        for match in PLACEHOLDER.finditer(line):
            done += line[at : match.start()]
            found.append(replace(self._state(match, done), at=len(done)))
            done, at = done + found[-1].text, match.end()
        done += line[at:]
        self.stated += [replace(stated, line=done) for stated in found]
        if "{" in done or "}" in done:
            raise FigureError(f"unread placeholder in: {done}")
        return done

    def _state(self, match: re.Match[str], before: str) -> Stated:
        key = self._key(match)
        region, period, indicator, breakdown, measure = key
        planted, sign = bool(match["planted"]), match["sign"] or "="
        if match["text"]:
            text, value = match["text"], parse_number(match["text"])
            if measure in ("yoy", "change", "share-change") and _is_fall(before):
                value = -value
            self._check(key, value, sign, planted)
        else:
            value = self._value(key)
            if measure in ("yoy", "change"):
                _check_direction(before, value, key)
            money = indicator in self.money and measure in ("level", "change", "target")
            text = show(abs(value), match["format"] or "", money)
            unsigned = text + "亿" if (match["format"] or "").startswith("e") else text
            value = parse_number(unsigned).copy_sign(value)
        month = int(match["month"]) if match["month"] else None
        return Stated(
            region,
            period,
            month,
            indicator,
            breakdown,
            READ_AS.get(measure, measure),
            value,
            COMPARATORS[sign],
            text,
            planted,
        )

    def _key(self, match: re.Match[str]) -> Key:
        measure, period = "level", self.period
        for mark in match["marks"].split("@")[1:]:
            if mark in MEASURES:
                measure = mark
            elif mark == "-1":
                period = year_before(period)
            else:
                period = mark
        if measure.startswith("target") and period == self.period and len(period) == 4:
            period = str(int(period) + 1)
        region = match["region"] or self.region
        return region, period, match["indicator"], match["breakdown"] or "", measure

    def _value(self, key: Key) -> Decimal:
        if key in self.figures:
            return self.figures[key]
        if key[4] in DERIVED:
            return derive(self.figures, key)
        raise FigureError(f"no figure for {key}")

    def _check(self, key: Key, value: Decimal, sign: str, planted: bool) -> None:
        try:
            known = self._value(key)
        except (FigureError, KeyError):
            if planted:
                return
            raise
        agrees = {"=": known == value, ">": known >= value, "<": known <= value, "~": True}[sign]
        if agrees == planted:
            raise FigureError(f"{key} is {known}; the text says {sign} {value}, planted: {planted}")


def _is_fall(before: str) -> bool:
    words = DIRECTION.findall(before[-60:])
    return bool(words) and words[-1] in FALLS


def _check_direction(before: str, value: Decimal, key: Key) -> None:
    if not DIRECTION.search(before[-60:]) or _is_fall(before) != (value < 0):
        raise FigureError(f"{key} moved by {value}, against the wording: …{before[-30:]}")
