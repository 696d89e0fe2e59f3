"""What a document is: whose report, of which period, of which kind, and the reasons for saying so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import PurePath

from indicators.regions import Gazetteer
from reports.extraction.folding import fold
from reports.extraction.issuer import is_zone, opening_subject, titled_issuer
from reports.extraction.parts import is_plan_title, years_in
from reports.extraction.region_names import full_name
from reports.extraction.report_months import opening_months, runs_within, titled_months
from reports.extraction.report_region import RegionChoice, choose_region
from reports.extraction.report_year import (
    FAIR,
    YearChoice,
    YearEvidence,
    body_years,
    chinese_number,
    event_years,
    heading_years,
    heaviest,
    is_masked,
    is_mentioned,
    is_written,
    short_years,
    since_year,
)
from reports.extraction.signed import LAST_YEAR, MONTH, SIGNED, dated, signed_day, tells_of_its_year
from reports.extraction.structure_words import words
from reports.extraction.titles import is_same_title
from reports.extraction.types import ReportFacts, Span, Structure

DATE_FIRST = frozenset(" ()2二")  # what it may begin with, and what may stand around it
# an office and the day in one line, or the paper and the day
# (市局2024年12月6日通报), and 自2013年7月1日起施行
NOTED = re.compile(
    r"\([^()\n]{0,16}?((?:20[0-4][0-9]) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)[^()\n]{0,16}"
    r"(?:通报|发布|公布|讯|电|供稿|整理|编发)\)"
    r"|(?<=[。;\n])((?:20[0-4][0-9]) ?年 ?[0-9]{1,2} ?月(?:[0-9]{1,2} ?日)?)(?:发布|公布|通报|印发)"
    r"|自((?:20[0-4][0-9]) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)起(?:施行|实施|执行)"
)
HELD_AGAINST = "去年[^。]{{0,60}}[比较与]{}年"
LAST_YEAR_TOLD = re.compile("(?<![比较与同和])去年(?!同期|同月|相比)")
LAST_YEAR_OPENS = re.compile(r"\s*(?:[^,。;\d]{0,8},)?去年(?!同期|同月|底|末|[比的])")
YEARS_WRITTEN = re.compile("((?:19|20)[0-9]{2}) ?年")
THIS_YEAR_TOLD = re.compile("今年|本年(?!度目标)")
WRITTEN = re.compile(
    r"(?:日期|时间) ?: ?(20[0-4][0-9])[-/.年]|(?:^|\n) *[(]? ?(20[0-4][0-9]) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日"
)
STAMPED = re.compile(r"(20[0-4][0-9])[-/.年] ?(1[0-2]|0?[1-9])[-/.月]")
APPLIED_FOR = re.compile(
    r"(?:申报|申请|争创|推荐) ?20[0-9]{2}年"
)  # a report that applies for a later year's award
LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NEXT_YEAR = re.compile("明年|来年|下一?年度")
DECIDED = 5  # a body that speaks this firmly of one year stands against a title of another


@dataclass(frozen=True, slots=True)
class Known:
    """What people know of a document better than its text tells: a region's code, a year; None leaves the text's."""

    region: str | None = None
    year: int | None = None


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class YearConflict:
    """A title's year that the body contradicts, with the places of both."""

    title_year: int
    body_year: int
    title_span: Span
    body_span: Span


