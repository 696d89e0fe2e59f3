"""How sure a number of the later report counts what a promised number counts."""

from __future__ import annotations

import re

from reports.extraction.folding import fold
from reports.extraction.types import Figure, StatedValue
from reports.ledger.matching import Counted
from reports.ledger.targets import POINTS, Target
from reports.ledger.terms import likeness

FAMILIES = (
    frozenset(("件", "宗", "起", "例", "项", "个", "种", "户", "笔")),
    frozenset(("家", "个", "所", "处", "座", "项", "支", "户", "类", "只", "部", "条")),
    frozenset(("期", "场", "次", "班次", "个", "场次", "期次", "批次", "轮", "节", "回", "趟", "遍", "堂")),
    frozenset(("人", "人次", "名", "位", "万人次", "名次")),
)
BODIES = frozenset(("家", "所", "户"))
ADDED = re.compile(r"新[^,。;\d]{0,8}\Z")
SINCE_EVER = re.compile(r"累计|总|达到|达")
MERE = 0.35
CUMULATIVE = 0.6  # 累计质押融资突破120亿元 may be of more years than the one that was promised for
SAME_NAMES = 0.35
NEARLY_ALL = 0.8
AROUND = 0.6
SAME_KIND = frozenset(("level", "yoy", "share", "change"))
PART_OF_WHOLE = 0.62
LOOSELY = 0.7
OTHER_THING = 0.75


def counts_otherwise(target: Target, one: Counted) -> bool:
    """Whether one of the two is what was added and the other what there is in all (新成员9家, 成员单位达到32家)."""
    words = one.pool.reader.words.cues
    adds = words["adding"].search(one.before) is not None or ADDED.search(one.before) is not None
    return adds and not target.adding and target.reaches


def fits(wanted: Figure, figure: Figure) -> bool:
    """Whether one number may count what the other does, by their units."""
    if figure.unit == wanted.unit or (wanted.unit in POINTS and figure.unit in POINTS):
        return True
    if "money" in (wanted.unit_kind, figure.unit_kind) or "percent" in (wanted.unit_kind, figure.unit_kind):
        return wanted.unit_kind == figure.unit_kind
    return any(wanted.unit in family and figure.unit in family for family in FAMILIES)


def closeness(target: Target, one: Counted) -> float:
    """From 0 to 1: how sure a number of the later report counts what the target counts."""
    value, words = one.stated, one.pool.reader.words
    if value is None or target.code is None:
        told = value is not None and f"#{value.indicator}" not in target.label
        own = 0.85 if told else 1.0
    elif value.indicator == target.code and value.measure in SAME_KIND:
        return _same_statistic(target, one, value)
    elif value.indicator in words.wholes.get(target.code, ()) and value.measure == "level":
        return PART_OF_WHOLE
    else:
        own = 0.5 if value.indicator != target.code else 0.0
    own *= 1.0 if one.figure.unit == target.figure.unit else 0.8
    own *= OTHER_THING if is_of_another_thing(target, one) else 1.0
    common = shared(target, one)
    return max(own, NEARLY_ALL) * common if common >= NEARLY_ALL else own * common


def is_of_another_thing(target: Target, one: Counted) -> bool:
    """Whether the thing of the field that is promised (示范学校3所) is named nowhere beside the number."""
    most = max(target.label.values(), default=0.0)
    things = [term for term, weight in target.label.items() if term[0] == "*" and weight >= NEARLY_ALL * most]
    return bool(things) and not any(thing in one.label or thing in one.context for thing in things)


def _same_statistic(target: Target, one: Counted, value: StatedValue) -> float:
    """How sure a number of the target's own indicator is its outcome: another part, place or name makes it less."""
    words = one.pool.reader.words
    if value.measure == "change" and not target.adding:
        return 0.0
    named = _named_above(target, one)
    if named is not None:
        return 1.0 if named else MERE
    if value.breakdown != target.part:
        return LOOSELY if target.code in words.loose and None in (value.breakdown, target.part) else 0.3
    # 甲公司、乙公司等4家企业: nobody else's number
    bodies = one.figure.unit in BODIES and one.before.endswith("等")
    area = "" if bodies else value.area or ""
    if _is_others(value.entity, one) or (area and not _is_whole(area)):
        return MERE
    if target.own and likeness(target.own, dict.fromkeys(one.pool.terms[one.clause], 1.0)).share < SAME_NAMES:
        return MERE
    if value.accounting == "cumulative" and not SINCE_EVER.search(target.words):
        return CUMULATIVE
    wide = target.code in words.wide
    return 1.0 if not wide or shared(target, one) >= SAME_NAMES else 0.3


def _named_above(target: Target, one: Counted) -> bool | None:
    """Whether the words beside a number have what the name of the promise's line says (发明专利:授权900件); None
    where the line has no name or the number's words have nothing of it."""
    whole = sum(target.above.values())
    if not whole:
        return None
    told = sum(weight for term, weight in target.above.items() if term in one.label)
    return told >= NEARLY_ALL * whole if told else None


def _is_others(entity: str | None, one: Counted) -> bool:
    """Whether the number is a body's other than the office itself; a park's own office writes of the park, and
    甲公司、乙公司等4家企业 counts the bodies."""
    if one.figure.unit in BODIES:
        return False
    folded = one.pool.paper.folded
    return bool(entity) and fold(entity or "") not in folded.lstrip().partition("\n")[0]


def shared(target: Target, one: Counted) -> float:
    """How much of the words that name the target stands beside a number, and by somewhat less around it."""
    whole = sum(target.label.values())
    if not whole:
        return 0.0
    near = sum(
        weight * (1.0 if term in one.label else AROUND if term in one.context else 0.0)
        for term, weight in target.label.items()
    )
    return near / whole


def _is_whole(area: str) -> bool:
    return area[:1] in "全我本" or area.endswith(("全省", "全市", "全区", "全县"))
