"""Many words looked for in a text at once: from left to right, at each place the longest, and apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import ahocorasick

Told = TypeVar("Told")
# (length and value of the word that ends here, if one does; the branches of longer words by their next character)
_Branch = tuple[Any, dict[str, Any]]
_LEAF: dict[str, Any] = {}  # one for all, never filled: thousands of empty ones would keep the collector busy
_NONE: _Branch = (None, _LEAF)


class WordTree(Generic[Told]):
    """Words with what each of them tells.

    A tree that is entered where two characters stand that a word may begin with, found by one pattern: an automaton
    alone compares every character of a text with each of the hundreds that a word may begin with.
    """

    def __init__(self, words: Mapping[str, Told]) -> None:
        self.automaton: Any = ahocorasick.Automaton()
        self.branches: dict[str, _Branch] = {}
        self.longest = max(map(len, words), default=0)
        for word, told in words.items():
            hit = (len(word), told)
            self.automaton.add_word(word, hit)
            self._grow(word, hit)
        self.automaton.make_automaton()
        self.begins = self._pattern()

    def _grow(self, word: str, hit: tuple[int, Told]) -> None:
        branches = self.branches
        for sign in word[:-1]:
            told, longer = branches.get(sign, _NONE)
            if longer is _LEAF:
                longer = {}
                branches[sign] = (told, longer)
            branches = longer
        branches[word[-1]] = (hit, branches.get(word[-1], _NONE)[1])

    def _pattern(self) -> re.Pattern[str]:
        """What a word may begin with: its first two characters, or one that is a word alone."""
        seconds = "".join({re.escape(sign) for _, longer in self.branches.values() for sign in longer})
        alone = "".join(re.escape(sign) for sign, (told, _) in self.branches.items() if told is not None)
        pairs = f"[{''.join(map(re.escape, self.branches))}](?=[{seconds}])" if seconds else ""
        return re.compile("|".join(filter(None, (pairs, f"[{alone}]" if alone else ""))) or "(?!)")

    def words_in(self, text: str) -> list[tuple[int, int, Told]]:
        """(start, end, what it tells) of each word found, in order."""
        found, free = [], 0
        for begin in self.begins.finditer(text):
            start = begin.start()
            if start < free:
                continue
            told, longer = self.branches[text[start]]
            end = start + 1
            for sign in text[end : start + self.longest]:
                branch = longer.get(sign)
                if branch is None:
                    break
                if branch[0] is not None:
                    told = branch[0]
                longer = branch[1]
                end += 1
            if told is None and self._begun_within(text, start + 1, end):
                # A longer word broke off; of those begun within it the automaton knows which hold.
                hit = next(self.automaton.iter_long(text[start:]), None)
                if hit is None:
                    break
                told = hit[1]
                start += hit[0] + 1 - told[0]
            if told is not None:
                free = start + told[0]
                found.append((start, free, told[1]))
        return found

    def _begun_within(self, text: str, start: int, end: int) -> bool:
        for at in range(start, end):
            told, longer = self.branches.get(text[at], _NONE)
            if told is not None or (at + 1 < end and text[at + 1] in longer):
                return True
        return False
