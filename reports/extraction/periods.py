"""Every expression of time in a text, resolved against the period that the document reports on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from reports.extraction.numerals import parse_arabic, parse_chinese
from reports.extraction.types import ReportFacts, Span
from reports.extraction.year_runs import Period, Window, each_year, plan_period

__all__ = ["Period", "Window", "a_year_earlier", "find_periods", "last_day", "plan_period", "window_of"]

CN_DIGIT = "〇零一二三四五六七八九"
_NUM = rf"(?:\d{{1,2}}|[{CN_DIGIT}十两]{{1,3}})"
_YEAR = (
    r"(?<!\d)(?<!\d[.,:-])(?:19|20)\d{2}|(?<!\d)(?<!\d[.,:-])0\d(?=[ ]?年)"
    r"|(?<![\d近过前后满第达了年续])(?<!\d[.,-])[12]\d(?=[ ]?年(?![来间内前后以多余的代期]))"
    rf"|二[〇零][{CN_DIGIT}]{{2}}|一九[{CN_DIGIT}]{{2}}|20[*×xX]{{2}}|[*×]{{2,4}}(?=年)"
)
_DAYS = (
    rf"(?P<m1>{_NUM})[ ]?月[ ]?(?P<d1>{_NUM})[ ]?(?:日|(?=(?:-|至|到)[ ]?{_NUM}[ ]?日))"
    rf"(?:[ ]?(?:-|至|到)[ ]?(?:(?P<m2>{_NUM})[ ]?月[ ]?)?(?P<d2>{_NUM})[ ]?日)?"
)
_PERIOD = re.compile(
    rf"""
    (?P<stamp>(?<!\d)(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}(?:[ ]\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?
        |(?<!\d)\d{{2}}-\d{{2}}(?=[ ]\d{{1,2}}:\d{{2}})(?:[ ]\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?
        |(?<=["“'‘]) ?\d{{1,2}}[.·]\d{{1,2}}(?=[ ]?["”'’])
        |(?<=["“'‘])[{CN_DIGIT}十]{{1,2}}[·.][{CN_DIGIT}十]{{1,3}}(?=["”'’]))
    |(?P<asof>截[至止](?:到|于)?|止于|到|至|自|从|由)?[ ]?
    (?:
      (?P<year>{_YEAR})
      [ ]?年?度?[ ]?(?:-|至|到)[ ]?(?P<to_year>(?:19|20)\d{{2}})[ ]?年度?(?![末底]|\d|[上下]半|[前第]?[一二三四])
     |(?P<years>(?:19|20)\d{{2}}年?(?:[、和与及](?:19|20)\d{{2}}年?){{1,8}}(?<=年))(?![末底]|\d|[上下]半|[前第]?[一二三四])
     |(?P<year2>{_YEAR})[ ]?年度?
     |(?P<relative>今年|本年度?|当年|去年|上一?年度?|前一年|明年|来年|下一?年度?)
    )?
    [ ]?(?:的|全年)?
    (?P<sub>
      {_DAYS}
     |(?P<ma>{_NUM})[ ]?月?份?[ ]?(?:-|至|到)[ ]?(?P<mb>{_NUM})[ ]?月份?(?P<mbend>底|末)?
     |(?<!提)前(?P<mn>{_NUM})个?月|头(?P<mh>{_NUM})个?月
     |(?P<ms>{_NUM})[ ]?月(?:份)?[ ]?(?P<msend>底前|底|末|中旬|上旬|下旬|[初]|当月|单月)?
     |(?P<half>上半年|下半年)(?P<halfend>末|底)?
     |(?<!提)前(?P<qf>[一二三四两123])个?季度
     |(?:第?(?P<qa>[一二三四1234])(?:季度)?(?:-|至|到))?第?(?P<qb>[一二三四1234])季度(?P<qend>末|底)?
     |同期
     |(?P<yend>年末|年底|年终|末|底)
    )?
    (?P<after>[ ]?(?:以来|起|年初|至今))?
    """,
    re.X,
)
# A number that no sign of time follows is no date; a point follows years in dates, and days between quotation marks.
_TIME_SIGN = "年|个?月|个?季度|日|[-/·至到]"
_TIME_AHEAD = (
    rf"[0-9*×xX ]{{0,6}}(?:{_TIME_SIGN}"
    r"|(?:(?<=19[0-9]{2})|(?<=20[0-9]{2})|(?<=[\"“'‘][0-9])|(?<=[\"“'‘][0-9]{2}))\."
    r"|(?<=20[0-9]{2})[、和与](?=20[0-9]{2}))"
)
# What may stand second in any of them: most characters that one might begin with are let go after this one look.
_SECOND = rf"\d*×xX 年个月季日·/至到.、和与止{CN_DIGIT}十两今去半期末底内前来以,“\"'-"
# Where an expression may begin. One set of characters in front, so that the rest is tried at a few places only;
# each branch then looks back at the character that the set took.
_START = re.compile(
    rf"[0-9*×截到至自从“\"'今本当去上前明来下头第{CN_DIGIT}十两同年全目以]"
    rf"(?:(?<=[*×])|(?=[{_SECOND}])(?:(?<=[0-9])(?<![0-9]{{2}})(?={_TIME_AHEAD})|(?<![0-9])(?:(?<=截)[至止]"
    rf"|(?<=[到至自从])(?=[ ]?(?:\d[\d*×xX ]{{0,6}}(?:{_TIME_SIGN})|二〇|一九|今年|去年))"
    r"|(?<=[今本当去上明来下])年|(?<=[当本])月(?![底末初份])|(?<=[上前下])一年|(?<=[上下])半年"
    rf"|(?<=[前头第])[{CN_DIGIT}十两]{{1,4}}(?:个?月|个?季度|至|到|-| ?年)"
    rf"|(?<=[{CN_DIGIT}十两])[{CN_DIGIT}十两]{{0,3}}(?:个?月|个?季度|至|到|-| ?年)"
    r"|(?<=同)期|(?<=年)[末底内]|(?<=全)年|(?<=目)前|(?<=[前头])(?=\d)"
    r"|(?<=一)年以?来(?=,)|(?<=以)来(?=,)|(?<=来)(?=,)"
    r"|(?:(?<=[到至])[“\"']?(?:十[一二三四五]|九)|(?<=[“\"'])(?:十[一二三四五]|九)|(?<=十)[一二三四五]|(?<=九))"
    r"五(?=[”\"'规计时期末结收]))))"
)
_SIMPLE = re.compile(r"(?:截至)?(?:目前|现在|当前|全年|年内|本年度?|一年来)")
_PRIOR_SAME = re.compile(r"(?:上一?年|去年|前一年)(?:度)?[ ]?(?:的)?(?:同期|同月|同)")
_FESTIVAL = re.compile(r"[“\"'‘] ?(\d{1,2})[.·](\d{1,2}) ?[”\"'’](?:世界知识产权日|知识产权日)?(?:当日|当天)")
_RECENT = re.compile(r"([两二三四五])年(?:来|间)?")
_SOME_YEARS = re.compile("[两三四五六七八九十]年来(?=[^,。;]{0,12}累计)")  # 三年来累计投入…
_BASIS = re.compile(
    r"[^,;。\d]{0,12}\d[\d.,]*[万亿]?[件元项家笔个次]?的基础上"
)  # 在2022年融资82.6亿元的基础上
_FOUR_DIGITS = re.compile(r"\d{4}")
_GROWN = re.compile("(?:增加|提高|上升|增长|发展|扩大|升|增|下降|减少)\\Z")
MOST_YEARS = 12
_SINCE = re.compile(r"[^,。;]{0,16}?(?:以来|至今)")


def window_of(report: ReportFacts) -> Window:
    """Return the window a report speaks of: its own start and end, or its whole year."""
    if report.year is None:
        return Window(None, None, None)
    start = report.start or date(report.year, 1, 1)
    return Window(report.year, start, report.end or date(report.year, 12, 31), report.now)


def find_periods(text: str, window: Window) -> tuple[Period, ...]:
    """Return every expression of time of a folded text, in order, without overlaps."""
    return tuple(_scan(text, window))


def _scan(text: str, window: Window) -> Iterator[Period]:
    position = 0
    reader = None
    while start := _START.search(text, position):
        reader = reader or _Reader(text, window)
        at = start.start()
        found = reader.read(at)
        if found is None:
            position = at + 1
            continue
        yield found
        position = max(found.span[1], at + 1)


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def a_year_earlier(day: date | None) -> date | None:
    """Return the same day of the year before; the 29th of February becomes the 28th."""
    if day is None:
        return None
    return last_day(day.year - 1, 2) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    window: Window

    def read(self, start: int) -> Period | None:
        """The expression that begins here, or None."""
        first = self.text[start]
        if first in "当本" and self.text.startswith("月", start + 1):
            return Period((start, start + 2), self.text[start : start + 2], "month", None, None, False)
        if first in "上去前" and (match := _PRIOR_SAME.match(self.text, start)):
            return self._prior(match)
        if first in "到至“\"'十九" and (plan := plan_period(self.text, start, self.window)):
            return plan
        if self.text[start - 1 : start] == "近" and (recent := _RECENT.match(self.text, start)):
            return self._recent(recent)
        if self.text.startswith("年", start + 1) and _SOME_YEARS.match(self.text, start):
            return self._make((start, start + 3), "since", None, self.window.end)
        match = _PERIOD.match(self.text, start)
        stamp, *told = match.group("stamp", "year2", "year", "years", "relative", "sub") if match else (None,)
        if match and stamp:
            day = self._festival(match)
            if day is not None:
                return day
            return Period(match.span(), match.group(), "stamp", None, None)
        if match and any(told):
            found = self._dated(match)
            if found is not None:
                return found
        if simple := _SIMPLE.match(self.text, start):
            kind = "span" if "年" in simple.group() else "asof"
            if simple.group().startswith("全年"):
                return self._make(simple.span(), kind, *self._year_ends(self.window.year))
            return self._make(simple.span(), kind, self.window.start, self.window.end)
        return None

    def _festival(self, match: re.Match[str]) -> Period | None:
        """“4·26”当日 is that day."""
        told = _FESTIVAL.match(self.text, match.start() - 1)
        if told is None or self.window.year is None:
            return None
        month, day = int(told.group(1)), int(told.group(2))
        if not 1 <= month <= 12 or not 1 <= day <= last_day(self.window.year, month).day:
            return None
        when = date(self.window.year, month, day)
        return self._make((match.start(), told.end()), "days", when, when)

    def _make(self, span: Span, kind: str, start: date | None, end: date | None) -> Period:
        return Period(span, self.text[span[0] : span[1]], kind, start, end, known=end is not None)

    def _prior(self, match: re.Match[str]) -> Period:
        return self._make(
            match.span(), "prior", a_year_earlier(self.window.start), a_year_earlier(self.window.end)
        )

    def _recent(self, match: re.Match[str]) -> Period | None:
        """近三年: the years that end with the one reported on."""
        last = self.window.end
        if last is None or (last.month, last.day) != (12, 31):
            return None
        count = int(parse_chinese(match.group(1)) or 0)
        return each_year(match.span(), self.text, range(last.year - count + 1, last.year + 1))

    def _dated(self, match: re.Match[str]) -> Period | None:
        if match.group("years"):
            told_years = sorted({int(year) for year in _FOUR_DIGITS.findall(match.group("years"))})
            return each_year(match.span(), self.text, told_years)
        told = match.group("year") or match.group("year2") or match.group("relative")
        year = self._year(told, match.group("relative") is not None) if told else self.window.year
        if told and told[-1] in "*×xX" and not match.group("sub"):
            return self._make(match.span(), "masked", self.window.start, self.window.end)
        if told and told[-1] in "*×xX":
            year = self.window.year
        if match.group("to_year"):
            return self._years(match, year)
        if match.group("sub"):
            return self._part(match, year)
        if match.group("relative") == "当年" or not told:
            return None if not told else self._make(match.span(), "span", self.window.start, self.window.end)
        return self._whole_year(match, year)

    def _year(self, told: str, relative: bool) -> int | None:
        if relative:
            shift = -1 if told[0] in "去上前" else 1 if told[0] in "明来下" else 0
            base = self.window.now if self.window.now and told[0] in "去今明来" else self.window.year
            return None if base is None else base + shift
        value = parse_arabic(told) if told[0].isdigit() and told.isdigit() else parse_chinese(told)
        if value is None:
            return None
        number = int(value)
        if number < 100:
            number += 2000 if number < 50 else 1900
        return number if 1900 <= number <= 2100 else None

    def _years(self, match: re.Match[str], year: int | None) -> Period:
        last = int(match.group("to_year"))
        if year is None or not 0 < last - year < MOST_YEARS:
            start = date(year, 1, 1) if year else None
            return self._make(match.span(), "years", start, date(last, 12, 31))
        return each_year(match.span(), self.text, range(year, last + 1))

    def _whole_year(self, match: re.Match[str], year: int | None) -> Period:
        span = match.span()
        after = match.group("after") or ""
        since = _SINCE.match(self.text, span[1]) if match.group("asof") in ("自", "从") else None
        relative = match.group("relative")
        if ("来" in after or "至今" in after or since or "起" in after) and relative not in (
            "今年",
            "本年",
            "本年度",
        ):
            if year is not None and year == self.window.year and "来" in after:
                return self._make(span, "span", self.window.start, self.window.end)  # as 今年以来
            begin = date(year, 1, 1) if year else None
            return self._make(span, "since", begin, self.window.end)
        reported = self.window.now is not None and year == self.window.year
        if reported or (relative in ("今年", "本年", "本年度") and year == self.window.year):
            return self._make(span, "span", self.window.start, self.window.end)
        if relative and relative[0] in "去上前":
            return self._make(span, "prior", *self._year_ends(year))
        if self.text[span[0] - 1 : span[0]] == "在" and _BASIS.match(self.text, span[1]):
            return self._make(span, "prior", *self._year_ends(year))
        verb = _GROWN.search(self.text, max(0, span[0] - 4), span[0]) is not None  # 由…增加到2020年的10257件
        if (match.group("asof") or "")[:1] in ("到", "至") and not (verb and self.window.year is None):
            kind = "plan" if year and (self.window.year is None or year > self.window.year) else "asof"
            return self._make(span, kind, *self._year_ends(year))
        return self._make(
            span,
            "asof" if match.group("asof") and "截" in match.group("asof") else "span",
            *self._year_ends(year),
        )

    @staticmethod
    def _year_ends(year: int | None) -> tuple[date | None, date | None]:
        return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)

    def _part(self, match: re.Match[str], year: int | None) -> Period | None:
        sub = match.group("sub")
        if sub == "同期" and match.group("year2") and year and self.window.year:
            return self._same_window_in(year, match.span())
        if sub == "同期":
            return self._make(match.span(), "same", None, None)
        if match.group("d1"):
            return self._days(match, year)
        if match.group("yend") and self.text.startswith("前", match.end()) and len(sub) == 2:
            return self._make(match.span(), "deadline", *self._until_year_end(match, year))
        if match.group("yend"):
            if len(sub) == 1 and not match.group("year2") and not match.group("relative"):
                return None
            return self._make(match.span(), self._end_kind(match, year), *self._until_year_end(match, year))
        if match.group("half") or match.group("qb") or match.group("qf"):
            return self._quarters(match, year)
        return self._months(match, year)

    def _same_window_in(self, year: int, span: Span) -> Period:
        """2016年同期: the window's months in an earlier year."""
        start, end = self.window.start, self.window.end
        for _ in range(min((self.window.year or year) - year, MOST_YEARS)):
            start, end = a_year_earlier(start), a_year_earlier(end)
        return self._make(span, "span", start, end)

    def _end_kind(self, match: re.Match[str], year: int | None) -> str:
        if (match.group("relative") or "")[:1] in ("去", "上", "前"):
            return "asof" if self.window.now is not None and year == self.window.year else "prior"
        told = match.group("year2") or match.group("relative")
        ahead = bool(told and year and self.window.year and year > self.window.year)
        return "plan" if ahead else "asof"

    def _until_year_end(self, match: re.Match[str], year: int | None) -> tuple[date | None, date | None]:
        if not match.group("year2") and not match.group("relative"):
            partial = self.window.end is not None and self.window.end.month != 12
            return self._year_ends(year) if partial else (self.window.start, self.window.end)
        return self._year_ends(year)

    def _days(self, match: re.Match[str], year: int | None) -> Period | None:
        first = self._number(match.group("m1")), self._number(match.group("d1"))
        month2 = self._number(match.group("m2")) if match.group("m2") else first[0]
        last = (month2, self._number(match.group("d2"))) if match.group("d2") else first
        if not self._is_day(*first) or not self._is_day(*last):
            return None
        try:
            start = date(year, *first) if year else None
            end = date(year, *last) if year else None
        except ValueError:
            return None
        kind = "asof" if match.group("asof") and "截" in match.group("asof") else "days"
        return self._make(match.span(), kind, start, end)

    @staticmethod
    def _is_day(month: int, day: int) -> bool:
        return 1 <= month <= 12 and 1 <= day <= 31

    @staticmethod
    def _number(text: str) -> int:
        value = parse_arabic(text) if text[0].isdigit() else parse_chinese(text)
        return int(value) if value is not None else 0

    def _months(self, match: re.Match[str], year: int | None) -> Period | None:
        if match.group("ms"):
            return self._single_month(match, year)
        if match.group("ma"):
            first, last = self._number(match.group("ma")), self._number(match.group("mb"))
        else:
            first, last = 1, self._number(match.group("mn") or match.group("mh"))
        if not 1 <= first <= last <= 12:
            return None
        start, end = (date(year, first, 1), last_day(year, last)) if year else (None, None)
        return self._make(match.span(), "span", start, end)

    def _single_month(self, match: re.Match[str], year: int | None) -> Period | None:
        month, ending = self._number(match.group("ms")), match.group("msend") or ""
        if not 1 <= month <= 12:
            return None
        start, end = (date(year, month, 1), last_day(year, month)) if year else (None, None)
        if ending == "底前":
            return self._make(match.span(), "deadline", None, end)
        if year and self._begins(match):
            ends = "span" if year == self.window.year else "since"
            return self._make(match.span(), ends, start, self.window.end)
        closing = ending in ("底", "末") or (match.group("asof") or "").startswith(("截", "到", "至"))
        if closing:
            return self._make(match.span(), "asof", date(year, 1, 1) if year else None, end)
        if ending in ("中旬", "上旬", "下旬", "初"):
            return self._make(match.span(), "days", start, end)
        return self._make(match.span(), "span", start, end)

    def _begins(self, match: re.Match[str]) -> bool:
        """自1985年4月起, 2009年3月以来: a month from which things pile up."""
        after = match.group("after") or ""
        since = match.group("asof") in ("自", "从") and _SINCE.match(self.text, match.end()) is not None
        told = match.group("asof") == "自" or match.group("year2") or match.group("relative")
        return since or "来" in after or "至今" in after or bool(told and "起" in after)

    def _quarters(self, match: re.Match[str], year: int | None) -> Period:
        digits = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
        parts: list[int]
        if match.group("half"):
            parts = [1, 2] if match.group("half")[0] == "上" else [3, 4]
            ends = match.group("halfend")
        elif match.group("qf"):
            told = match.group("qf")
            parts, ends = list(range(1, (digits.get(told) or int(told)) + 1)), None
        else:
            first, last = match.group("qa") or match.group("qb"), match.group("qb")
            low, high = digits.get(first) or int(first), digits.get(last) or int(last)
            parts, ends = list(range(low, high + 1)) or [high], match.group("qend")
        if year is None:
            return self._make(match.span(), "asof" if ends else "span", None, None)
        quarters = tuple((date(year, 3 * n - 2, 1), last_day(year, 3 * n)) for n in parts)
        kind = "asof" if ends or "截" in (match.group("asof") or "") else "span"
        start = date(year, 1, 1) if ends else quarters[0][0]
        listed = quarters if match.group("qa") else ()
        return Period(match.span(), match.group(), kind, start, quarters[-1][1], True, listed)
