"""Terms of the catalogue in templates."""

from django import template
from django.contrib.auth.models import AbstractUser

from indicators import labels
from indicators.evidence_links import evidence_button
from indicators.initials import find_initials
from indicators.models import Indicator

register = template.Library()
HAN = range(0x4E00, 0xA000)


register.filter("initials", find_initials)
register.simple_tag(evidence_button)


@register.filter
def unit_of(indicator: Indicator) -> str:
    """The unit that the indicator's values are counted in."""
    return labels.unit_name(indicator)


@register.filter
def person_name(user: AbstractUser) -> str:
    """The person's name, a Chinese one with the family name first; the account's where no name is known."""
    name = user.last_name + user.first_name
    if any(ord(character) in HAN for character in name):
        return name
    return user.get_full_name() or user.get_username()
