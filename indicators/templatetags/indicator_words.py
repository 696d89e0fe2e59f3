"""Terms of the catalogue in templates."""

import json
from typing import Any

from django import template
from django.contrib.auth.models import AbstractUser
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from indicators import labels
from indicators.evidence_links import evidence_button
from indicators.initials import find_initials
from indicators.models import Indicator

register = template.Library()
MARKUP = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))
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


@register.filter
def figure_script(figure: dict[str, Any], element_id: str) -> SafeString:
    """The figure as Django's ``json_script`` writes it, which takes a millisecond for the signs of markup alone."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in MARKUP:
        text = text.replace(sign, escaped)
    return format_html('<script id="{}" type="application/json">{}</script>', element_id, mark_safe(text))  # noqa: S308
