"""What the reader may do with the thing at hand, for templates."""

from django import template

from reports import access

register = template.Library()


@register.filter
def cancellable_by(report: object, user: object) -> bool:
    return access.can_cancel(user, report)
