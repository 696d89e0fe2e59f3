"""The explorer's state as its address has it, and the addresses one step away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

PARAMETERS = (
    "indicator", "region", "among", "breakdown", "measure", "accounting", "unit", "window", "from", "to", "year",
    "as_of", "layer", "chart", "view",
)  # fmt: skip
MANY = frozenset({"region"})


@dataclass(frozen=True)
class Address:
    """What an address asks for, in a fixed order and without what is empty: equal states have equal addresses."""

    asked: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, query: QueryDict) -> Address:
        pairs = []
        for name in PARAMETERS:
            values = query.getlist(name) if name in MANY else [query.get(name, "")]
            pairs += [(name, value) for value in dict.fromkeys(values) if value]
        return cls(tuple(pairs))

    def get(self, name: str) -> list[str]:
        return [value for known, value in self.asked if known == name]

    def having(self, **changes: str | int | Sequence[str] | None) -> Address:
        """With other values for the parameters named; None or "" or [] takes one away. ``from_`` stands for from."""
        asked: dict[str, list[str]] = {}
        for name, value in self.asked:
            asked.setdefault(name, []).append(value)
        for name, value in changes.items():
            values = [value] if isinstance(value, str | int) else value or ()
            asked[name.rstrip("_")] = [str(one) for one in values if one != ""]
        return Address(
            tuple((name, value) for name in PARAMETERS for value in dict.fromkeys(asked.get(name, ())))
        )

    @property
    def query(self) -> str:
        """The part behind the question mark."""
        return urlencode(self.asked)

    @property
    def url(self) -> str:
        return f"{_page()}?{self.query}" if self.asked else _page()


@cache
def _page() -> str:
    return reverse("indicators:explorer")
