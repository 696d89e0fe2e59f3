"""What belongs to the page and not to the report: breadcrumbs, counters, notices, advertising, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from reports.extraction.lines import Line
from reports.extraction.structure_words import words
from reports.extraction.types import Span

DATE = r"(?:(?:19|20)[0-9]{2}[-/.年] ?)?[0-9]{1,2}[-/.月] ?[0-9]{1,2}日?"
STAMP = re.compile(r"(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}")
TIMED = re.compile(rf"{DATE} {{1,3}}[0-9]{{1,2}}:[0-9]{{2}}")
STAMPED = re.compile(STAMP.pattern + r" .{0,8}(?:来源|作者|编辑|浏览|点击|阅读|发布|阅)")
PAGE_NUMBER = re.compile(
    r"(?:- ?[0-9]{1,4} ?-|·? ?第 ?[0-9]{1,4} ?页(?:[ ,/]{0,3}共 ?[0-9]{1,4} ?页)?|共 ?[0-9]{1,4} ?页"
    r"|[0-9]{1,4} ?/ ?[0-9]{1,4})"
)
COUNTED_FIRST = frozenset("0123456789-·第共 ")  # what page numbers and stamps begin with
ADDRESS = re.compile(
    r"https?://[!-;=?-~]{1,2000}|www\.[!-'*+./-;=?-~-]{1,300}"
    r"|(?<![A-Za-z0-9.@-])[A-Za-z0-9-]{2,40}\.(?:com|net|org|gov)(?:\.[a-z]{2})?(?![A-Za-z0-9])"
)
ADDRESS_SIGNS = ("http", "www.", ".com", ".net", ".org", ".gov")  # no address is without one of them
AFTER_OPENING = " :>/(|,;[]【】>-»)"
LONGEST_LINE = 160  # a longer line with a counter in it is a paragraph with something pasted in
REACH = 80
RUNNING_HEADS = 3


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("noise_marks"))))


@lru_cache(maxsize=1)
def _insertions() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("noise_insertions"))))


def _opens(text: str, openings: Sequence[str]) -> bool:
    if not text.startswith(tuple(openings)):
        return False
    for opening in openings:
        if text.startswith(opening):
            rest = text[len(opening) :]
            if not rest or rest[0] in AFTER_OPENING:
                return True
    return False


def is_noise_line(text: str) -> bool:
    """Whether a whole folded line belongs to the page: breadcrumb, banner, counter, notice, time stamp, page number."""
    if len(text) > LONGEST_LINE:
        return False
    if text[:1] in COUNTED_FIRST and (
        PAGE_NUMBER.fullmatch(text) or TIMED.match(text) or STAMP.fullmatch(text) or STAMPED.match(text)
    ):
        return True
    if _marks().search(text) and "。" not in text.rstrip("。"):
        return True
    if (">" in text or "»" in text) and text.count(">") + text.count("»") >= 2 and "。" not in text:
        return True
    if _opens(text, words("counter_openings")) and ":" in text and any(sign.isdigit() for sign in text):
        return "。" not in text
    if not _opens(text, words("noise_openings")):
        return False
    return ":" in text or ">" in text or "/" in text or "(" in text or len(text) <= 30


def _insertion_span(folded: str, start: int, end: int) -> Span:
    """The brackets or the sentence around words that somebody pasted into a text."""
    left = start
    while left > 0 and start - left < REACH and folded[left - 1] not in "。!?;(\n":
        left -= 1
    right = end
    closing = ")\n" if left > 0 and folded[left - 1] == "(" else "。!?\n"
    while right < len(folded) and right - end < REACH and folded[right] not in closing:
        right += 1
    if left > 0 and folded[left - 1] == "(" and right < len(folded) and folded[right] == ")":
        return left - 1, right + 1
    return left, right


def _running_heads(lines: Sequence[Line]) -> set[str]:
    short = [line.text for line in lines if 6 <= len(line.text) <= 40]
    if len(short) - len(set(short)) < RUNNING_HEADS - 1:
        return set()
    counts = Counter(short)
    return {
        text
        for text, count in counts.items()
        if count >= RUNNING_HEADS and text[-1] not in "。;" and any(sign >= "\u4e00" for sign in text)
    }


def find_noise(folded: str, lines: Sequence[Line], given: Iterable[Span] = ()) -> tuple[Span, ...]:
    """The spans that are noise, in order and apart; whole lines and insertions within them.

    ``given`` are spans that the reader of the file already knows to be noise (headers and footers of pages).
    """
    spans = list(given)
    heads = _running_heads(lines)
    seen: set[str] = set()
    for line in lines:
        text = line.text
        if is_noise_line(text) or text in seen:
            spans.append((line.start, line.end))
        elif text in heads:
            seen.add(text)
    if any(sign in folded for sign in ADDRESS_SIGNS):
        spans += [match.span() for match in ADDRESS.finditer(folded)]
    spans += [_insertion_span(folded, *match.span()) for match in _insertions().finditer(folded)]
    return merge_spans(spans)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
