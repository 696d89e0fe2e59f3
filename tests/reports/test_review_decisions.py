"""Accepting, rejecting, correcting and reopening from the page, with and without htmx."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.models import Observation
from reports.models import Claim, Report
from tests.factories import make_claim, make_finding, make_indicator, make_report, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_at_once")]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def url(name: str, claim: Claim) -> str:
    return reverse(f"reports:claim-{name}", args=[claim.pk])


def correction(claim: Claim, **fields: object) -> dict[str, object]:
    typed = {
        "indicator": claim.indicator_id, "breakdown": claim.breakdown, "measure": claim.measure,
        "accounting": claim.accounting, "value": claim.value, "scale": "", "comparator": claim.comparator,
        "start": claim.start, "end": claim.end, "area": claim.area, "entity": claim.entity,
        "span_start": claim.span_start, "span_end": claim.span_end, "note": "",
    }  # fmt: skip
    return {name: "" if value is None else value for name, value in (typed | fields).items()}


def test_accepting_answers_with_the_card_and_the_progress(client: Client) -> None:
    claim = make_claim()
    page = client.post(url("accept", claim), {"note": "已核对"}, headers=HTMX).content.decode()
    assert f'id="claim-{claim.pk}" data-claim="{claim.pk}" data-state="accepted"' in page
    assert 'id="review-progress" hx-swap-oob="true"' in page
    assert Claim.objects.get().note == "已核对"
    assert Observation.objects.published().get().value == 94045


def test_without_script_the_decision_leads_back_to_the_claim(client: Client) -> None:
    claim = make_claim()
    response = client.post(url("reject", claim))
    assert response["Location"].endswith(f"?claim={claim.pk}")
    assert Claim.objects.get().state == "rejected"


def test_a_stale_decision_is_refused_and_shows_who_decided(client: Client) -> None:
    claim = make_claim()
    client.post(url("reject", claim), headers=HTMX)
    response = client.post(url("accept", claim), headers=HTMX)
    assert response.status_code == 409
    assert "alice" in response.content.decode()
    assert Claim.objects.get().state == "rejected"


def test_reopening_takes_the_decision_back(client: Client) -> None:
    claim = make_claim()
    client.post(url("accept", claim))
    client.post(url("reopen", claim), headers=HTMX)
    assert Claim.objects.get().state == "pending"
    assert not Observation.objects.published().exists()


def test_reopening_a_correction_brings_the_machine_reading_back(client: Client) -> None:
    claim = make_claim()
    client.post(url("correct", claim), correction(claim, value="94054"))
    page = client.post(url("reopen", Claim.objects.get(corrects=claim)), headers=HTMX).content.decode()
    assert f'id="claim-{claim.pk}"' in page
    assert 'id="reading" hx-swap-oob="innerHTML"' in page


def test_the_form_of_a_correction_shows_what_was_read(client: Client) -> None:
    claim = make_claim(value="2670000000.500000")
    page = client.get(url("correct", claim), headers=HTMX).content.decode()
    assert 'value="2670000000.5"' in page
    assert 'value="2016-12-31"' in page
    assert "<html" not in page


def test_a_correction_is_stored_beside_the_reading_and_moves_the_span(client: Client) -> None:
    claim = make_claim(make_report("全年94045件，另有8.8万件"))
    typed = correction(claim, value="8.8", scale="万", span_start=11, span_end=16, note="看后一个数")
    page = client.post(url("correct", claim), typed, headers=HTMX).content.decode()
    new = Claim.objects.get(corrects=claim)
    assert (new.value, new.span_start, new.span_end, new.quote) == (Decimal(88000), 11, 16, "8.8万件")
    assert f'id="claim-{new.pk}"' in page
    assert f'data-claims="{new.pk}"' in page
    claim.refresh_from_db()
    assert (claim.state, claim.value) == ("corrected", 94045)


def test_a_figure_of_another_sentence_brings_its_own_sentence(client: Client) -> None:
    claim = make_claim(make_report("全年94045件。中间很长的一句。另有8件。"), sentence_end=10)
    client.post(url("correct", claim), correction(claim, value=8, span_start=19, span_end=21))
    new = Claim.objects.get(corrects=claim)
    assert (new.quote, new.sentence) == ("8件", "另有8件。")


def test_the_unit_follows_the_measure(client: Client) -> None:
    claim = make_claim()
    client.post(url("correct", claim), correction(claim, measure="yoy", value="12.5"))
    assert Claim.objects.get(corrects=claim).unit_kind == "percent"


def test_the_unit_follows_the_indicator(client: Client) -> None:
    money = make_indicator("pledge_financing_amount", unit="元", unit_kind="money")
    claim = make_claim()
    client.post(url("correct", claim), correction(claim, indicator=money.pk))
    assert Claim.objects.get(corrects=claim).unit_kind == "money"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"start": "2016-12-31", "end": "2016-01-01"}, "期末早于期初"),
        ({"start": ""}, "时期数要有期初"),
        ({"span_start": 5, "span_end": 99999}, "不在正文里"),
        ({"value": "NaN"}, ""),
        ({"value": "1" * 40}, ""),
        ({"value": "99999999999999999999", "scale": "亿"}, ""),
        ({"indicator": "no_such"}, ""),
        ({"breakdown": "gold"}, "没有这样的分组"),
        ({"end": "2016-02-30"}, ""),
    ],
)
def test_a_wrong_correction_is_refused_with_its_reason(
    client: Client, fields: dict[str, object], word: str
) -> None:
    claim = make_claim()
    response = client.post(url("correct", claim), correction(claim, **fields), headers=HTMX)
    assert response.status_code == 422
    assert response["HX-Retarget"] == f"#claim-{claim.pk}-edit"
    assert word in response.content.decode()
    assert Claim.objects.get().state == "pending"


def test_fields_that_nobody_may_set_are_ignored(client: Client) -> None:
    claim, other = make_claim(), make_report()
    client.post(
        url("correct", claim), correction(claim, report=other.pk, confidence=0, state="rejected", rule="x")
    )
    new = Claim.objects.get(corrects=claim)
    assert (new.report_id, new.state, new.rule) == (claim.report_id, "accepted", "person")


def test_the_confident_and_undoubted_are_accepted_at_once(client: Client) -> None:
    report = make_report("94045件 8件 7件")
    make_claim(report)
    make_claim(report, "8件", 8, confidence=Decimal("0.5"))
    doubted = make_claim(report, "7件", 7)
    make_finding(report, [doubted])
    client.post(reverse("reports:report-accept-all", args=[report.pk]), {"threshold": "0.9"})
    assert list(Claim.objects.order_by("span_start").values_list("state", flat=True)) == [
        "accepted",
        "pending",
        "pending",
    ]


def test_a_senseless_threshold_accepts_nothing(client: Client) -> None:
    report = make_claim().report
    client.post(reverse("reports:report-accept-all", args=[report.pk]), {"threshold": "-5"})
    assert Claim.objects.get().state == "pending"


def test_the_last_decision_settles_the_report(client: Client) -> None:
    claim = make_claim()
    page = client.post(url("reject", claim), headers=HTMX).content.decode()
    assert "1 条数据全部核实完毕" in page
    assert Report.objects.get().state == "reviewed"
