"""Made-up values to measure on: repeatable, plausible, and never beside real ones."""

from io import StringIO
from itertools import islice

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from indicators.catalogue_store import store_catalogue, store_regions
from indicators.models import Citation, Observation, Source
from indicators.synthesis import plan, regions_in_order, values
from tests.factories import make_observation, make_region, make_report


def test_the_same_seed_makes_the_same_values():
    one, same, other = (list(islice(values(5000, seed), 500)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_more_rows_mean_more_regions_and_then_more_months():
    few, many, most = (plan(count) for count in (200_000, 1_000_000, 20_000_000))
    assert len(few[1]) < len(many[1]) < len(most[1]) <= len(regions_in_order())
    assert len(few[0]) == len(many[0])
    assert sum(len(line.months) for line in most[0]) > sum(len(line.months) for line in many[0])


def test_a_small_set_holds_all_provinces_and_the_districts_of_one():
    codes = [region.code for region in plan(1_000_000)[1]]
    assert len([code for code in codes if code.endswith("0000")]) == 35
    assert len([code for code in codes if code.startswith("51") and not code.endswith("00")]) > 180


def test_a_flow_has_a_start_and_a_stock_has_none():
    rows = [value.row.split("\t") for value in islice(values(5000), 2000)]
    assert {(row[3], row[5] == "\\N") for row in rows} >= {("flow", False), ("stock", True)}
    assert not [row for row in rows if (row[3] == "flow") == (row[5] == "\\N")]


@pytest.fixture
def stored(transactional_db):
    store_catalogue()
    store_regions()
    output = StringIO()
    call_command("synthesize", "--observations", "4000", stdout=output)
    return output.getvalue()


def test_it_fills_the_database_and_leaves_its_rules_standing(stored):
    assert "4,000 values" in stored
    assert Observation.objects.count() == 4000
    assert Observation.objects.filter(superseded_at__isnull=False).exists()
    assert Citation.objects.count() == pytest.approx(400, abs=10)
    assert {c.quote for c in Citation.objects.all()} - {""}
    assert Source.objects.filter(is_sample=True).count() == Source.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_indexes where indexname = 'observation_one_live'")
        assert cursor.fetchone() == (1,)
    assert make_observation(1, 1990).pk > 4000
    with pytest.raises(CommandError, match="不能混入"):
        call_command("synthesize", "--observations", "10")


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_report, make_observation], ids=["report", "value"])
def test_it_refuses_where_anything_real_is(make):
    make()
    with pytest.raises(CommandError, match="指定一个新库"):
        call_command("synthesize", "--observations", "10")
    assert Observation.objects.count() <= 1


@pytest.mark.django_db
def test_it_asks_for_the_gazetteer_first():
    with pytest.raises(CommandError, match="行政区划"):
        call_command("synthesize")
    make_region()
    with pytest.raises(CommandError, match="正整数"):
        call_command("synthesize", "--observations", "0")
