"""The pipeline: one text in, one Extraction out; each stage is a function of what the stages before it found."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from indicators.catalogue import Catalogue, load_catalogue
from indicators.regions import Gazetteer, load_gazetteer
from reports.extraction.board import Setting, Stated, Topic
from reports.extraction.cells import read_cells
from reports.extraction.checks import find_checks
from reports.extraction.claims import read_line
from reports.extraction.confidence import confidence_by_rule, kind_of, with_confidence
from reports.extraction.cues import load_cues
from reports.extraction.figures import find_figures
from reports.extraction.folding import fold
from reports.extraction.frozen import changed, maker
from reports.extraction.inherited import doubt_inherited
from reports.extraction.lexicon import load_units
from reports.extraction.line import Line, build_line
from reports.extraction.mentions import PATENTS, Mention, Names, build_names, find_mentions
from reports.extraction.misread import doubt_misread
from reports.extraction.periods import Period, Window, find_periods, window_of
from reports.extraction.places import Place, find_places
from reports.extraction.quantities import Quantity, find_quantities
from reports.extraction.recognised import doubt_recognised
from reports.extraction.report_facts import (
    NOTHING_KNOWN,
    Known,
    find_report_facts,
    find_year_conflict,
    planned_year,
)
from reports.extraction.sentences import pieces
from reports.extraction.structure import find_structure
from reports.extraction.subjects import HOME, Subject
from reports.extraction.times import When, carries_days, end_of_aside, governing, report_when
from reports.extraction.types import Extraction, ReportFacts, Sentence, Span, StatedValue, Structure
from reports.extraction.weak_cues import doubt_weak_cues
from reports.extraction.within import Within, apart
from reports.extraction.work_items import find_work_items

if TYPE_CHECKING:
    from reports.reading.document import Block

_MONTHS = re.compile(r"月|季度|半年")
_OF_A_WEEK = re.compile("宣传周|专利周")
_IN_THE_WEEK = re.compile("(?:在)?(?:本次|整个)?(?:知识产权)?(?:宣传周|专利周)(?:活动)?期间")
_INSIDE = re.compile(r"[省市区县]内")
NO_NUMBER = frozenset({"identifier", "ordinal", "time", "other", "foreign", "damaged", "range"})
_SPAN = attrgetter("span")


@dataclass(frozen=True, slots=True)
class Engine:
    """All that is loaded once: the catalogue, the names it and the word lists give, and the gazetteer."""

    catalogue: Catalogue
    names: Names
    gazetteer: Gazetteer


def load_engine(catalogue: Catalogue | None = None) -> Engine:
    """Return an engine for a catalogue; the project's own is loaded once a process.

    A catalogue that is given may lack indicators that the word lists name; nothing is then stated of those.
    """
    return _default_engine() if catalogue is None else _engine(catalogue, whole=False)


@lru_cache(maxsize=1)
def _default_engine() -> Engine:
    return _engine(load_catalogue(), whole=True)


def _engine(catalogue: Catalogue, whole: bool) -> Engine:
    return Engine(catalogue, build_names(catalogue, whole=whole), load_gazetteer())


def extract(
    text: str,
    *,
    engine: Engine | None = None,
    blocks: Sequence[Block] = (),
    file_name: str | None = None,
    known: Known = NOTHING_KNOWN,
) -> Extraction:
    """Return all that a document states; every span counts characters of ``text``.

    The year and the region that are ``known`` go before those that the text tells.
    """
    engine = engine or load_engine()
    folded = fold(text)
    structure = find_structure(text, blocks)
    facts = find_report_facts(text, structure, engine.gazetteer, file_name, known)
    window = window_of(facts)
    setting = Setting(
        engine.catalogue,
        load_units(),
        load_cues(),
        engine.names.units,
        _looking_back(facts, window),
        _plan_window(facts),
    )
    periods = find_periods(folded, window)
    places = find_places(text, structure, engine.gazetteer, facts)
    quantities = apart(find_quantities(folded), periods)
    reading = _Reading(
        folded,
        structure,
        setting,
        engine.names,
        _counted(quantities, places),
        periods,
        places,
        facts,
    )
    values = reading.all()
    figures = find_figures(text, folded, structure, quantities, periods, values)
    checks = find_checks(values, engine.catalogue, find_year_conflict(text, structure, facts))
    values = with_confidence(values, checks)
    values = doubt_misread(values, checks, structure.cells)
    values = doubt_inherited(values, folded, structure, facts)
    values = doubt_weak_cues(values, folded, structure)
    values = doubt_recognised(values, blocks)
    items = find_work_items(text, structure, facts)
    return Extraction(text, facts, figures, values, items, checks, noise=structure.noise)


def _looking_back(facts: ReportFacts, window: Window) -> Window:
    """The window of what was done: in a plan, the year before the one planned for."""
    if facts.kind != "plan" or facts.year is None:
        return window
    return Window(facts.year - 1, date(facts.year - 1, 1, 1), date(facts.year - 1, 12, 31))


def _plan_window(facts: ReportFacts) -> Window:
    year = planned_year(facts)
    if year is None:
        return Window(None, None, None)
    return Window(year, date(year, 1, 1), date(year, 12, 31))


def _counted(quantities: Sequence[Quantity], places: Sequence[Place]) -> list[Quantity]:
    """The quantities that may be statistics: not names, dates or durations, nor part of a place's name."""
    return [quantity for quantity in apart(quantities, places) if quantity.kind not in NO_NUMBER]


