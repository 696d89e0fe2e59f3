"""What a person does at the review desk, and takes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Observation
from reports import desk, services
from reports.errors import ServiceError
from reports.models import Claim, Decision
from tests.factories import make_claim, make_finding, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.fixture
def bob():
    return make_user("bob")


def state(claim: Claim) -> str:
    claim.refresh_from_db()
    return claim.state


def test_undo_takes_back_the_last_act_and_then_the_one_before(alice):
    report = make_report("总结\n申请8件，授权7件。")
    first, second = make_claim(report, "8件", 8), make_claim(report, "7件", 7)
    desk.accept(claim=first, by=alice)
    desk.reject(claim=second, by=alice)
    assert desk.undo(by=alice) == [second]
    assert (state(first), state(second)) == ("accepted", "pending")
    desk.undo(by=alice)
    assert (state(first), Observation.objects.published().count()) == ("pending", 0)
    with pytest.raises(ServiceError, match="没有可以撤销"):
        desk.undo(by=alice)


def test_undo_of_a_correction_brings_the_machines_reading_back(alice):
    claim = make_claim(value=9404)
    correction = desk.correct(claim=claim, by=alice, value=Decimal(94045))
    desk.undo(by=alice)
    assert (state(claim), state(correction)) == ("pending", "rejected")


def test_nobody_undoes_what_another_did(alice, bob):
    desk.accept(claim=make_claim(), by=alice)
    with pytest.raises(ServiceError, match="没有可以撤销"):
        desk.undo(by=bob)


def test_what_another_decided_since_is_not_undone_in_passing(alice, bob):
    claim = make_claim()
    desk.accept(claim=claim, by=alice)
    services.reopen(claim=claim, by=bob)
    services.reject(claim=claim, by=bob)
    with pytest.raises(ServiceError, match="又有人处理过"):
        desk.undo(by=alice)
    assert state(claim) == "rejected"


def test_what_was_ruled_on_since_is_not_undone_in_passing(alice):
    report = make_report("总结\n申请8件，另处写7件。")
    claims = [make_claim(report, "8件", 8), make_claim(report, "7件", 7)]
    desk.accept(claim=claims[0], by=alice)
    services.rule_on(finding=make_finding(report, claims), by=alice, upheld=claims[0], ruling="以公报为准")
    with pytest.raises(ServiceError, match="裁定"):
        desk.undo(by=alice)


def test_a_reopened_decision_leaves_nothing_to_undo(alice):
    claim = make_claim()
    desk.accept(claim=claim, by=alice)
    desk.reopen(claim=claim, by=alice)
    with pytest.raises(ServiceError, match="没有可以撤销"):
        desk.undo(by=alice)


def test_what_nobody_can_tell_waits_at_the_end_with_a_note(alice):
    report = make_report("总结\n申请8件，授权7件。")
    first, second = make_claim(report, "8件", 8, confidence=Decimal("0.5")), make_claim(report, "7件", 7)
    desk.set_aside(claim=first, by=alice, note="原件看不清")
    first.refresh_from_db()
    assert (first.state, first.aside_by, first.aside_note) == ("pending", alice, "原件看不清")
    assert list(Claim.objects.pending().by_damage()) == [second, first]
    desk.undo(by=alice)
    first.refresh_from_db()
    assert first.aside_at is None


def test_a_decided_claim_is_not_set_aside(alice):
    claim = make_claim()
    desk.accept(claim=claim, by=alice)
    with pytest.raises(ServiceError, match="已有核实结论"):
        desk.set_aside(claim=claim, by=alice)


def test_many_alike_are_decided_for_one_reason_and_undone_as_one(alice):
    report = make_report("总结\n申请8件，授权7件，有效6件。")
    claims = [make_claim(report, f"{n}件", n, end=date(2016, n, 28)) for n in (8, 7, 6)]
    assert desk.decide_many(claims=claims, verb="reject", by=alice, note="均为企业数") == 3
    assert {claim.note for claim in Claim.objects.all()} == {"均为企业数"}
    assert len(desk.undo(by=alice)) == 3
    assert not Claim.objects.exclude(state="pending").exists()


def test_many_are_all_decided_or_none(alice):
    report = make_report("总结\n申请8件，授权7件。")
    claims = [make_claim(report, "8件", 8), make_claim(report, "7件", 7)]
    desk.reject(claim=claims[1], by=alice)
    with pytest.raises(ServiceError):
        desk.decide_many(claims=claims, verb="accept", by=alice, note="无误")
    assert state(claims[0]) == "pending"
    assert Decision.objects.count() == 1


def test_many_need_a_reason(alice):
    with pytest.raises(ServiceError, match="理由"):
        desk.decide_many(claims=[make_claim()], verb="accept", by=alice, note=" ")


def test_a_rehearsal_tells_what_would_happen_and_leaves_no_trace(alice):
    report = make_report("总结\n申请8件，园区7件。")
    plain = make_claim(report, "8件", 8)
    park = make_claim(report, "7件", 7, entity="某园区")
    found = desk.rehearse(claims=[plain, park], by=alice)
    assert [prospect.outcome for prospect in found] == ["series", "kept"]
    assert not Observation.objects.exists()
    assert not Claim.objects.exclude(state="pending").exists()
