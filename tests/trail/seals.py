"""What tests of the trail share."""

from django.db import connection


def commit_seals() -> None:
    """Runs what the database does at commit, inside a test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
