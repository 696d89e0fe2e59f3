"""What was accepted is a draft until a person publishes it."""

from decimal import Decimal

import pytest

from indicators.models import Observation, ObservationStatus
from reports import policies, releasing, services
from reports.errors import ServiceError
from reports.models import Claim
from tests.factories import make_claim, make_finding, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make_user("reviewer")


def accepted(
    reviewer, text: str = "全年专利申请94045件。", quote: str = "94045件", value: int = 94045, **fields
):
    report = fields.pop("report", None) or make_report(f"江西省2016年工作总结\n{text}")
    return services.accept(claim=make_claim(report, quote, value, **fields), by=reviewer)


def test_an_accepted_value_is_a_draft_that_nobody_is_shown(reviewer):
    claim = accepted(reviewer)
    assert claim.observation.is_draft
    assert not Observation.objects.published().exists()
    assert Observation.objects.with_drafts().get() == claim.observation


def test_publishing_a_report_shows_its_drafts(reviewer):
    claim = accepted(reviewer)
    assert releasing.publish_report(report=claim.report, by=reviewer) == 1
    shown = Observation.objects.published().get()
    assert (shown.value, shown.published_by) == (94045, reviewer)


def test_a_report_without_drafts_cannot_be_published(reviewer):
    with pytest.raises(ServiceError, match="没有待发布"):
        releasing.publish_report(report=make_report(), by=reviewer)


def test_a_draft_under_an_open_doubt_stays_a_draft(reviewer):
    claim = accepted(reviewer)
    make_finding(claim.report, [claim])
    [change] = releasing.changes_of(claim.report)
    assert change.kind == "held"
    with pytest.raises(ServiceError, match="裁定"):
        releasing.publish_report(report=claim.report, by=reviewer)


def test_a_more_exact_value_is_previewed_beside_what_it_replaces_and_marked_as_revised(reviewer):
    rounded = accepted(reviewer, "全年专利申请突破9万件。", "9万件", 90000, comparator="above")
    releasing.publish_report(report=rounded.report, by=reviewer)
    exact = accepted(reviewer)
    [change] = releasing.changes_of(exact.report)
    assert (change.kind, change.live.value, change.draft.value) == ("replaced", 90000, 94045)
    releasing.publish_report(report=exact.report, by=reviewer)
    shown = Observation.objects.published().get()
    assert (shown.value, shown.status) == (94045, ObservationStatus.REVISED)
    assert Observation.objects.get(value=90000).supersede_reason == "精确值取代约数"


def test_the_published_value_stays_while_its_successor_is_a_draft(reviewer):
    rounded = accepted(reviewer, "全年专利申请突破9万件。", "9万件", 90000, comparator="above")
    releasing.publish_report(report=rounded.report, by=reviewer)
    accepted(reviewer)
    assert Observation.objects.published().get().value == 90000
    assert Observation.objects.with_drafts().get().value == 94045


def test_withdrawing_a_draft_leaves_no_row(reviewer):
    claim = accepted(reviewer)
    services.reopen(claim=claim, by=reviewer)
    assert not Observation.objects.exists()
    claim.refresh_from_db()
    assert (claim.state, claim.observation) == (Claim.State.PENDING, None)


def test_another_report_with_another_value_opens_a_finding_against_the_draft(reviewer):
    accepted(reviewer)
    other = accepted(reviewer, "全年专利申请94055件。", "94055件", 94055)
    finding = other.report.findings.get()
    assert finding.message == "与待发布的数值不同：待发布 94,045，本报告为 94,055。"


@pytest.mark.parametrize(
    ("words", "status"),
    [("预计", "E"), ("初步统计", "P"), ("据估算", "E"), ("据统计", "A")],
)
def test_the_words_of_the_sentence_give_the_status(reviewer, words, status):
    claim = accepted(reviewer, f"{words}，全年专利申请94045件。")
    assert claim.observation.status == status


def test_nothing_is_accepted_by_rule_until_the_switch_is_on(reviewer):
    claim = make_claim()
    assert policies.accept_by_policy(report=claim.report) == 0
    policies.set_policy(by=reviewer, accept_from=Decimal("0.95"), publish_on_accept=False)
    assert policies.accept_by_policy(report=claim.report) == 1
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by, claim.note) == ("accepted", None, "把握不低于规则的 95%，自动采用")


def test_a_doubtful_or_unsure_claim_waits_for_a_person_whatever_the_rule(reviewer):
    policies.set_policy(by=reviewer, accept_from=Decimal("0.9"), publish_on_accept=True)
    report = make_report("江西省2016年工作总结\n专利申请94045件，授权5000件。")
    doubted = make_claim(report)
    make_claim(report, "5000件", 5000, confidence=Decimal("0.85"))
    make_finding(report, [doubted])
    assert policies.accept_by_policy(report=report) == 0


def test_an_office_that_speaks_for_another_region_is_never_accepted_by_rule(reviewer):
    from tests.factories import make_region

    policies.set_policy(by=reviewer, accept_from=Decimal("0.9"), publish_on_accept=False)
    office = make_region("360100", name="南昌市", level="prefecture")
    claim = make_claim(make_report(office=office))
    assert policies.accept_by_policy(report=claim.report) == 0
