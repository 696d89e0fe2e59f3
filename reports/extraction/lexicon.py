"""The words the extractor knows, read from ``words/*.yaml`` and checked for meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from indicators.catalogue.plain_yaml import read_yaml

WORDS = Path(__file__).with_name("words")
UNIT_KINDS = ("count", "people", "money", "foreign", "percent", "points", "times", "time", "other")
MAX_EXPANSION = 4000


class LexiconError(ValueError):
    """A word list contradicts itself; the message names the file, the entry and the fault."""


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Units by kind and the words that bound a number: ``kinds`` maps a unit to its kind."""

    kinds: Mapping[str, str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    inside: frozenset[str]
    families: Mapping[str, frozenset[str]]


def read_words(name: str) -> Any:
    """Return the plain data of one word file; raises LexiconError where it is no YAML."""
    try:
        return read_yaml(WORDS / name)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LexiconError(f"{name}: {error}") from error


@lru_cache(maxsize=1)
def load_units() -> UnitWords:
    """Return the project's units and bounding words."""
    return build_units(read_words("units.yaml"))


def build_units(data: Mapping[str, Any]) -> UnitWords:
    """Return checked UnitWords from plain data; raises LexiconError for an unknown kind or a word told twice."""
    if set(data["units"]) - set(UNIT_KINDS):
        raise LexiconError(f"units.yaml: unknown unit kind {sorted(set(data['units']) - set(UNIT_KINDS))[0]}")
    return UnitWords(
        kinds=_owners(data["units"], "units"),
        before=_owners(data["before"], "before"),
        after=_owners(data["after"], "after"),
        inside=frozenset(data["inside"]),
        families=MappingProxyType({unit: frozenset(words) for unit, words in data["families"].items()}),
    )


def _owners(groups: Mapping[str, Iterable[str]], where: str) -> Mapping[str, str]:
    owner: dict[str, str] = {}
    for group, words in groups.items():
        for word in words:
            if not isinstance(word, str) or not word.strip():
                raise LexiconError(f"{where}: an empty word under {group}")
            if word in owner:
                raise LexiconError(f"{where}: {word} stands under {owner[word]} and {group}")
            owner[word] = group
    return MappingProxyType(owner)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of literal alternatives, longest first, so that it never backtracks over a run.

    Those with one first character stand together, so that a place where no word begins is left after a few looks.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(
        re.escape(first) + (rests[0] if len(rests) == 1 else f"(?:{'|'.join(rests)})")
        for first, rests in groups.items()
    )


_PART = re.compile(r"[()\[\]|]|[^()\[\]|]+")


def expand(template: str) -> tuple[str, ...]:
    """Return every word that a template stands for: ``[国家]专利(申请|授权)`` is four words.

    Round brackets hold alternatives, square ones alternatives that may be absent; both may nest.
    """
    pieces = _PART.findall(template)
    words, rest = _alternatives(pieces, 0)
    if rest != len(pieces):
        raise LexiconError(f"{template}: a bracket is closed that was not opened")
    if len(words) > MAX_EXPANSION:
        raise LexiconError(f"{template}: stands for {len(words)} words")
    return tuple(dict.fromkeys(word for word in words if word))


def _alternatives(pieces: list[str], at: int) -> tuple[list[str], int]:
    done: list[str] = []
    current = [""]
    while at < len(pieces):
        piece = pieces[at]
        if piece in ")]":
            break
        at += 1
        if piece == "|":
            done, current = done + current, [""]
        elif piece in "([":
            inner, at = _alternatives(pieces, at)
            if at == len(pieces) or pieces[at] != {"(": ")", "[": "]"}[piece]:
                raise LexiconError(f"{''.join(pieces)}: a bracket is not closed")
            at += 1
            inner = [*inner, ""] if piece == "[" else inner
            current = [head + tail for head in current for tail in inner]
        else:
            current = [head + piece for head in current]
    return done + current, at


def each_word(templates: Iterable[str]) -> Iterator[str]:
    """Yield every word of every template."""
    for template in templates:
        yield from expand(template)
