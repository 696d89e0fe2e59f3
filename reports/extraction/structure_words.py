"""The words of ``structure_words.yaml``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from indicators.catalogue.plain_yaml import read_yaml

WORDS = Path(__file__).with_name("structure_words.yaml")


@lru_cache(maxsize=1)
def load_structure_words() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, Mapping[str, int]]]:
    """(lists of words, words with a number each); ValueError where an entry is empty or repeats a word."""
    lists: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, Mapping[str, int]] = {}
    for name, entries in read_yaml(WORDS).items():
        if isinstance(entries, dict):
            numbers[name] = MappingProxyType({str(word): int(number) for word, number in entries.items()})
            continue
        listed = tuple(str(entry) for entry in entries)
        if not listed or len(set(listed)) != len(listed):
            raise ValueError(f"structure_words.yaml: {name} is empty or repeats a word")
        lists[name] = listed
    return MappingProxyType(lists), MappingProxyType(numbers)


@lru_cache(maxsize=256)
def words(name: str) -> tuple[str, ...]:
    """One list of the file; KeyError for a name that it lacks."""
    return load_structure_words()[0][name]


def numbered_words(name: str) -> Mapping[str, int]:
    """One list of the file whose words have a number each; KeyError for a name that it lacks."""
    return load_structure_words()[1][name]
