"""Who sees and does what: Alice reviews, Bob's office files, Charlie is a stranger."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from reports import access
from tests.factories import make_claim, make_region, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanchang():
    return make_region("360100", "南昌市", "prefecture")


@pytest.fixture
def bob(nanchang):
    return make_user("bob", "office", nanchang)


def test_an_office_sees_its_own_region_and_what_lies_below(bob, nanchang):
    own = make_report(region=nanchang)
    below = make_report(region=make_region("360102", "东湖区", "county"))
    make_report(region=make_region("360400", "九江市", "prefecture"))
    assert set(access.visible_reports(bob)) == {own, below}


def test_an_office_sees_what_it_filed_even_where_no_region_was_found(bob, nanchang):
    filed = make_report(region=None, office=nanchang)
    assert list(access.visible_reports(bob)) == [filed]


def test_anothers_report_looks_like_an_absent_one(bob):
    report = make_report(region=make_region("360400", "九江市", "prefecture"))
    for pk in (report.pk, 10**6):
        with pytest.raises(Http404):
            access.get_report(bob, pk)


def test_anothers_claim_looks_like_an_absent_one(bob):
    claim = make_claim(make_report(region=make_region("360400", "九江市", "prefecture")))
    with pytest.raises(Http404):
        access.get_claim(bob, claim.pk)


def test_an_office_uploads_and_decides_nothing(bob):
    access.require_upload(bob)
    with pytest.raises(PermissionDenied):
        access.require_review(bob)


def test_the_bureau_sees_everything():
    report = make_report()
    assert list(access.visible_reports(make_user("alice"))) == [report]


def test_a_stranger_sees_nothing():
    make_report()
    assert not access.visible_reports(make_user("charlie", role=None)).exists()


def test_a_dismissed_reviewer_loses_the_right_at_once():
    alice = make_user("alice")
    alice.is_active = False
    with pytest.raises(PermissionDenied):
        access.require_review(alice)
