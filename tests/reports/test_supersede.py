"""A revision takes its predecessor's place: shown first, then done in one step, and never in a circle."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from indicators.models import Observation
from reports import services
from reports.comparison import compare
from reports.errors import ServiceError
from reports.models import Claim, Report
from reports.revising import foresee, supersede_report
from tests.factories import make_claim, make_finding, make_indicator, make_report, make_user

pytestmark = pytest.mark.django_db
OLD = "江西省2016年工作总结\n全年专利申请94045件。\n专利授权31472件。\n假冒专利案件212件。"
NEW = OLD.replace("94045件", "94054件").replace("\n假冒专利案件212件。", "\n办理维权援助88件。")
GRANTS = {"code": "patent_grants", "name_zh": "专利授权量"}
FAKES = {"code": "counterfeit_cases", "name_zh": "假冒专利案件"}
HELP = {"code": "aid_cases", "name_zh": "维权援助案件"}


@pytest.fixture
def alice():
    return make_user()


@pytest.fixture
def publishing(alice):
    """What is accepted is published at once, as a bureau may choose."""
    from reports.policies import set_policy

    set_policy(by=alice, accept_from=None, publish_on_accept=True)


@pytest.fixture
def pair(alice, publishing) -> tuple[Report, Report]:
    """A report whose three figures are published, and its revision: one changed, one the same, one gone, one new."""
    old, new = make_report(OLD), make_report(NEW)
    for claim in (
        make_claim(old),
        make_claim(old, "31472件", 31472, indicator=make_indicator(**GRANTS)),
        make_claim(old, "212件", 212, indicator=make_indicator(**FAKES)),
    ):
        services.accept(claim=claim, by=alice)
    make_claim(new, "94054件", 94054)
    make_claim(new, "31472件", 31472, indicator=make_indicator(**GRANTS))
    make_claim(new, "88件", 88, indicator=make_indicator(**HELP))
    return old, new


def live(code: str = "patent_applications") -> Observation | None:
    return Observation.objects.published().filter(indicator=code).first()


def outcomes(old: Report, new: Report) -> dict[str, str]:
    """What becomes of the value of each indicator."""
    return {effect.value.indicator_id: effect.outcome for effect in foresee(old, new).effects}


def test_the_list_tells_changed_added_and_removed_figures(pair):
    found = compare(*pair)
    assert [(c.old.value, c.new.value) for c in found.changed] == [(94045, 94054)]
    assert [c.new.value for c in found.added] == [88]
    assert [c.old.value for c in found.removed] == [212]
    assert [c.new.value for c in found.same] == [31472]


def test_of_a_number_said_twice_only_the_place_that_changed_is_listed():
    old = make_report("申请94045件。\n共申请94045件。")
    new = make_report("申请94045件。\n共申请94054件。")
    make_claim(old)
    at = old.text.rindex("94045件")
    make_claim(old, span_start=at, span_end=at + 6, sentence_start=at - 3, sentence_end=len(old.text))
    make_claim(new)
    make_claim(new, "94054件", 94054)
    found = compare(old, new)
    assert [c.old_sentence for c in found.changed] == [[("共申请", False), ("94045件", True), ("。", False)]]


def test_what_it_changes_is_shown_first_and_nothing_is_done(pair):
    plan = foresee(*pair)
    assert [(name, [e.value.indicator_id for e in effects]) for name, effects in plan.by_outcome] == [
        ("revised", ["patent_applications"]),
        ("withdrawn", ["counterfeit_cases"]),
        ("kept", ["patent_grants"]),
    ]
    assert Observation.objects.published().count() == 3


def test_a_changed_value_is_superseded_with_a_reason_that_cites_the_revision(pair, alice):
    old, new = pair
    before = live()
    supersede_report(report=old, revision=new, by=alice, note="复核后更正")
    before.refresh_from_db()
    assert before.supersede_reason.startswith("由修订稿取代：《江西省2016年工作总结》")
    assert (live().value, live().status) == (94054, "R")


def test_an_unchanged_value_stays_and_now_rests_on_the_revision(pair, alice):
    old, new = pair
    before = live("patent_grants")
    supersede_report(report=old, revision=new, by=alice)
    after = live("patent_grants")
    assert (after.pk, after.status) == (before.pk, "A")
    assert [c.source.key for c in after.citations.select_related("source")] == [f"report:{new.pk}"]


def test_a_value_that_the_revision_does_not_state_is_withdrawn(pair, alice):
    supersede_report(report=pair[0], revision=pair[1], by=alice)
    assert live("counterfeit_cases") is None


def test_earlier_decisions_on_unchanged_figures_carry_over_and_new_ones_wait(pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    states = {c.quote: (c.state, c.note) for c in new.claims.all()}
    assert states["31472件"] == ("accepted", "沿用前稿的核实结论（alice）")
    assert states["94054件"] == ("accepted", "前稿为“94045件”，随修订稿更正")
    assert states["88件"] == ("pending", "")


def test_a_rejection_carries_over_with_its_sentence_and_a_correction_with_its_reading(alice, publishing):
    old, new = make_report(OLD), make_report(NEW)
    services.reject(claim=make_claim(old, "31472件", 31472, indicator=make_indicator(**GRANTS)), by=alice)
    services.correct(claim=make_claim(old, "2016年", 2016), by=alice, value=Decimal(7))
    make_claim(new, "31472件", 31472, indicator=make_indicator(**GRANTS))
    make_claim(new, "2016年", 2016)
    supersede_report(report=old, revision=new, by=alice)
    assert sorted(new.claims.values_list("state", "value")) == [
        ("accepted", 7), ("corrected", 2016), ("rejected", 31472),
    ]  # fmt: skip
    assert live().value == 7


def test_the_old_report_stands_down_and_can_be_read(pair, alice):
    old, new = pair
    old.refresh_from_db()
    waiting = make_claim(old, "2016年", 2016)
    supersede_report(report=old, revision=new, by=alice, note="复核后更正")
    old.refresh_from_db()
    waiting.refresh_from_db()
    assert (old.replaced_by, old.replaced_as, old.replacer, old.state) == (new, "revision", alice, "reviewed")
    assert (waiting.state, old.text) == ("rejected", OLD)
    assert old.claims.filter(state="accepted").count() == 3


def test_open_doubts_of_the_old_report_are_ruled_on(pair, alice):
    old, new = pair
    doubt = make_finding(old, list(old.claims.all()[:1]))
    supersede_report(report=old, revision=new, by=alice)
    doubt.refresh_from_db()
    assert (doubt.state, doubt.ruling[:6]) == ("ruled", "由修订稿取代")


def test_a_changed_figure_in_doubt_is_not_published_by_the_way(pair, alice):
    old, new = pair
    changed = new.claims.get(value=94054)
    make_finding(new, [changed], rule="sum")
    assert outcomes(old, new)["patent_applications"] == "waits"
    supersede_report(report=old, revision=new, by=alice)
    changed.refresh_from_db()
    assert (live(), changed.state) == (None, "pending")


def test_an_unchanged_figure_stays_though_a_new_doubt_names_it(pair, alice):
    old, new = pair
    doubt = make_finding(new, [new.claims.get(value=31472)], rule="sum")
    supersede_report(report=old, revision=new, by=alice)
    doubt.refresh_from_db()
    assert (live("patent_grants").value, doubt.state) == (31472, "open")


def test_a_value_that_another_report_states_too_is_held_and_a_doubt_is_opened(pair, alice):
    old, new = pair
    third = make_report("江西省2016年统计公报\n全年专利申请94045件。")
    services.accept(claim=make_claim(third), by=alice)
    assert outcomes(old, new)["patent_applications"] == "contested"
    supersede_report(report=old, revision=new, by=alice)
    assert live().value == 94045
    assert new.findings.open().filter(rule="published").count() == 1


def test_what_was_said_against_the_predecessor_is_settled(pair, alice):
    old, new = pair
    services.accept(claim=new.claims.get(value=94054), by=alice)
    assert new.findings.open().filter(rule="published").exists()
    supersede_report(report=old, revision=new, by=alice)
    assert not new.findings.open().exists()
    assert (live().value, live().status) == (94054, "R")


def test_a_rounded_value_supports_the_revised_one(alice, publishing):
    old = make_report("申请94045件。\n申请突破9万件。")
    new = make_report("申请94054件。\n申请突破9万件。")
    for claim in (make_claim(old), make_claim(old, "突破9万件", 90000, comparator="above")):
        services.accept(claim=claim, by=alice)
    make_claim(new, "94054件", 94054)
    rounded = make_claim(new, "突破9万件", 90000, comparator="above")
    supersede_report(report=old, revision=new, by=alice)
    rounded.refresh_from_db()
    assert (rounded.observation, rounded.observation.value) == (live(), 94054)


def test_drafts_stay_drafts(alice):
    old, new = make_report(OLD), make_report(NEW)
    services.accept(claim=make_claim(old), by=alice)
    make_claim(new, "94054件", 94054)
    supersede_report(report=old, revision=new, by=alice)
    assert not Observation.objects.published().exists()
    assert [row.value for row in Observation.objects.current()] == [94054]


def test_a_revision_of_a_revision_takes_over_in_turn(pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    third = make_report(NEW.replace("94054件", "94060件"))
    make_claim(third, "94060件", 94060)
    supersede_report(report=new, revision=third, by=alice)
    assert (live().value, live().status, live("patent_grants")) == (94060, "R", None)


def test_nobody_replaces_himself(pair, alice):
    with pytest.raises(ServiceError, match="不能取代自己"):
        supersede_report(report=pair[0], revision=pair[0], by=alice)


def test_no_circle_comes_about(pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    with pytest.raises(ServiceError, match="已被修订稿取代"):
        supersede_report(report=new, revision=old, by=alice)


def test_a_report_is_replaced_once(pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    with pytest.raises(ServiceError, match="已被修订稿取代"):
        supersede_report(report=old, revision=make_report(NEW), by=alice)


@pytest.mark.parametrize("state", ["queued", "processing", "failed"])
def test_a_revision_that_is_not_read_yet_replaces_nothing(pair, alice, state):
    old, new = pair
    Report.objects.filter(pk=new.pk).update(state=state, failure="坏")
    with pytest.raises(ServiceError, match="还不能取代"):
        supersede_report(report=old, revision=new, by=alice)


def test_reports_of_two_years_do_not_replace_each_other(pair, alice):
    Report.objects.filter(pk=pair[1].pk).update(year=2017)
    with pytest.raises(ServiceError, match="地区或年份不同"):
        supersede_report(report=pair[0], revision=pair[1], by=alice)


def test_what_changed_since_it_was_looked_at_is_shown_again(pair, alice):
    old, new = pair
    seen = foresee(old, new).mark
    services.reject(claim=new.claims.get(value=94054), by=alice)
    with pytest.raises(ServiceError, match="又有变化"):
        supersede_report(report=old, revision=new, by=alice, seen=seen)
    old.refresh_from_db()
    assert old.replaced_by is None


def test_nothing_is_decided_any_more_on_a_report_that_stood_down(pair, alice):
    old, new = pair
    supersede_report(report=old, revision=new, by=alice)
    with pytest.raises(ServiceError, match="已被修订稿取代"):
        services.reopen(claim=old.claims.first(), by=alice)


def test_the_database_lets_no_report_wait_that_was_replaced(pair):
    old, new = pair
    fields = {"replaced_by": new, "replaced_as": "revision", "replaced_at": new.uploaded_at}
    Report.objects.filter(pk=old.pk).update(state="review")
    with pytest.raises(IntegrityError, match="report_replaced_waits_for_nobody"), transaction.atomic():
        Report.objects.filter(pk=old.pk).update(**fields)


def test_the_database_lets_no_report_replace_itself(pair):
    old = pair[0]
    fields = {
        "replaced_by": old,
        "replaced_as": "revision",
        "replaced_at": old.uploaded_at,
        "state": "reviewed",
    }
    with pytest.raises(IntegrityError, match="report_not_replaced_by_itself"), transaction.atomic():
        Report.objects.filter(pk=old.pk).update(**fields)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_replace_crosswise_at_once_one_is_refused(pair, alice):
    barrier, told = threading.Barrier(2), []

    def replace(report: Report, revision: Report) -> None:
        barrier.wait()
        try:
            supersede_report(report=report, revision=revision, by=alice)
            told.append("done")
        except ServiceError as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    old, new = pair
    people = [threading.Thread(target=replace, args=order) for order in ((old, new), (new, old))]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answer == "done" for answer in told) == [False, True]
    assert Report.objects.exclude(replaced_by=None).count() == 1
    assert Claim.objects.filter(report__replaced_by__isnull=False, observation__isnull=False).count() == 0
