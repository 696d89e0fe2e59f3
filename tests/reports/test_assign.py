"""A figure that no indicator took is given one by a person."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from indicators.catalogue_store import store_catalogue
from indicators.models import Observation
from reports.assigning import assign, draft, find_figure
from reports.errors import ServiceError
from reports.models import Report
from reports.reextraction import reextract
from tests.factories import make_indicator, make_region, make_report, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_at_once")]
TEXT = "江西省2016年工作总结\n全年共收件94045份。另有三家。"


@pytest.fixture
def report() -> Report:
    start = TEXT.index("94045份")
    figure = {"span": [start, start + 6], "text": "94045份", "value": "94045", "unit": "份"}
    figure |= {"unit_kind": "count", "role": "unassigned"}
    return make_report(TEXT, figures=[figure], start=date(2016, 1, 1), end=date(2016, 12, 31))


def page_of(report: Report) -> str:
    return reverse("reports:figure-assign", args=[report.pk, *report.figures[0]["span"]])


def given(report: Report, **fields: object):
    return assign(
        report=report, figure=report.figures[0], by=make_user(), indicator=make_indicator(), **fields
    )


def test_a_figure_becomes_an_accepted_claim_of_a_person_and_is_published(report):
    claim = given(report, note="即专利申请")
    assert (claim.rule, claim.state, claim.quote) == ("person", "accepted", "94045份")
    assert claim.sentence == "全年共收件94045份。"
    assert Observation.objects.published().get().value == 94045


def test_the_figure_is_left_over_no_longer(report):
    given(report)
    report.refresh_from_db()
    with pytest.raises(ServiceError, match="已经归入指标"):
        find_figure(report, *report.figures[0]["span"])


def test_it_cannot_be_given_twice(report):
    given(report)
    with pytest.raises(ServiceError, match="已经归入指标"):
        assign(report=report, figure=report.figures[0], by=make_user("bob"), indicator=make_indicator())


def test_a_newer_engine_leaves_a_persons_claim_alone(report):
    store_catalogue()
    claim = given(report)
    claim.state, claim.decided_by, claim.decided_at = "pending", None, None
    claim.observation = None
    claim.save()
    reextract(report=report)
    claim.refresh_from_db()
    assert claim.value == 94045


def test_a_draft_takes_what_the_document_tells(report):
    claim = draft(report, report.figures[0])
    assert (claim.value, claim.unit_kind, claim.end) == (94045, "count", date(2016, 12, 31))


def test_the_page_gives_the_figure_its_indicator(report, client: Client):
    client.force_login(make_user())
    detail = reverse("reports:report-detail", args=[report.pk])
    assertContains(client.get(detail, {"panel": "figures"}), page_of(report))
    form = client.get(page_of(report))
    assertContains(form, "<mark>94045份</mark>")
    start, end = report.figures[0]["span"]
    asked = {"indicator": make_indicator().pk, "measure": "level", "accounting": "flow", "value": "94045"}
    asked |= {"comparator": "exact", "start": "2016-01-01", "end": "2016-12-31"}
    answer = client.post(page_of(report), asked | {"span_start": start, "span_end": end}, follow=True)
    assertContains(answer, "claim--accepted")
    assertNotContains(client.get(detail, {"panel": "figures"}), page_of(report))


def test_an_indicator_must_be_chosen(report, client: Client):
    client.force_login(make_user())
    assert client.post(page_of(report), {"value": "1"}).status_code == 422


def test_an_office_gives_no_figure_an_indicator(report, client: Client):
    client.force_login(make_user("bob", role="office", region=make_region()))
    assert client.get(page_of(report)).status_code == 403
