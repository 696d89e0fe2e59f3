"""What the reader may do with the thing at hand, for templates."""

from django import template
from django.contrib.auth.models import AbstractUser

from reports import access
from reports.models import Report

register = template.Library()


@register.inclusion_tag("reports/_standing.html")
def standing_of(report: Report, user: AbstractUser) -> dict[str, object]:
    """What replaced the report and what it replaced, as far as the user sees them."""
    others = access.visible_reports(user).without_text()
    successor = others.filter(pk=report.replaced_by_id).first() if report.replaced_by_id else None
    predecessors = others.filter(replaced_by=report.pk).order_by("-uploaded_at")
    is_revised = report.replaced_as == Report.Replacement.REVISION
    return {
        "report": report,
        "successor": successor,
        "predecessors": predecessors,
        "can_restore": is_revised and access.can_review(user),
    }


@register.filter
def cancellable_by(report: object, user: object) -> bool:
    return access.can_cancel(user, report)
