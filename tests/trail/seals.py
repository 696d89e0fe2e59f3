"""What tests of the trail share."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

TABLES = ("trail_event", "trail_seal")


def commit_seals() -> None:
    """Runs what the database does at commit, inside a test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def as_owner(statement: str, values: Sequence[Any] = ()) -> None:
    """Does what only an owner of the tables can: tampers with the trail past its triggers."""
    commit_seals()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger trail_kept")
        cursor.execute(statement, values)
        for table in TABLES:
            cursor.execute(f"alter table {table} enable trigger trail_kept")
