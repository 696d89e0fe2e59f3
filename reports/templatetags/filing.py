"""Returns and deadlines in templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone

from indicators.templatetags.indicator_words import person_name
from reports.models import Report, Return
from reports.returning import RETURNABLE

register = template.Library()


@register.filter
def is_overdue(returned: Return) -> bool:
    """Whether the office has let its deadline pass without an answer."""
    late = returned.reply_by is not None and returned.reply_by < timezone.localdate()
    return late and returned.state == Return.State.RETURNED


@register.filter
def closed_ones(returns: Iterable[Return]) -> list[Return]:
    return [returned for returned in returns if not returned.is_open]


@register.filter
def person_name_or_none(user: Any) -> str:
    """The person's name; a dash where a machine did it."""
    return person_name(user) if user else "—"


@register.filter
def can_be_returned(report: Report) -> bool:
    """Whether the report can go back to its office now."""
    standing = report.state in RETURNABLE and report.replaced_by_id is None
    return standing and not any(returned.is_open for returned in loaded(report))


def loaded(report: Report) -> list[Return]:
    """The report's returns, the latest first; asked for once a page."""
    if not hasattr(report, "loaded_returns"):
        report.loaded_returns = list(report.returns.with_context())
    return report.loaded_returns


@register.inclusion_tag("reports/_returns.html", takes_context=True)
def returns_of(context: dict[str, Any], report: Report) -> dict[str, Any]:
    """What the report was sent back for, with what the reader may do about it; one query."""
    rights = {name: context.get(name) for name in ("can_review", "can_upload")}
    return {"returns": loaded(report), **rights}
