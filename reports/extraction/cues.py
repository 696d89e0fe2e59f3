"""Small words that tell what a number measures: growth, share, rank, bound, plan, accounting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reports.extraction.lexicon import LexiconError, any_of, read_words


@dataclass(frozen=True, slots=True)
class Cues:
    """One compiled pattern for each group of ``cues.yaml``."""

    patterns: Mapping[str, re.Pattern[str]]
    openers: tuple[str, ...]

    def has(self, group: str, text: str) -> bool:
        """Whether a word of the group stands in the text."""
        return self.patterns[group].search(text) is not None

    def last(self, group: str, text: str) -> int:
        """Where the last word of the group begins in the text, or -1."""
        place = -1
        for match in self.patterns[group].finditer(text):
            place = match.start()
        return place

    def first(self, group: str, text: str) -> int:
        """Where the first word of the group begins in the text, or -1."""
        match = self.patterns[group].search(text)
        return match.start() if match else -1

    def knows_opening(self, text: str) -> bool:
        """Whether a text ends in a word that may open a statement without narrowing it (组织实施, 省级, 推动)."""
        return text.endswith(self.openers)

    def without_fillers(self, text: str) -> str:
        """What is left of a text when words that say nothing of their own, and signs, are taken out."""
        if not text.isalnum():  # what is left alone are letters, Chinese ones above all, and digits
            text = _SIGNS.sub("", text)
        return self.patterns["fillers"].sub("", text) if text else ""


_SIGNS = re.compile(r"\([^()]*\)|[\s,:;。、()“”\"'‘’《》<>\[\]%·*!?-]")
GROUPS = ("up", "down", "share", "year_before", "other_base", "among", "rates", "fillers", "openers")


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return the project's cues."""
    return build_cues(read_words("cues.yaml"))


def build_cues(data: Mapping[str, Any]) -> Cues:
    """Return compiled Cues from plain data; raises LexiconError for a missing group or an empty word."""
    for group in GROUPS:
        if not data.get(group) or not all(isinstance(word, str) and word for word in data[group]):
            raise LexiconError(f"cues.yaml: {group} is missing or holds an empty word")
    patterns = {group: re.compile(any_of(data[group])) for group in GROUPS if group != "openers"}
    return Cues(patterns, tuple(data["openers"]))
