"""From the clauses that speak of a promise to what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reports.ledger.words import Ladder, LedgerWords

AHEAD = re.compile(
    r"(?:将|拟|计划|预计|力争|争取|有望|即将|准备|推动|推进|待|未|没有|没能|尚|加快|不)[^,。;]{0,5}\Z"
)
SHORT_OF = re.compile(r"(?:目标|任务|计划)(?:数|值|任务)?的(?:百分之)?([0-9]{1,2}(?:\.\d+)?)%")
RATE = re.compile(r"(?:完成率|完成目标任务|完成进度)[^,。;\d]{0,4}([0-9]{1,3}(?:\.\d+)?)%")
HALF_WAY = "stage"  # reached what was asked for, and that is not the last stage there is
# 完成总工程量的七成
SHARE = re.compile(
    r"(?:完成|进度|工程量|任务量)[^,。;\d]{0,8}(?:[一二三四五六七八九]成|[1-9]\d?(?:\.\d+)?%|过半|一半|大半|三分之[一二])"
)
OF_THE_REST = re.compile(r"(?:其余|余下|剩余|部分|另外?有?)[^,。;]{0,10}\Z")
SOFT = re.compile(r"(?:建立|设立|形成|构建|健全|完善)[^,。;]*(?:机制|关系|制度|体系|档案|台账|名录)")


@dataclass(frozen=True, slots=True)
class Said:
    """What a piece of evidence says of the promise: its verdict and the word that says so."""

    verdict: str  # changed, not_begun, partly, done
    word: str = ""


def judge(promise: str, evidence: str, words: LedgerWords) -> Said:
    """What the words of the evidence say of the promise, numbers left aside; both in folded text."""
    word = changed_word(promise, evidence, words)
    if word:
        return Said("changed", word)
    begun = words.cues["not_begun"].search(evidence)
    if begun is not None:
        started = any(_reached(evidence, ladder) for ladder in words.ladders)
        return Said("partly" if started else "not_begun", begun.group())
    if _falls_short(evidence):
        return Said("partly", "%")
    for more, less in words.lesser.items():
        if more in promise and less not in promise and less in evidence and more not in evidence:
            return Said("partly", less)
    open_still = words.cues["unfinished"].search(evidence)
    if open_still is not None and open_still.group() not in promise:
        return Said("partly", open_still.group())
    reached = _stages(promise, evidence, words)
    underway = words.cues["underway"].search(evidence)
    if reached is not None and (reached.word != HALF_WAY or underway is None):
        return reached
    if underway is not None and underway.group() not in promise:
        return Said("partly", underway.group())
    return Said("done")


def changed_word(promise: str, evidence: str, words: LedgerWords) -> str:
    """The word that tells of another target, date or means; one that the promise itself has tells nothing."""
    if words.cues["stopping"].search(promise):
        back = words.cues["reversing"].search(evidence)
        return back.group() if back and back.group() not in promise else ""
    for match in words.cues["changed"].finditer(evidence):
        if match.group() not in promise and match.group()[:2] not in promise:
            return "" if OF_THE_REST.search(evidence[: match.start()]) else match.group()
    return ""


def _falls_short(evidence: str) -> bool:
    match = SHORT_OF.search(evidence) or RATE.search(evidence)
    if match is not None and float(match.group(1)) < 100:
        return True
    return SHARE.search(evidence) is not None


def _stages(promise: str, evidence: str, words: LedgerWords) -> Said | None:
    """Whether the evidence reaches the stage that the promise asks for; None where they share no ladder."""
    best: Said | None = None
    for ladder in words.ladders:
        asked, reached = _asked(promise, ladder), _reached(evidence, ladder)
        if not asked or not reached:
            continue
        if reached >= asked:
            return Said("done", "" if reached == max(ladder.stages.values()) else HALF_WAY)
        best = Said("partly", f"{reached}/{asked}")
    return best


def _asked(promise: str, ladder: Ladder) -> int:
    """The stage that the last of the promise's words asks for: 起草 …, 九月底前提请审议 asks for the latter."""
    hard = SOFT.sub("", promise)  # a mechanism is built without foundations
    found = [ladder.stages.get(word) or ladder.asked[word] for word in ladder.asking.findall(hard)]
    return found[-1] if found else 0


def _reached(evidence: str, ladder: Ladder) -> int:
    stages = [
        ladder.stages[match.group()]
        for match in ladder.pattern.finditer(evidence)
        if AHEAD.search(evidence[max(0, match.start() - 8) : match.start()]) is None
    ]
    return max(stages, default=0)


def combine(said: Sequence[Said]) -> Said:
    """What several pieces of evidence say together: a change goes before all, something open before done."""
    for verdict in ("changed", "partly"):
        for one in said:
            if one.verdict == verdict:
                return one
    verdicts = {one.verdict for one in said}
    if verdicts == {"not_begun"}:
        return said[0]
    return Said("partly", "not_begun") if "not_begun" in verdicts else Said("done")
