"""The application's own database role: it may read the trail and add to it, and nothing else."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests.factories import make_claim, make_indicator, make_user
from tests.trail.seals import commit_seals
from trail.actions import Action
from trail.errors import NotRecorded, TrailError
from trail.grants import append_only_tables, grant_to
from trail.models import Event, Seal
from trail.services import record

pytestmark = pytest.mark.django_db
ROLE = "zhiheng_test_app"


@pytest.fixture
def app_role():
    """From here on the test's connection has the rights of the application's role; the role goes with the test."""
    with connection.cursor() as cursor:
        cursor.execute("select rolcreaterole or rolsuper from pg_roles where rolname = current_user")
        if not cursor.fetchone()[0]:
            pytest.skip("the database's user may make no roles")
        cursor.execute(f"create role {ROLE}")
        grant_to(ROLE)
        cursor.execute(f"set local role {ROLE}")
    yield ROLE
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_it_adds_rows_and_the_database_seals_them(app_role):
    event = record(Action.OTHER, by=None)
    commit_seals()
    assert Seal.objects.filter(event=event).exists()


@pytest.mark.parametrize("table", ["trail_event", "trail_seal", "trail_head", "reports_claimsnapshot"])
@pytest.mark.parametrize("deed", ["update {} set {} = {}", "delete from {}", "truncate {}"])
def test_it_changes_removes_and_empties_nothing(app_role, table, deed):
    column = {"trail_event": "digest", "reports_claimsnapshot": "pgh_label"}.get(table, "hash")
    refused(deed.format(table, column, column))


@pytest.mark.parametrize("table", ["trail_seal", "trail_head"])
def test_it_seals_nothing_by_itself(app_role, table):
    refused(f"insert into {table} select * from {table}")


def test_it_switches_no_trigger_off(app_role):
    with (
        pytest.raises(DatabaseError, match="must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("alter table trail_event disable trigger all")


def test_its_changes_leave_their_history(app_role):
    claim = make_claim()
    claim.value = 5
    claim.save()
    assert claim.history.get().value == 94045


def test_every_history_is_among_the_tables_it_may_only_add_to():
    assert {"trail_event", "reports_claimsnapshot", "indicators_observationsnapshot"} <= set(
        append_only_tables()
    )


def test_the_owner_of_the_tables_is_refused_as_the_application():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        owner = cursor.fetchone()[0]
    with pytest.raises(TrailError):
        grant_to(owner)


def test_an_export_whose_row_cannot_be_written_is_refused_and_no_file_leaves(app_role, client):
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(f"revoke insert on trail_event from {ROLE}")
        client.force_login(make_user())
        indicator = make_indicator()
        cursor.execute(f"set local role {ROLE}")
    with pytest.raises(NotRecorded), transaction.atomic():
        record(Action.EXPORT, by=None)
    with transaction.atomic():  # what failed goes back to here, as it does by itself outside of tests
        response = client.get(reverse("indicators:indicator-export", args=[indicator.pk, "xlsx"]))
    assert response.status_code == 503
    assert "Content-Disposition" not in response
    assert "没有执行" in response.content.decode()
    assert not Event.objects.filter(action=Action.EXPORT).exists()
