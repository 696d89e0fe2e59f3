"""Numbers of a brief as links to the sentences they rest on, with no space around them."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefs.content import Figure, Run, Sentence

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
def sentence_words(sentence: Sentence) -> SafeString:
    """All runs of a sentence."""
    return format_html_join("", "{}", ((run_words(run),) for run in sentence))
