"""Doubts and evidence: values that contradict each other, sums and growths that hold or do not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter

from indicators.catalogue import Catalogue
from reports.extraction.intervals import Interval, growth, interval_of
from reports.extraction.output import plain
from reports.extraction.periods import a_year_earlier
from reports.extraction.report_facts import YearConflict
from reports.extraction.types import Check, StatedValue

# Kinds under one code that are counted apart: two values contradict each other only under one name.
SEVERAL_KINDS = frozenset({
    "geographical_indications", "pilot_enterprises", "certified_enterprises", "regional_patent_awards",
    "strong_ip_enterprises", "strong_ip_counties", "aid_stations", "patent_transfers", "aid_cases", "inspected_goods",
    "ip_budget", "ip_operation_funds",
})  # fmt: skip
# What an office does again and again: two counts are two rounds.
REPEATED = frozenset({
    "training_sessions", "training_participants", "lectures", "publicity_materials", "publicity_banners",
    "media_articles", "industrialisation_projects", "industrialisation_funding", "patent_navigation_projects",
    "ip_securitisation_amount",
})  # fmt: skip
FAR_DATE = "its date lies far outside the report's period"  # a doubt
RELIABLE = 0.85  # a value that may be a misreading contradicts nobody
WINDOW = 40  # how many values of one statistic are compared with each other
Key = tuple[object, ...]


def find_checks(
    values: Sequence[StatedValue], catalogue: Catalogue, conflict: YearConflict | None
) -> tuple[Check, ...]:
    """Return every check of a document: doubts as errors and warnings, evidence as info, in order of place."""
    groups = _by_statistic(values)
    found = [
        *_conflicts(groups, catalogue),
        *_sums(values, catalogue),
        *_growths(values),
        *_ranges(values),
    ]
    if conflict is not None:
        found.append(_year(conflict))
    return tuple(sorted(found, key=lambda check: check.spans[0] if check.spans else (0, 0)))


_STATISTIC = (
    "indicator", "breakdown", "measure", "accounting", "start", "end", "area", "entity", "period_text",
)  # fmt: skip
_key = attrgetter(*_STATISTIC)
_key_in_short = attrgetter("indicator", "breakdown", "measure")
_key_of_whole = attrgetter(*(name for name in _STATISTIC if name != "breakdown"))
_key_of_level = attrgetter(*(name for name in _STATISTIC if name != "measure"))


def _by_statistic(values: Sequence[StatedValue]) -> dict[Key, list[StatedValue]]:
    """The values of each statistic that more than one may be of."""
    groups: dict[Key, list[StatedValue]] = {}
    short = list(map(_key_in_short, values))
    if len(set(short)) == len(short):
        return groups
    alike = Counter(short)  # most values are alone with it, and never make a whole key
    for value, told in zip(values, short, strict=True):
        if alike[told] > 1:
            groups.setdefault((*_key(value), value.unit_kind, _kind_of(value)), []).append(value)
    return groups


def _kind_of(value: StatedValue) -> str:
    """What tells apart the kinds that one code counts: the name, or 奖励 paid beside 资助."""
    if value.indicator in SEVERAL_KINDS:
        return value.name
    return "奖" if value.indicator == "subsidy_amount" and re.search("奖(?!补)", value.name) else ""


def _step(value: StatedValue) -> Decimal:
    """The last place that the number was written in."""
    exponent = value.value.normalize().as_tuple().exponent
    digits = int(exponent) if isinstance(exponent, int) else 0
    return value.step if value.step is not None else Decimal(1).scaleb(min(digits, 0))


def _interval(value: StatedValue) -> Interval:
    return interval_of(value, _step(value))


# -- conflicts


def _conflicts(groups: dict[Key, list[StatedValue]], catalogue: Catalogue) -> Iterator[Check]:
    for told in groups.values():
        group = [value for value in told if value.confidence >= RELIABLE] or told[:1]
        first = group[0]
        if len(group) < 2 or first.measure == "rank" or first.indicator in REPEATED:
            continue
        apart = _apart(group)
        if apart is None:
            continue
        one, other = apart
        name = catalogue[first.indicator].zh
        yield Check(
            "conflict",
            "error",
            first.indicator,
            first.measure,
            (one.value, other.value),
            f"{name}有两个不同的数值：{plain(one.value)} 与 {plain(other.value)}",
            (one.span, other.span),
        )


def _apart(group: Sequence[StatedValue]) -> tuple[StatedValue, StatedValue] | None:
    """The first two values of a statistic that can't both hold."""
    distinct = list({(value.value, value.comparator): value for value in reversed(group)}.values())[::-1][
        :WINDOW
    ]
    for at, one in enumerate(distinct):
        for other in distinct[at + 1 :]:
            if one.span == other.span or _of_two_series(one, other) or _of_two_purses(one, other):
                continue
            if not _interval(one).meets(_interval(other)):
                return one, other
    return None