_make_value = maker(StatedValue)


def _value(one: Stated, sentence: Sentence, span: Span, issuer: str | None) -> StatedValue:
    area, entity, end = one.subject.area, one.subject.entity, one.end
    rule, measure, reasons = one.rule, one.measure, one.reasons
    number = one.number
    step = number.quantity.step
    return _make_value(
        # By place, in the order of its fields: told by their names they would take as long as all the rest.
        one.code,
        one.part,
        measure,
        one.accounting,
        one.value,
        one.unit_kind,
        one.comparator,
        one.start,
        end,
        area,
        entity or (issuer if area is None else None),
        span,
        sentence.span,
        sentence.section,
        confidence_by_rule(rule, reasons, kind_of(rule, measure, bool(area or entity), end is None)),
        rule,
        reasons,
        one.name,
        _period_words(one, sentence) if end is None else "",
        step * 100 if number.kind == "times" else step,
        one.giver,
    )


def _period_words(one: Stated, sentence: Sentence) -> str:
    """The words of a period without dates; a plan's are another year's than the report's."""
    return ("下一年" if sentence.part == "planned" else "") + one.when.label


class _Reading:
    """Reads sentence after sentence and remembers what the one before left behind."""

    def __init__(
        self,
        folded: str,
        structure: Structure,
        setting: Setting,
        names: Names,
        quantities: Sequence[Quantity],
        periods: Sequence[Period],
        places: Sequence[Place],
        facts: ReportFacts,
    ) -> None:
        self.folded = folded
        self.structure = structure
        self.setting = setting
        self.names = names
        self.quantities: Within[Quantity] = Within(quantities)
        self.periods: Within[Period] = Within(periods)
        self.places: Within[Place] = Within(places)
        self.topic = Topic(title=self._titled())
        self.spoken = ""  # the word that what was named last lends to the names behind it
        self.section: tuple[str, ...] = ()
        self.inherited: When | None = None
        self.days: When | None = None
        self.week: When | None = None  # the days of the publicity week, to which 宣传周期间 goes back
        self.item_subject: Subject = HOME
        self.undated = facts.start is None
        self.own = report_when(setting.window), report_when(setting.plan_window)
        self.bulletin, self.plan = facts.kind == "bulletin", facts.kind == "plan"
        self.issuer = facts.entity
        self.heading_dates: dict[tuple[tuple[str, ...], bool], When | None] = {}

    def all(self) -> tuple[StatedValue, ...]:
        """Every value that is stated, in order of place."""
        found: list[StatedValue] = []
        covered = _cell_starts(self.structure)
        for sentence in self.structure.sentences:
            if sentence.part == "noise":
                continue
            if covered:
                at = bisect_left(covered, sentence.span[0])
                if at < len(covered) and covered[at] < sentence.span[1]:
                    continue
            for piece in pieces(self.folded, sentence):
                for one in self._sentence(piece):
                    found.append(_value(one, sentence, one.number.quantity.span, self.issuer))
        own = replace(self.setting, window=self.setting.plan_window) if self.plan else self.setting
        cells = read_cells(self.folded, self.structure, own, self.names, self.quantities, self.places)
        found += [_value(one, sentence, span, self.issuer) for one, sentence, span in cells]
        return tuple(sorted(found, key=_SPAN))

    def _sentence(self, sentence: Sentence) -> list[Stated]:
        if sentence.section != self.section:
            self.section = sentence.section
            self.topic = Topic(heading=self._heading(sentence))
            self.spoken = ""
            self.item_subject = HOME
            self.days = None
            self.inherited = self.inherited if self.undated else None
        line = self._line(sentence)
        self._item(line)
        if not (line.numbers or line.periods):  # nothing in it is dated
            self._remember(line, [], None)
            return []
        inherited = self._before(line)
        stated = read_line(line, self.topic, self.setting, inherited or self.own[sentence.part == "planned"])
        self._remember(line, stated, inherited.end if inherited else self.setting.window.end)
        return stated

    def _titled(self) -> tuple[Mention, ...]:
        """The names of a title that no other heading stands below."""
        title = self.structure.title if not self.structure.sections else None
        if title is None or "," in fold(title):
            return ()
        return find_mentions(fold(title).replace(" ", ""), self.names)

    def _heading(self, sentence: Sentence) -> tuple[Mention, ...]:
        heading = sentence.section[-1] if sentence.section else ""
        return find_mentions(fold(heading).replace(" ", ""), self.names)

    def _line(self, sentence: Sentence) -> Line:
        start, end = sentence.span
        periods: Sequence[Period]
        if sentence.part != "planned":
            periods = self.periods(start, end)
        else:
            shifted = find_periods(self.folded[start:end], self.setting.plan_window)
            periods = [changed(p, span=(p.span[0] + start, p.span[1] + start)) for p in shifted]
        heading = sentence.section[-1] if sentence.section else ""
        before = heading + (self.item_subject.entity or "") + self.spoken
        return build_line(
            self.folded,
            sentence,
            self.quantities(start, end),
            periods,
            self.places(start, end),
            self.names,
            before,
        )

    def _item(self, line: Line) -> None:
        """二是某某园区。: an item that is only a name speaks of it until the next item."""
        text = line.text
        if (text[:1] in "一二三四五六七八九十" and text[1:2] == "是") or text[2:3] == "是":
            self.item_subject = HOME
            named = [p for p in line.places if p.place.kind == "entity"]
            if len(named) == 1 and named[0].start <= 6 and named[0].end >= len(text) - 2:
                self.item_subject = Subject(0, None, named[0].place.text)
        if self.item_subject is not HOME and (
            any(placed.place.kind == "self" for placed in line.places) or _INSIDE.search(text)
        ):
            self.item_subject = HOME
        if self.topic.subject is not self.item_subject:
            self.topic = changed(self.topic, subject=self.item_subject)

    def _before(self, line: Line) -> When | None:
        if self.week is not None and _IN_THE_WEEK.match(line.text):
            return self.week
        if self.days is not None and carries_days(line):
            return self.days
        if line.text.startswith("其中") and self.topic.stated:
            own = (one.when for one in reversed(self.topic.stated) if one.when.kind != "prior")
            return next(own, self.topic.stated[-1].when)
        if self.inherited is not None:
            return self.inherited
        return self._heading_when(line)

    def _heading_when(self, line: Line) -> When | None:
        key = (line.sentence.section, line.sentence.part == "planned")
        if key not in self.heading_dates:
            self.heading_dates[key] = self._read_heading_when(line)
        return self.heading_dates[key]

    def _read_heading_when(self, line: Line) -> When | None:
        window = self.setting.plan_window if line.sentence.part == "planned" else self.setting.window
        for heading in reversed(line.sentence.section):
            folded = fold(heading)
            if "月" not in folded and "半年" not in folded and "季度" not in folded:
                continue
            for period in find_periods(folded, window):
                if period.kind == "span" and (
                    "月" in period.text or "半年" in period.text or "季度" in period.text
                ):
                    return When("span", period.start, period.end, True)
        return None

    def _carry(self, period: Period) -> None:
        """An excerpt goes on about the period told last; a bulletin about the months since January."""
        months = self.bulletin and period.kind == "span" and _MONTHS.search(period.text) is not None
        since_january = months and period.start is not None and period.start.month == 1
        running = self.inherited if self.undated else None
        if running is not None and running.start is not None and period.start is not None:
            last = (running.end, running.start.month) == (period.end, 1)
            if last and period.start.month > 1:  # 11月当月 within 1—11月
                return
        if self.undated or since_january:
            self.inherited = When(period.kind, period.start, period.end, True, period.text)

    def _remember(self, line: Line, stated: list[Stated], latest: date | None) -> None:
        days = [t.period for t in line.periods if t.period.kind == "days"] if line.periods else None
        if days:
            self.days = When("days", days[-1].start, days[-1].end, True)
            if days[-1].start != days[-1].end and _OF_A_WEEK.search(line.text):
                self.week = self.days
        elif self.days is not None and not carries_days(line):
            self.days = None
        if line.periods and (self.undated or self.bulletin):  # nothing else is carried on
            marks = [
                timed
                for timed in governing(line, latest)
                if timed.period.kind in ("span", "asof") and end_of_aside(line, timed) is None
            ]
            if marks:
                self._carry(marks[-1].period)
        subject = self.item_subject
        if stated or line.mentions:
            was, counts = self.topic, [one for one in stated if _is_count(one)]
            whole = was.whole
            for one in counts:
                whole = one if one.part is None else whole
            counted = counts[-1] if counts else was.counted
            if line.mentions:
                self.spoken = "质押" if _of_pledges(line.mentions) else ""
            kept, mentions = tuple(stated) or was.stated, line.mentions or was.mentions
            self.topic = Topic(kept, mentions, subject, was.heading, was.title, whole, counted)


def _of_pledges(mentions: Sequence[Mention]) -> bool:
    for mention in mentions:
        for code in mention.codes:
            if code.startswith("pledge"):
                return True
    return False


def _is_count(one: Stated) -> bool:
    if one.measure != "level" or one.code not in PATENTS:
        return False
    return one.subject.area is None and one.subject.entity is None


def _cell_starts(structure: Structure) -> list[int]:
    return sorted(cell.span[0] for cell in structure.cells)
