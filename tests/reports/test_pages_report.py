"""The report page: text with figures, claims beside it, one claim selected by its address."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
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


def page_of(client: Client, report: object, **query: object) -> str:
    return client.get(reverse("reports:report-detail", args=[report.pk]), query).content.decode()


def reading(page: str) -> str:
    return page[page.index('id="reading"') : page.index('id="review-side"')]


def words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_every_character_of_the_text_is_on_the_page(client: Client) -> None:
    report = make_report("标题\n甲 & 乙 <丙> 94045件 𠮷\n表\t尾")
    make_claim(report)
    blocks = re.findall(r"data-start=\"(\d+)\">(.*?)</(?:p|h\d|div)>", reading(page_of(client, report)))
    assert blocks
    for start, markup in blocks:
        drawn = words(markup)
        assert report.text[int(start) : int(start) + len(drawn)] == drawn


def test_markup_in_a_report_is_shown_and_never_run(client: Client) -> None:
    report = make_report("<script>alert(1)</script>94045件", title="<b>粗</b>", file_name='"><img src=x>.txt')
    make_claim(report)
    page = page_of(client, report)
    assert "<script>alert" not in page
    assert "<b>粗</b>" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_claim_is_marked_in_its_text_with_its_state(client: Client) -> None:
    claim = make_claim(state="accepted", decided_at=timezone.now())
    assert re.search(
        rf'<mark class="figure figure--observation is-accepted"[^>]*data-claims="{claim.pk}"[^>]*>94045件</mark>',
        page_of(client, claim.report),
    )


def test_a_claim_under_an_open_finding_is_in_doubt_and_carries_the_sentence(client: Client) -> None:
    claim = make_claim()
    make_finding(claim.report, [claim], message="与第二段不同")
    page = page_of(client, claim.report)
    assert 'data-state="doubt"' in page
    assert "与第二段不同" in page


def test_evidence_that_holds_makes_no_doubt(client: Client) -> None:
    claim = make_claim()
    make_finding(claim.report, [claim], severity="info")
    assert 'data-state="pending"' in page_of(client, claim.report)


def test_figures_without_a_claim_keep_their_role(client: Client) -> None:
    report = make_report("共31家媒体。", figures=[{"span": [1, 4], "text": "31家", "role": "unassigned"}])
    page = page_of(client, report, panel="figures")
    assert re.search(r'<mark class="figure figure--unassigned"[^>]*>31家</mark>', page)
    assert "<strong>31家</strong>" in page


def test_the_address_selects_a_claim_and_lights_its_sentence(client: Client) -> None:
    claim = make_claim()
    page = page_of(client, claim.report, claim=claim.pk)
    assert f'is-current" id="claim-{claim.pk}"' in page
    assert re.search(r"is-lit[^>]*is-selected", page)


@pytest.mark.parametrize("value", ["0", "x", "-1", "9" * 30, "1' or 1=1", "²"])
def test_a_senseless_address_is_an_ordinary_page(client: Client, value: str) -> None:
    report = make_claim().report
    for name in ("claim", "page", "at", "panel", "show"):
        response = client.get(reverse("reports:report-detail", args=[report.pk]), {name: value})
        assert response.status_code == 200


def test_a_claim_of_another_report_is_not_selected(client: Client) -> None:
    claim, other = make_claim(), make_claim(make_report("另一份 94045件"))
    assert "is-current" not in page_of(client, claim.report, claim=other.pk)


def test_a_long_report_comes_in_parts_and_the_claim_chooses_its_own(client: Client) -> None:
    text = "\n".join(f"第{n}段" + "字" * 500 for n in range(100)) + "\n末尾94045件"
    claim = make_claim(make_report(text, title="长报告"))
    first, last = page_of(client, claim.report), page_of(client, claim.report, claim=claim.pk)
    assert "末尾" not in reading(first)
    assert "94045件" in reading(last)
    assert f'id="claim-{claim.pk}"' not in first
    assert 'rel="prev"' in last


def test_cells_are_drawn_as_a_table(client: Client) -> None:
    blocks = [
        {"start": 0, "end": 2, "kind": "cell", "table": 1, "row": 0, "column": 0},
        {"start": 3, "end": 5, "kind": "cell", "table": 1, "row": 0, "column": 1, "column_span": 2},
    ]
    page = reading(page_of(client, make_report("甲乙\t丙丁", blocks=blocks)))
    assert '<th scope="col">' in page
    assert 'colspan="2"' in page


def test_work_items_lead_to_their_place(client: Client) -> None:
    report = make_report("修订专利资助办法。")
    make_work_item(report)
    page = page_of(client, report, panel="items", at="0-9")
    assert "?panel=items&amp;at=0-9" in page
    assert '<span class="is-lit">修订专利资助办法。</span>' in page


def test_an_accepted_claim_leads_to_its_chart(client: Client) -> None:
    claim = make_claim()
    client.post(reverse("reports:claim-accept", args=[claim.pk]))
    chart = reverse("indicators:indicator-detail", args=["patent_applications"])
    assert f"{chart}?region=360000" in page_of(client, claim.report)


def test_a_correction_stands_in_place_of_what_it_corrects(client: Client) -> None:
    claim = make_claim(state="corrected", decided_at=timezone.now())
    make_claim(
        claim.report, value=94054, corrects=claim, state="accepted", decided_at=timezone.now(), rule="person"
    )
    page = page_of(client, claim.report, claim=claim.pk)
    assert f'id="claim-{claim.pk}"' not in page
    assert 'data-state="corrected"' in page
    assert "机器原读" in page


@pytest.mark.parametrize("state", ["queued", "processing", "failed"])
def test_a_report_without_a_result_shows_its_card(client: Client, state: str) -> None:
    report = make_report(
        state=state, processed_at=None, failure="文件有密码，请去掉后重传。" if state == "failed" else ""
    )
    page = page_of(client, report)
    assert f'id="report-card-{report.pk}"' in page
    assert ("every 1s" in page) == (state != "failed")


def test_the_queries_do_not_grow_with_the_claims(client: Client, django_assert_num_queries) -> None:
    small, large = (
        make_report(f"{count}份 " + " ".join(f"{n}件" for n in range(1000, 1000 + count)), title="报告")
        for count in (5, 50)
    )
    indicators = [make_indicator(f"indicator_{n}") for n in range(5)]
    for report, count in ((small, 5), (large, 50)):
        for n in range(count):
            claim = make_claim(report, f"{1000 + n}件", 1000 + n, indicator=indicators[n % 5])
            if n % 3 == 0:
                make_finding(report, [claim])
    for report in (small, large):
        with django_assert_num_queries(10):
            page_of(client, report)


def test_numbers_in_addresses_and_ids_carry_no_thousands_separator(client: Client) -> None:
    report = make_report("首 94045件 尾", pk=1_234_567)
    claim = make_claim(report, pk=7_654_321)
    make_finding(report, [claim], pk=2_345_678)
    make_work_item(report, "首", pk=3_456_789)
    addresses = [
        reverse("reports:report-detail", args=[report.pk]) + f"?panel={panel}"
        for panel in ("claims", "doubts", "items")
    ]
    names = ("report-list", "report-upload", "work-item-list", "finding-list")
    addresses += [reverse(f"reports:{name}") for name in names]
    addresses += [
        reverse("reports:report-card", args=[report.pk]),
        reverse("reports:finding-rule", args=[2_345_678]),
    ]
    for address in addresses:
        page = client.get(address).content.decode()
        for wrong in ("1,234,567", "7,654,321", "2,345,678", "3,456,789", "52,428,800"):
            assert wrong not in page, address
