"""Which reports are asked for: set from a template, moved, withdrawn; and which period a report is of."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports.errors import ServiceError
from reports.expectations import (
    TEMPLATES,
    Whom,
    drop_expectation,
    due_dates,
    move_due,
    set_expectations,
)
from reports.filing import Slot, period_of, slot_of
from reports.management.commands.load_samples import Command as LoadSamples
from reports.models import Expectation
from tests.factories import make_region, make_user
from trail.models import Event

pytestmark = pytest.mark.django_db
YEAR_OF_SUMMARY = Slot(2016, "summary", "year")


@pytest.fixture
def alice():
    return make_user("alice")


def prefectures() -> Whom:
    return Whom("prefecture", make_region())


@pytest.mark.parametrize(
    ("template", "days"),
    [
        ("annual", ["2016-12-31"]),
        ("annual_january", ["2017-01-15"]),
        ("half", ["2016-07-15"]),
        ("quarters", ["2016-04-15", "2016-07-15", "2016-10-15", "2017-01-15"]),
        ("plan", ["2016-01-31"]),
        ("bulletin", ["2017-04-30"]),
    ],
)
def test_a_template_sets_each_report_with_its_day(alice, template, days):
    made = set_expectations(by=alice, template=template, year=2016, whom=prefectures())
    assert [row.due.isoformat() for row in made] == days


def test_monthly_reports_are_twelve_each_due_in_the_month_after(alice):
    made = set_expectations(by=alice, template="months", year=2016, whom=prefectures())
    assert [made[0].due, made[10].due, made[11].due] == [
        date(2016, 2, 10), date(2016, 12, 10), date(2017, 1, 10),
    ]  # fmt: skip
    assert len(made) == 12


def test_every_template_names_periods_that_exist():
    assert {p for t in TEMPLATES.values() for p in t.periods} <= set(Expectation.Period.values)


def test_the_day_of_a_single_report_can_be_chosen(alice):
    (row,) = set_expectations(
        by=alice, template="annual", year=2016, whom=prefectures(), due=date(2017, 1, 5)
    )
    assert row.due == date(2017, 1, 5)


def test_one_day_for_several_reports_is_refused(alice):
    with pytest.raises(ServiceError, match="期限各不相同"):
        set_expectations(by=alice, template="months", year=2016, whom=prefectures(), due=date(2017, 1, 5))
    assert not Expectation.objects.exists()


@pytest.mark.parametrize("whom", [Whom(), Whom("prefecture")])
def test_reports_are_asked_of_somebody(alice, whom):
    with pytest.raises(ServiceError, match="请选择级别和范围"):
        set_expectations(by=alice, template="annual", year=2016, whom=whom)


def test_the_database_holds_that_somebody_is_asked(alice):
    with pytest.raises(IntegrityError, match="expectation_of_somebody"), transaction.atomic():
        Expectation.objects.create(kind="plan", year=2016, due=date(2016, 1, 31), set_by=alice)


def test_the_same_is_not_asked_twice(alice):
    set_expectations(by=alice, template="annual", year=2016, whom=prefectures())
    with pytest.raises(ServiceError, match="已经向这些单位要过"):
        set_expectations(by=alice, template="quarters", year=2016, whom=prefectures())
    assert Expectation.objects.count() == 1


def test_a_day_is_moved_and_the_trail_says_so(alice):
    (row,) = set_expectations(by=alice, template="annual", year=2016, whom=prefectures())
    move_due(expectation=row, by=alice, due=date(2017, 1, 20))
    event = Event.objects.order_by("pk").last()
    assert (event.detail["old"]["due"], event.detail["new"]["due"]) == ("2016-12-31", "2017-01-20")


def test_what_was_withdrawn_is_asked_no_more_and_is_in_the_trail(alice):
    (row,) = set_expectations(by=alice, template="annual", year=2016, whom=prefectures())
    drop_expectation(expectation=row, by=alice)
    assert not Expectation.objects.exists()
    with pytest.raises(ServiceError, match="已被撤销"):
        move_due(expectation=row, by=alice, due=date(2017, 1, 20))
    assert Event.objects.filter(action="setting_change").count() == 2


def test_a_level_below_a_parent_is_asked_and_nobody_else(alice):
    rows = set_expectations(by=alice, template="annual", year=2016, whom=prefectures())
    assert due_dates(rows, "360100", "prefecture") == {YEAR_OF_SUMMARY: date(2016, 12, 31)}
    assert not due_dates(rows, "360102", "county")
    assert not due_dates(rows, "430100", "prefecture")


def test_the_day_of_those_who_are_named_goes_before_the_levels(alice):
    rows = set_expectations(by=alice, template="annual", year=2016, whom=prefectures())
    named = Whom(codes=("360100",))
    rows += set_expectations(by=alice, template="annual", year=2016, whom=named, due=date(2016, 12, 20))
    assert due_dates(rows, "360100", "prefecture")[YEAR_OF_SUMMARY] == date(2016, 12, 20)
    assert due_dates(rows, "360400", "prefecture")[YEAR_OF_SUMMARY] == date(2016, 12, 31)


@pytest.mark.parametrize(
    ("months", "period"),
    [
        ((1, 12), "year"),
        ((1, 6), "half"),
        ((1, 9), "q123"),
        ((1, 3), "q1"),
        ((7, 9), "q3"),
        ((1, 5), "m05"),
        ((5, 5), "m05"),
        ((2, 5), "year"),
    ],
)
def test_the_months_of_a_report_name_its_period(months, period):
    assert period_of(date(2016, months[0], 1), date(2016, months[1], 28)) == period


def test_a_report_without_a_period_is_its_years():
    assert period_of(None, None) == "year"


def test_a_work_report_counts_as_a_summary_and_an_excerpt_as_nothing():
    assert slot_of("report", 2016, None, None, ()) == YEAR_OF_SUMMARY
    assert slot_of("other", 2016, None, None, ()) is None


def test_the_third_months_report_covers_the_quarter():
    march, quarter = Slot(2016, "summary", "m03"), Slot(2016, "summary", "q1")
    told = ("summary", 2016, date(2016, 1, 1), date(2016, 3, 31))
    assert slot_of(*told, {march}) == march
    assert slot_of(*told, {march, quarter}) == quarter
    assert slot_of(*told, ()) == quarter


def test_the_samples_ask_every_city_for_one_summary_until_the_end_of_january(alice):
    make_region()
    LoadSamples().ask_for_summaries(alice)
    asked = Expectation.objects.get()
    assert (asked.year, asked.level, asked.parent_id) == (2023, "prefecture", "360000")
    assert asked.due == date(2024, 1, 31)
