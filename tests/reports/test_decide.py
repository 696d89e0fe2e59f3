"""What a person's decision does to a claim, and to what is published on it."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Observation, Target
from reports.errors import ServiceError
from reports.services import accept, accept_all, correct, reject, reopen, rule_on
from tests.factories import make_claim, make_finding, make_region, make_report, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_at_once")]


@pytest.fixture
def alice():
    return make_user("alice")


def live() -> list[tuple[str, Decimal]]:
    return [(o.region_id, o.value) for o in Observation.objects.published().order_by("region_id")]


def test_an_accepted_claim_is_published_with_its_sentence(alice):
    claim = accept(claim=make_claim(), by=alice)
    citation = claim.observation.citations.get()
    assert (live(), citation.quote, citation.role) == ([("360000", 94045)], "94045件", "evidence")
    assert citation.link == f"/reports/{claim.report_id}/?claim={claim.pk}"


def test_a_rejected_claim_enters_nothing(alice):
    claim = reject(claim=make_claim(), by=alice, note="是目标不是实绩")
    assert (claim.state, claim.decided_by, live()) == ("rejected", alice, [])


def test_a_correction_stands_beside_the_machines_reading(alice):
    original = make_claim(value=9404)
    new = correct(claim=original, by=alice, value=Decimal(94045))
    original.refresh_from_db()
    assert (original.state, original.value, new.value, new.corrects) == ("corrected", 9404, 94045, original)
    assert live() == [("360000", 94045)]


def test_a_correction_beyond_the_text_is_refused_and_changes_nothing(alice):
    claim = make_claim()
    with pytest.raises(ServiceError, match="位置"):
        correct(claim=claim, by=alice, span_start=0, span_end=10_000)
    claim.refresh_from_db()
    assert claim.state == "pending"


def test_a_correction_of_what_is_no_reading_is_refused(alice):
    with pytest.raises(ServiceError, match="不能更正"):
        correct(claim=make_claim(), by=alice, confidence=Decimal(1))


def test_the_second_decision_is_told_of_the_first(alice):
    claim = make_claim()
    accept(claim=claim, by=alice)
    with pytest.raises(ServiceError, match=r"alice.*已采用"):
        reject(claim=claim, by=make_user("bob"))


def test_reopening_withdraws_the_value_and_keeps_its_row(alice):
    claim = accept(claim=make_claim(), by=alice)
    reopen(claim=claim, by=alice)
    assert live() == []
    assert Observation.objects.get().supersede_reason


def test_reopening_a_correction_leaves_the_machines_claim_pending(alice):
    original = make_claim(value=9404)
    new = correct(claim=original, by=alice, value=Decimal(94045))
    assert reopen(claim=new, by=alice).pk == original.pk
    new.refresh_from_db()
    assert (new.state, live()) == ("rejected", [])


def test_a_corrected_claim_can_be_corrected_again_after_reopening(alice):
    original = make_claim(value=9404)
    reopen(claim=correct(claim=original, by=alice, value=Decimal(1)), by=alice)
    original.refresh_from_db()
    correct(claim=original, by=alice, value=Decimal(94045))
    assert live() == [("360000", 94045)]


def test_a_value_that_two_reports_state_stays_when_one_is_withdrawn(alice):
    first, second = (accept(claim=make_claim(), by=alice) for _ in range(2))
    assert first.observation == second.observation
    reopen(claim=first, by=alice)
    assert live() == [("360000", 94045)]


def test_a_rounded_claim_supports_the_exact_one_whichever_comes_first(alice):
    text = "江西省2016年工作总结\n全年专利申请突破9万件。\n全年专利申请94045件。"
    for order in ((0, 1), (1, 0)):
        report = make_report(text)
        claims = [make_claim(report, "9万件", 90000, comparator="above"), make_claim(report)]
        for i in order:
            accept(claim=claims[i], by=alice)
        assert live() == [("360000", 94045)]


def test_a_number_in_亿_supports_the_one_it_was_rounded_from(alice):
    report = make_report("江西省\n融资8.2亿元\n融资82035万元")
    short = make_claim(report, "8.2亿元", 820000000, unit_kind="money", step=10**7)
    long = make_claim(report, "82035万元", 820350000, unit_kind="money", step=10**4)
    for claim in (short, long):
        accept(claim=claim, by=alice)
    assert live() == [("360000", 820350000)]


def test_another_exact_value_opens_a_finding_and_changes_nothing(alice):
    accept(claim=make_claim(), by=alice)
    rival = accept(claim=make_claim(make_report("江西省\n全年94054件"), "94054件", 94054), by=alice)
    finding = rival.report.findings.get()
    assert (finding.rule, finding.state, live()) == ("published", "open", [("360000", 94045)])
    assert not rival.is_published


def test_two_ranks_in_different_fields_are_no_doubt(alice):
    report = make_report("江西省\n居全国第十二位、中部第三位")
    ranks = [
        make_claim(report, quote, value, measure="rank", unit_kind="rank")
        for quote, value in (("第十二位", 12), ("第三位", 3))
    ]
    notes = [accept(claim=c, by=alice).note for c in ranks]
    assert (live(), report.findings.count(), "范围不同" in notes[1]) == ([("360000", 12)], 0, True)


def test_a_second_value_of_the_same_report_is_kept_beside_the_series(alice):
    report = make_report("江西省\n市级23家\n省级11家")
    for quote, value in (("23家", 23), ("11家", 11)):
        last = accept(claim=make_claim(report, quote, value), by=alice)
    assert (live(), report.findings.count(), last.is_published) == ([("360000", 23)], 0, False)


def test_a_ruling_supersedes_with_its_reason(alice):
    accept(claim=make_claim(), by=alice)
    rival = accept(claim=make_claim(make_report("江西省\n全年94054件"), "94054件", 94054), by=alice)
    rule_on(finding=rival.report.findings.get(), by=alice, upheld=rival, ruling="年报更正")
    assert live() == [("360000", 94054)]
    assert "年报更正" in Observation.objects.exclude(superseded_at=None).get().supersede_reason


def test_a_ruling_on_a_conflict_rejects_the_rival(alice):
    report = make_report("江西省\n增长36.23%\n增长30.2%")
    common = {"measure": "yoy", "unit_kind": "percent"}
    one = make_claim(report, "36.23%", "36.23", **common)
    two = make_claim(report, "30.2%", "30.2", **common)
    rule_on(finding=make_finding(report, [one, two]), by=alice, upheld=one, ruling="与上年数推算一致")
    two.refresh_from_db()
    assert (two.state, live()) == ("rejected", [("360000", Decimal("36.23"))])


def test_a_ruling_needs_a_reason(alice):
    claim = make_claim()
    finding = make_finding(claim.report, [claim])
    with pytest.raises(ServiceError, match="理由"):
        rule_on(finding=finding, by=alice, upheld=None, ruling=" ")


def test_a_finding_is_ruled_once(alice):
    claim = make_claim()
    finding = make_finding(claim.report, [claim])
    rule_on(finding=finding, by=alice, upheld=None, ruling="口径不同")
    with pytest.raises(ServiceError, match="已经裁定"):
        rule_on(finding=finding, by=alice, upheld=None, ruling="再裁")


def test_a_parks_figure_is_kept_and_enters_no_series(alice):
    claim = accept(claim=make_claim(entity="创意产业试点园"), by=alice)
    assert (claim.state, live(), "创意产业试点园" in claim.note) == ("accepted", [], True)


def test_a_claim_without_a_period_is_kept_and_says_why(alice):
    claim = accept(claim=make_claim(start=None, end=None), by=alice)
    assert (claim.is_published, "时间不明" in claim.note) == (False, True)


def test_another_regions_figure_enters_that_regions_series(alice):
    make_region("360100", "南昌市", "prefecture", parent=make_region())
    accept(claim=make_claim(area="南昌市"), by=alice)
    assert live() == [("360100", 94045)]


def test_a_planned_value_is_a_target_and_no_observation(alice):
    claim = accept(
        claim=make_claim(measure="target", start=date(2017, 1, 1), end=date(2017, 12, 31)), by=alice
    )
    assert (live(), claim.target) == ([], Target.objects.published().get())


def test_accepting_all_leaves_the_unsure_and_the_doubted(alice):
    report = make_report("江西省\n申请1件\n授权2件\n登记3件")
    sure = make_claim(report, "1件", 1, breakdown="design")
    unsure = make_claim(report, "2件", 2, confidence=Decimal("0.5"), breakdown="invention")
    doubted = make_claim(report, "3件", 3, breakdown="utility_model")
    make_finding(report, [doubted])
    assert accept_all(report=report, by=alice, threshold=Decimal("0.9")) == 1
    states = [type(c).objects.get(pk=c.pk).state for c in (sure, unsure, doubted)]
    assert states == ["accepted", "pending", "pending"]


def test_a_report_is_reviewed_when_nothing_waits(alice):
    claim = make_claim()
    accept(claim=claim, by=alice)
    claim.report.refresh_from_db()
    assert claim.report.state == "reviewed"
    reopen(claim=claim, by=alice)
    claim.report.refresh_from_db()
    assert claim.report.state == "review"
