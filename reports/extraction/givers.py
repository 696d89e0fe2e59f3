"""Whose money was paid, where a sentence tells sums of several purses: 国家局拨付…、省级资助资金…、市本级发放…."""

from __future__ import annotations

import re

from reports.extraction.line import Line, Number

GIVEN = frozenset({"subsidy_amount", "ip_budget", "ip_operation_funds", "industrialisation_funding"})
_GIVER = re.compile(
    "(?<![全我本各])(国家|中央|自治区|省|市|州|盟|县|区|旗)[区县市]?"
    "(?:本?级(?:以上)?|本级财政|财政|知识产权局|科技[厅局]|局|里|(?=专利|知识产权|奖|资|补|配套|发放|下达|拨付|兑现))"
)


def giver_of(line: Line, number: Number, code: str) -> str:
    """Return the level whose money a sum is by the words of its own clause, empty where none is told."""
    if code not in GIVEN:
        return ""
    told = _GIVER.findall(line.open_text(number.clause, number.start))
    return str(told[-1]).replace("国家", "中央") if told else ""
