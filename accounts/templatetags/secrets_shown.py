"""How secrets are shown to be typed off a screen."""

from django import template

register = template.Library()


@register.filter
def in_fours(secret: object) -> list[str]:
    """The secret in groups of four, each an element of its own: read in groups, and copied without spaces."""
    text = str(secret)
    return [text[at : at + 4] for at in range(0, len(text), 4)]
