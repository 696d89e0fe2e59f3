"""The ways in which figures come to contradict each other, in the words of the page and of a ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

from reports.hypotheses import FAILS, FITS, POSSIBLE, UNTRIED, Statement, Trial
from reports.wording import period_words, plain_number

NAMES = {
    "rounding": gettext_noop("四舍五入"),
    "last_year": gettext_noop("上年数没有改"),
    "other_window": gettext_noop("另一时段的数"),
    "other_scope": gettext_noop("另一范围的数"),
    "percent_or_points": gettext_noop("百分数与百分点混用"),
    "cumulative": gettext_noop("累计数与当年数混用"),
    "digits": gettext_noop("数字笔误"),
    "digits_swapped": gettext_noop("相邻两位数字颠倒"),
    "digits_wrong": gettext_noop("一位数字有误"),
    "digits_lost": gettext_noop("多写或漏写一位数字"),
    "unit": gettext_noop("单位或小数点错位"),
    "counted": gettext_noop("计量对象不同"),
    "missing_part": gettext_noop("少算一部分"),
    "counted_twice": gettext_noop("重复计算一部分"),
    "base_swapped": gettext_noop("用本期数作了分母"),
    "to_not_by": gettext_noop("“增长到”写成了“增长了”"),
    "sign_lost": gettext_noop("升降写反"),
}
VERDICTS = {
    FITS: gettext_noop("吻合"),
    POSSIBLE: gettext_noop("有可能"),
    FAILS: gettext_noop("不成立"),
    UNTRIED: gettext_noop("缺少可比数据"),
}
FACTS = {
    ("rounding", "step"): gettext_noop("两数相差 %(gap)s，粗略的一个写到 %(step)s 这一位。"),
    ("rounding", "room"): gettext_noop("相差 %(gap)s，各数取整最多能差 %(room)s。"),
    ("rounding", "low"): gettext_noop(
        "按两期数值计算为 %(computed)s%%，取整后可在 %(low)s%% 到 %(high)s%% 之间。"
    ),
    ("last_year", "witness"): gettext_noop("%(period)s的数是 %(witness)s。"),
    ("last_year", "computed"): gettext_noop("上一年的增幅是 %(computed)s%%。"),
    ("last_year", "needed"): gettext_noop("%(one)s 与上年数相同；要合计相符应为 %(needed)s。"),
    ("last_year", "value"): gettext_noop("%(value)s 所在的句子说的是上年。"),
    ("other_window", "witness"): gettext_noop("%(witness)s 是%(period)s的数。"),
    ("other_window", "computed"): gettext_noop("%(period)s的增幅是 %(computed)s%%。"),
    ("other_window", "value"): gettext_noop("%(value)s 所在的句子说的是一年中的一段时间。"),
    ("other_window", "sum"): gettext_noop("各部分之和是 %(sum)s。"),
    ("other_scope", "witness"): gettext_noop("%(witness)s 是“%(whose)s”的数。"),
    ("other_scope", "computed"): gettext_noop("“%(whose)s”的增幅是 %(computed)s%%。"),
    ("other_scope", "value"): gettext_noop("%(value)s 所在的句子说的是其中一部分。"),
    ("other_scope", "sum"): gettext_noop("各部分之和是 %(sum)s。"),
    ("percent_or_points", "points"): gettext_noop("两期相差 %(points)s 个百分点。"),
    ("cumulative", "years"): gettext_noop("%(years)s 年相加是 %(sum)s。"),
    ("cumulative", "sum"): gettext_noop("与以前各年相加是 %(sum)s。"),
    ("digits", "needed"): gettext_noop("%(one)s 改为 %(needed)s 就相符。"),
    ("digits", "one"): gettext_noop("%(one)s 与 %(other)s。"),
    ("unit", "shifted"): gettext_noop("除以 100 是 %(shifted)s%%。"),
    ("unit", "needed"): gettext_noop("%(one)s 应为 %(needed)s，相差 %(factor)s 倍。"),
    ("unit", "computed"): gettext_noop("计算为 %(computed)s%%，相差 %(factor)s 倍。"),
    ("unit", "factor"): gettext_noop("相差正好 %(factor)s 倍。"),
    ("missing_part", "witness"): gettext_noop("差额 %(gap)s 正是另一部分的数。"),
    ("missing_part", "gap"): gettext_noop("差额是 %(gap)s。"),
    ("counted_twice", "gap"): gettext_noop("多出 %(gap)s。"),
    ("base_swapped", "computed"): gettext_noop("增量除以本期数是 %(computed)s%%。"),
    ("to_not_by", "computed"): gettext_noop("本期数是上期数的 %(computed)s%%。"),
    ("sign_lost", "computed"): gettext_noop("按两期数值计算为 %(computed)s%%。"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One way as the page tells it; ``reason`` is the sentence that it lends a ruling."""

    code: str
    name: str
    verdict: str
    verdict_name: str
    facts: str
    holds: int | None

    @property
    def reason(self) -> str:
        return (
            gettext("%(name)s：%(facts)s") % {"name": self.name, "facts": self.facts}
            if self.facts
            else self.name
        )

    @property
    def is_likely(self) -> bool:
        return self.verdict in (FITS, POSSIBLE)


def tell(trial: Trial) -> Told:
    """The trial in the reader's language."""
    name = gettext(NAMES[trial.code])
    return Told(
        trial.code, name, trial.verdict, gettext(VERDICTS[trial.verdict]), facts_of(trial), trial.holds
    )


def tell_all(trials: Sequence[Trial]) -> list[Told]:
    return [tell(trial) for trial in trials]


def facts_of(trial: Trial) -> str:
    """The numbers that the trial was judged by, as a sentence; empty where there are none."""
    family = trial.code.partition("_")[0] if trial.code.startswith("digits") else trial.code
    known = {name: _shown(value) for name, value in trial.numbers.items()}
    if trial.witness is not None:
        known |= _witness_words(trial.witness)
    order = ("needed", "computed", "witness", "value", "sum") if "computed" in known else ("witness",)
    for key in (
        *order,
        "low",
        "room",
        "step",
        "needed",
        "years",
        "points",
        "sum",
        "shifted",
        "factor",
        "value",
        "gap",
        "one",
    ):
        if (family, key) in FACTS and key in known and _complete(FACTS[family, key], known):
            return gettext(FACTS[family, key]) % known
    return ""


def _complete(sentence: str, known: dict[str, str]) -> bool:
    try:
        sentence % known
    except KeyError:
        return False
    return True


def _witness_words(witness: Statement) -> dict[str, str]:
    words = {"witness": _shown(witness.value), "period": period_words(witness.start, witness.end)}
    whose = witness.entity or witness.area
    return words | ({"whose": whose} if whose else {})


def _shown(value: Decimal) -> str:
    return plain_number(value.quantize(Decimal("0.01")) if value != value.to_integral_value() else value)
