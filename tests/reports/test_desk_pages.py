"""The review queue, the desk's page of one figure, groups, and what is answered to the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import AliasSuggestion, Claim
from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
TEXT = "江西省2016年工作总结\n全年专利申请94045件，另处写作90000件。2016年1-10月南昌市申请37件。"


@pytest.fixture
def alice(client: Client):
    user = make_user("alice")
    client.force_login(user)
    return user


def test_the_queue_lists_what_waits_the_worst_first(client, alice):
    report = make_report(TEXT)
    make_claim(report, "37件", 37)
    flagged = make_claim(report, "90000件", 90000)
    make_finding(report, [flagged])
    page = client.get("/review/").content.decode()
    assert page.index("90,000 件") < page.index("37 件")
    assert "还有 2 条" in page


def test_the_queue_is_narrowed_by_doubt_region_and_report(client, alice):
    report, other = make_report(TEXT), make_report(TEXT, region=make_region("370000", "山东省"))
    flagged = make_claim(report, "90000件", 90000)
    make_claim(other, "37件", 37)
    make_finding(report, [flagged])
    for query in ("doubt=conflict", "region=360000", f"report={report.pk}"):
        page = client.get(f"/review/?{query}").content.decode()
        assert ("90,000 件" in page, "37 件" in page) == (True, False), query
    assert "37 件" in client.get("/review/?doubt=none").content.decode()


def test_a_senseless_report_number_narrows_to_nothing(client, alice):
    make_claim()
    for number in ("-1", "1.5", "99999999999999999999"):
        assert "还有 0 条" in client.get(f"/review/?report={number}").content.decode()


def test_the_desk_shows_document_reading_and_comparison(client, alice):
    report = make_report(TEXT)
    claim = make_claim(report)
    make_observation(74639, 2015)
    page = client.get(f"/review/{claim.pk}/").content.decode()
    assert "is-selected" in page
    assert "+26.0%" in page
    assert "74,639 件" in page


def test_the_desk_offers_the_other_periods_and_places_of_the_sentence(client, alice):
    report = make_report(TEXT)
    claim = make_claim(report, "37件", 37, sentence_start=TEXT.index("2016年1-10"))
    page = client.get(f"/review/{claim.pk}/").content.decode()
    assert "2016年1–10月" in page
    code = page.split('name="code" value="period-')[1].split('"')[0]
    answer = client.post(f"/review/{claim.pk}/choose/", {"code": f"period-{code}"}, headers=JSON).json()
    assert answer["ok"]
    assert str(Claim.objects.get(corrects=claim).end) == "2016-10-31"


def test_a_candidate_that_is_gone_changes_nothing(client, alice):
    claim = make_claim()
    answer = client.post(f"/review/{claim.pk}/choose/", {"code": "unit-1"}, headers=JSON)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)


def test_a_decision_is_answered_with_how_many_wait(client, alice):
    report = make_report(TEXT)
    first, _second = make_claim(report), make_claim(report, "37件", 37)
    answer = client.post(f"/review/{first.pk}/accept/", headers=JSON).json()
    assert (answer["ok"], answer["remaining"]) == (True, 1)
    answer = client.post("/review/undo/", headers=JSON).json()
    assert (answer["claim"], answer["remaining"]) == (first.pk, 2)


def test_a_decision_on_an_older_version_is_refused(client, alice):
    claim = make_claim()
    Claim.objects.filter(pk=claim.pk).update(version=7)
    answer = client.post(f"/review/{claim.pk}/accept/", {"version": 6}, headers=JSON)
    assert answer.status_code == 409
    assert Claim.objects.get().state == "pending"


def test_without_scripts_a_decision_leads_to_the_next_figure(client, alice):
    report = make_report(TEXT)
    first, second = make_claim(report), make_claim(report, "37件", 37)
    answer = client.post(f"/review/{first.pk}/aside/?region=360000", {"note": "看不清"})
    assert answer.url == f"/review/{second.pk}/?region=360000"


def test_an_empty_correction_is_shown_with_its_errors(client, alice):
    claim = make_claim()
    assert client.get(f"/review/{claim.pk}/correct/").status_code == 200
    answer = client.post(f"/review/{claim.pk}/correct/", {"value": ""}, headers=JSON)
    assert (answer.status_code, Claim.objects.get().state) == (422, "pending")


def test_what_is_selected_is_read_for_the_form(client, alice):
    report = make_report(TEXT)
    at = TEXT.index("94045")
    found = client.get(f"/reports/{report.pk}/selection/?start={at}&end={at + 3}").json()
    assert (found["number"]["value"], found["number"]["text"]) == ("94045", "94045件")
    assert client.get(f"/reports/{report.pk}/selection/?start=9&end=9").status_code == 422


def left_over(report_text: str = TEXT + "\n收到专利奖励申报37份。"):
    start = report_text.index("37份")
    figure = {"span": [start, start + 3], "text": "37份", "value": "37", "unit": "份", "unit_kind": "count"}
    return make_report(report_text, figures=[figure | {"role": "unassigned"}]), start


def test_an_assigned_figure_suggests_the_name_it_has_in_the_text(client, alice):
    report, start = left_over()
    make_indicator("lectures")
    address = f"/reports/{report.pk}/figures/{start}-{start + 3}/desk/"
    assert 'value="专利奖励申报"' in client.get(address).content.decode()
    form = {
        "indicator": "lectures", "measure": "level", "accounting": "flow", "value": "37", "comparator": "exact",
        "start": "2016-01-01", "end": "2016-12-31", "span_start": start, "span_end": start + 3, "name": "专利奖励申报",
    }  # fmt: skip
    assert client.post(address, form, headers=JSON).json()["ok"]
    suggestion = AliasSuggestion.objects.get()
    assert (suggestion.name, suggestion.indicator_id, suggestion.state) == (
        "专利奖励申报",
        "lectures",
        "pending",
    )


def test_a_group_shows_what_would_happen_before_it_is_decided(client, alice):
    report = make_report(TEXT)
    claims = [make_claim(report), make_claim(report, "37件", 37, entity="某园区")]
    assert "专利申请量" in client.get("/review/alike/").content.decode()
    address = "/review/alike/claims/?indicator=patent_applications&measure=level&rule=test&reason=-"
    form = {"claims": [c.pk for c in claims], "verb": "accept", "note": "与公报一致"}
    preview = client.post(address, form).content.decode()
    assert "进入序列" in preview
    assert "采用，不进入序列" in preview
    assert not Claim.objects.exclude(state="pending").exists()
    client.post(address, form | {"confirmed": "1"})
    assert set(Claim.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_group_without_a_reason_is_shown_again(client, alice):
    claim = make_claim()
    answer = client.post("/review/alike/claims/?rule=test", {"claims": [claim.pk], "verb": "accept"})
    assert answer.status_code == 422


@pytest.mark.parametrize("role", ["office", "leader", None])
def test_only_reviewers_come_to_the_desk(client, role):
    claim = make_claim()
    client.force_login(make_user("carol", role, make_region() if role == "office" else None))
    for path in ("/review/", "/review/alike/", "/review/alike/claims/"):
        assert client.get(path).status_code == 403, path
    assert client.get(f"/review/{claim.pk}/").status_code in (403, 404)
    for verb in ("accept", "reject", "aside", "choose"):
        assert client.post(f"/review/{claim.pk}/{verb}/").status_code in (403, 404)
    assert client.post("/review/undo/").status_code == 403
    assert Claim.objects.get().state == "pending"


@pytest.mark.parametrize("many", [2, 40])
def test_the_desk_asks_as_many_questions_however_many_claims(
    client, alice, many, django_assert_max_num_queries
):
    report = make_report(TEXT)
    claims = [make_claim(report, "94045件", n, indicator=make_indicator(f"i{n}")) for n in range(many)]
    make_finding(report, claims[:2])
    client.get("/review/")
    with django_assert_max_num_queries(24):
        client.get(f"/review/{claims[0].pk}/")
    with django_assert_max_num_queries(15):
        client.get("/review/")


def test_the_value_that_would_settle_a_doubt_is_offered(client, alice):
    report = make_report("合计1000件，发明532件，实用新型300件，外观177件。")
    told = [
        ("1000件", 1000, ""),
        ("532件", 532, "invention"),
        ("300件", 300, "utility_model"),
        ("177件", 177, "design"),
    ]
    claims = [make_claim(report, quote, value, breakdown=part) for quote, value, part in told]
    make_finding(report, claims, rule="sum")
    page = client.get(f"/review/{claims[1].pk}/").content.decode()
    assert 'value="value-523"' in page
    assert client.post(f"/review/{claims[1].pk}/choose/", {"code": "value-523"}, headers=JSON).json()["ok"]
    assert Claim.objects.get(corrects=claims[1]).value == 523
