"""The receipt: what the office gets back, on a page and as a workbook."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reports.models import Report
from reports.services import accept
from tests.factories import (
    make_claim,
    make_finding,
    make_region,
    make_report,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db
TEXT = "江西省2016年工作总结\n全年专利申请94045件。\n另有一处说专利申请93000件。\n发放书签777枚。"


@pytest.fixture
def report() -> Report:
    at = TEXT.index("777")
    loose = {"span": [at, at + 4], "text": "777枚", "value": "777", "unit": "枚", "unit_kind": "count"}
    report = make_report(TEXT, figures=[loose | {"role": "unassigned"}])
    first, second = make_claim(report), make_claim(report, "93000件", 93000)
    make_finding(report, [first, second])
    make_work_item(report)
    return report


def client_of(role: str = "reviewer", **fields: object) -> Client:
    client = Client()
    client.force_login(make_user(role, role, **fields))
    return client


def page_of(report: Report, client: Client | None = None) -> str:
    return (client or client_of()).get(reverse("reports:report-receipt", args=[report.pk])).content.decode()


def sheets_of(report: Report) -> dict[str, list[tuple]]:
    answer = client_of().get(reverse("reports:report-receipt-workbook", args=[report.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_each_doubt_is_one_line_with_its_sentences(report: Report) -> None:
    page = page_of(report)
    assert "同一指标有两个数值" in page
    assert "全年专利申请<mark>94045件</mark>。" in page
    assert "另有一处说专利申请<mark>93000件</mark>。" in page


def test_figures_claims_items_and_what_is_left_over_are_there(report: Report) -> None:
    page = page_of(report)
    assert "发放书签<mark>777枚</mark>。" in page
    assert "修订专利资助办法。" in page
    assert report.digest in page


def test_claims_are_told_by_state(report: Report) -> None:
    accept(claim=report.claims.get(value=93000), by=make_user("bob"))
    rows = dict(row[:2] for row in sheets_of(report)["回执"])
    assert (rows["指标数据"], rows["待核实"], rows["已采用"]) == (2, 1, 1)


def test_the_workbook_holds_values_as_numbers_and_sentences_as_text(report: Report) -> None:
    sheets = sheets_of(report)
    header, *rows = sheets["指标数据"]
    claim = dict(zip(header, rows[0], strict=True))
    assert (claim["数值"], claim["单位"], claim["原文"]) == (94045, "件", "94045件")
    assert claim["原句"] == "全年专利申请94045件。"
    assert sheets["未归入指标的数字"][1] == ("777枚", "发放书签777枚。")
    assert sheets["疑点"][1][2] == "全年专利申请94045件。 / 另有一处说专利申请93000件。"


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    report = make_report("=1+1\n=全年专利申请94045件。", title="=1+1")
    make_claim(report)
    answer = client_of().get(reverse("reports:report-receipt-workbook", args=[report.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_office_gets_its_own_receipt_and_no_other() -> None:
    nanchang, jiujiang = (
        make_region("360100", "南昌市", "prefecture"),
        make_region("360400", "九江市", "prefecture"),
    )
    own, other = make_report(region=nanchang, office=nanchang), make_report(region=jiujiang)
    client = client_of("office", region=nanchang)
    for name in ("report-receipt", "report-receipt-workbook"):
        assert client.get(reverse(f"reports:{name}", args=[own.pk])).status_code == 200
        assert client.get(reverse(f"reports:{name}", args=[other.pk])).status_code == 404


def test_a_failed_report_s_receipt_says_why() -> None:
    failed = make_report("", state="failed", failure="处理多次中断", processed_at=None)
    assert "处理多次中断" in page_of(failed)


def test_a_report_that_waits_has_no_receipt_yet() -> None:
    waiting = make_report("", state="queued", processed_at=None)
    answer = client_of().get(reverse("reports:report-receipt", args=[waiting.pk]))
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("reports:report-detail", args=[waiting.pk]),
    )


def test_the_page_s_queries_do_not_grow_with_its_rows(report: Report, django_assert_max_num_queries) -> None:
    for number in range(20):
        claim = make_claim(report, "93000件", 93000, breakdown=f"part{number}")
        make_finding(report, [claim], message=f"疑点{number}")
    client = client_of()
    page_of(report, client)
    with django_assert_max_num_queries(16):
        page_of(report, client)


def test_a_long_sentence_is_cut_around_its_figure() -> None:
    text = "甲" * 400 + "94045件" + "乙" * 400
    report = make_report(text, title="长句")
    make_claim(report)
    assert "……" + "甲" * 80 + "<mark>94045件</mark>" + "乙" * 80 + "……" in page_of(report)
