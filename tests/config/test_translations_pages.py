"""Every page in English, on data that has no Chinese in it: whatever is left in Chinese is the product's own."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.catalogue_store import store_catalogue
from reports.models import Report
from reports.stored_sentences import in_readers_language
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_source,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db
OWN_NAME = "中文"  # the switch offers each language under its own name
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff60]+")
TEXT = "Annual report 2016\nApplications came to 94045, or 93000 by another count."
LISTS = [
    "/", "/?region=999999", "/regions/", "/indicators/", "/indicators/?q=nothing", "/reports/", "/reports/?q=nothing",
    "/reports/upload/", "/work-items/", "/findings/", "/findings/?state=all", "/findings/?state=ruled",
    "/indicators/patent_applications/", "/indicators/patent_applications/?as_of=1999-01-01",
    "/indicators/patent_applications/?from=2020&to=2010&as_of=x", "/indicators/valid_patents/", "/nowhere/",
]  # fmt: skip


def left_in_chinese(response) -> list[str]:
    """What a person would see in Chinese; values sent by forms and words to search by are seen by nobody."""
    page = re.sub(r' (?:value|data-words)="[^"]*"', "", response.content.decode())
    return CHINESE.findall(page.replace(OWN_NAME, ""))


def words_of(workbook: bytes) -> list[str]:
    """What stands in the cells of all sheets, and the sheets' names."""
    book = load_workbook(io.BytesIO(workbook))
    return book.sheetnames + [str(cell.value) for sheet in book for row in sheet.rows for cell in row]


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("alice"))
    client.cookies["django_language"] = "en"
    return client


def figure(quote: str, role: str) -> dict[str, Any]:
    at = TEXT.index(quote)
    span = [at, at + len(quote)]
    return {"span": span, "text": quote, "value": "1", "unit": None, "unit_kind": None, "role": role}


@pytest.fixture
def report() -> Report:
    """A report with something for every panel, on a region and an indicator with values of three years."""
    make_indicator("valid_patents", unit="家", accounting="stock")
    region = make_region(name="Jiangxi")
    for value, year in ((70000, 2014), (74639, 2015), (94045, 2016)):
        observation = make_observation(value, year, status="P" if year == 2016 else "A")
        source = make_source(title="Annual report", issuer=region, year=year, is_sample=True)
        make_citation(observation, sentence="It was 94045.", quote="94045", source=source)
    report = make_report(
        TEXT,
        file_name="report.txt",
        region=region,
        uploaded_by=make_user("bob", role=None),
        flags=["hidden_text", "cut_pages:300"],
        is_sample=True,
        basis={"year": "标题“Annual report 2016”，正文相符（共3处依据）", "region": "正文没有写明地区"},
        figures=[figure("2016", "date"), figure("another count", "unassigned")],
    )
    claims = [
        make_claim(report, "94045", rule="named", reasons=["no unit of its own"]),
        make_claim(report, "93000", 93000, rule="table", comparator="above", note="时间不明，请先更正期间。"),
    ]
    message = "专利申请量有两个不同的数值：94045 与 93000"
    make_finding(report, claims, message=message)
    make_finding(
        report, claims, message=message, state="ruled", ruling="as printed", ruled_at=report.uploaded_at
    )
    make_work_item(report, "Amend the rules.", section=["Plans"])
    return report


@pytest.mark.parametrize("address", LISTS)
def test_a_page_without_data_is_english(reader, address):
    assert left_in_chinese(reader.get(address)) == []


@pytest.mark.parametrize("address", LISTS)
def test_a_page_with_data_is_english(reader, report, address):
    assert left_in_chinese(reader.get(address)) == []


@pytest.mark.parametrize("panel", ["claims", "doubts", "items", "figures"])
def test_a_report_is_english(reader, report, panel):
    assert left_in_chinese(reader.get(f"/reports/{report.pk}/?panel={panel}")) == []


@pytest.mark.parametrize("state", ["queued", "processing", "review", "reviewed", "failed", "cancelled"])
def test_a_report_is_english_in_every_state(reader, report, state):
    failure = "文档里没有文字，可能只有图片；请上传带文字的 docx 或 pdf。"
    Report.objects.filter(pk=report.pk).update(state=state, attempt=2, failure=failure)
    assert left_in_chinese(reader.get(f"/reports/{report.pk}/")) == []
    assert left_in_chinese(reader.get(f"/reports/{report.pk}/card/", headers={"HX-Request": "true"})) == []