def _of_two_purses(one: StatedValue, other: StatedValue) -> bool:
    """省级资助资金210万元 and 市级资助资金402万元: what one of them paid is no second count of what the other paid."""
    if one.giver == other.giver:
        return False
    whole, part = (other, one) if one.giver else (one, other)
    return bool(whole.giver) or whole.value >= part.value


def _of_two_series(one: StatedValue, other: StatedValue) -> bool:
    """优秀奖20项 and 外观设计优秀奖2项, 行政裁决56件 and 调解纠纷18件 in one sentence are told of different things."""
    if one.sentence != other.sentence:
        return False
    of_names = (
        one.indicator.endswith(("_cases", "_licensing_amount", "_transfers")) and one.name != other.name
    )
    return one.indicator.endswith("_awards") or of_names


# -- sums


def _sums(values: Sequence[StatedValue], catalogue: Catalogue) -> Iterator[Check]:
    levels = [value for value in values if value.measure == "level" and value.comparator == "exact"]
    codes = {value.indicator for value in levels}
    full = {code for code in codes if catalogue[code].breakdown in FULL}
    groups: dict[Key, dict[str | None, list[StatedValue]]] = {}
    for value in levels:
        if value.indicator in full:
            groups.setdefault(_key_of_whole(value), {}).setdefault(value.breakdown, []).append(value)
    for group in groups.values():
        code = next(iter(group.values()))[0].indicator
        dimension = FULL[catalogue[code].breakdown or ""]
        # 企业申请1022件 went on about the sentence before: what was inferred is no total to hold parts against.
        group[None] = [value for value in group.get(None, ()) if value.confidence >= RELIABLE]
        if group[None] and all(part in group for part in dimension):
            yield _sum(catalogue, code, *_matching(group, dimension))
    for family, parts in IN_TWO:
        if family.isdisjoint(codes):
            continue
        told = [value for value in levels if value.indicator in family and value.confidence >= RELIABLE]
        told = [value for value in told if "mixed" not in groups.get(_key_of_whole(value), ())]
        for at in range(len(told) - 2):
            yield from _sum_of_two(catalogue, told[at : at + 3], parts)


def _sum_of_two(
    catalogue: Catalogue, told: Sequence[StatedValue], parts: frozenset[tuple[str, str | None]]
) -> Iterator[Check]:
    """办案303件,其中假冒187件、纠纷126件: a total and its two kinds, told together and near enough to be all of it."""
    if not all(_told_alike(one, other) for one, other in pairwise(told)):
        return
    for total, one, other in (told, (told[2], told[0], told[1])):
        kinds = {(one.indicator, one.breakdown), (other.indicator, other.breakdown)}
        if total.breakdown is not None or total.indicator in ("dispute_cases", "counterfeit_cases"):
            continue
        both = one.value + other.value
        if kinds == parts and (both > total.value or 20 * (total.value - both) <= total.value):
            yield _sum(catalogue, total.indicator, total, [one, other])


def _told_alike(one: StatedValue, other: StatedValue) -> bool:
    """Whether two values are of one time and place, told in one sentence or, of loans, one right after the other."""
    near = one.sentence == other.sentence
    if one.indicator.startswith("pledge"):
        near = near or 0 <= other.sentence[0] - one.sentence[1] <= 2
    return near and _key_of_whole(one)[1:] == _key_of_whole(other)[1:]


IN_TWO: tuple[tuple[frozenset[str], frozenset[tuple[str, str | None]]], ...] = (
    (
        frozenset({"enforcement_cases", "dispute_cases", "counterfeit_cases"}),
        frozenset({("dispute_cases", None), ("counterfeit_cases", None)}),
    ),
    *(
        (frozenset({code}), frozenset({(code, "patent"), (code, "trademark")}))
        for code in ("pledge_financing_amount", "pledge_financing_contracts")
    ),
)
FULL: dict[str, tuple[str, ...]] = {
    "patent_type": ("invention", "utility_model", "design"),
    "ip_type": ("patent", "trademark", "mixed"),
}


def _sum(catalogue: Catalogue, code: str, total: StatedValue, told: Sequence[StatedValue]) -> Check:
    whole = _interval(told[0])
    for value in told[1:]:
        whole = whole.plus(_interval(value))
    holds = whole.meets(_interval(total))
    values = (total.value, *(value.value for value in told))
    numbers = " + ".join(str(plain(value.value)) for value in told)
    verdict = "等于" if holds else "不等于"
    return Check(
        "sum",
        "info" if holds else "error",
        code,
        "level",
        values,
        f"{catalogue[code].zh}的各部分之和{verdict}总数：{numbers} 与 {plain(total.value)}",
        tuple(value.span for value in (total, *told)),
    )


