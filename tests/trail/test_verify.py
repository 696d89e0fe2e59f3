"""Checking the chain."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.trail.seals import as_owner, commit_seals
from trail.actions import Action
from trail.models import Event, Seal
from trail.services import record
from trail.verification import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    made = [record(Action.OTHER, by=None, target=f"件{n}", detail={"note": f"第{n}次"}) for n in range(5)]
    commit_seals()
    return made


def faults() -> list[str]:
    return [fault.words for fault in verify().faults]


def number_of(row: Event) -> int:
    return Seal.objects.get(event=row).number


def test_an_untouched_chain_is_sound(rows):
    verdict = verify()
    assert (verdict.is_sound, verdict.count) == (True, 5)
    assert verdict.hash == Seal.objects.get(event=rows[-1]).hash


def test_an_altered_row_is_named(rows):
    as_owner("update trail_event set object_words = '别的' where id = %s", [rows[2].pk])
    assert faults() == [f"第 {number_of(rows[2])} 环的记录（编号 {rows[2].pk}）内容被改动。"]


def test_a_row_altered_together_with_its_fingerprint_is_named(rows):
    other = record(Action.OTHER, by=None, target="别的").digest
    commit_seals()
    as_owner("update trail_event set digest = %s where id = %s", [other, rows[1].pk])
    assert f"（编号 {rows[1].pk}）" in faults()[0]


def test_a_missing_row_is_named(rows):
    number = number_of(rows[3])
    as_owner("delete from trail_event where id = %s", [rows[3].pk])
    assert faults() == [f"第 {number} 环的记录（编号 {rows[3].pk}）不见了。"]


def test_a_row_missing_with_its_seal_leaves_a_gap(rows):
    number = number_of(rows[3])
    as_owner("delete from trail_seal where event_id = %s", [rows[3].pk])
    as_owner("delete from trail_event where id = %s", [rows[3].pk])
    assert faults() == [f"第 {number} 至 {number} 环不见了，也没有相应的清理记录。"]


def test_a_chain_whose_end_was_cut_off_is_told(rows):
    as_owner("delete from trail_seal where event_id = %s", [rows[4].pk])
    as_owner("delete from trail_event where id = %s", [rows[4].pk])
    assert "不见了" in faults()[0]


def test_a_chain_whose_beginning_was_cut_off_without_a_purge_is_told(rows):
    as_owner("delete from trail_seal where event_id = %s", [rows[0].pk])
    as_owner("delete from trail_event where id = %s", [rows[0].pk])
    assert "没有相应的清理记录" in faults()[0]


def test_a_row_slipped_in_without_a_seal_is_named(rows):
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table trail_event disable trigger trail_sealed")
        forged = record(Action.OTHER, by=None, target="伪造")
        cursor.execute("alter table trail_event enable trigger trail_sealed")
    assert faults() == [f"记录 {forged.pk} 没有封印：它不是经系统写入的。"]


def test_a_chain_made_anew_does_not_hold_the_end_that_was_noted(rows):
    noted = f"{number_of(rows[4])}:{'0' * 64}"
    assert [f.words for f in verify(expect=noted).faults] == [f"记下的链尾 {noted} 已不在链上。"]
    seal = Seal.objects.get(event=rows[4])
    assert verify(expect=f"{seal.number}:{seal.hash}").is_sound


def test_the_newest_links_can_be_walked_alone(rows):
    as_owner("update trail_event set object_words = '别的' where id = %s", [rows[0].pk])
    assert verify(newest=3).is_sound
    assert verify(newest=3).count == 3


def test_the_command_tells_the_end_of_the_chain_and_leaves_a_row(rows):
    out = StringIO()
    call_command("verify_trail", stdout=out)
    assert Seal.objects.get(event=rows[4]).hash in out.getvalue()
    assert Event.objects.filter(action=Action.VERIFY, result="ok").count() == 1


def test_the_command_ends_with_an_error_where_something_is_wrong(rows):
    as_owner("update trail_event set object_words = '别的' where id = %s", [rows[2].pk])
    errors = StringIO()
    with pytest.raises(CommandError, match="1 处不对"):
        call_command("verify_trail", stderr=errors)
    assert "内容被改动" in errors.getvalue()
