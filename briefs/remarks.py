"""What the maker of a brief adds in words of his own: its numbers are those of the brief, or it has none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from briefs.content import Figure, Run, Section, Sentence

KEY, HEADING = "remark", "说明和建议"
NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?[万亿%％]?")
NOT_COUNTED = re.compile(r"[年月日号时点](?!内)")  # what follows a date or an hour
ORDINAL = re.compile(r"第\Z")


def remark_section(words: str, known: Mapping[str, Figure]) -> Section:
    """The words as a part of the brief, a sentence a line; each of its numbers leads where the brief's own does."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return Section(KEY, HEADING, tuple(_sentence(line, known) for line in lines))


def unknown_numbers(words: str, known: Mapping[str, Figure]) -> list[str]:
    """The numbers in the words that the brief does not have, each once; dates and ordinals are none."""
    return list(dict.fromkeys(m.group() for m in _counted(words) if _bare(m.group()) not in known))


def figures_of(sections: Iterable[Section]) -> dict[str, Figure]:
    """Every number that the parts state, bare of separators, with the figure that states it first."""
    known: dict[str, Figure] = {}
    for section in sections:
        rows = [*section.sentences, *(section.table.rows if section.table else ())]
        for figure in (run for row in rows for run in row if isinstance(run, Figure)):
            for number in NUMBER.findall(figure.text):
                known.setdefault(_bare(number), figure)
    return known


def _sentence(line: str, known: Mapping[str, Figure]) -> Sentence:
    runs: list[Run] = []
    at = 0
    for match in _counted(line):
        figure = known.get(_bare(match.group()))
        if figure is None:
            continue
        runs += [line[at : match.start()], Figure(match.group(), figure.observations, figure.others)]
        at = match.end()
    return tuple(run for run in [*runs, line[at:]] if run)


def _counted(words: str) -> Iterable[re.Match[str]]:
    """The numbers that count something."""
    for match in NUMBER.finditer(words):
        is_date = NOT_COUNTED.match(words, match.end()) is not None
        if not is_date and ORDINAL.search(words, 0, match.start()) is None:
            yield match


def _bare(number: str) -> str:
    """1,650 and 1650 are one number, 28.0% and 28% as well; 28 and 28% are not."""
    plain = number.replace(",", "").replace("，", "").replace("％", "%")
    digits = plain.rstrip("万亿%")
    tail = plain.removeprefix(digits)
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + tail
