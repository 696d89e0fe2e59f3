"""The explorer's state as its address has it, and the addresses one step away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        changes = {name.rstrip("_"): value for name, value in changes.items()}
        query = QueryDict(mutable=True)
        for name, value in self.asked:
            if name not in changes:
                query.appendlist(name, value)
        for name, value in changes.items():
            values = [value] if isinstance(value, str | int) else list(value or ())
            query.setlist(name, [str(one) for one in values])
        return Address.of(query)

    @property
    def query(self) -> str:
        """The part behind the question mark."""
        query = QueryDict(mutable=True)
        for name, value in self.asked:
            query.appendlist(name, value)
        return query.urlencode()

    @property
    def url(self) -> str:
        page = reverse("indicators:explorer")
        return f"{page}?{self.query}" if self.asked else page
