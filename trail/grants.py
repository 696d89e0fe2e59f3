"""The rights of the application's own database role: everything on the product's tables, and of the trail only to
read and to add. The tables' owner, who runs migrations and purges, is another role."""

from __future__ import annotations

import pghistory.core
from django.db import connection, transaction
from psycopg import sql

from trail.errors import TrailError
from trail.models import Event, Head, Seal


def append_only_tables() -> list[str]:
    """The tables that the application may add to and never change: the trail and every history."""
    histories = (model._meta.db_table for model in pghistory.core.event_models())
    return [Event._meta.db_table, *sorted(histories)]


@transaction.atomic
def grant_to(role: str) -> None:
    """Give the database role what the application needs; may be repeated, and must be after each migration.

    Raises TrailError where there is no such role, or where it owns the tables and so is above all rights.
    """
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper from pg_roles where rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise TrailError(
                f"There is no database role {role}; make it first: CREATE ROLE {role} LOGIN PASSWORD '…'."
            )
        if found[0]:
            raise TrailError(f"The role {role} is a superuser, whom no right can stop; choose another.")
        cursor.execute("select tableowner, current_schema() from pg_tables where tablename = 'trail_event'")
        owner, schema = cursor.fetchone()
        if owner == role:
            raise TrailError(f"The role {role} owns the tables; the application needs a role that does not.")
        for statement in _statements():
            cursor.execute(
                sql.SQL(statement)
                .format(role=sql.Identifier(role), schema=sql.Identifier(schema))
                .as_string()
            )
        for table in append_only_tables():
            _narrow(cursor, table, role, "select, insert")
        for model in (Seal, Head):  # written by the trigger's function alone, with its owner's rights
            _narrow(cursor, model._meta.db_table, role, "select")


def _statements() -> tuple[str, ...]:
    return (
        "grant usage on schema {schema} to {role}",
        "grant select, insert, update, delete on all tables in schema {schema} to {role}",
        "grant usage, select on all sequences in schema {schema} to {role}",
        "grant execute on all functions in schema {schema} to {role}",
    )


def _narrow(cursor: object, table: str, role: str, rights: str) -> None:
    names = {"table": sql.Identifier(table), "role": sql.Identifier(role)}
    for statement in ("revoke all on {table} from {role}", f"grant {rights} on {{table}} to {{role}}"):
        cursor.execute(sql.SQL(statement).format(**names).as_string())  # type: ignore[attr-defined]
