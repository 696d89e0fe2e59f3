"""The library ``i18n`` of templates: Django's own, whose ``{% translate %}`` looks fixed words up once a language."""

from __future__ import annotations

from django import template
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedWordsNode(Node):
    """Words that depend on nothing but the language; what Django's node said of them is kept."""

    child_nodelists = ()

    def __init__(self, node: i18n.TranslateNode) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        words = self.said.get(language)
        if words is None:
            words = self.said[language] = self.node.render(context)
        return words


def _translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    words, about = node.filter_expression, node.message_context
    is_fixed = words.var.literal is not None and not words.filters and not node.asvar
    is_fixed = is_fixed and (
        about is None or getattr(about.var, "literal", None) is not None or isinstance(about.var, str)
    )
    return FixedWordsNode(node) if is_fixed else node


register.tag("translate", _translate)
register.tag("trans", _translate)
