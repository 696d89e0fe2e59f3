"""A newer engine over old documents: decisions stay."""

import pytest
from django.core.management import call_command

from indicators.catalogue_store import store_catalogue
from indicators.models import Indicator, IndicatorName
from reports import processing
from reports.receiving import receive
from reports.reextraction import reextract
from reports.services import accept, reject, rule_on
from tests.factories import make_claim, make_finding, make_region, make_user

pytestmark = pytest.mark.django_db
TEXT = """江西省知识产权局2016年工作总结

一、2016年工作情况
全年专利申请94045件,专利授权48000件,建成知识产权书屋37个。
"""


@pytest.fixture
def report():
    make_region()
    store_catalogue()
    report = receive(chunks=[TEXT.encode()], name="总结.txt", by=None).report
    processing.process(report.pk)
    report.refresh_from_db()
    return report


def test_reading_again_with_the_same_engine_changes_nothing(report):
    before = list(report.claims.values_list("pk", "value"))
    assert not reextract(report=report)
    assert list(report.claims.values_list("pk", "value")) == before


def test_an_indicator_that_staff_added_is_found(report):
    added = Indicator.objects.create(
        code="ip_reading_rooms",
        name_zh="知识产权书屋",
        name_en="IP reading rooms",
        domain="culture",
        unit="个",
        unit_kind="count",
        accounting="stock",
    )
    IndicatorName.objects.create(indicator=added, name="书屋")
    assert [c.value for c in reextract(report=report).gained] == [37]
    assert report.claims.get(indicator=added).state == "pending"


def test_a_dry_run_only_lists(report, capsys):
    claim = report.claims.filter(indicator="patent_grants").get()
    claim.delete()
    call_command("reextract", "--dry-run")
    assert "+ patent_grants" in capsys.readouterr().out
    assert not report.claims.filter(indicator="patent_grants").exists()


def test_a_decided_claim_is_kept_though_the_engine_reads_otherwise(report):
    claim = report.claims.get(indicator="patent_grants")
    type(claim).objects.filter(pk=claim.pk).update(value=47000)
    reject(claim=claim, by=make_user())
    ((old, new),) = reextract(report=report).changed
    claim.refresh_from_db()
    assert (old.value, new.value, claim.value, claim.state) == (47000, 48000, 47000, "rejected")


def test_a_pending_claim_takes_the_new_reading(report):
    claim = report.claims.get(indicator="patent_grants")
    type(claim).objects.filter(pk=claim.pk).update(value=47000)
    reextract(report=report)
    claim.refresh_from_db()
    assert claim.value == 48000


def test_a_pending_claim_that_is_no_longer_read_goes_and_an_accepted_one_stays(report):
    ghosts = [make_claim(report, "37个", 37, breakdown=b) for b in ("design", "invention")]
    accept(claim=ghosts[0], by=make_user())
    assert {c.pk for c in reextract(report=report).lost} == {g.pk for g in ghosts}
    assert list(report.claims.filter(pk__in=[g.pk for g in ghosts])) == [ghosts[0]]


def test_a_ruling_stays(report):
    finding = make_finding(report, [])
    rule_on(finding=finding, by=make_user(), upheld=None, ruling="口径不同")
    reextract(report=report)
    assert report.findings.filter(pk=finding.pk, state="ruled").exists()


def test_figures_and_noise_are_read_anew(report):
    report.noise, report.figures = [[0, 5]], []
    report.save()
    reextract(report=report)
    report.refresh_from_db()
    assert (report.noise, "94045" in report.figures[-3]["text"]) == ([], True)
