"""The gazetteer in the database: regions of today are told from those that have ended."""

import pytest

from indicators.catalogue_store import store_regions
from indicators.models import Region
from indicators.regions import load_gazetteer

pytestmark = pytest.mark.django_db


def test_regions_of_today_have_no_year_of_their_end_and_the_others_have_one():
    store_regions()
    today = {entry.code for entry in load_gazetteer().regions if not entry.abolished}
    assert set(Region.objects.current().values_list("pk", flat=True)) == today | {"000000"}
    known = next(entry for entry in load_gazetteer().regions if entry.abolished_in)
    assert Region.objects.get(pk=known.code).abolished == known.abolished_in
