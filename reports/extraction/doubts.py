"""Doubts about a value that come from what its line does not say: whose it is, of which day or month."""

from __future__ import annotations

from reports.extraction.accounting import OWNED
from reports.extraction.board import INHERITED
from reports.extraction.line import Line, Number
from reports.extraction.subjects import Subject
from reports.extraction.times import When

NO_MONTH = "its month is told nowhere"
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
