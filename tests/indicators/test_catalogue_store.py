import pytest

from indicators.catalogue_store import store_catalogue, store_regions
from indicators.models import Indicator, IndicatorName, Region

pytestmark = pytest.mark.django_db


def test_storing_twice_changes_nothing():
    counts = [(store_regions(), store_catalogue(), IndicatorName.objects.count()) for _ in range(2)]
    assert counts[0] == counts[1]


def test_names_that_staff_added_stay():
    store_catalogue()
    IndicatorName.objects.create(indicator_id="patent_grants", name="获权专利数")
    store_catalogue()
    assert IndicatorName.objects.filter(name="获权专利数").exists()


def test_provinces_stand_below_the_nation_and_former_districts_know_their_successor():
    store_regions()
    assert Region.objects.get(pk="360000").parent_id == "000000"
    assert Region.objects.filter(abolished__isnull=False, successor__isnull=False).exists()


def test_every_indicator_has_both_names():
    store_catalogue()
    assert not Indicator.objects.filter(name_en="").exists()
