"""Numbers of a brief as links to the sentences they rest on, with no space around them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefs.content import Cells, Figure, Run, Sentence

register = template.Library()


@register.filter
def run_words(run: Run) -> SafeString | str:
    """The words, or the number as a link; a dash for an empty cell."""
    if not isinstance(run, Figure):
        return run or "—"
    kind, pk = run.refs[0]
    if kind != "observation":  # its sentence stands in the list of sources
        return format_html('<a class="brief-number" href="#{}-{}" data-source>{}</a>', kind, pk, run.text)
    page = reverse("indicators:observation-evidence", args=[pk])
    return format_html('<a class="brief-number" href="{}" data-evidence="{}">{}</a>', page, pk, run.text)


@register.filter
def cells_of(table: Cells, row: Sequence[Run]) -> list[tuple[str, str, SafeString | str]]:
    """Each cell of the row as (its column's head, its classes, its words); the first column of words is the name, which
    stands above the others where a row is told over lines."""
    named = next(at for at in range(len(table.head)) if at not in table.numeric)
    found = []
    for at, (head, run) in enumerate(zip(table.head, row, strict=True)):
        found.append(
            (head, "name" if at == named else "number" if at in table.numeric else "", run_words(run))
        )
    return found


@register.filter
def sentence_words(sentence: Sentence) -> SafeString:
    """All runs of a sentence."""
    return format_html_join("", "{}", ((run_words(run),) for run in sentence))
