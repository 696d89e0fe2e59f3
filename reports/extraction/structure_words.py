"""The words of ``structure_words.yaml``, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("structure_words.yaml")


@lru_cache(maxsize=1)
def load_structure_words() -> dict[str, tuple[str, ...]]:
    """Each list of the file as a tuple; ValueError where a list is empty or repeats a word."""
    loaded = yaml.safe_load(WORDS.read_text("utf-8"))
    words: dict[str, tuple[str, ...]] = {}
    for name, entries in loaded.items():
        listed = tuple(str(entry) for entry in entries)
        if not listed or len(set(listed)) != len(listed):
            raise ValueError(f"structure_words.yaml: {name} is empty or repeats a word")
        words[name] = listed
    return words


def words(name: str) -> tuple[str, ...]:
    """One list of the file; KeyError for a name that it lacks."""
    return load_structure_words()[name]
