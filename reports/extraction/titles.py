"""The title of a document, its echoes, and the office and date below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from reports.extraction.headings import DATE_LINE, FIGURE, OFFICE_LINE, numbering
from reports.extraction.lines import Line, continues
from reports.extraction.structure_words import words

LONGEST_TITLE = 60
SHORTEST_TITLE = 6
TITLE_LINES = 12
LABEL = re.compile(r"(?:标题|名称|题目|公文名称|信息名称) ?: ?")
ATTACHMENT = re.compile(r"附件? ?[:0-9一二]|附 ?:")
ANNEX = re.compile(r"附(?:件|表|录) ?[0-9一二三四五六七八九十]{0,2} ?[:.]?")
YEAR_SIGNS = re.compile(r"[0-9〇*×XxＸ?_]")


def find_title(
    text: str, lines: Sequence[Line], shut: Collection[int], levels: Mapping[int, int]
) -> tuple[str | None, set[int]]:
    """(the title as the text has it, the lines that are it, repeat it or go before it); (None, empty) without one.

    ``shut`` are the lines that can't be it, ``levels`` those that the file itself calls headings.
    """
    plain = [i for i in range(min(len(lines), 40)) if i not in shut][:TITLE_LINES]
    candidates = []
    for index in plain:
        line = lines[index]
        if len(line.text) > LONGEST_TITLE or line.text[-1] in "。;:,、" or numbering(line.text):
            break
        titled = line.text.endswith(words("title_endings"))
        if FIGURE.search(line.text) or (not titled and _is_broken(lines, index)):
            break
        candidates.append(index)
    if not candidates or len(lines) == 1:
        return None, set()
    named = [i for i in candidates if lines[i].text.endswith(words("title_endings"))]
    chosen = next((i for i in named if len(lines[i].text) >= SHORTEST_TITLE or i - 1 in candidates), None)
    if chosen is None:
        chosen = candidates[0]
        if chosen not in levels and len(lines[chosen].text) < SHORTEST_TITLE:
            return None, set()
    label = LABEL.match(lines[chosen].text)
    title = text[lines[chosen].start + (label.end() if label else 0) : lines[chosen].end]
    taken = {index for index in candidates if is_same_title(lines[index].text, lines[chosen].text)}
    above = chosen - 1
    broken = above in candidates and (
        len(lines[chosen].text) < SHORTEST_TITLE or lines[above].text[-1] in "的和及与暨"
    )
    if broken or (above in candidates and OFFICE_LINE.fullmatch(lines[above].text)):
        title = text[lines[above].start : lines[above].end] + title
    return title, taken | {index for index in candidates if index < chosen}


def _is_broken(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is the beginning of a sentence that the next line goes on with."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is not None and "," in lines[index].text and continues(lines[index], following, 0)


def is_same_title(folded: str, title: str) -> bool:
    """Whether a folded line says the folded title once more; one of the two may hide its year (20**年)."""
    if len(folded) != len(title):
        return False
    return folded == title or YEAR_SIGNS.sub("#", folded) == YEAR_SIGNS.sub("#", title)


def find_echoes(lines: Sequence[Line], title_lines: Collection[int]) -> set[int]:
    """The lines further down that say the title once more, as pages print it at their foot."""
    titles = {lines[index].text for index in title_lines}
    return {
        index
        for index, line in enumerate(lines)
        if index not in title_lines
        and len(line.text) <= LONGEST_TITLE
        and line.text.strip(" ,。;:、-") in titles
    }


def find_signature(lines: Sequence[Line], noise: Collection[int]) -> set[int]:
    """The office and the date under a report, which are neither heading nor sentence."""
    found: set[int] = set()
    plain = [index for index in range(len(lines)) if index not in noise][-4:]
    for index in reversed(plain):
        text = lines[index].text.strip(" ()")
        if not (DATE_LINE.fullmatch(text) or (OFFICE_LINE.fullmatch(text) and numbering(text) is None)):
            break
        found.add(index)
    found |= _attachments(lines, noise)
    return found if len(found) < len(lines) - len(noise) else set()


def _attachments(lines: Sequence[Line], noise: Collection[int]) -> set[int]:
    """The list of attachments at the foot: from a line 附件: on, as long as the lines are short and no sentences."""
    plain = [index for index in range(len(lines)) if index not in noise][-12:]
    for place, index in enumerate(plain):
        rest = plain[place:]
        if ATTACHMENT.match(lines[index].text) and all("。" not in lines[i].text for i in rest):
            return {i for i in rest if len(lines[i].text) <= LONGEST_TITLE}
    return set()
