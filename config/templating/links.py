"""``{% url %}`` that looks an address up once: reversing goes through every pattern's converters each time; and
``{% querystring %}`` that takes the query of the page's address apart once, not for each link."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template import defaulttags
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as read_url
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.http import urlencode

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


class QueryNode(Node):
    """Django's node; what changes the query by anything but plain text, numbers and nothing goes its way."""

    child_nodelists = ()

    def __init__(self, node: Any) -> None:
        self.node = node

    def render(self, context: Context) -> str:
        changes = {name: value.resolve(context) for name, value in self.node.kwargs.items()}
        if not all(value is None or is_plain(value) for value in changes.values()):
            return self.node.render(context)
        before = pieces_of(context.request.META.get("QUERY_STRING", ""))
        pieces = dict(before)
        for name, value in changes.items():
            if value is None:
                pieces.pop(name, None)
            else:
                pieces[name] = piece(name, value)
        query = "?" + "&".join(pieces.values()) if pieces or before else ""
        return conditional_escape(query) if context.autoescape else query


@register.tag
def querystring(parser: Parser, token: Token) -> Node:
    node = defaulttags.register.tags["querystring"](parser, token)
    return node if node.args or node.target_var else QueryNode(node)


def is_plain(value: Any) -> bool:
    return isinstance(value, str) or type(value) is int


def piece(name: str, value: str | int) -> str:
    """How a name with one value stands in a query."""
    return f"{quote_plus(name)}={quote_plus(str(value))}"


@lru_cache(maxsize=64)
def pieces_of(query: str) -> tuple[tuple[str, str], ...]:
    """Each name in the query, with how it stands there once it is written anew."""
    return tuple((name, urlencode({name: values}, doseq=True)) for name, values in QueryDict(query).lists())
