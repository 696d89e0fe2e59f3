"""The whole way in a real browser: a docx goes in, a person accepts, a point on the chart leads to its sentence."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from docx import Document
from playwright.sync_api import Page, expect

from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCE = "2016年,全省专利申请94045件,同比增长36.2%。".replace(",", "\uff0c")


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    document = Document()
    document.add_heading("江西省知识产权局2016年工作总结", 1)
    document.add_heading("一、主要工作", 2)
    document.add_paragraph(SENTENCE)
    document.add_heading("二、2017年工作打算", 2)
    document.add_paragraph("修订专利资助办法。")
    document.save(tmp_path / "江西省2016年总结.docx")
    return tmp_path / "江西省2016年总结.docx"


@pytest.fixture
def hosts(page: Page) -> set[str]:
    """Every host that the browser asks for anything."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


def log_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "kept-secret-4711")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".site-nav")).to_be_visible()


def test_a_report_goes_in_and_a_point_on_the_chart_opens_its_sentence(
    page: Page, live_server, worker: subprocess.Popen, report_file: Path, hosts: set[str]
) -> None:
    call_command("load_catalogue")
    make_user()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    log_in(page, live_server.url)

    page.goto(f"{live_server.url}/reports/upload/")
    page.set_input_files("#files", report_file)
    card = page.locator(".report-card--review")
    expect(card).to_be_visible(timeout=60_000)
    expect(card).to_contain_text("江西省")
    card.get_by_role("link", name="开始核实").click()

    claim = page.locator(".claim", has_text="94,045").first
    claim.get_by_role("button", name="采用").click()
    accepted = page.locator(".claim--accepted", has_text="94,045")
    expect(accepted).to_be_visible()
    expect(page.locator("#reading mark.is-accepted").first).to_have_text("94045件")
    accepted.get_by_role("link", name="看图表").click()

    point = page.locator(".js-plotly-plot .scatterlayer .point").first
    expect(point).to_be_visible()
    point.click(force=True)
    expect(page.locator("#panel blockquote")).to_have_text(SENTENCE)
    expect(page.locator("#panel blockquote mark")).to_have_text("94045件")

    page.locator("#panel").get_by_role("link", name="在报告中查看").click()
    selected = page.locator("#reading mark.is-current")
    expect(selected).to_have_text("94045件")
    expect(selected).to_be_in_viewport()
    assert hosts == {urlsplit(live_server.url).netloc}
    assert not faults
