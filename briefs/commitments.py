"""What was promised for the year and what became of it, the year's targets, and those of the year to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from briefs.content import Cells, Figure, Run, Section, Sentence, joined
from briefs.prose import number_words, period_words
from briefs.reaching import NOTHING, Bound, Verdict, judge
from briefs.sources import is_growth, name_of, point_of_row, target_words
from indicators import labels, scope
from indicators.facts import Fact
from indicators.models import Measure, Region, Target
from indicators.series import Point, growth_of, window_of
from indicators.wording import format_exact
from reports.models import Promise

NAMED = 4  # targets that were missed are named in the sentence; the table has all
LISTED = 60  # promises in the table; the ledger's own page has all
WORDS = 90  # characters of a promise or its evidence in the table; the sources have all of them
ORDER = ("partly", "changed", "repeated", "not_mentioned", "done")
"""What wants talking about comes first."""


def commitments(region: Region, year: int, moment: datetime, facts: Sequence[Fact]) -> list[Section]:
    """Up to three parts: promises, the year's targets, next year's; ``facts`` are what was published of the region."""
    if not scope.current().includes(region.pk):
        return []
    targets = Target.objects.as_of(moment).for_region(region).filter(end__year__in=(year, year + 1))
    rows = targets.select_related("indicator").order_by("indicator__position", "breakdown", "end", "pk")
    told = list(rows)
    known = _Known.of(facts)
    parts = (
        _promises(region, year, moment),
        _reached([row for row in told if row.end.year == year], known, year),
        _ahead([row for row in told if row.end.year > year], known, year + 1),
    )
    return [part for part in parts if part is not None]


# --- promises


def _promises(region: Region, year: int, moment: datetime) -> Section | None:
    """Those that a person confirmed by then; how many nobody had, without their words."""
    rows = Promise.objects.standing().of_regions([region.pk]).filter(year=year)
    confirmed = [row for row in rows.with_context() if row.decided_at and row.decided_at <= moment]
    total = rows.count()
    if not total:
        return None
    confirmed.sort(key=lambda row: (ORDER.index(row.decided), row.report_id, row.item.span_start))
    table = Cells(
        f"{year}年计划事项",
        ("计划事项", "落实情况", "报告里的说法"),
        tuple(_promise_row(row) for row in confirmed[:LISTED]),
        frozenset(),
        (3.7, 2.4, 3.9),
    )
    return Section(
        key="promises",
        heading="上年计划的落实",
        sentences=tuple(_tally(year, total, confirmed)),
        table=table if confirmed else None,
    )


def _tally(year: int, total: int, confirmed: Sequence[Promise]) -> Iterable[Sentence]:
    waiting = total - len(confirmed)
    if not confirmed:
        yield (f"上年的计划为{year}年列了{total}项工作，落实情况都还没有核定，这里不列。",)
        return
    counts = Counter(row.decided for row in confirmed)
    told = "、".join(f"{name}{counts[code]}项" for code, name in Promise.Status.choices if counts[code])
    tail = f"；另有{waiting}项还没有核定，不在其中" if waiting else ""
    yield (f"上年的计划为{year}年列了{total}项工作，已核定{len(confirmed)}项：{told}{tail}。",)
    if len(confirmed) > LISTED:
        yield (f"下表列前{LISTED}项，其余见“计划落实”。",)


def _promise_row(promise: Promise) -> tuple[Run, ...]:
    refs = (("promise", promise.pk),)
    status = promise.status_words
    if promise.target_words and promise.outcome_words:
        status += f"（目标{promise.target_words}，完成{promise.outcome_words}）"
    said = "".join(str(piece["text"]) for piece in promise.evidence[:1])
    return Figure(_short(promise.item.text), (), refs), status, _short(said)


def _short(text: str) -> str:
    return text if len(text) <= WORDS else f"{text[: WORDS - 1]}…"


# --- targets


@dataclass(frozen=True, slots=True)
class _Known:
    """Published facts by what they are of: (indicator, breakdown, measure, accounting)."""

    lines: Mapping[tuple[str, str, str, str], list[Fact]]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> _Known:
        lines: dict[tuple[str, str, str, str], list[Fact]] = {}
        for fact in facts:
            key = (fact.indicator_id, fact.breakdown, fact.measure, fact.accounting)
            lines.setdefault(key, []).append(fact)
        return cls(lines)

    def actual(self, target: Target, year: int, measure: str = Measure.LEVEL) -> Fact | None:
        """The value for the target's own part of the year, in that year; None without one."""
        window = window_of(target.start, target.end)
        key = (target.indicator_id, target.breakdown, measure, target.accounting)
        return next(
            (
                f
                for f in self.lines.get(key, ())
                if f.end.year == year and window_of(f.start, f.end) == window
            ),
            None,
        )

    def so_far(self, target: Target) -> Fact | None:
        """Of a whole year's target the exact value of the longest part since January, or the newest level; or None."""
        if is_growth(target) or not window_of(target.start, target.end).is_full:
            return None
        key = (target.indicator_id, target.breakdown, Measure.LEVEL, target.accounting)
        begun = None if target.start is None else (1, 1)
        there = [
            fact
            for fact in self.lines.get(key, ())
            if fact.end.year == target.end.year
            and fact.comparator == "exact"
            and window_of(fact.start, fact.end).first == begun
        ]
        return max(there, key=lambda fact: fact.end, default=None)

    def outcome(self, target: Target) -> tuple[Bound, Figure] | None:
        """What was achieved of the target, as a number and as it is printed, with what it rests on."""
        year = target.end.year
        level = self.actual(target, year)
        if not is_growth(target):
            return (Bound(level.value, level.comparator), _number(level, target)) if level else None
        told = self.actual(target, year, Measure.YOY)
        if told:
            return Bound(told.value, told.comparator), Figure(_grown(told.value, told.comparator), (told.pk,))
        before = self.actual(target, year - 1)
        if level is None or before is None:
            return None
        change = growth_of(_point(level), [_point(before)]).change
        return None if change is None else (Bound(change), Figure(_grown(change), (level.pk, before.pk)))


