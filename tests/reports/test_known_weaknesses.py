"""What has happened to programs like this one: each published weakness whose test belongs to no other file.

Those of the reading of files are among the hostile files; those of packages are floors in config/dependencies.yaml.
"""

from __future__ import annotations

import base64
import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.catalogue_store import store_catalogue
from reports.models import Report
from reports.processing import process
from tests.accounts.addresses import find_addresses, load_table
from tests.clock import cost
from tests.documents.hostile.texts import FIGURES, HEAD
from tests.factories import make_user
from trail.logs import JsonFormatter

pytestmark = pytest.mark.django_db
BOUNDARY = "x" * 20
FORM = f"multipart/form-data; boundary={BOUNDARY}"
TABLE = load_table()


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_user())
    return client


def part(name: str, content: bytes, more: str = "") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n{more}\r\n'
    return head.encode() + content + b"\r\n"


def test_cve_2026_33033_a_part_of_encoded_spaces_costs_no_more_than_its_length(client: Client) -> None:
    def post(megabytes: int) -> None:
        encoded = base64.b64encode(b"a") + b" \n" * (megabytes << 19)
        body = part("text", encoded, "Content-Transfer-Encoding: base64\r\n") + f"--{BOUNDARY}--\r\n".encode()
        answer = client.post("/reports/upload/", body, content_type=FORM)
        assert answer.status_code in {400, 413, 422}

    assert cost(lambda: post(4), 2) < 3 * cost(lambda: post(2), 2) + 0.2


def test_cve_2023_24580_a_form_of_a_hundred_thousand_parts_is_refused(client: Client) -> None:
    body = b"".join(part(f"a{n}", b"1") for n in range(100_000)) + f"--{BOUNDARY}--\r\n".encode()
    assert client.post("/reports/upload/", body, content_type=FORM).status_code == 400
    assert client.post("/login/", body, content_type=FORM).status_code == 400


def test_cve_2022_23833_a_form_that_breaks_off_ends(client: Client) -> None:
    body = part("files", b"abc") + f"--{BOUNDARY}".encode()
    for cut in (5, len(body) // 2, len(body) - 3):
        assert client.post("/reports/upload/", body[:cut], content_type=FORM).status_code in {400, 422}


def test_cve_2023_31047_each_of_several_files_in_one_field_is_judged(client: Client) -> None:
    sent = {"甲.txt": "2019年专利申请1234件。", "乙.exe": "MZ" + "\0" * 300, "丙.txt": "2019年授权567件。"}
    files = [SimpleUploadedFile(name, text.encode()) for name, text in sent.items()]
    client.post("/reports/upload/", {"files": files})
    assert sorted(Report.objects.values_list("file_name", flat=True)) == ["丙.txt", "甲.txt"]


def test_cve_2024_39317_a_query_of_ten_thousand_characters_is_a_query(client: Client) -> None:
    for address in find_addresses():
        row = TABLE.row(address.name)
        if row and not row.values and row.codes["GET"]["reviewer"] == 200:
            for query in ("(" * 10_000, "专利 " * 3333):
                answer = client.get(
                    f"/{address.route}", {"q": query, "find": query, "region": query, "page": query}
                )
                assert answer.status_code < 500, (address.name, answer.status_code)


def test_cve_2025_48432_a_path_writes_one_line_of_the_log(client: Client) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonFormatter().format(record))  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get("/reports/%0a2026-01-01 ERROR forged%1b[31m/")
    finally:
        logger.removeHandler(handler)
    (line,) = lines
    assert "\n" not in line
    assert "\x1b" not in line
    assert "forged" in json.loads(line)["message"]


def test_cve_2024_41989_figures_that_are_none_break_no_page(client: Client) -> None:
    """Numbers of a million digits, exponents and infinities, on every page that shows a report's figures."""
    store_catalogue()
    text = HEAD + "".join(f"专利申请{figure}。\n" for figure in FIGURES.values())
    client.post("/reports/upload/", {"files": SimpleUploadedFile("总结.txt", text.encode())})
    report = Report.objects.get()
    process(report.pk)
    pages = (
        "",
        "?panel=figures",
        "?panel=doubts",
        "receipt/",
        "receipt/xlsx/",
        "card/",
        "publish/",
        "letter/",
    )
    answers = {page: client.get(f"/reports/{report.pk}/{page}").status_code for page in pages}
    assert answers == dict.fromkeys(pages, 200)
    for path in (
        "/review/",
        "/findings/",
        "/reports/",
        *(f"/review/{c.pk}/" for c in report.claims.all()[:5]),
    ):
        assert client.get(path).status_code == 200, path
