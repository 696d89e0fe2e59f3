"""``{% url %}`` that looks an address up once: reversing goes through every pattern's converters each time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as read_url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()
PLAIN = {int, str}
MOST = 8192


class KeptURLNode(URLNode):
    """Django's node; what is no plain name with plain arguments goes its way."""

    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar or not context.autoescape:
            return super().render(context)
        args = tuple(arg.resolve(context) for arg in self.args)
        if not all(type(arg) in PLAIN for arg in args):
            return super().render(context)
        house = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
        return _address(self.view_name.resolve(context), args, _room(context), house)


def _room(context: Context) -> str | None:
    """The application that the page belongs to, as Django's node finds it."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    return getattr(request, "current_app", None) or getattr(match, "namespace", None)


@lru_cache(maxsize=MOST, typed=True)
def _address(name: str, args: tuple[Any, ...], room: str | None, _house: tuple[str, str]) -> str:
    return conditional_escape(reverse(name, args=args, current_app=room))


@register.tag
def url(parser: Parser, token: Token) -> KeptURLNode:
    node = read_url(parser, token)
    return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)
