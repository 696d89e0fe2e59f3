"""The library ``static`` of templates: Django's own, which looks the address of a fixed file up once."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import static
from django.urls import get_script_prefix

register = template.Library()
register.tags.update(static.register.tags)
register.filters.update(static.register.filters)


class FixedFileNode(static.StaticNode):
    """Django's node for a file that is named in the template; its address changes with where files are kept alone."""

    def __init__(self, path: Any) -> None:
        super().__init__(None, path)
        self.said: dict[tuple[str, ...], str] = {}

    def render(self, context: Context) -> str:
        house = (get_script_prefix(), settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"])
        address = self.said.get(house)
        if address is None:
            address = self.said[house] = super().render(context)
        return address


@register.tag("static")
def do_static(parser: Parser, token: Token) -> static.StaticNode:
    node = static.do_static(parser, token)
    is_fixed = isinstance(node.path.var, str) and not node.path.filters and not node.varname
    return FixedFileNode(node.path) if is_fixed else node
