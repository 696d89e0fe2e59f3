"""Terms of the catalogue in templates."""

from django import template

from indicators import labels
from indicators.models import Indicator

register = template.Library()


@register.filter
def unit_of(indicator: Indicator) -> str:
    """The unit that the indicator's values are counted in."""
    return labels.unit_name(indicator)
