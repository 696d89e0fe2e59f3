"""The words of ``words.yaml``, read once and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ahocorasick

from indicators.catalogue.plain_yaml import read_yaml
from reports.extraction.folding import fold
from reports.extraction.lexicon import LexiconError, any_of

WORDS = Path(__file__).with_name("words.yaml")
STRENGTHS = ("ensure", "strive", "promote", "explore")
CUES = (
    "underway", "unfinished", "soft_underway", "not_begun", "changed", "stopping", "reversing", "others", "urging",
    "falling", "adding", "totalling", "earlier", "branches",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ladder:
    """Stages of one kind of undertaking: every word with its stage, and what a promise asks for by its verb."""

    stages: Mapping[str, int]
    asked: Mapping[str, int]
    pattern: re.Pattern[str]
    asking: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a promise may end in (…办法), and what an answer in few of its words has one of."""

    made: tuple[str, ...]
    told: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """``automaton`` finds frames and synonyms; ``cues`` maps a list's name to a pattern of its words."""

    strength: Mapping[str, re.Pattern[str]]
    automaton: Any
    common: Any
    things: Any
    effects: tuple[str, ...]
    cues: Mapping[str, re.Pattern[str]]
    ladders: tuple[Ladder, ...]
    lesser: Mapping[str, str]
    wide: frozenset[str]
    loose: frozenset[str]
    wholes: Mapping[str, frozenset[str]]
    kinds: tuple[Kind, ...]


@lru_cache(maxsize=1)
def load_words() -> LedgerWords:
    """Return the project's words of the ledger."""
    return build_words(read_yaml(WORDS))


def build_words(data: Mapping[str, Any]) -> LedgerWords:
    """Return checked words from plain data; LexiconError for an empty list or a word with two meanings."""
    tokens = {fold(word): "" for word in _listed(data["frames"], "frames")}
    for kind, sign in (("deeds", "="), ("same", "~")):
        for name, words in data[kind].items():
            tokens |= {fold(word): f"{sign}{name}" for word in _listed(words, name)}
    return LedgerWords(
        strength=MappingProxyType({name: _pattern(data["strength"][name], name) for name in STRENGTHS}),
        automaton=_automaton(tokens),
        common=_automaton({fold(word): word for word in _listed(data["common"], "common")}),
        things=_automaton({fold(word): f"*{fold(word)}" for word in _listed(data["things"], "things")}),
        effects=tuple(map(fold, _listed(data["effects"], "effects"))),
        cues=MappingProxyType({name: _cue(data, name) for name in CUES}),
        ladders=tuple(_ladder(name, data) for name in data["stages"]),
        lesser=MappingProxyType({fold(more): fold(less) for more, less in data["lesser"].items()}),
        wide=frozenset(_listed(data["wide"], "wide")),
        loose=frozenset(_listed(data["loose"], "loose")),
        wholes=MappingProxyType({whole: frozenset(parts) for whole, parts in data["wholes"].items()}),
        kinds=tuple(
            Kind(tuple(map(fold, _listed(kind["made"], name))), _pattern(kind["told"], name))
            for name, kind in data["kinds"].items()
        ),
    )


def _ladder(name: str, data: Mapping[str, Any]) -> Ladder:
    stages = {
        fold(word): stage
        for stage, words in enumerate(data["stages"][name], start=1)
        for word in _listed(words, name)
    }
    asked = {
        fold(word): int(key[-1])
        for key, words in data["asked"].items()
        if key[:-1] == name
        for word in _listed(words, key)
    }
    return Ladder(
        MappingProxyType(stages),
        MappingProxyType(asked),
        re.compile(any_of(stages)),
        re.compile(any_of({**stages, **asked})),
    )


def _listed(words: Sequence[str], name: str) -> Sequence[str]:
    if (
        not words
        or len(set(words)) != len(words)
        or not all(isinstance(word, str) and word for word in words)
    ):
        raise LexiconError(f"words.yaml: {name} is empty or repeats a word")
    return words


STILL = r"(?:尚|仍|还|至今|迄今|目前)(?:未|没有?|无|不|需|待|在|处于|差|缺)"
NOT_YET = r"[^,。;]{{0,4}}(?:{})"
NEGATED = (
    r"(?:未|没有|没能?|未能|未曾|未予|未得到)"
    r"(?:能|如期|按期|正式|实质性?|按计划|全部|全面|完全|顺利|得到|及时|真正|有效|单独|另行)?"
)


def _cue(data: Mapping[str, Any], name: str) -> re.Pattern[str]:
    """The words of a list, and those of its verbs (未能…) where it has some."""
    verbs = data.get(f"{name}_verbs")
    words = any_of(map(fold, _listed(data[name], name)))
    if not verbs:
        return re.compile(words)
    still = (
        f"|{STILL}(?!{NOT_YET.format(any_of(map(fold, data['in_force'])))})" if name == "unfinished" else ""
    )
    return re.compile(f"{NEGATED}(?:{any_of(map(fold, verbs))}){still}|{words}")


def _pattern(words: Sequence[str], name: str) -> re.Pattern[str]:
    return re.compile(any_of(map(fold, _listed(words, name))))


def _automaton(words: Mapping[str, str]) -> Any:
    automaton = ahocorasick.Automaton()
    for word, token in words.items():
        automaton.add_word(word, (len(word), token))
    automaton.make_automaton()
    return automaton
