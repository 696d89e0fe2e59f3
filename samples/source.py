"""The sources of the sample reports: a page of settings, then prose in light markup.

`#` is the title, `##` to `####` headings, `|` a table row, `>` the issuing office and the date; every other
line is a paragraph. Figures stand as placeholders (see `samples.figures`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from indicators.catalogue import load_catalogue
from samples.figures import HERE, Filler, Stated, load_figures

NOTICE = "示例报告，数据为虚构，仅供演示"


@dataclass(frozen=True)
class Block:
    """One line of a report: `kind` is title, heading, paragraph, signature or table (then `rows` holds it)."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sample:
    """One report ready to be written: its settings, its lines, and the figures that it states."""

    name: str
    meta: dict[str, Any]
    blocks: tuple[Block, ...]
    stated: tuple[Stated, ...]

    @property
    def file(self) -> str:
        return str(self.meta["file"])

    @property
    def title(self) -> str:
        return next(block.text for block in self.blocks if block.kind == "title")

    @property
    def year(self) -> int:
        return int(self.meta["period"][:4])


def money_indicators() -> frozenset[str]:
    """Return the codes of the catalogue that are counted in yuan."""
    return frozenset(entry.code for entry in load_catalogue() if entry.unit_kind == "money")


def load_samples(folder: Path = HERE / "source") -> list[Sample]:
    """Return every sample, in the order of its source's name, its placeholders filled and checked."""
    figures, money = load_figures(), money_indicators()
    return [_load(path, figures, money) for path in sorted(folder.glob("*.md"))]


def _load(path: Path, figures: dict[Any, Any], money: frozenset[str]) -> Sample:
    _, settings, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(settings)
    filler = Filler(figures, meta["region"], meta["period"], money)
    blocks = _read_blocks([filler.fill(line.strip()) for line in body.splitlines() if line.strip()])
    return Sample(path.stem, meta, tuple(blocks), tuple(filler.stated))


def _read_blocks(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(row for row in rows if not row[0].startswith("---"))))
            rows = []
        if line:
            blocks.append(_read_line(line))
    return blocks


def _read_line(line: str) -> Block:
    mark, _, text = line.partition(" ")
    if mark == "#":
        return Block("title", text)
    if mark in ("##", "###", "####"):
        return Block("heading", text, len(mark) - 1)
    if mark == ">":
        return Block("signature", text)
    return Block("paragraph", line)
