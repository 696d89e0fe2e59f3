"""Lists of reports, work items and findings: filtered, sorted and paged by their address."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
    make_region,
    make_report,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def page(client: Client, name: str, **query: object) -> str:
    return client.get(reverse(f"reports:{name}"), query).content.decode()


def city() -> object:
    return make_region("360400", "九江市", "prefecture")


@pytest.mark.parametrize(
    "query", [{"q": "甲"}, {"state": "review"}, {"year": 2016}, {"region": "360000"}, {"kind": "summary"}]
)
def test_reports_are_found_by_each_filter(client: Client, query: dict[str, object]) -> None:
    make_report(title="甲报告")
    make_report(title="乙报告", file_name="b.txt", state="reviewed", year=2015, region=city(), kind="plan")
    found = page(client, "report-list", **query)
    assert "甲报告" in found
    assert "乙报告" not in found


def test_a_file_name_is_searched_too(client: Client) -> None:
    make_report(title="甲报告", file_name="终稿.docx")
    assert "甲报告" in page(client, "report-list", q="终稿")


@pytest.mark.parametrize("name", ["report-list", "work-item-list", "finding-list"])
@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"region": "'"}, {"sort": "digest"}, {"page": "999"}, {"state": "?"}]
)
def test_a_senseless_filter_is_no_error(client: Client, name: str, query: dict[str, str]) -> None:
    make_work_item(make_claim().report)
    assert client.get(reverse(f"reports:{name}"), query).status_code == 200


def test_reports_are_sorted_by_the_address(client: Client) -> None:
    for year in (2014, 2016, 2015):
        make_report(title=f"总结之{year}", year=year)
    found = page(client, "report-list", sort="-year")
    assert found.index("总结之2016") < found.index("总结之2015") < found.index("总结之2014")


def test_pages_hold_twenty_five_reports_and_say_how_many_there_are(client: Client) -> None:
    for n in range(30):
        make_report(title=f"总结{n}")
    assert re.search(r"共\s*30\s*[条份]", page(client, "report-list"))
    assert page(client, "report-list", page=2).count('class="report-title"') == 5


def test_an_empty_list_says_how_to_fill_it(client: Client) -> None:
    assert "还没有报告" in page(client, "report-list")
    assert "没有符合条件的报告" in page(client, "report-list", q="无")


def fill(count: int) -> None:
    for n in range(count):
        report = make_report(f"{n} 94045件 8件")
        make_work_item(report)
        make_finding(report, [make_claim(report), make_claim(report, "8件", 8)])


@pytest.mark.parametrize(("name", "most"), [("report-list", 7), ("work-item-list", 7), ("finding-list", 9)])
def test_the_queries_of_a_list_do_not_grow_with_its_rows(client: Client, name: str, most: int) -> None:
    counts = []
    for more in (2, 13):
        fill(more)
        with CaptureQueriesContext(connection) as queries:
            page(client, name)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= most


def test_work_items_are_filtered_and_lead_to_their_sentence(client: Client) -> None:
    report = make_report("修订专利资助办法。")
    make_work_item(report)
    make_work_item(report, "办成一件事。", kind="done", year=2016)
    found = page(client, "work-item-list", kind="planned", q="资助")
    assert f"{reverse('reports:report-detail', args=[report.pk])}?panel=items&amp;at=0-9" in found
    assert "办成一件事" not in found


def test_open_doubts_are_listed_first_and_alone(client: Client) -> None:
    claim = make_claim()
    make_finding(claim.report, [claim], message="还没有裁定")
    make_finding(claim.report, [claim], message="合得上", severity="info")
    make_finding(
        claim.report, [claim], message="裁定过了", state="ruled", ruling="见公报", ruled_at=timezone.now()
    )
    found = page(client, "finding-list")
    assert "还没有裁定" in found
    assert "合得上" not in found
    assert "裁定过了" not in found
    assert "见公报" in page(client, "finding-list", state="ruled")
    assert "合得上" in page(client, "finding-list", state="holds")


@pytest.mark.parametrize("query", [{"rule": "sum"}, {"severity": "warning"}, {"indicator": "patent_grants"}])
def test_findings_are_found_by_each_filter(client: Client, query: dict[str, str]) -> None:
    claim = make_claim()
    make_finding(claim.report, [claim], message="另一处")
    grants = make_indicator("patent_grants")
    make_finding(claim.report, [claim], message="要找的", rule="sum", severity="warning", indicator=grants)
    found = page(client, "finding-list", **query)
    assert "要找的" in found
    assert "另一处" not in found


def test_a_finding_shows_its_sentences_side_by_side(client: Client) -> None:
    report = make_report("前文申请94045件。\n后文申请93815件。")
    make_finding(report, [make_claim(report), make_claim(report, "93815件", 93815)])
    found = page(client, "finding-list")
    assert "前文申请<mark>94045件</mark>。" in found
    assert "后文申请<mark>93815件</mark>。" in found


def test_a_finding_without_claims_shows_the_places_it_names(client: Client) -> None:
    report = make_report("江西省2015年总结\n" + "字" * 200 + "2016年成绩显著。")
    start = report.text.index("2016年")
    make_finding(report, [], rule="year", spans=[[3, 8], [start, start + 5], [10**9, 10**9 + 1]])
    found = page(client, "finding-list")
    assert "江西省<mark>2015年</mark>总结" in found
    assert "<mark>2016年</mark>成绩显著。" in found
    assert f"?at={start}-{start + 5}" in found


def test_a_report_without_figures_is_called_that(client: Client) -> None:
    make_report("没有数", state="reviewed", flags=["no_figures"])
    assertContains(client.get(reverse("reports:report-list")), "没有数字")