def find_report_facts(
    text: str,
    structure: Structure,
    gazetteer: Gazetteer,
    file_name: str | None = None,
    known: Known = NOTHING_KNOWN,
) -> ReportFacts:
    """What the document is; ``year`` and ``region`` are None where nothing settles them.

    ``start`` and ``end`` are the report's period (a half-year's report: January to June), None where the year is
    unknown or where the text is an excerpt without title and headings. ``basis`` gives the reasons in Chinese under
    ``year`` and ``region``. What is ``known`` goes before what the text tells.
    """
    folded = fold(text)
    title = fold(structure.title) if structure.title else None
    name = fold(PurePath(file_name).stem) if file_name else None
    kind = _kind(title, structure)
    months = titled_months(title, structure, name)
    if months == (1, 12) and kind not in ("summary", "plan"):
        months = opening_months(folded, structure, title)
    told = _choose_year(folded, structure, title, name, kind, months)
    if told.year is None and known.year is None and kind != "plan":
        told = _since_a_year(folded, structure) or told
    chosen = choose_region(folded, structure, gazetteer, title, name)
    year = known.year or told.year
    issuer = titled_issuer(title, gazetteer)
    subject = None if issuer else opening_subject(folded, structure, gazetteer)
    start, end = _period(year, months)
    unfinished = months == (1, 12) and kind != "plan" and _written_within(year, folded, structure)
    open_period = months == (1, 12) and kind in ("report", "bulletin") and runs_within(folded, structure)
    if kind == "other" and not known.year:
        start, end = None, end if months != (1, 12) else None
    if subject is not None and is_zone(subject):
        chosen = RegionChoice(
            None, "标题写明的是没有区划代码的园区"
        )  # its own doubt says that it was inferred
    entry = (gazetteer.by_code(known.region) if known.region else None) or chosen.entry
    return ReportFacts(
        title=structure.title,
        year=year,
        region=entry.code if entry else None,
        region_name=full_name(entry, gazetteer) if entry else None,
        kind=kind,
        basis={"year": told.reason, "region": chosen.reason},
        start=start,
        end=end,
        inferred=_inferred(
            region=entry is chosen.entry and known.region is None and not (chosen.sure or issuer),
            year=known.year is None and not (told.sure and _is_settled(told.year, folded, structure)),
            entity=subject is not None,
            period=open_period or unfinished,
        ),
        entity=issuer or subject,
        now=_year_of_writing(folded, structure, year, kind),
        unfinished=unfinished,
    )


def _since_a_year(folded: str, structure: Structure) -> YearChoice | None:
    """The year since which a text without any other counts (2019年以来); None for a masked text, or without one."""
    since = None if is_masked(folded) else since_year(folded, structure.sentences)
    return None if since is None else YearChoice(since, "正文写明的年份", False)


def _year_of_writing(folded: str, structure: Structure, year: int | None, kind: str) -> int | None:
    """The year after the one reported on, where the text is dated to it and calls the year reported on 去年.

    Nothing in it may be told of 今年: that would be the year reported on, or leave open which one 去年 is.
    """
    if year is None or "去年" not in folded or LAST_YEAR_TOLD.search(folded) is None:
        return None
    if THIS_YEAR_TOLD.search(folded):
        return None
    days = [day for match in WRITTEN.finditer(folded) if (day := match.group(1) or match.group(2))]
    stamps = (STAMPED.search(folded[slice(*s.span)]) for s in structure.sentences if s.part == "noise")
    days += [stamp.group(1) for stamp in stamps if stamp is not None]
    if days:
        return year + 1 if str(year + 1) in days else None
    written = {int(told) for told in YEARS_WRITTEN.findall(folded)}
    if kind == "other" and written == {year} and LAST_YEAR_OPENS.match(folded):
        return year + 1  # 去年,某市…;2016年专利申请…: nothing else is told of but that year
    held_against = re.search(HELD_AGAINST.format(year - 1), folded)
    return year + 1 if held_against is not None and kind != "summary" else None


def _inferred(**facts: bool) -> frozenset[str]:
    return frozenset(name for name, inferred in facts.items() if inferred)


def _is_settled(year: int | None, folded: str, structure: Structure) -> bool:
    """Whether a year was found, or there is none to be found: no year is written, or the text hides its own."""
    cells = (folded[slice(*cell.span)] for cell in structure.cells)
    headers = (header for cell in structure.cells for header in (*cell.row_headers, *cell.column_headers))
    return year is not None or is_masked(folded) or not is_mentioned(folded, chain(cells, headers))


def find_year_conflict(text: str, structure: Structure, facts: ReportFacts) -> YearConflict | None:
    """The title's year against the body's, where the body speaks of another one; None where they agree."""
    if facts.year is None or structure.title is None:
        return None
    years = years_in(fold(structure.title))
    if not years or facts.year in years:
        return None
    folded = fold(text)
    evidence = _body_evidence(folded, structure)
    spans = [hint.span for hint in evidence if hint.year == facts.year and hint.span is not None]
    place = text.find(structure.title)
    if not spans or place < 0:
        return None
    return YearConflict(years[0], facts.year, (place, place + len(structure.title)), spans[0])


