"""A question put to published values, and who gets which answer."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.answers import latest_year, observations, ranking
from indicators.models import Observation
from indicators.questions import Question, edges_of, is_window
from indicators.scope import ALL, NOTHING, below, seen_within
from tests.factories import make_observation, make_region, moment

CODE = ("patent_applications",)


def values(reader=ALL, **parts):
    return sorted(row.value for row in observations(reader, Question(CODE, **parts)))


def test_a_months_last_day_is_the_one_that_the_month_has():
    edges = edges_of(Question(window="0101-0231", first=2023, last=2024))
    assert [end for _start, end in edges] == [date(2023, 2, 28), date(2024, 2, 29)]


def test_a_window_over_new_year_starts_in_the_year_before():
    edges = edges_of(Question(window="0701-0630+1", first=2020, last=2020))
    assert edges == [(date(2019, 7, 1), date(2020, 6, 30))]


@pytest.mark.parametrize("text", ["0230", "1301", "0100", "0101-", "annual ", "十月"])
def test_what_is_no_part_of_a_year_is_no_window(text):
    assert not is_window(text)


@pytest.mark.parametrize("text", ["", "annual", "0101-1031", "0630", "0701-0630+1"])
def test_a_window_is_written_as_addresses_write_it(text):
    assert is_window(text)


@pytest.mark.django_db
def test_whole_years_leave_parts_of_years_out():
    make_observation(10, 2020)
    make_observation(8, 2020, end=date(2020, 10, 31))
    make_observation(5, 2020, start=date(2019, 1, 1))
    make_observation(99, 2020, accounting="stock")
    assert values() == [Decimal(10), Decimal(99)]
    assert values(accounting="flow") == [Decimal(10)]
    assert values(window="0101-1031") == [Decimal(8)]
    assert values(window="1231") == [Decimal(99)]
    assert len(values(window="")) == 4


@pytest.mark.django_db
def test_years_are_both_included():
    for year in (2018, 2019, 2020, 2021):
        make_observation(year, year)
    assert values(first=2019, last=2020) == [Decimal(2019), Decimal(2020)]
    assert values(first=2019, last=2020, window="") == [Decimal(2019), Decimal(2020)]


@pytest.mark.django_db
def test_totals_are_asked_for_unless_parts_are():
    make_observation(10)
    make_observation(4, breakdown="invention")
    make_observation(3, measure="yoy", unit_kind="percent")
    assert values() == [Decimal(10)]
    assert values(breakdown="invention") == [Decimal(4)]
    assert values(breakdown=None, measure=None) == [Decimal(3), Decimal(4), Decimal(10)]


@pytest.fixture
def places(db):
    province = make_region()
    city = make_region("360100", "南昌市", "prefecture", parent=province)
    for value, code, name in ((7, "360102", "东湖区"), (9, "360103", "西湖区")):
        make_observation(value, region=make_region(code, name, "county", parent=city))
    make_observation(16, region=city)
    make_observation(100, region=province)
    make_observation(50, region=make_region("350000", "福建省"))


@pytest.mark.usefixtures("places")
def test_regions_are_named_or_stand_below_another():
    assert values(regions=("360000", "350000")) == [Decimal(50), Decimal(100)]
    assert values(parent="360100") == [Decimal(7), Decimal(9)]
    assert values(within="360000", level="county") == [Decimal(7), Decimal(9)]
    assert values(level="province") == [Decimal(50), Decimal(100)]


@pytest.mark.usefixtures("places")
def test_an_answer_holds_what_its_reader_may_see():
    assert values(below("360100")) == [Decimal(7), Decimal(9), Decimal(16)]
    assert values(NOTHING) == []


@pytest.mark.usefixtures("places")
def test_a_wider_reader_does_not_widen_what_the_request_may_see():
    with seen_within(lambda: below("350000")):
        assert values(ALL) == [Decimal(50)]


@pytest.mark.usefixtures("places")
def test_the_day_asked_about_is_the_one_whose_knowledge_counts():
    make_observation(1, 2010, published_at=moment(2011, 1, 1))
    assert values(as_of=date(2012, 1, 1)) == [Decimal(1)]


@pytest.mark.usefixtures("places")
def test_a_ranking_is_of_the_last_year_that_any_of_the_regions_has():
    make_observation(3, 2017, region=make_region("350100", "福州市", "prefecture"))
    question = Question(CODE, parent="360100")
    rows = [(row.place, row.value) for row in ranking(ALL, question)]
    assert latest_year(ALL, question) == 2016
    assert rows == [(1, Decimal(9)), (2, Decimal(7))]


@pytest.mark.usefixtures("places")
def test_a_ranking_of_no_region_is_empty_and_not_of_all():
    assert list(ranking(ALL, Question(CODE, parent="360102"))) == []


@pytest.mark.usefixtures("places")
def test_regions_with_values_are_listed_in_order_up_to_a_number():
    rows = Observation.objects.published().filter(indicator="patent_applications")
    assert rows.places() == ["350000", "360000", "360100", "360102", "360103"]
    assert rows.places(2) == ["350000", "360000"]
    with seen_within(lambda: below("360100")):
        assert Observation.objects.published().places() == ["360100", "360102", "360103"]
    assert Observation.objects.none().places() == []
