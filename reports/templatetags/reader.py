"""Stored sentences in the reader's language, for templates."""

from django import template

from reports.stored_sentences import in_readers_language

register = template.Library()
register.filter("readers_language", in_readers_language)
