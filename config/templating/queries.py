"""The library ``django_tables2`` of templates: its own, whose ``{% querystring_replace %}`` takes the query of an
address apart once: a table writes it for each column and each of its pages."""

from __future__ import annotations

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.html import escape
from django_tables2.templatetags import django_tables2

from config.templating.links import is_plain, piece, pieces_of

register = template.Library()
register.tags.update(django_tables2.register.tags)
register.filters.update(django_tables2.register.filters)


class QueryNode(django_tables2.QuerystringReplaceNode):
    """The library's node; what is no plain text or number goes its way."""

    def render(self, context: Context) -> str:
        changes = {key.resolve(context): value.resolve(context) for key, value in self.updates.items()}
        if self.asvar or not all(is_plain(key) and is_plain(value) for key, value in changes.items()):
            return super().render(context)
        pieces = dict(pieces_of(context["request"].META.get("QUERY_STRING", "")))
        pieces |= {key: piece(key, value) for key, value in changes.items() if key}
        for removal in self.removals:
            pieces.pop(removal.resolve(context), None)
        return escape("?" + "&".join(pieces.values()))


@register.tag
def querystring_replace(parser: Parser, token: Token) -> QueryNode:
    node = django_tables2.querystring_replace(parser, token)
    return QueryNode(node.updates, node.removals, node.asvar)
