"""Whatever rests on a ruling cites it: the evidence, the chart's notes, the exports."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import Citation
from reports import publishing, services
from reports.models import Claim, Finding
from tests.factories import make_claim, make_finding, make_report, make_user

pytestmark = pytest.mark.django_db
RULING = "与统计公报一致；另一处是上年数。"


@pytest.fixture
def alice(client: Client):
    user = make_user("alice")
    client.force_login(user)
    return user


@pytest.fixture
def upheld(alice) -> Claim:
    report = make_report("前文申请94045件。\n后文申请93815件。")
    first, second = make_claim(report), make_claim(report, "93815件", 93815)
    finding = make_finding(report, [first, second])
    services.rule_on(finding=finding, by=alice, upheld=first, ruling=RULING, hypothesis="last_year")
    first.refresh_from_db()
    publish(first, alice)
    return first


def publish(claim: Claim, by) -> None:
    if claim.observation.published_at is None:
        publishing.make_public(claim.observation, by=by)


def test_the_upheld_values_citation_carries_the_ruling(upheld):
    citation = upheld.observation.citations.get()
    finding = Finding.objects.get()
    assert (citation.ruling, citation.ruling_link) == (RULING, f"/findings/{finding.pk}/rule/")
    assert finding.hypothesis == "last_year"


def test_the_evidence_shows_the_ruling(client, upheld):
    page = client.get(f"/observations/{upheld.observation_id}/evidence/").content.decode()
    assert f"裁定：</strong>{RULING}" in page


def test_the_charts_notes_and_the_table_file_tell_the_ruling(client, upheld):
    page = client.get("/indicators/patent_applications/").content.decode()
    assert f"2016年的数值经裁定：{RULING}" in page
    book = load_workbook(io.BytesIO(client.get("/indicators/patent_applications/export/xlsx/").content))
    values, sentences = book.worksheets[0], book.worksheets[1]
    for sheet in (values, sentences):
        header = [cell.value for cell in sheet[1]]
        assert sheet.cell(2, header.index("裁定") + 1).value == RULING


def test_a_ruling_without_a_winner_is_cited_by_all_that_it_speaks_of(alice):
    report = make_report("合计100件，发明60件。")
    total, part = make_claim(report, "100件", 100), make_claim(report, "60件", 60, breakdown="invention")
    services.accept(claim=total, by=alice)
    finding = make_finding(report, [total, part], rule="sum")
    services.rule_on(finding=finding, by=alice, upheld=None, ruling="四舍五入所致")
    services.accept(claim=part, by=alice)
    assert set(Citation.objects.values_list("ruling", flat=True)) == {"四舍五入所致"}


def test_what_was_never_ruled_on_cites_nothing(alice):
    services.accept(claim=make_claim(), by=alice)
    assert Citation.objects.get().ruling == ""
