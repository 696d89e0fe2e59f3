"""Questions that are put together once: they answer as if they were put together each time."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from indicators.models import Citation, Observation, Region
from indicators.prepared import NotPrepared, columns_of, instances, prepared
from indicators.scope import NOTHING, below, seen_within
from tests.factories import make_citation, make_indicator, make_observation, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def values():
    for code in ("360000", "360100", "510000"):
        make_observation(region=make_region(code), indicator=make_indicator(), value=int(code[:4]))


@prepared()
def of_regions(codes: list[str], end: date | None):
    rows = Observation.objects.published().filter(region__any_of=codes).order_by("region_id")
    return (rows.filter(end__lte=end) if end else rows).values_list("region_id", "value")


def codes(rows) -> list[str]:
    return [row[0] for row in rows]


def test_values_change_and_the_statement_stays():
    assert codes(of_regions(["360000"], None)) == ["360000"]
    assert codes(of_regions(["510000", "360100"], None)) == ["360100", "510000"]
    assert of_regions([], None) == []


def test_a_day_narrows_where_one_is_given():
    assert codes(of_regions(["360000"], date(2100, 1, 1))) == ["360000"]
    assert of_regions(["360000"], date(1990, 1, 1)) == []


def test_each_reader_has_their_own_statement():
    everything = ["360000", "360100", "510000"]
    for scope, seen in ((below("360000"), everything[:2]), (NOTHING, []), (below("510000"), everything[2:])):
        with seen_within(lambda scope=scope: scope):
            assert codes(of_regions(everything, None)) == seen
    assert codes(of_regions(everything, None)) == everything


def test_a_value_is_never_taken_for_a_part_of_the_statement():
    assert of_regions(["360000'); select 1; --", "%s"], None) == []


def test_the_database_keeps_the_plan_of_what_is_asked_again():
    for code in ("360000", "360100", "510000", "360000"):
        of_regions([code], None)
    with connection.cursor() as cursor:
        cursor.execute(
            "select statement from pg_prepared_statements where statement like %s", ["%$1::text[]%"]
        )
        assert len(cursor.fetchall()) == 1


def test_lists_of_whole_numbers_are_compared_as_numbers():
    @prepared()
    def cited(values: list[int]):
        return Citation.objects.filter(observation__any_of=values).values_list("pk")

    made = [make_citation(one) for one in Observation.objects.order_by("pk")]
    assert sorted(cited([one.observation_id for one in made])) == [(one.pk,) for one in made]
    assert cited([made[1].observation_id]) == [(made[1].pk,)]


def test_a_statement_written_by_hand_is_kept_as_well():
    @prepared()
    def places(indicator: str, most: int):
        return Observation.objects.published().filter(indicator=indicator).stepping(most)

    indicator = make_indicator().pk
    assert codes(places(indicator, 9)) == ["360000", "360100", "510000"]
    assert codes(places(indicator, 1)) == ["360000"]
    assert places("nothing", 9) == []
    with seen_within(lambda: below("360000")):
        assert codes(places(indicator, 9)) == ["360000", "360100"]
    with seen_within(lambda: NOTHING):
        assert places(indicator, 9) == []


def test_what_is_no_value_is_written_into_the_statement():
    @prepared()
    def named(code: str):
        rows = Region.objects.filter(pk=code, name__contains="省")
        return rows.annotate(sign=Value("100%s")).values_list("sign", "name")

    assert named("360000") == [("100%s", "江西省")]
    assert named("430000") == []


def test_it_asks_the_database_each_time():
    of_regions(["360000"], None)
    with CaptureQueriesContext(connection) as asked:
        Observation.objects.update(value=7)
        assert of_regions(["360000"], None) == [("360000", 7)]
    assert len(asked) == 2


def test_objects_are_those_that_the_model_would_give():
    @prepared(scoped=False)
    def named(code: str):
        return Region.objects.filter(pk=code).values_list(*columns_of(Region))

    (found,) = instances(Region, named("360100"))
    assert vars(found).keys() == vars(Region.objects.get(pk="360100")).keys()
    assert found.name == Region.objects.get(pk="360100").name
    assert not found._state.adding


def test_numbers_come_in_the_type_that_django_gives_them():
    @prepared()
    def known(region: str):
        return Observation.objects.for_region(region).years_by_indicator()

    assert [type(year) for _code, year in known("360000")] == [int]


def test_values_are_out_of_reach_before_it_is_known_who_reads():
    with pytest.raises(NotPrepared):
        prepared(scoped=False)(lambda code: Observation.objects.filter(region=code).values_list("pk"))(
            "360000"
        )


def test_what_is_learned_on_the_way_cannot_be_kept():
    def build(code: str):
        list(Region.objects.all())
        return Region.objects.filter(pk=code).values_list("pk")

    with pytest.raises(NotPrepared):
        prepared(scoped=False)(build)("360000")


@pytest.mark.parametrize("name", ["pk__contains", "pk__in"])
def test_a_value_that_is_changed_on_its_way_cannot_be_kept(name: str):
    value = ["360000"] if name == "pk__in" else "36"
    with pytest.raises(NotPrepared):
        prepared(scoped=False)(lambda code: Region.objects.filter(**{name: code}).values_list("pk"))(value)
