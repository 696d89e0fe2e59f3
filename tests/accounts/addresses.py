"""Every address of the product, read from its URLconf, and what the table of rights says about it.

The table is ``matrix.txt``; CONTRIBUTING.md says how to write a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

TABLE = Path(__file__).with_name("matrix.txt")
METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Address:
    """One pattern: its name with namespace (the pattern itself where it has none), its route, its parameters."""

    name: str
    route: str
    parameters: tuple[str, ...]

    def path(self, values: dict[str, object]) -> str:
        """The path with the values filled in, in the route's order; ``path`` among them is the whole of it."""
        if "path" in values:
            return str(values["path"])
        path = "/" + self.route
        for parameter in self.parameters:
            start = path.index("<")
            path = path[:start] + str(values[parameter]) + path[path.index(">") + 1 :]
        return path


@dataclass(frozen=True)
class Row:
    """What the table says of one address: the values of its parameters, and codes by method and column."""

    name: str
    values: dict[str, str]
    codes: dict[str, dict[str, int]]
    anonymous: dict[str, int]


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row | None:
        """The row of the address; an exact name before a pattern with *."""
        exact = [row for row in self.rows if row.name == name]
        return (exact or [row for row in self.rows if fnmatchcase(name, row.name)] or [None])[0]


def find_addresses() -> list[Address]:
    """All patterns, each once, in the order in which Django tries them."""
    found = dict.fromkeys(_walk(get_resolver().url_patterns, "", ""))
    return list(found)


def _walk(patterns: list, namespace: str, before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            name = namespace + pattern.name if pattern.name else route
            parameters = tuple(pattern.pattern.converters or pattern.pattern.regex.groupindex)
            yield Address(name, route, parameters)


def load_table() -> Table:
    """The table; raises ValueError with line and reason where a line can't be read."""
    columns: tuple[str, ...] = ()
    words: dict[str, dict[str, int]] = {}
    rows: list[Row] = []
    for number, line in enumerate(TABLE.read_text("utf-8").splitlines(), 1):
        fields = line.split("#", 1)[0].split()
        if not fields:
            continue
        try:
            if fields[0] == "columns":
                columns = tuple(fields[1:])
            elif fields[1] == "means":
                words[fields[0]] = dict(zip(columns, map(int, fields[2:]), strict=True))
            else:
                rows.append(_read_row(fields, columns, words))
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(f"{TABLE.name}, line {number}: {error!r} in {line!r}") from error
    return Table(columns, tuple(rows))


def _read_row(fields: list[str], columns: tuple[str, ...], words: dict[str, dict[str, int]]) -> Row:
    given = dict(field.split("=", 1) for field in fields[1:])
    codes = {}
    for method in METHODS:
        said = given.pop(method)
        codes[method] = dict.fromkeys(columns, int(said)) if said.isdigit() else words[said]
    both = given.pop("anonymous", "302").split("/")
    anonymous = dict(zip(METHODS, map(int, both * 2), strict=False))
    return Row(fields[0], given, codes, anonymous)