def _kind(title: str | None, structure: Structure) -> str:
    """summary, plan, bulletin, report, or other for an excerpt without title and headings."""
    if title is None:
        return "report" if structure.sections else "other"
    if is_plan_title(title):
        return "plan"
    if title.endswith(words("bulletin_titles")):
        return "bulletin"
    if any(word in title for word in words("summary_titles")):
        return "summary"
    if any(word in title for word in words("bulletin_titles")):
        return "bulletin"
    return "report"


def _period(year: int | None, months: tuple[int, int]) -> tuple[date | None, date | None]:
    if year is None:
        return None, None
    first, last = months
    leap = last == 2 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return date(year, first, 1), date(year, last, LAST_DAYS[last - 1] + leap)


def _body_evidence(folded: str, structure: Structure) -> list[YearEvidence]:
    parts = {sentence.span: sentence.part for sentence in structure.sentences}
    headings = {section.heading for section in structure.sections}
    titles = _title_spans(folded, structure)
    prose = [s for s in structure.sentences if s.span not in headings and s.span not in titles]
    prose = [s for s in prose if folded[s.span[0]] not in DATE_FIRST or not _is_a_date(folded, s.span)]
    evidence = body_years(folded, prose) + heading_years(structure, parts) + event_years(folded, prose)
    if not any(hint.source in ("body", "heading") for hint in evidence):
        evidence += short_years(folded, prose)
    return evidence


def _is_a_date(folded: str, span: Span) -> bool:
    return SIGNED.fullmatch(folded[slice(*span)].strip(" ()")) is not None


def _title_spans(folded: str, structure: Structure) -> set[Span]:
    """The sentences at the head of the text that are its title or say it once more, and lines with a date alone."""
    title = fold(structure.title) if structure.title else ""
    found: set[Span] = set()
    for sentence in structure.sentences[:16]:
        piece = folded[slice(*sentence.span)]
        if sentence.part not in ("preamble", "done") or len(piece) > 60 or piece[-1] in "。;!?":
            continue
        signed = SIGNED.search(piece) and "截" not in piece
        if is_same_title(piece, title) or piece in title or signed:
            found.add(sentence.span)
    return found


def _choose_year(
    folded: str, structure: Structure, title: str | None, name: str | None, kind: str, months: tuple[int, int]
) -> YearChoice:
    evidence = _body_evidence(folded, structure)
    titled = years_in(APPLIED_FOR.sub("", title or ""))
    if kind == "plan":
        return _year_of_plan(evidence, structure, folded, titled, name)
    if is_masked(folded):
        told = heaviest([hint for hint in evidence if hint.source in ("event", "heading")])
        if told is None or told[1] < FAIR:
            return YearChoice(None, "年份被隐去,正文没有其他依据")
        return YearChoice(told[0], _reason(evidence, told[0]))
    if months != (1, 12):  # what a half-year's report plans is for the same year
        evidence = [hint for hint in evidence if hint.source != "plan" and not _is_later_half(hint, folded)]
    told = heaviest(evidence)
    if titled:
        own = sum(hint.weight for hint in evidence if hint.year == titled[0])
        if told is None or told[0] == titled[0] or told[1] < DECIDED or told[1] < 2 * own + FAIR:
            alone = own == 0 and told is not None and told[1] >= FAIR and months == (1, 12)
            return YearChoice(titled[0], f"标题“{title}”" + ("，正文相符" if own else ""), not alone)
    if told is not None and told[1] >= 1:
        opens = any(hint.year == told[0] and hint.weight > 1 for hint in evidence)
        enough = opens or told[1] >= FAIR or _opens_excerpt(evidence, told[0], structure, kind)
        return YearChoice(told[0], _reason(evidence, told[0]), enough and is_written(evidence, told[0]))
    return _weak_year(folded, structure, name, months)