def test_a_claim_its_correction_and_its_ruling_are_english(reader, report):
    claim, finding = report.claims.first(), report.findings.get(state="open")
    assert left_in_chinese(reader.get(f"/claims/{claim.pk}/correct/")) == []
    assert left_in_chinese(reader.get(f"/findings/{finding.pk}/rule/")) == []
    assert left_in_chinese(reader.post(f"/findings/{finding.pk}/rule/", {})) == []
    assert left_in_chinese(reader.post(f"/claims/{claim.pk}/correct/", {"start": "2017-01-01"})) == []
    for verb in ("accept", "accept", "reopen", "reject"):
        answer = reader.post(f"/claims/{claim.pk}/{verb}/", headers={"HX-Request": "true"})
        assert left_in_chinese(answer) == [], verb


def test_a_receipt_is_english_on_screen_and_as_a_workbook(reader, report):
    assert left_in_chinese(reader.get(f"/reports/{report.pk}/receipt/")) == []
    answer = reader.get(f"/reports/{report.pk}/receipt/xlsx/")
    assert "receipt_report.xlsx" in answer["Content-Disposition"]
    assert CHINESE.findall(" ".join(words_of(answer.content))) == []


def test_what_a_person_adds_to_the_reading_is_asked_in_english(reader, report):
    address = f"/reports/{report.pk}/place/"
    assert left_in_chinese(reader.get(address)) == []
    assert left_in_chinese(reader.post(address, {"region": "Nowhere", "year": "16"})) == []
    assert left_in_chinese(reader.post(address, {"region": "", "year": "", "note": "x"})) == []
    start, end = figure("another count", "unassigned")["span"]
    address = f"/reports/{report.pk}/figures/{start}-{end}/"
    assert reader.get(address).status_code == 200
    assert left_in_chinese(reader.get(address)) == []
    assert left_in_chinese(reader.post(address, {"start": "2017-01-01"})) == []


def test_a_self_check_is_english(reader):
    store_catalogue()
    assert left_in_chinese(reader.post("/reports/self-check/", {"text": TEXT})) == []
    assert left_in_chinese(reader.post("/reports/self-check/", {"text": " "})) == []


def test_evidence_is_english(reader, report):
    pk = re.search(r"/observations/(\d+)/evidence/", reader.get("/").content.decode()).group(1)
    assert left_in_chinese(reader.get(f"/observations/{pk}/evidence/")) == []


def test_exports_are_english(reader, report):
    csv = reader.get("/indicators/patent_applications/export/csv/").content.decode()
    assert CHINESE.findall(csv) == []
    words = words_of(reader.get("/indicators/patent_applications/export/xlsx/").content)
    assert CHINESE.findall(" ".join(words)) == []
    assert "Reference area" in words


def test_a_stranger_finds_the_entrance_in_english(client):
    client.cookies["django_language"] = "en"
    page = client.get("/login/")
    assert left_in_chinese(page) == []
    assert '<html lang="en"' in page.content.decode()
    assert left_in_chinese(client.post("/login/", {"username": "x", "password": "y"})) == []


def test_a_refused_upload_is_told_in_english(reader, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    program = io.BytesIO(b"\x7fELF" + bytes(600))
    program.name = "tool.docx"
    page = reader.post("/reports/upload/", {"files": program})
    assert "This is a program, not a report." in page.content.decode()
    assert left_in_chinese(page) == []


def test_one_is_said_in_the_singular(reader):
    report = make_report("Applications\nOne was 1, another 2.")
    make_claim(report, "1", 1, rule="named")
    make_claim(report, "2", 2, rule="named")
    page = reader.get(f"/reports/{report.pk}/").content.decode()
    assert "1 item<" in re.sub(r"\s+<", "<", page)
    assert "2 items" in page


def test_what_is_stored_stays_chinese_whoever_decides(reader, report):
    claim = report.claims.first()
    claim.end = claim.start = None
    claim.save()
    reader.post(f"/claims/{claim.pk}/accept/", headers={"HX-Request": "true"})
    claim.refresh_from_db()
    assert claim.note == "时间不明，请先更正期间。"
    assert in_readers_language(claim.note) is claim.note
