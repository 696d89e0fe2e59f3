"""What two readings of nearly the same report state differently: figure by figure, with both sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.likeness import fold
from reports.models import Claim, Report
from reports.quotes import Parts, quote_parts

Key = tuple[object, ...]
STATISTIC = ("indicator_id", "breakdown", "measure", "accounting", "unit_kind")
WHEN_AND_WHERE = ("start", "end", "area", "entity")
LONGEST_MATCHED = 400  # characters of a sentence that are compared
SENTENCES_SHOWN = 50
ALIKE = 0.5  # from which two sentences are taken to be one, reworded
SAME_SENTENCE = 0.6  # from which a number told of another time or place is the same number, moved
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure as the old and the new report have it; one of the two is None where it was added or left out."""

    old: Claim | None
    new: Claim | None

    @property
    def claim(self) -> Claim:
        """Whichever names the statistic: the new one where there are both."""
        claim = self.new or self.old
        if claim is None:
            raise ValueError("a change of nothing")
        return claim

    @property
    def is_moved(self) -> bool:
        """Whether the same number is now told of another time or place."""
        return bool(self.old and self.new and _when_and_where(self.old) != _when_and_where(self.new))

    @property
    def old_sentence(self) -> Parts:
        return sentence_of(self.old) if self.old else ()

    @property
    def new_sentence(self) -> Parts:
        return sentence_of(self.new) if self.new else ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures that differ, in the order of the new text, and the pairs that do not."""

    changed: Sequence[Change] = ()
    added: Sequence[Change] = ()
    removed: Sequence[Change] = ()
    same: Sequence[Change] = ()
    reworded: Sequence[tuple[str, str]] = ()


def compare(earlier: Report, later: Report) -> Comparison:
    """How the later report states its figures otherwise than the earlier one. Two queries.

    A person's correction stands for what it corrects. Figures of one statistic are paired by value first, the rest by
    their sentences, so that of a number said thrice only the place that changed is shown.
    """
    old, new = readings(earlier), readings(later)
    same = _pair_misread(old, new)
    same += _pair(old, new, _reading)
    changed = _pair(old, new, lambda c: (*_statistic(c), *_when_and_where(c)))
    changed += _pair(old, new, _statistic, least=SAME_SENTENCE)
    told = [claim.sentence for change in changed for claim in (change.old, change.new) if claim]
    told += [claim.sentence for claim in [*old, *new]]
    return Comparison(
        changed=sorted(changed, key=lambda change: change.claim.span_start),
        added=[Change(None, claim) for claim in new],
        removed=[Change(claim, None) for claim in old],
        same=same,
        reworded=reworded(earlier, later, told),
    )


def readings(report: Report) -> list[Claim]:
    """The claims that speak for their places, in the order of the text, tied to the report that holds their words."""
    rows = report.claims.standing().with_context().order_by("span_start", "pk")
    claims = [c for c in rows if not (c.corrects_id and c.state == Claim.State.REJECTED)]
    for claim in claims:
        claim.report = report
    return claims


def sentence_of(claim: Claim) -> Parts:
    """The claim's sentence, its figure told apart."""
    sentence, span = (claim.sentence_start, claim.sentence_end), (claim.span_start, claim.span_end)
    return quote_parts(claim.report.text, sentence, [span])


def _reading(claim: Claim) -> Key:
    return (*_statistic(claim), *_when_and_where(claim), claim.value, claim.comparator)


def _statistic(claim: Claim) -> Key:
    return tuple(getattr(claim, name) for name in STATISTIC)


def _when_and_where(claim: Claim) -> Key:
    return tuple(getattr(claim, name) for name in WHEN_AND_WHERE)


def _pair(
    old: list[Claim], new: list[Claim], key_of: Callable[[Claim], Key], least: float = 0.0
) -> list[Change]:
    """Pairs of claims under one key, the likest sentences first; both leave their lists."""
    waiting: dict[Key, list[Claim]] = {}
    for claim in old:
        waiting.setdefault(key_of(claim), []).append(claim)
    pairs = []
    for claim in list(new):
        rivals = waiting.get(key_of(claim))
        if not rivals:
            continue
        best = rivals[0] if len(rivals) == 1 and not least else max(rivals, key=lambda r: _alike(r, claim))
        if least and _alike(best, claim) < least:
            continue
        rivals.remove(best)
        old.remove(best)
        new.remove(claim)
        pairs.append(Change(best, claim))
    return pairs


def _pair_misread(old: list[Claim], new: list[Claim]) -> list[Change]:
    """Pairs that a machine misread alike in one sentence, of which a person has put the older right."""
    misread = {(_reading(c.corrects), fold(c.sentence)): c for c in old if c.corrects}
    pairs = []
    for claim in list(new):
        corrected = misread.pop((_reading(claim), fold(claim.sentence)), None)
        if corrected and not claim.corrects_id:
            old.remove(corrected)
            new.remove(claim)
            pairs.append(Change(corrected, claim))
    return pairs


def _alike(one: Claim, other: Claim) -> float:
    """How like two claims' sentences are, 0 to 1."""
    first, second = one.sentence[:LONGEST_MATCHED], other.sentence[:LONGEST_MATCHED]
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def reworded(earlier: Report, later: Report, told: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Sentences of one report that the other does not have, as (old, new): those alike side by side, in order.

    ``told`` are sentences that were shown already, with their figures. At most ``SENTENCES_SHOWN`` of either report.
    """
    old, new, known = _sentences(earlier), _sentences(later), {fold(text): text for text in told}
    shown = [text for key, text in known.items() if (key in old) != (key in new)]
    gone = [text for key, text in old.items() if key not in new and key not in known][:SENTENCES_SHOWN]
    come = [text for key, text in new.items() if key not in old and key not in known][:SENTENCES_SHOWN]
    come = [text for text in come if all(_ratio(other, text) < ALIKE for other in shown)]
    gone = [text for text in gone if all(_ratio(other, text) < ALIKE for other in shown)]
    pairs = []
    for text in come:
        best = max(gone, key=lambda g: _ratio(g, text), default="")
        if best and _ratio(best, text) >= ALIKE:
            gone.remove(best)
            pairs.append((best, text))
        else:
            pairs.append(("", text))
    return pairs + [(text, "") for text in gone]


def _ratio(one: str, other: str) -> float:
    """How like two sentences are, 0 to 1; 0 where a quick look tells that they are not."""
    matcher = SequenceMatcher(None, one[:LONGEST_MATCHED], other[:LONGEST_MATCHED], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE <= matcher.quick_ratio() else 0.0


def _sentences(report: Report) -> dict[str, str]:
    """The report's sentences by what they are folded to, page furniture left out."""
    found: dict[str, str] = {}
    for match in _SENTENCE.finditer(_without_noise(report)):
        key = fold(match[0])
        if key:
            found.setdefault(key, match[0].strip())
    return found


def _without_noise(report: Report) -> str:
    text, kept, at = report.text, [], 0
    for start, end in sorted(report.noise):
        kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])
