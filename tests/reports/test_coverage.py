"""Who filed what: Nanchang on time, Jiujiang late, Shangrao nothing; told by state, whoever may know it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.scope import seen_within
from reports import access
from reports.applicability import drop_not_applicable, set_not_applicable
from reports.coverage import load_coverage, owed_by
from reports.coverage_area import choose_area
from reports.coverage_values import load_values
from reports.errors import ServiceError
from reports.expectations import Whom, set_expectations
from reports.models import NotApplicable, Report
from reports.returning import Reasons, close_return, return_report
from tests.factories import make_indicator, make_observation, make_region, make_report, make_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.fixture
def province():
    region = make_region()
    for code, name in (("360100", "南昌市"), ("360400", "九江市"), ("361100", "上饶市")):
        make_region(code, name, "prefecture", parent=region)
    return region


@pytest.fixture
def asked(alice, province):
    return set_expectations(by=alice, template="annual_january", year=2016, whom=Whom("prefecture", province))


def filed(code: str, when=None, **fields) -> Report:
    report = make_report(
        f"{code} 2016年工作总结", region=make_region(code),
        **{"start": date(2016, 1, 1), "end": date(2016, 12, 31)} | fields,
    )  # fmt: skip
    Report.objects.filter(pk=report.pk).update(uploaded_at=when or moment(2017, 1, 10))
    return report


def states(user, day=None, first=2016, last=2016, **options) -> dict[str, list[str]]:
    page = load_coverage(user, choose_area(user, **options), first, last, day=day)
    return {row.region.pk: [cell.state for cell in row.cells] for row in page.rows}


@pytest.mark.usefixtures("asked")
def test_on_time_late_and_missing_are_told_apart(alice):
    filed("360100", moment(2017, 1, 15))
    filed("360400", moment(2017, 1, 16))
    assert states(alice) == {"360100": ["on_time"], "360400": ["late"], "361100": ["missing"]}


@pytest.mark.usefixtures("asked")
def test_before_the_day_nobody_is_missing(alice):
    assert states(alice, day=date(2017, 1, 15))["360100"] == ["waiting"]
    assert states(alice, day=date(2017, 1, 16))["360100"] == ["missing"]


@pytest.mark.usefixtures("asked")
def test_what_came_after_the_day_shown_was_not_there_yet(alice):
    filed("360100", moment(2017, 1, 20))
    assert states(alice, day=date(2017, 1, 19))["360100"] == ["missing"]
    assert states(alice, day=date(2017, 1, 20))["360100"] == ["late"]


@pytest.mark.usefixtures("asked")
def test_a_returned_report_is_returned_until_that_is_closed(alice):
    report = filed("360100")
    returned = return_report(report=report, by=alice, reasons=Reasons("数字不一"))
    assert states(alice)["360100"] == ["returned"]
    close_return(returned=returned, by=alice, words="已核实")
    assert states(alice)["360100"] == ["on_time"]


@pytest.mark.usefixtures("asked")
def test_on_a_day_before_it_was_sent_back_a_report_was_filed(alice):
    return_report(report=filed("360100"), by=alice, reasons=Reasons("数字不一"))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert states(alice, day=yesterday)["360100"] == ["on_time"]


@pytest.mark.usefixtures("asked")
def test_a_revision_keeps_nobody_from_having_been_on_time(alice):
    old, new = filed("360100"), filed("360100", moment(2017, 3, 1))
    Report.objects.filter(pk=old.pk).update(
        state="reviewed", replaced_by=new, replaced_as="revision", replaced_at=moment(2017, 3, 2)
    )
    page = load_coverage(alice, choose_area(alice), 2016, 2016)
    (cell,) = page.rows[0].cells
    assert (cell.state, cell.reports) == ("on_time", (new.pk,))


@pytest.mark.usefixtures("province")
def test_what_nobody_asked_for_is_shown_as_filed(alice):
    filed("360100")
    assert states(alice) == {"360100": ["filed"], "360400": ["unasked"], "361100": ["unasked"]}


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    "fields", [{"state": "failed", "failure": "损坏"}, {"kind": "other"}, {"year": 2015}]
)
def test_what_is_no_such_report_fills_no_place(alice, fields):
    filed("360100", **fields)
    assert states(alice)["360100"] == ["missing"]


@pytest.mark.usefixtures("asked")
def test_a_half_years_report_is_not_the_years(alice):
    filed("360100", end=date(2016, 6, 30))
    page = load_coverage(alice, choose_area(alice), 2016, 2016)
    assert [(one.period, cell.state) for one, cell in zip(page.slots, page.rows[0].cells, strict=True)] == [
        ("half", "filed"), ("year", "missing"),
    ]  # fmt: skip


@pytest.mark.usefixtures("asked")
def test_a_report_without_a_region_counts_for_the_office_that_filed_it(alice):
    report = filed("360100")
    Report.objects.filter(pk=report.pk).update(region=None, office="360400")
    assert states(alice)["360400"] == ["on_time"]


@pytest.mark.usefixtures("asked")
def test_the_totals_count_those_asked(alice):
    filed("360100")
    filed("360400", moment(2017, 3, 1))
    (total,) = load_coverage(alice, choose_area(alice), 2016, 2016).totals
    assert (total.filed, total.asked, total.unasked) == (2, 3, 0)


@pytest.mark.usefixtures("asked")
def test_an_office_sees_its_own_row_alone(alice, province):
    filed("360400")
    bob = make_user("bob", "office", make_region("360100"))
    assert states(bob) == {"360100": ["missing"]}
    assert states(bob, parent=province) == {"360100": ["missing"]}


@pytest.mark.usefixtures("asked")
def test_a_leader_knows_that_a_report_was_filed_and_strangers_nothing(province):
    filed("360100")
    assert states(make_user("carol", "leader"))["360100"] == ["on_time"]
    assert states(make_user("mallory", None)) == {}


@pytest.mark.usefixtures("asked")
def test_the_questions_do_not_grow_with_the_rows(alice, django_assert_num_queries):
    area = choose_area(alice)
    filed("360100")
    with django_assert_num_queries(2):
        load_coverage(alice, area, 2010, 2020)
    for code in ("360400", "361100"):
        filed(code)
    with django_assert_num_queries(2):
        load_coverage(alice, area, 2010, 2020)


@pytest.mark.usefixtures("asked")
def test_an_office_owes_what_it_has_not_filed():
    bob = make_user("bob", "office", make_region("360100"))
    (owed,) = owed_by(bob, make_region("360100"))
    assert (owed.slot.words, owed.due, owed.is_late) == ("2016年度总结", date(2017, 1, 15), True)
    filed("360100")
    assert not owed_by(bob, make_region("360100"))


@pytest.mark.usefixtures("asked")
def test_what_was_sent_back_is_owed_again(alice):
    report = filed("360100")
    return_report(report=report, by=alice, reasons=Reasons("数字不一"))
    assert len(owed_by(make_user("bob", "office", make_region("360100")), make_region("360100"))) == 1


# --- indicators


def value_states(alice, year=2016, day=None) -> dict[str, list[str]]:
    page = load_values(choose_area(alice), year, day=day)
    return {row.region.pk: [cell.state for cell in row.cells] for row in page.rows}


def test_zero_missing_and_not_applicable_are_three_things(alice, province):
    indicator = make_indicator()
    make_observation(0, region=make_region("360100"))
    make_observation(94045, region=make_region("360400"))
    set_not_applicable(by=alice, indicator=indicator, reason="没有窗口", region=make_region("361100"))
    assert value_states(alice) == {"360100": ["zero"], "360400": ["reported"], "361100": ["not_applicable"]}
    assert value_states(alice, 2015)["360400"] == ["missing"]


def test_the_total_is_shown_before_its_parts_and_the_year_before_its_half(alice, province):
    region = make_region("360100")
    make_observation(3, region=region, breakdown="invention")
    make_observation(5, region=region, end=date(2016, 6, 30))
    whole = make_observation(9, region=region)
    cell = load_values(choose_area(alice), 2016).rows[0].cells[0]
    assert (cell.value, cell.words) == (whole.pk, "2016年 9 件")


def test_nothing_of_a_part_is_not_nothing_at_all(alice, province):
    make_observation(0, region=make_region("360100"), breakdown="invention")
    assert value_states(alice)["360100"] == ["reported"]


def test_drafts_are_not_reported_and_a_day_shows_what_was_published_then(alice, province):
    make_observation(9, region=make_region("360100"), published_at=None)
    make_observation(9, region=make_region("360400"), published_at=moment(2017, 3, 12))
    assert value_states(alice)["360100"] == ["missing"]
    assert value_states(alice, day=date(2017, 3, 11))["360400"] == ["missing"]
    assert value_states(alice, day=date(2017, 3, 12))["360400"] == ["reported"]


def test_a_rule_for_a_level_spares_its_regions_and_a_value_is_shown_all_the_same(alice, province):
    indicator = make_indicator()
    make_observation(9, region=make_region("360100"))
    rule = set_not_applicable(by=alice, indicator=indicator, reason="由省里统计", level="prefecture")
    page = load_values(choose_area(alice), 2016)
    assert [row.cells[0].state for row in page.rows] == ["reported", "not_applicable", "not_applicable"]
    assert page.totals == ((1, 1),)
    drop_not_applicable(rule=rule, by=alice)
    assert load_values(choose_area(alice), 2016).totals == ((1, 3),)


@pytest.mark.parametrize("whom", [{}, {"level": "county", "region": True}])
def test_a_rule_names_a_level_or_a_region(alice, province, whom):
    whom = whom | ({"region": province} if "region" in whom else {})
    with pytest.raises(ServiceError, match="二者选一"):
        set_not_applicable(by=alice, indicator=make_indicator(), reason="不设", **whom)


def test_a_rule_has_a_reason_and_is_set_once(alice):
    fields = {"by": alice, "indicator": make_indicator(), "level": "county"}
    with pytest.raises(ServiceError, match="写明"):
        set_not_applicable(**fields, reason=" ")
    rule = set_not_applicable(**fields, reason="不设窗口")
    with pytest.raises(ServiceError, match="已经设过"):
        set_not_applicable(**fields, reason="不设窗口")
    drop_not_applicable(rule=rule, by=alice)
    with pytest.raises(ServiceError, match="已被撤销"):
        drop_not_applicable(rule=rule, by=alice)
    assert not NotApplicable.objects.exists()


def test_an_office_sees_values_of_its_own_rows_alone(province):
    make_observation(9, region=make_region("360400"))
    bob = make_user("bob", "office", make_region("360100"))
    with seen_within(lambda: access.scope_of(bob)):
        assert value_states(bob) == {"360100": ["missing"]}


def test_the_questions_about_values_do_not_grow_with_the_rows(alice, province, django_assert_num_queries):
    make_observation(9, region=make_region("360100"))
    area = choose_area(alice)
    with django_assert_num_queries(3):
        load_values(area, 2016)
    for code in ("360400", "361100"):
        make_observation(7, region=make_region(code), indicator=make_indicator(f"other_{code}"))
    with django_assert_num_queries(3):
        load_values(area, 2016)