@dataclass(frozen=True, slots=True)
class _Told:
    """A target, what was achieved of it, and the verdict."""

    target: Target
    outcome: Figure | None
    verdict: Verdict
    so_far: Fact | None = None

    @property
    def kind(self) -> str:
        return "part" if self.so_far else self.verdict.kind

    @property
    def result(self) -> str:
        """The verdict in words; of a part of the year how far it has come, which is no verdict."""
        if self.so_far is None:
            return verdict_words(self.target, self.verdict)
        words = f"还没有全年数据，这是{period_words(_point(self.so_far))}的"
        if not _has_share(self.target) or not self.target.value:
            return words
        share = (self.so_far.value * 100 / self.target.value).quantize(Decimal("0.1"), ROUND_DOWN)
        return f"{words}，为目标的{format_exact(share)}%"

    @property
    def aim(self) -> Figure:
        return Figure(target_words(self.target), (), (("target", self.target.pk),))

    @property
    def name(self) -> str:
        return name_of(self.target.indicator, self.target.breakdown)


def _reached(targets: Sequence[Target], known: _Known, year: int) -> Section | None:
    if not targets:
        return None
    told = [_told(target, known) for target in targets]
    rows = tuple(
        (
            one.name,
            _period(one.target),
            one.aim,
            one.outcome or "",
            one.result,
        )
        for one in told
    )
    head = ("指标", "时段", "目标", "实际", "结果")
    table = Cells(f"{year}年目标与实际", head, rows, frozenset({2, 3}), (2.4, 1.55, 1.75, 1.6, 2.7))
    return Section("targets", "目标完成情况", tuple(_summary(told, year)), table=table)


def _told(target: Target, known: _Known) -> _Told:
    outcome = known.outcome(target)
    if outcome is None:
        part = known.so_far(target)
        return _Told(target, _number(part, target) if part else None, NOTHING, part)
    aim = Bound(target.value, target.comparator)
    verdict = judge(aim, outcome[0], fewer_is_better=target.unit_kind == "rank")
    return _Told(target, outcome[1], verdict)


