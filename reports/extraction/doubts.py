"""Doubts about a value that come from what its line does not say: whose it is, of which day or month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.extraction.accounting import OWNED
from reports.extraction.board import INHERITED, Stated
from reports.extraction.checks import FAR_DATE
from reports.extraction.line import Line, Number
from reports.extraction.periods import Window
from reports.extraction.subjects import Subject
from reports.extraction.times import When

NO_MONTH = "its month is told nowhere"
WHICH_YEAR = "the year before may be the one reported on"
FURTHEST = 5  # years between a report and a date up to which it counts
_OWN_YEAR = re.compile("今年|本年|年内")
_LAST_YEAR = re.compile("(?:去年|上年|上一年|前一年)(?!.*同期)")
# what is handed out, put up and told on the day itself
_ON_A_DAY = frozenset({"publicity_materials", "publicity_banners", "media_articles", "lectures"})


def of_no_centre(code: str, subject: Subject) -> tuple[str, ...]:
    """The doubt about what only parks and centres count, where none is named: 全年代理专利申请, 签约专利项目3项."""
    owned = code == "agency_filings" or (code in OWNED and code.startswith("zone"))
    return (INHERITED,) if owned and subject.entity is None else ()


def days_before(line: Line, number: Number, code: str, when: When) -> tuple[str, ...]:
    """The doubt about 4月26日发放资料1500份;举办培训班2期: behind a semicolon the day may be over."""
    if when.kind != "days" or ";" not in line.text:
        return ()
    days = [t.end for t in line.periods if t.period.kind == "days" and t.end <= number.start]
    between = line.text[days[-1] : number.start] if days else ""
    if code in _ON_A_DAY and "期间" not in between:
        return ()
    return (INHERITED,) if ";" in between else ()


def undated_month(line: Line, number: Number, when: When) -> tuple[str, ...]:
    """The doubt about 当月, and what piled up until then, where nothing tells which month it is."""
    if when.label == "当月":
        return (NO_MONTH,) if when.end is None else ()
    since = not when.told and any(t.period.kind == "month" and t.end <= number.start for t in line.periods)
    return (NO_MONTH,) if since else ()


def far_off(when: When, window: Window) -> tuple[str, ...]:
    """The doubt about 截至2002年底 in a report on 2020: nobody counts what is held up to so long ago."""
    if window.year is None or when.end is None or not when.label.startswith("截"):
        return ()
    return (FAR_DATE,) if abs(when.end.year - window.year) > FURTHEST else ()


def of_which_year(line: Line, when: When, window: Window) -> tuple[str, ...]:
    """The doubt about 去年 that dates a sentence: it may be the year reported on, told in the year after."""
    if when.kind not in ("span", "asof") or _LAST_YEAR.match(when.label) is None:
        return ()
    if window.now is not None or (when.kind == "span" and _OWN_YEAR.search(line.text)):
        return ()
    return () if f"{window.year}年" in line.text else (WHICH_YEAR,)


def of_another_purse(code: str, told: Sequence[Stated]) -> tuple[str, ...]:
    """The doubt about 其中省级资助资金210万元 beside another sum of the kind: whose of them is the office's own."""
    return (INHERITED,) if any(s.code == code and s.measure == "level" for s in told) else ()
