"""What the overview tells of new reports: each reader is told of those that they may know of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from indicators.area import find_region, load_area
from reports.bulletin import bulletin_for
from tests.factories import make_region, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reports():
    """A province, two of its cities, and a report of each; one of another province."""
    province = make_region()
    for code in ("360100", "360400"):
        make_report(region=make_region(code, code, "prefecture", parent=province))
    make_report(region=province)
    make_report(region=make_region("510000", "四川省"))


def told(user, **earlier):
    area = load_area(find_region("360000"))
    since = timezone.now() - timedelta(days=1)
    return bulletin_for(user, area, since, **earlier)


@pytest.mark.parametrize("role", ["leader", "reviewer"])
def test_who_may_know_of_all_reports_is_told_of_those_of_the_area(role):
    assert told(make_user(role, role)).new_reports == 3


def test_an_office_is_told_of_its_own_and_those_below():
    city = find_region("360100")
    assert told(make_user("bob", "office", region=city)).new_reports == 1


def test_what_came_after_the_moment_asked_about_is_not_told():
    assert told(make_user(), until=timezone.now() - timedelta(hours=1)).new_reports == 0


def test_who_follows_no_work_is_told_nothing():
    assert told(make_user("eve", "editor")).new_reports is None
