"""A person says whose report it is and of which year; the claims follow."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from indicators.catalogue_store import store_catalogue
from indicators.models import Observation
from indicators.written_regions import code_of
from reports import processing
from reports.errors import ServiceError
from reports.placing import place_report
from reports.receiving import receive
from reports.reextraction import reextract
from reports.services import accept
from tests.factories import make_region, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_at_once")]
MASKED = """知识产权局工作总结

一、主要工作情况
全年专利申请94045件,上半年专利授权48000件。
"""


@pytest.fixture
def report():
    make_region("360000", "江西省")
    make_region("360100", "南昌市", "prefecture")
    store_catalogue()
    report = receive(chunks=[MASKED.encode()], name="总结.txt", by=None).report
    processing.process(report.pk)
    report.refresh_from_db()
    return report


def place(report, **changes):
    asked = {"region": None, "year": None, "note": "来文封面写明"} | changes
    return place_report(report=report, by=make_user("placer"), **asked)


def claim_of(report, value):
    return report.claims.get(value=value)


def test_without_a_year_the_claims_have_no_period(report):
    assert (report.year, report.region) == (None, None)
    assert claim_of(report, 94045).end is None


def test_a_year_gives_the_claims_their_periods_each_its_own(report):
    place(report, year=2016)
    whole, half = claim_of(report, 94045), claim_of(report, 48000)
    assert (whole.start, whole.end) == (date(2016, 1, 1), date(2016, 12, 31))
    assert (half.start, half.end) == (date(2016, 1, 1), date(2016, 6, 30))


def test_the_reason_is_kept_with_the_report(report):
    place(report, year=2016, region=make_region("360100"))
    report.refresh_from_db()
    assert report.basis["year"] == report.basis["region"] == "人工指定：来文封面写明"
    assert (report.year, report.region_id) == (2016, "360100")


def test_an_accepted_claim_without_a_period_takes_it_up_and_is_published(report):
    accept(claim=claim_of(report, 94045), by=make_user())
    assert not Observation.objects.exists()
    assert place(report, year=2016, region=make_region("360100")).moved == 1
    published = Observation.objects.published().get()
    assert (published.region_id, published.end) == ("360100", date(2016, 12, 31))


def test_what_was_published_for_the_wrong_region_moves_to_the_right_one(report):
    place(report, year=2016, region=make_region("360000"))
    accept(claim=claim_of(report, 94045), by=make_user())
    place_report(
        report=report, by=make_user("second"), region=make_region("360100"), year=None, note="市局的报告"
    )
    assert Observation.objects.published().get().region_id == "360100"
    assert Observation.objects.get(region="360000").supersede_reason == "人工指定：市局的报告"


def test_a_person_knows_the_year_better_than_a_newer_engine(report):
    place(report, year=2016)
    report.refresh_from_db()
    assert not reextract(report=report)
    assert claim_of(report, 94045).end == date(2016, 12, 31)


def test_nobody_places_a_report_without_saying_why(report):
    with pytest.raises(ServiceError, match="依据"):
        place(report, year=2016, note="  ")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("360100", "360100"),
        ("南昌市", "360100"),
        ("江西省南昌市", "360100"),
        ("鼓楼区", None),
        ("无此地", None),
    ],
)
def test_a_region_is_found_as_people_write_it(written, code):
    assert code_of(written) == code


def test_the_page_places_the_report(report, client: Client):
    client.force_login(make_user())
    page = reverse("reports:report-place", args=[report.pk])
    assertContains(client.get(reverse("reports:report-detail", args=[report.pk])), page)
    answer = client.post(page, {"region": "江西省南昌市", "year": "2016", "note": "来文封面"}, follow=True)
    assertContains(answer, "地区和年份已记录")
    assertContains(answer, "南昌市")


def test_a_region_that_is_none_is_told_beside_its_field(report, client: Client):
    client.force_login(make_user())
    page = reverse("reports:report-place", args=[report.pk])
    assertContains(client.post(page, {"region": "无此地", "note": "x"}), "认不出这个地区", status_code=422)


@pytest.mark.parametrize(("role", "status"), [("office", 403), ("leader", 404)])
def test_only_reviewers_place_a_report(report, client: Client, role, status):
    make_region("360100", "南昌市", "prefecture")
    report.office_id = "360100"
    report.save()
    client.force_login(make_user("bob", role=role, region=make_region("360100")))
    assert (
        client.post(reverse("reports:report-place", args=[report.pk]), {"year": "2016"}).status_code == status
    )
