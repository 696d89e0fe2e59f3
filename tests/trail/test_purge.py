"""Taking old rows away."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.trail.seals import as_owner, commit_seals
from trail.actions import Action
from trail.models import Event, Seal
from trail.retention import purge
from trail.services import record
from trail.verification import verify

pytestmark = pytest.mark.django_db


def row_of(days: int, monkeypatch) -> Event:
    """A row as it was written so many days ago."""
    then = timezone.now() - timedelta(days=days)
    with monkeypatch.context() as patch:
        patch.setattr("trail.services.timezone.now", lambda: then)
        row = record(Action.OTHER, by=None, target=f"{days} 天前")
    commit_seals()
    as_owner("update trail_seal set at = %s where event_id = %s", [then, row.pk])
    return row


def test_rows_of_the_last_180_days_stay(monkeypatch):
    rows = {days: row_of(days, monkeypatch) for days in (400, 181, 179, 1)}
    assert purge(by=None, days=180) == 2
    assert not Event.objects.filter(pk__in=[rows[400].pk, rows[181].pk]).exists()
    assert Event.objects.filter(pk__in=[rows[179].pk, rows[1].pk]).count() == 2


def test_the_setting_says_how_long_rows_are_kept(monkeypatch, settings):
    settings.TRAIL_KEEP_DAYS = 365
    row_of(400, monkeypatch), row_of(300, monkeypatch)
    assert purge(by=None) == 1


def test_the_chain_still_verifies_and_the_purge_is_a_row_of_it(monkeypatch):
    for days in (500, 400, 10):
        row_of(days, monkeypatch)
    last = Seal.objects.order_by("number")[1]
    purge(by=None, days=180)
    commit_seals()
    assert verify().is_sound
    detail = Event.objects.get(action=Action.PURGE).detail
    assert (detail["through"], detail["hash"], detail["count"]) == (last.number, last.hash, 2)


def test_it_can_be_purged_again_and_again(monkeypatch):
    row_of(500, monkeypatch)
    purge(by=None, days=180)
    row_of(400, monkeypatch), row_of(5, monkeypatch)
    assert (
        purge(by=None, days=180) == 0
    )  # the old row stands behind the younger one that records the first purge
    assert verify().is_sound


def test_less_than_180_days_is_refused():
    with pytest.raises(CommandError, match="至少保存 180 天"):
        call_command("purge_trail", "--days", "179")


def test_the_database_refuses_to_delete_a_young_row_even_in_the_name_of_a_purge(monkeypatch):
    row = row_of(100, monkeypatch)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('trail.purging', 'on', true)")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("delete from trail_event where id = %s", [row.pk])


def test_the_command_says_how_many_rows_went(monkeypatch):
    row_of(2000, monkeypatch)
    out = StringIO()
    call_command("purge_trail", stdout=out)
    assert out.getvalue() == "清理了 1 条操作记录。\n"
