"""Many words looked for in a text at once: from left to right, at each place the longest, and apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import ahocorasick

Told = TypeVar("Told")
# The branches of longer words by their next character, and under "" length and value of the word that ends here
_Branch = dict[str, Any]


class WordTree(Generic[Told]):
    """Words with what each of them tells.

    A tree that is entered by three characters, where two stand that a word may begin with, found by one pattern: an
    automaton alone compares every character of a text with each of the hundreds that a word may begin with.
    """

    def __init__(self, words: Mapping[str, Told]) -> None:
        self.automaton: Any = ahocorasick.Automaton()
        self.short: dict[str, tuple[int, Told]] = {}  # words of one or two characters
        self.branches: dict[str, _Branch] = {}
        self.longest = max(map(len, words), default=0)
        for word, told in words.items():
            hit = (len(word), told)
            self.automaton.add_word(word, hit)
            if len(word) > 2:
                self._grow(word, hit)
            else:
                self.short[word] = hit
        self.automaton.make_automaton()
        for opening, branch in self.branches.items():
            branch.setdefault("", self.short.get(opening[:2]) or self.short.get(opening[0]))
        self.alone = {word for word in words if len(word) == 1}
        self.pairs = {word[:2] for word in words if len(word) > 1}
        self.within = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
        self.begins = self._pattern()

    def _grow(self, word: str, hit: tuple[int, Told]) -> None:
        branch = self.branches.setdefault(word[:3], {})
        for sign in word[3:]:
            branch = branch.setdefault(sign, {})
        branch[""] = hit

    def _pattern(self) -> re.Pattern[str]:
        """What a word may begin with: its first two characters, or one that is a word alone."""
        firsts, seconds = ("".join({re.escape(pair[at]) for pair in self.pairs}) for at in (0, 1))
        pairs = f"[{firsts}](?=[{seconds}])" if self.pairs else ""
        alone = f"[{''.join(map(re.escape, self.alone))}]" if self.alone else ""
        return re.compile("|".join(filter(None, (pairs, alone))) or "(?!)")

    def words_in(self, text: str) -> list[tuple[int, int, Told]]:
        """(start, end, what it tells) of each word found, in order."""
        found: list[tuple[int, int, Told]] = []
        free, branch_of, short_of = 0, self.branches.get, self.short.get
        for begin in self.begins.finditer(text):
            start = begin.start()
            if start < free:
                continue
            branch = branch_of(text[start : start + 3])
            if branch is None:
                hit = short_of(text[start : start + 2])
                if hit is None:
                    if not self.alone:
                        continue
                    hit = short_of(text[start])
            else:
                hit = branch[""]
                longest = text[start + 3 : start + self.longest]
                for end, sign in enumerate(longest, start + 3):  # noqa: B007 - where it broke off is asked below
                    branch = branch.get(sign)
                    if branch is None:
                        break
                    if "" in branch:
                        hit = branch[""]
                else:
                    end = min(start + self.longest, len(text))
                if hit is None and self._begun_within(text, start + 1, end):
                    # A longer word broke off: which of those begun within it hold, only the automaton knows.
                    free = self._torn(text, end)
                    found += self._read_on(text, start, free)
                    continue
            if hit is not None:
                free = start + hit[0]
                found.append((start, free, hit[1]))
        return found

    def _torn(self, text: str, at: int) -> int:
        """The first place from here on at which no word can go on: behind it the tree is entered anew."""
        within, end = self.within, len(text)
        while at < end and text[at - 1 : at + 1] in within:
            at += 1
        return at

    def _read_on(self, text: str, start: int, stop: int) -> list[tuple[int, int, Told]]:
        """The words between two places, of which none has begun before the first or goes on behind the second.

        The automaton is shown the character behind them too: it gives up a word begun only where one does not fit.
        """
        ends = ((start + last + 1, hit) for last, hit in self.automaton.iter_long(text[start : stop + 1]))
        return [(end - length, end, told) for end, (length, told) in ends if end <= stop]

    def _begun_within(self, text: str, start: int, end: int) -> bool:
        pairs, alone = self.pairs, self.alone
        within = [text[at : at + 2] for at in range(start, end - 1)]
        return not pairs.isdisjoint(within) or (bool(alone) and not alone.isdisjoint(text[start:end]))