def _opens_excerpt(evidence: Sequence[YearEvidence], year: int, structure: Structure, kind: str) -> bool:
    """Whether the first sentence of an excerpt names the year, even within a clause; a report says it more than so."""
    first = next((s.span for s in structure.sentences if s.part != "noise"), None)
    if kind != "other" or first is None:
        return False
    return any(h.year == year and h.span is not None and h.span[0] < first[1] for h in evidence)


def _is_later_half(hint: YearEvidence, folded: str) -> bool:
    return hint.source == "heading" and hint.span is not None and "下半年" in folded[slice(*hint.span)]


def _reason(evidence: Sequence[YearEvidence], year: int) -> str:
    hints = [hint for hint in evidence if hint.year == year]
    best = max(hints, key=lambda hint: hint.weight)
    return f"{best.reason}(共{len(hints)}处依据)" if len(hints) > 1 else best.reason


def _year_of_plan(
    evidence: Sequence[YearEvidence],
    structure: Structure,
    folded: str,
    titled: Sequence[int],
    name: str | None,
) -> YearChoice:
    """A plan alone is about the year that it plans for."""
    planned = [
        YearEvidence(hint.year + 1, hint.weight, hint.source, hint.reason.removesuffix("的上一年"), hint.span)
        for hint in evidence
        if hint.source == "plan"
    ]
    planned += [hint for hint in evidence if hint.source == "event"]
    if titled:
        return YearChoice(titled[-1], "计划的标题写明的年份")
    told = heaviest(planned)
    if told is not None and not (is_masked(folded) and told[1] < FAIR):
        return YearChoice(told[0], _reason(planned, told[0]))
    if is_masked(folded):
        return YearChoice(None, "年份被隐去,正文没有其他依据")
    return _weak_year(folded, structure, name, (1, 12))


def _weak_year(folded: str, structure: Structure, name: str | None, months: tuple[int, int]) -> YearChoice:
    """The file's name, the date under the text, or the date on the page; a date in spring speaks of the year before."""
    years = years_in(name or "")
    if years:
        return YearChoice(years[0], "文件名写明的年份", False)
    # What is dated in spring speaks of the year before, unless it calls that one 去年.
    of_year_before = months == (1, 12) and LAST_YEAR.search(folded) is None
    day = signed_day(folded, structure)
    if day is not None:
        written = dated(years_in(day)[0], day, of_year_before)
        return YearChoice(written, f"落款日期“{day}”", tells_of_its_year(folded, day))
    noted = NOTED.search(folded)
    if noted is not None:
        day = next(group for group in noted.groups() if group and "月" in group)
        written = dated(years_in(day)[0], day, of_year_before)
        return YearChoice(written, f"落款日期“{day}”", tells_of_its_year(folded, day))
    if not structure.sections and structure.title is None:
        return YearChoice(None, "没有写明年份")
    for sentence in structure.sentences:
        stamp = STAMPED.search(folded[slice(*sentence.span)]) if sentence.part == "noise" else None
        if stamp is not None:
            year, month = int(stamp.group(1)), int(stamp.group(2))
            year -= month <= 4 and of_year_before
            return YearChoice(year, "网页上的发布日期", False)
    return YearChoice(None, "没有写明年份")


def _written_within(year: int | None, folded: str, structure: Structure) -> bool:
    """Whether the day under a text lies before October of the year that it reports on, and it plans for no other."""
    if year is None:
        return False
    day = signed_day(folded, structure)
    month = MONTH.search(day) if day is not None else None
    if day is None or month is None or years_in(day)[:1] != [year]:
        return False
    return (
        chinese_number(month.group(1)) < 10
        and NEXT_YEAR.search(folded) is None
        and str(year + 1) + "年" not in folded
    )


def planned_year(facts: ReportFacts) -> int | None:
    """The year that the report's plans are for: its own for a plan or a part of a year, else the year after."""
    if facts.year is None:
        return None
    partial = facts.end is not None and (facts.end.month, facts.end.day) != (12, 31)
    return facts.year if facts.kind == "plan" or partial or facts.unfinished else facts.year + 1
