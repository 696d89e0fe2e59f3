"""Hostile and broken files, made when they are needed: what must end in a clear state, whatever it tries.

Each family has a module; ``all_cases`` lists them all. Nothing here is stored: large ones are packed piece by piece.
"""

from tests.documents.hostile import bombs, disguises, mixtures, names, pages, pictures, sheets, texts, words
from tests.documents.hostile.case import GOOD, READ, Case

__all__ = ["GOOD", "READ", "Case", "all_cases"]


def all_cases() -> list[Case]:
    """Every case, in a fixed order, each name once."""
    families = (disguises, bombs, words, sheets, pages, texts, names, mixtures, pictures)
    return [case for family in families for case in family.cases()]