def _matching(
    group: dict[str | None, list[StatedValue]], parts: Sequence[str]
) -> tuple[StatedValue, list[StatedValue]]:
    """The total and the parts that stand nearest to each other."""
    told = [group[part][0] for part in parts]
    total = min(group[None][:WINDOW], key=lambda value: abs(value.span[0] - told[0].span[0]))
    return total, [
        min(group[part][:WINDOW], key=lambda value: abs(value.span[0] - total.span[0])) for part in parts
    ]


# -- growth


def _growths(values: Sequence[StatedValue]) -> Iterator[Check]:
    grown = [v for v in values if v.measure == "yoy" and v.comparator == "exact" and v.end is not None]
    codes = {value.indicator for value in grown}
    levels: dict[Key, list[StatedValue]] = {}
    changes: dict[Key, StatedValue] = {}
    for value in values if grown else ():
        if value.indicator not in codes:
            continue
        if value.measure == "level":
            levels.setdefault(_key_of_level(value), []).append(value)
        elif value.measure == "change":
            changes[_key_of_level(value)] = value
    for value in grown:
        now = _nearest(levels.get(_key_of_level(value), ()), value)
        if now is None:
            continue
        before = _nearest(levels.get(_year_before(value), ()), value)
        base = _interval(before) if before is not None else None
        spans = [now.span] + ([before.span] if before is not None else [])
        change = changes.get(_key_of_level(value))
        whole = value.accounting == "flow" or (
            value.end is not None and value.end.month == 12
        )  # 较年初净增 is no change over a year
        if base is None and change is not None and change.unit_kind != "percent" and whole:
            base = _less(_interval(now), _interval(change))
            spans.append(change.span)
        allowed = growth(_interval(now), base) if base is not None else None
        if allowed is not None:
            yield _growth(value, allowed, spans)


def _less(now: Interval, change: Interval) -> Interval:
    return Interval(now.low - change.high, now.high - change.low)


def _year_before(value: StatedValue) -> Key:
    return (
        value.indicator,
        value.breakdown,
        value.accounting,
        a_year_earlier(value.start),
        a_year_earlier(value.end),
        value.area,
        value.entity,
        value.period_text,
    )


def _nearest(values: Sequence[StatedValue], to: StatedValue) -> StatedValue | None:
    at = bisect_left(_Starts(values), to.span[0])
    near = [value for value in values[max(0, at - WINDOW) : at + WINDOW] if value.comparator == "exact"]
    return min(near, key=lambda value: abs(value.span[0] - to.span[0])) if near else None


class _Starts(Sequence[int]):
    """Where values begin, without a copy; values come in order of place."""

    def __init__(self, values: Sequence[StatedValue]) -> None:
        self.values = values

    def __getitem__(self, index: int) -> int:  # type: ignore[override]
        return self.values[index].span[0]

    def __len__(self) -> int:
        return len(self.values)


def _growth(value: StatedValue, allowed: Interval, spans: Sequence[tuple[int, int]]) -> Check:
    holds = allowed.meets(_interval(value))
    middle = ((allowed.low + allowed.high) / 2).quantize(Decimal("0.1"))
    verdict = "相符" if holds else "不符"
    return Check(
        "growth",
        "info" if holds else "warning",
        value.indicator,
        "yoy",
        (value.value, middle),
        f"所述增幅 {plain(value.value)}% 与按两期数值计算的 {plain(middle)}% {verdict}",
        (value.span, *spans),
    )


# -- ranges and the year


def _ranges(values: Sequence[StatedValue]) -> Iterator[Check]:
    for value in values:
        fault = None
        if value.measure == "share" and not 0 <= value.value <= 100:
            fault = f"占比 {plain(value.value)}% 不在 0 到 100 之间"
        elif value.measure == "rank" and (value.value < 1 or value.value != value.value.to_integral_value()):
            fault = f"位次 {plain(value.value)} 不是正整数"
        elif value.measure == "level" and value.value < 0:
            fault = f"数值 {plain(value.value)} 小于零"
        elif FAR_DATE in value.reasons and value.measure == "level":
            fault = f"日期 {value.end} 远在报告所述时期之外"
        if fault:
            yield Check(
                "range", "warning", value.indicator, value.measure, (value.value,), fault, (value.span,)
            )


def _year(conflict: YearConflict) -> Check:
    return Check(
        "year",
        "warning",
        None,
        None,
        (Decimal(conflict.title_year), Decimal(conflict.body_year)),
        f"标题写 {conflict.title_year} 年，正文说的是 {conflict.body_year} 年",
        (conflict.title_span, conflict.body_span),
    )
