"""What the database holds about published values, and the questions asked of them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from indicators.models import Observation, Region
from tests.factories import make_citation, make_indicator, make_observation, make_region, moment

pytestmark = pytest.mark.django_db


def test_one_statistic_has_one_live_value():
    make_observation(94045)
    with pytest.raises(IntegrityError, match="observation_one_live"):
        make_observation(94046)


def test_a_superseded_value_makes_room_for_another():
    make_observation(94045, superseded_at=moment(2017, 3, 1), supersede_reason="更正")
    make_observation(94046)
    assert [o.value for o in Observation.objects.published()] == [Decimal(94046)]


def test_a_stock_at_one_date_is_live_once_though_it_has_no_start():
    make_observation(100, accounting="stock")
    with pytest.raises(IntegrityError, match="observation_one_live"):
        make_observation(101, accounting="stock")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"value": Decimal(10) ** 18}, "observation_value_finite"),
        ({"start": date(2017, 1, 1)}, "observation_dates_ordered"),
        ({"start": None}, "observation_flow_has_a_start"),
        ({"superseded_at": moment(2017, 1, 1)}, "observation_superseded_with_reason"),
        ({"measure": "target"}, "observation_is_no_target"),
    ],
)
def test_the_database_refuses_what_must_not_hold(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_observation(fields.pop("value", 1), **fields)


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_no_other_program_can_write_what_is_no_number(value):
    pk = make_observation().pk
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update indicators_observation set value = %s::numeric where id = %s", [value, pk])


def test_as_of_shows_what_stood_on_that_day():
    make_observation(
        90000, published_at=moment(2017, 1, 1), superseded_at=moment(2017, 3, 12), supersede_reason="核实"
    )
    make_observation(94045, published_at=moment(2017, 3, 12))
    values = [
        Observation.objects.as_of(moment(2017, month, 1)).values_list("value", flat=True) for month in (2, 4)
    ]
    assert [list(v) for v in values] == [[90000], [94045]]


def test_nothing_stood_before_the_first_publication():
    make_observation(90000, published_at=moment(2017, 1, 1))
    assert not Observation.objects.as_of(moment(2016, 12, 1)).exists()


def test_annual_leaves_part_years_out():
    make_observation(100, 2016)
    make_observation(80, 2017, end=date(2017, 10, 31))
    make_observation(5, 2017, accounting="stock", end=date(2017, 11, 30))
    assert [o.value for o in Observation.objects.annual()] == [100]


def test_latest_prefers_the_longer_of_two_windows_that_end_together():
    make_observation(100, 2016)
    make_observation(9, 2016, start=date(2016, 12, 1))
    assert [o.value for o in Observation.objects.latest()] == [100]


def test_equal_values_share_a_place():
    for code, value in (("360100", 5), ("360400", 9), ("360700", 5)):
        make_observation(value, region=make_region(code, code, "prefecture"))
    assert [(o.region_id, o.place) for o in Observation.objects.ranked()] == [
        ("360400", 1),
        ("360100", 2),
        ("360700", 2),
    ]


@pytest.mark.parametrize(
    ("code", "below"), [("360000", 3), ("360100", 2), ("360102", 1), ("000000", 5), ("460100", 1)]
)
def test_codes_nest_by_pairs_of_digits(code, below):
    for each in ("360000", "360100", "360102", "460000", "460100"):
        make_region(each, each, "county")
    assert Region.objects.within(code).count() == below


def test_a_citation_tells_the_figure_apart_in_its_sentence():
    citation = make_citation(make_observation(), "全年专利申请94045件,增长26%。", "94045件")
    assert (citation.before, citation.quote, citation.after) == ("全年专利申请", "94045件", ",增长26%。")


def test_an_indicator_speaks_the_language_of_the_page():
    from django.utils import translation

    indicator = make_indicator()
    with translation.override("en"):
        english = indicator.name
    with translation.override("zh-hans"):
        assert (indicator.name, english) == ("专利申请量", "Patent applications")
