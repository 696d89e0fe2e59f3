"""A brief as its maker wants it: without the parts that he left out, with his own words at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefs.composing import compose, numbered
from briefs.content import Content, sources_of
from briefs.models import Brief
from briefs.remarks import figures_of, remark_section, unknown_numbers


@dataclass(frozen=True, slots=True)
class Edited:
    """``content`` is the brief, ``offered`` are the parts that its data has, as (key, heading), and ``unknown`` numbers
    of the maker's words that the data does not have, or no longer."""

    content: Content
    offered: Sequence[tuple[str, str]]
    unknown: Sequence[str]


def content_of(brief: Brief, moment: datetime | None = None) -> Content:
    """The brief on the data of the moment, of its own one where none is given."""
    return edit(brief, moment).content


def edit(brief: Brief, moment: datetime | None = None) -> Edited:
    """The same, with what the maker can choose from."""
    whole = compose(brief.region, brief.year, moment or brief.pinned_at, brief.title)
    known = figures_of(whole.sections)
    sections = [section for section in whole.sections if section.key not in brief.left_out]
    if brief.remark:
        sections.append(remark_section(brief.remark, known))
    sections = [numbered(at, replace(one, heading=one.title)) for at, one in enumerate(sections)]
    lines = sources_of((ref for section in sections for ref in section.refs), whole.sources)
    content = replace(
        whole,
        sections=tuple(sections),
        sources=tuple(replace(line, number=number) for number, line in enumerate(lines, start=1)),
    )
    offered = [(section.key, section.title) for section in whole.sections]
    return Edited(content, offered, unknown_numbers(brief.remark, known))
