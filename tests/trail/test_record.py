"""Writing to the trail."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from reports.errors import ServiceError
from tests.factories import make_claim, make_user
from tests.trail.seals import commit_seals
from trail import circumstances
from trail.actions import Action
from trail.chain import GENESIS, digest_of, hash_of
from trail.models import Event, Seal
from trail.services import record

pytestmark = pytest.mark.django_db


def test_a_row_says_who_did_what_to_which_object_when_and_from_where():
    alice, claim = make_user("alice"), make_claim()
    here = circumstances.Circumstances("web", "10.1.2.3", "abc", "/claims/1/accept/")
    with circumstances.during(here):
        event = record(Action.ACCEPT, by=alice, target=claim, detail={"note": "对得上"})
    event.refresh_from_db()
    assert (event.user, event.user_name, event.address, event.request_id) == (
        alice,
        "alice",
        "10.1.2.3",
        "abc",
    )
    assert (event.subject, event.object_words) == (f"reports.claim:{claim.pk}", "专利申请量 94045件")
    assert event.at.utcoffset() is not None
    assert (event.result, event.channel, event.detail) == ("ok", "web", {"note": "对得上"})


def test_old_and_new_values_stay_exact():
    event = record(
        Action.CORRECT, by=None, detail={"old": {"value": Decimal("1203.500000")}, "new": {"value": 1230}}
    )
    assert event.detail == {"old": {"value": "1203.5"}, "new": {"value": 1230}}


def test_no_password_and_no_number_of_a_person_gets_in():
    detail = {
        "password": "hunter2",
        "note": "身份证11010119900307123X，手机13812345678",
        "value": "13812345678",
    }
    event = record(Action.OTHER, by=None, target="联系人 138 1234 5678", detail=detail)
    assert event.detail == {"password": "***", "note": "身份证***3X，手机***78", "value": "13812345678"}
    assert event.object_words == "联系人 ***78"


def test_a_name_with_line_breaks_forges_no_second_line():
    event = record(Action.LOG_IN, by="eve\n2026-01-01 root 登录 成功\x1b[2J", result="failed")
    assert event.user_name == "eve 2026-01-01 root 登录 成功 [2J"


def test_an_unknown_action_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError, match="no_such_deed"):
        record("no_such_deed", by=None)


def test_every_row_is_sealed_over_the_one_before():
    rows = [record(Action.OTHER, by=None, target=str(n)) for n in range(3)]
    commit_seals()
    seals = list(Seal.objects.order_by("number"))
    assert [s.event_id for s in seals] == [r.pk for r in rows]
    assert seals[0].previous == GENESIS or seals[0].number > 1
    for seal, row in zip(seals, rows, strict=True):
        assert seal.hash == hash_of(seal.previous, seal.number, row.digest)
    assert [s.previous for s in seals[1:]] == [s.hash for s in seals[:-1]]


def test_the_fingerprint_can_be_computed_again_from_the_stored_row():
    record(Action.EXPORT, by=make_user(), detail={"rows": 3, "filter": {"区": ["宝安", None, True]}})
    row = Event.objects.values().get()
    assert digest_of(row) == row["digest"]


@pytest.mark.parametrize("table", ["trail_event", "trail_seal"])
@pytest.mark.parametrize("what", ["update {0} set {1} = {1}", "delete from {0}", "truncate {0}"])
def test_no_row_can_be_changed_removed_or_emptied_away(table, what):
    record(Action.OTHER, by=None)
    commit_seals()
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} enable trigger trail_not_emptied")
        column = "digest" if table == "trail_event" else "hash"
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(what.format(table, column))


def test_a_deed_that_is_undone_leaves_no_row():
    def deed() -> None:
        record(Action.OTHER, by=None)
        raise ServiceError("没有成")

    with pytest.raises(ServiceError), transaction.atomic():
        deed()
    assert not Event.objects.exists()
