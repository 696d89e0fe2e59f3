"""Reads and checks the catalogue: a file that means nothing sensible never becomes a ``Catalogue``."""

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

UNIT_KINDS = frozenset({"count", "people", "money", "percent", "rank", "ratio"})
ACCOUNTINGS = frozenset({"flow", "stock", "cumulative"})
DEFAULT_PATH = Path(__file__).with_name("indicators.yaml")

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_REQUIRED = ("zh", "en", "domain", "unit", "unit_kind", "accounting")
_ALLOWED = frozenset(_REQUIRED) | {"breakdown", "names"}


class CatalogueError(ValueError):
    """The catalogue file contradicts itself; the message names the indicator and the fault."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way of breaking an indicator down: ``members`` maps each member's code to its Chinese name."""

    code: str
    members: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator. ``breakdown`` is a dimension's code or None; ``names`` are what reports call it."""

    code: str
    zh: str
    en: str
    domain: str
    unit: str
    unit_kind: str
    accounting: str
    breakdown: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators and dimensions, by code and in the order of the file."""

    indicators: Mapping[str, IndicatorEntry]
    dimensions: Mapping[str, Dimension]

    def __getitem__(self, code: str) -> IndicatorEntry:
        return self.indicators[code]

    def __contains__(self, code: object) -> bool:
        return code in self.indicators

    def __iter__(self) -> Iterator[IndicatorEntry]:
        return iter(self.indicators.values())

    def __len__(self) -> int:
        return len(self.indicators)


def load_catalogue(path: Path | None = None) -> Catalogue:
    """Return the catalogue of ``path``, or the project's own; raises CatalogueError with the fault."""
    return _load_default() if path is None else _read(path)


@lru_cache(maxsize=1)
def _load_default() -> Catalogue:
    return _read(DEFAULT_PATH)


def _read(path: Path) -> Catalogue:
    try:
        data = read_yaml(path)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    return build_catalogue(data)


def build_catalogue(data: object) -> Catalogue:
    """Return a checked Catalogue from plain data: ``dimensions`` and ``indicators``, as the YAML has them."""
    if not isinstance(data, dict) or not isinstance(data.get("indicators"), dict):
        raise CatalogueError("the catalogue has no 'indicators'")
    dimensions = {code: _dimension(code, members) for code, members in (data.get("dimensions") or {}).items()}
    indicators = {code: _entry(code, fields, dimensions) for code, fields in data["indicators"].items()}
    _refuse_shared_names(indicators.values())
    return Catalogue(MappingProxyType(indicators), MappingProxyType(dimensions))


def _dimension(code: object, members: object) -> Dimension:
    _check_code(code, "dimension")
    if not isinstance(members, dict) or len(members) < 2:
        raise CatalogueError(f"dimension {code}: needs at least two members")
    for member, name in members.items():
        _check_code(member, f"dimension {code}: member")
        _check_text(name, f"dimension {code}: name of {member}")
    if len(set(members.values())) != len(members):
        raise CatalogueError(f"dimension {code}: two members have one name")
    return Dimension(str(code), MappingProxyType(dict(members)))


def _entry(code: object, fields: object, dimensions: Mapping[str, Dimension]) -> IndicatorEntry:
    _check_code(code, "indicator")
    if not isinstance(fields, dict):
        raise CatalogueError(f"{code}: is not a set of fields")
    if unknown := set(fields) - _ALLOWED:
        raise CatalogueError(f"{code}: unknown field {sorted(map(str, unknown))[0]}")
    for name in _REQUIRED:
        _check_text(fields.get(name), f"{code}: {name}")
    _check_meaning(str(code), fields, dimensions)
    names = fields.get("names") or []
    if not isinstance(names, list):
        raise CatalogueError(f"{code}: names is not a list")
    for name in names:
        _check_text(name, f"{code}: a name")
    if len(set(names)) != len(names):
        raise CatalogueError(f"{code}: a name stands twice")
    texts = {name: str(fields[name]) for name in _REQUIRED}
    return IndicatorEntry(code=str(code), **texts, breakdown=fields.get("breakdown"), names=tuple(names))


def _check_meaning(code: str, fields: Mapping[str, Any], dimensions: Mapping[str, Dimension]) -> None:
    kind, unit, breakdown = fields["unit_kind"], fields["unit"], fields.get("breakdown")
    if kind not in UNIT_KINDS:
        raise CatalogueError(f"{code}: unit kind {kind} is none of {', '.join(sorted(UNIT_KINDS))}")
    if fields["accounting"] not in ACCOUNTINGS:
        raise CatalogueError(
            f"{code}: accounting {fields['accounting']} is none of {', '.join(sorted(ACCOUNTINGS))}"
        )
    if breakdown is not None and (not isinstance(breakdown, str) or breakdown not in dimensions):
        raise CatalogueError(f"{code}: dimension {breakdown} does not exist")
    if (kind == "money") != unit.startswith("元"):
        raise CatalogueError(f"{code}: unit {unit} and unit kind {kind} do not fit")
    if (kind == "ratio") != ("/" in unit and kind != "money"):
        raise CatalogueError(f"{code}: unit {unit} and unit kind {kind} do not fit")


def _refuse_shared_names(entries: Iterable[IndicatorEntry]) -> None:
    owner: dict[str, str] = {}
    for entry in entries:
        for name in {entry.zh, *entry.names}:
            if owner.setdefault(name, entry.code) != entry.code:
                raise CatalogueError(f"{entry.code}: the name {name} belongs to {owner[name]} already")


def _check_code(code: object, what: str) -> None:
    if not isinstance(code, str) or not _CODE.match(code):
        raise CatalogueError(f"{what} {code!r}: a code is lower-case letters, digits and underscores")


def _check_text(text: object, what: str) -> None:
    if not isinstance(text, str) or not text.strip() or text != text.strip():
        raise CatalogueError(f"{what}: is empty or has spaces around it")
