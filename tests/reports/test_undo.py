"""Deeds that change more than one claim are taken back exactly, until a value that they touched is published."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import Citation, Observation, Target
from reports import assigning, desk, services, undoing
from reports.errors import ServiceError
from reports.models import Claim, Finding, Policy, Report, Return, Twin, UndoStep
from reports.releasing import publish_report
from reports.revising import supersede_report
from tests.factories import make_claim, make_finding, make_indicator, make_report, make_user
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db
ROUNDS = 120


@pytest.fixture
def alice():
    return make_user("alice")


def everything() -> dict:
    """All rows that say what is known, by name; without counters of versions and without rejected corrections."""
    rows: dict = {}
    for model in (Claim, Observation, Target, Citation, Finding, Twin, Return):
        rows |= undoing._told(model._base_manager.all())
    rows |= undoing._replaced(Report.objects.values_list("pk", flat=True))
    for report in Report.objects.all():
        rows[f"reports.report:{report.pk}"] |= {"state": report.state, "figures": report.figures}
    dropped = {n for n, row in rows.items() if row.get("corrects") and row["state"] == "rejected"}
    return {n: {k: v for k, v in r.items() if k != "version"} for n, r in rows.items() if n not in dropped}


def rough_and_exact() -> tuple[Claim, Claim]:
    """Two reports on one statistic: 突破9万 of the one, and the exact number of the other."""
    rough = make_claim(make_report("总结\n专利申请突破9万件。"), "9万", 90000, comparator="above")
    return rough, make_claim(make_report())


def test_undo_of_an_acceptance_gives_back_the_draft_that_gave_way(alice):
    rough, exact = rough_and_exact()
    desk.accept(claim=rough, by=alice)
    before = everything()
    desk.accept(claim=exact, by=alice)
    assert Observation.objects.get().value == 94045
    assert desk.undo(by=alice) == [exact]
    assert everything() == before
    assert Event.objects.filter(action=Action.REOPEN).get().subject == f"reports.claim:{exact.pk}"


def test_undo_of_a_correction_gives_back_the_draft_that_gave_way(alice):
    rough, exact = rough_and_exact()
    desk.accept(claim=rough, by=alice)
    before = everything()
    desk.correct(claim=exact, by=alice, value=Decimal(94054))
    desk.undo(by=alice)
    assert everything() == before


def test_many_accepted_at_once_give_back_all_drafts_that_gave_way(alice):
    claims = []
    for code in ("a", "b"):
        indicator = make_indicator(code)
        rough = make_claim(
            make_report("总结\n突破9万件。"), "9万", 90000, comparator="above", indicator=indicator
        )
        desk.accept(claim=rough, by=alice)
        claims.append(make_claim(make_report(), indicator=indicator))
    before = everything()
    desk.decide_many(claims=claims, verb="accept", by=alice, note="核对无误")
    assert len(desk.undo(by=alice)) == 2
    assert everything() == before


def test_an_acceptance_that_was_published_since_is_not_undone(alice):
    rough, exact = rough_and_exact()
    desk.accept(claim=rough, by=alice)
    desk.accept(claim=exact, by=alice)
    publish_report(report=exact.report, by=alice)
    before = everything()
    with pytest.raises(ServiceError, match="已经发布"):
        desk.undo(by=alice)
    assert everything() == before


def test_an_acceptance_that_others_built_on_is_not_undone_in_passing(alice):
    rough, exact = rough_and_exact()
    desk.accept(claim=rough, by=alice)
    desk.accept(claim=exact, by=alice)
    again = make_claim(make_report())
    services.accept(claim=again, by=make_user("bob"))
    with pytest.raises(ServiceError, match="又有人处理过"):
        desk.undo(by=alice)
    assert Observation.objects.get().value == 94045


def contradiction() -> tuple[Finding, Claim, Claim]:
    report = make_report("总结\n专利申请94045件。\n专利申请94054件。")
    first, second = make_claim(report), make_claim(report, "94054件", 94054)
    return make_finding(report, [first, second]), first, second


@pytest.mark.parametrize("upheld", ["first", "second", "none"])
def test_undo_of_a_ruling_opens_the_doubt_again_with_everything_as_it_was(alice, upheld):
    finding, first, second = contradiction()
    services.accept(claim=first, by=alice)
    before = everything()
    which = {"first": first, "second": second, "none": None}[upheld]
    services.rule_on(finding=finding, by=alice, upheld=which, ruling="以公报为准")
    undoing.take_back(step=undoing.last_step(finding=finding), by=alice)
    assert everything() == before
    told = Event.objects.get(action=Action.UNDO)
    assert told.subject == f"reports.finding:{finding.pk}"


def test_a_form_that_was_opened_before_the_undo_is_stale_after_it(alice):
    finding, first, _second = contradiction()
    services.rule_on(finding=finding, by=alice, upheld=first, ruling="以公报为准", version=1)
    undoing.take_back(step=undoing.last_step(finding=finding), by=alice)
    first.refresh_from_db(), finding.refresh_from_db()
    assert (first.version, finding.version) == (3, 3)
    with pytest.raises(ServiceError):
        services.accept(claim=first, by=alice, version=1)


def test_a_ruling_whose_value_was_published_stands(alice):
    Policy.objects.create(pk=1, publish_on_accept=True)
    finding, first, _second = contradiction()
    services.rule_on(finding=finding, by=alice, upheld=first, ruling="以公报为准")
    with pytest.raises(ServiceError, match="已经发布"):
        undoing.take_back(step=undoing.last_step(finding=finding), by=alice)


def test_a_ruling_on_a_published_value_stands(alice):
    live = make_claim(make_report())
    services.accept(claim=live, by=alice)
    publish_report(report=live.report, by=alice)
    other = make_claim(make_report("总结\n专利申请94054件。"), "94054件", 94054)
    services.accept(claim=other, by=alice)
    finding = Finding.objects.get(rule="published")
    services.rule_on(finding=finding, by=alice, upheld=other, ruling="更正")
    with pytest.raises(ServiceError, match="已经发布"):
        undoing.take_back(step=undoing.last_step(finding=finding), by=alice)


def test_nothing_is_taken_back_twice(alice):
    finding, first, _second = contradiction()
    services.rule_on(finding=finding, by=alice, upheld=first, ruling="以公报为准")
    step = undoing.last_step(finding=finding)
    undoing.take_back(step=step, by=alice)
    with pytest.raises(ServiceError, match="已经撤销过"):
        undoing.take_back(step=step, by=alice)
    assert undoing.last_step(finding=finding) is None


def left_over() -> tuple[Report, dict]:
    figure = {"span": [7, 13], "value": "94045", "unit_kind": "count", "role": "unassigned"}
    return make_report("总结\n专利申请94045件。", figures=[figure], state="reviewed"), figure


def test_undo_of_an_assignment_leaves_the_figure_over_again(alice):
    report, figure = left_over()
    before = everything()
    fields = {"indicator": make_indicator(), "end": date(2016, 12, 31), "start": date(2016, 1, 1)}
    claim = desk.assign(report=report, figure=figure, by=alice, **fields)
    assert desk.undo(by=alice) == [claim]
    assert everything() == before
    again = desk.assign(report=report, figure=figure, by=alice, **fields)
    assert (again.state, assigning.draft(report, figure).value) == ("accepted", 94045)
    assert Event.objects.get(action=Action.UNDO).object_words


def test_an_assignment_goes_with_its_draft_from_the_desk(client, alice):
    report, figure = left_over()
    client.force_login(alice)
    desk.assign(
        report=report, figure=figure, by=alice, indicator=make_indicator(), start=None, accounting="stock"
    )
    answer = client.post(reverse("reports:review-undo"), headers={"accept": "application/json"}).json()
    assert (answer["ok"], answer["claim"]) == (True, None)
    desk.assign(
        report=report, figure=figure, by=alice, indicator=make_indicator(), start=None, accounting="stock"
    )
    assert client.post(reverse("reports:review-undo")).url == reverse("reports:review-queue")
    assert not Claim.objects.exists()


def pair() -> tuple[Report, Report]:
    """A report with three accepted figures, and a revision that changes one, keeps one and drops one."""
    old = make_report("总结\n申请8件，授权7件，有效6件。")
    new = make_report("总结\n申请9件，授权7件，登记5件。")
    for report, figures in (
        (old, {"申请": 8, "授权": 7, "有效": 6}),
        (new, {"申请": 9, "授权": 7, "登记": 5}),
    ):
        for name, value in figures.items():
            make_claim(report, f"{value}件", value, indicator=make_indicator(name))
    return old, new


@pytest.mark.parametrize("decided", [0, 2, 3])
def test_undo_of_a_revision_gives_the_predecessor_its_place_back(alice, decided):
    old, new = pair()
    for claim in list(old.claims.all())[:decided]:
        services.accept(claim=claim, by=alice)
    before = everything()
    supersede_report(report=old, revision=new, by=alice, note="更正")
    undoing.take_back(step=undoing.last_step(report=old), by=alice)
    assert everything() == before
    supersede_report(report=old, revision=new, by=alice, note="更正")
    old.refresh_from_db()
    assert old.replaced_by == new


def test_a_revision_that_changed_what_is_shown_stands(alice):
    old, new = pair()
    for claim in old.claims.all():
        services.accept(claim=claim, by=alice)
    publish_report(report=old, by=alice)
    supersede_report(report=old, revision=new, by=alice)
    with pytest.raises(ServiceError, match="已经发布"):
        undoing.take_back(step=undoing.last_step(report=old), by=alice)


def test_what_was_decided_beside_a_revision_does_not_hold_its_undo_up(alice):
    old, new = pair()
    services.accept(claim=old.claims.first(), by=alice)
    supersede_report(report=old, revision=new, by=alice)
    services.reject(claim=new.claims.get(value=5), by=alice)
    undoing.take_back(step=undoing.last_step(report=old), by=alice)
    old.refresh_from_db()
    assert (old.replaced_by, new.claims.get(value=5).state) == (None, "rejected")


def test_the_page_of_a_ruling_offers_to_take_it_back_and_says_why_it_cannot(client, alice):
    client.force_login(alice)
    finding, first, _second = contradiction()
    page, undo = (reverse(f"reports:finding-{name}", args=[finding.pk]) for name in ("rule", "unrule"))
    assertNotContains(client.get(page), "撤销裁定")
    services.rule_on(finding=finding, by=alice, upheld=first, ruling="以公报为准")
    assertContains(client.get(page), "撤销裁定")
    assertContains(client.post(undo, follow=True), "裁定已撤销")
    assertContains(client.post(undo, follow=True), "没有可以撤销的操作")
    finding.refresh_from_db()
    assert (finding.state, finding.ruling) == ("open", "")


def test_the_page_of_a_report_that_stood_down_offers_its_place_back(client, alice):
    client.force_login(alice)
    old, new = pair()
    supersede_report(report=old, revision=new, by=alice)
    page = reverse("reports:report-detail", args=[old.pk])
    assertContains(client.get(page), "撤销取代")
    assertContains(client.post(reverse("reports:report-restore", args=[old.pk]), follow=True), "取代已撤销")
    assertNotContains(client.get(page), "撤销取代")


@pytest.mark.parametrize("seed", range(4))
def test_random_deeds_taken_back_in_their_order_leave_nothing_behind(alice, seed):
    """Deeds of two people on three reports that share statistics; each one that is allowed to be undone restores the
    rows to what they were right before it, and one that is refused changes nothing."""
    dice, people = random.Random(seed), (alice, make_user("bob"))
    texts = (
        "总结\n申请突破9万件，授权70件。",
        "总结\n申请94045件，授权70件。",
        "总结\n申请94054件，授权71件。",
    )
    reports = [make_report(text) for text in texts]
    for report, first, value in zip(
        reports, ("9万", "94045件", "94054件"), (90000, 94045, 94054), strict=True
    ):
        comparator = "above" if value == 90000 else "exact"
        make_claim(report, first, value, comparator=comparator)
        other = 71 if report is reports[2] else 70
        make_claim(report, f"{other}件", other, indicator=make_indicator("grants"))
    taken_back = 0
    for _round in range(ROUNDS // 4):
        before, steps = everything(), UndoStep.objects.count()
        by = dice.choice(people)
        try:
            one_deed(dice, by)
        except ServiceError:
            assert everything() == before
            continue
        if dice.random() < 0.6:
            step = undoing.last_step() if UndoStep.objects.count() > steps else None
            undoing.take_back(step=step, by=by) if step else desk.undo(by=by)
            taken_back += 1
            assert without_later_doubts(everything(), before) == before
    assert taken_back > 3


def one_deed(dice: random.Random, by) -> None:
    """Some deed on some claim or doubt, as a person might."""
    finding = Finding.objects.filter(state="open").order_by("pk").first()
    if finding and dice.random() < 0.5:
        upheld = dice.choice([None, *finding.claims.order_by("pk")])
        services.rule_on(finding=finding, by=by, upheld=upheld, ruling="以公报为准")
        return
    claim = dice.choice(list(Claim.objects.pending().order_by("pk")) or [None])
    if claim is None:
        raise ServiceError("nothing waits")
    dice.choice([desk.accept, desk.accept, desk.reject])(claim=claim, by=by)


def without_later_doubts(rows: dict, before: dict) -> dict:
    """A doubt that an undone acceptance raised stays as a question; the rest is compared."""
    return {n: row for n, row in rows.items() if n in before or not n.startswith("reports.finding:")}