def _summary(told: Sequence[_Told], year: int) -> Iterable[Sentence]:
    counts = Counter(one.kind for one in told)
    names = (
        ("reached", "达到的{}个"),
        ("missed", "没有达到的{}个"),
        ("open", "从说法上不能判断的{}个"),
        ("part", "还没有全年数据的{}个"),
        ("none", "没有同一时段数据的{}个"),
    )
    parts = "，".join(words.format(counts[kind]) for kind, words in names if counts[kind])
    yield (f"{year}年有{len(told)}个数值目标：{parts}。",)
    missed = [one for one in told if one.verdict.kind == "missed"]
    if missed:
        more = f"等{len(missed)}个" if len(missed) > NAMED else ""
        named = [(f"{one.name}目标", one.aim, "，实际", one.outcome or "") for one in missed[:NAMED]]
        yield ("没有达到的是：", *joined(named, "；"), f"{more}。")


def verdict_words(target: Target, verdict: Verdict) -> str:
    """The verdict in words: 未达到，差1,234件（完成98.7%）."""
    if verdict.kind == "none":
        return "没有同一时段的已发布数据"
    if verdict.kind == "open":
        return "说法是约数，不能判断"
    words = "达到" if verdict.kind == "reached" else "未达到"
    if not verdict.gap:
        return words
    gap = _gap_words(target, verdict.gap)
    if verdict.kind == "reached":
        return f"{words}，{'低于上限' if target.comparator == 'below' else '超出'}{gap}"
    share = f"（完成{format_exact(verdict.share)}%）" if verdict.share and _has_share(target) else ""
    return f"{words}，{'超出上限' if target.comparator == 'below' else '差'}{gap}{share}"


def _has_share(target: Target) -> bool:
    return target.comparator != "below" and target.unit_kind not in {"percent", "rank"}


def _gap_words(target: Target, gap: Decimal) -> str:
    if target.unit_kind == "percent":
        return f"{format_exact(gap)}个百分点"
    point = Point(0, target.end.year, window_of(target.start, target.end), gap, target.unit_kind, "exact")
    return number_words(point, labels.unit_name(target.indicator, target.unit_kind))


def _ahead(targets: Sequence[Target], known: _Known, year: int) -> Section | None:
    if not targets:
        return None
    rows = tuple(_ahead_row(target, known, year) for target in targets)
    head = ("指标", "时段", "目标", f"{year - 1}年实际", "还要增长")
    table = Cells(f"{year}年目标", head, rows, frozenset({2, 3, 4}), (2.5, 1.75, 1.8, 1.65, 1.4))
    words = f"计划为{year}年定了{len(rows)}个数值目标。"
    return Section("ahead", f"{year}年目标", ((words,),), table=table)


def _ahead_row(target: Target, known: _Known, year: int) -> tuple[Run, ...]:
    """The target beside the year before: how much more it asks for, where both are plain numbers."""
    level = known.actual(target, year - 1)
    more: Run = ""
    if level and not is_growth(target) and target.unit_kind in {"count", "people", "money", "ratio"}:
        more = _needed(target, level)
    return (
        name_of(target.indicator, target.breakdown),
        _period(target),
        Figure(target_words(target), (), (("target", target.pk),)),
        _number(level, target) if level else "",
        more,
    )


def _period(target: Target) -> str:
    return period_words(point_of_row(target)).removeprefix("截至")


def _needed(target: Target, level: Fact) -> Run:
    if level.comparator != "exact" or level.value <= 0 or target.comparator == "below":
        return ""
    if level.value >= target.value:
        return "已达到"
    share = ((target.value - level.value) * 100 / level.value).quantize(Decimal("0.1"), ROUND_UP)
    return Figure(f"{format_exact(share)}%", (level.pk,), (("target", target.pk),))


def _number(fact: Fact, target: Target) -> Figure:
    unit = labels.unit_name(target.indicator, fact.unit_kind)
    return Figure(number_words(_point(fact), unit), (fact.pk,))


def _grown(change: Decimal, comparator: str = "exact") -> str:
    word = "增长" if change >= 0 else "下降"
    hedge = {"above": "超过", "below": "不足", "about": "约"}.get(comparator, "")
    return f"{word}{hedge}{format_exact(abs(change))}%"


def _point(fact: Fact) -> Point:
    window = window_of(fact.start, fact.end)
    return Point(fact.pk, fact.end.year, window, fact.value, fact.unit_kind, fact.comparator)
