"""The ledger's pages: who sees what, both sentences side by side, decisions, and the files."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from indicators.models import Region
from reports.models import Promise
from reports.promises import decide
from tests.factories import (
    make_claim,
    make_indicator,
    make_observation,
    make_promise,
    make_region,
    make_report,
    make_user,
    make_work_item,
)

pytestmark = pytest.mark.django_db
LEDGER = "/ledger/"


def make_ledger(region: Region | None = None, *texts: str, **fields) -> list[Promise]:
    """Promises of 2017 with what the report of that year says."""
    region = region or make_region()
    plan, later = make_report(region=region, year=2016), make_report("次年总结", region=region, year=2017)
    return [
        make_promise(make_work_item(plan, text), later, f"{text}已办。", **fields)
        for text in texts or ("办竞赛。",)
    ]


def office_page(region: str = "360000") -> str:
    return reverse("reports:ledger-office", args=[region])


def page(client, address: str, **query) -> str:
    return client.get(address, query).content.decode()


def test_the_ledger_counts_each_offices_promises_by_status(client) -> None:
    make_ledger(None, "甲事。", "乙事。")
    make_ledger(make_region("430000", "湖南省"), "丙事。", proposed="repeated")
    client.force_login(make_user("rita", "reviewer"))
    rows = client.get(LEDGER).context["rows"].object_list
    assert [(row.region.pk, row.counts, row.open) for row in rows] == [
        ("360000", {"done": 2}, 2),
        ("430000", {"repeated": 1}, 1),
    ]


def test_a_promise_stands_beside_its_sentence_and_both_lead_to_their_documents(client) -> None:
    promise = make_ledger()[0]
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, office_page())
    assert "办竞赛。已办。" in told
    assert f"/reports/{promise.report_id}/?panel=items&amp;at=0-4" in told
    assert f"/reports/{promise.pair.later_id}/?at=0-7" in told


def test_silence_is_told_as_such(client) -> None:
    plan, later = make_report(year=2016), make_report("次年总结", year=2017, title="次年总结")
    make_promise(make_work_item(plan), later)
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, office_page())
    assert "未提及" in told
    assert "《次年总结》没有提到这件事。" in told


def test_two_clauses_of_one_sentence_are_marked_in_it_and_it_is_told_once(client) -> None:
    promise = make_ledger(None, "办竞赛、办讲座。")[0]
    text = "办竞赛7场，办讲座9场。"
    pieces = [{"span": span, "sentence": [0, 12], "part": "done", "text": text} for span in ([6, 11], [0, 5])]
    Promise.objects.filter(pk=promise.pk).update(evidence=pieces)
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, office_page())
    assert "<mark>办竞赛7场</mark>，<mark>办讲座9场</mark>。" in told
    assert told.count("promise__quote") == 1


def test_nobody_is_told_how_sure_the_system_is_of_silence(client) -> None:
    plan, later = make_report(year=2016), make_report("次年总结", year=2017)
    make_promise(make_work_item(plan), later, score=0)
    client.force_login(make_user("rita", "reviewer"))
    assert "把握" not in page(client, office_page())


def test_carried_over_words_are_marked(client) -> None:
    promise = make_ledger(None, "筹建联盟。", proposed="repeated", unchanged=True)[0]
    promise.pair.carried = [{"earlier": [0, 4], "later": [0, 4], "text": "讲座36场。"}]
    promise.pair.save()
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, office_page())
    assert "照搬原文" in told
    assert "讲座36场。" in told


def test_a_published_outcome_is_shown_beside_the_words(client) -> None:
    later = make_report("专利申请94045件。", year=2017)
    value = make_observation(94045, 2017)
    claim = make_claim(later, observation=value, state="accepted", decided_at=later.processed_at)
    span = [claim.span_start, claim.span_end]
    item = make_work_item(make_report(year=2016))
    grants = make_indicator("patent_grants", name_zh="专利授权量")
    other = make_claim(later, indicator=grants, observation=make_observation(61200, 2017, indicator=grants),
                       state="accepted", decided_at=later.processed_at, span_start=0, span_end=4)  # fmt: skip
    make_promise(
        item, later, later.text, target_words="9万件", outcome_words="94045件",
        outcome_spans=[span, [other.span_start, other.span_end]],
    )  # fmt: skip
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, office_page())
    assert "已发布 94,045 件" in told
    assert "已发布 61,200 件" in told


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ({"status": "done"}, {"甲事。"}),
        ({"status": "changed"}, {"乙事。"}),
        ({"strength": "strive"}, {"甲事。"}),
        ({"state": "decided"}, {"乙事。"}),
        ({"year": "2017"}, {"甲事。", "乙事。"}),
        ({"q": "乙"}, {"乙事。"}),
    ],
    ids=lambda value: "-".join(map(str, value.items())) if isinstance(value, dict) else "",
)
def test_the_filters_narrow_what_is_shown(client, query: dict, seen: set) -> None:
    first, second = make_ledger(None, "甲事。", "乙事。")
    Promise.objects.filter(pk=first.pk).update(strength="strive")
    decide(promise=second, by=make_user("otto", "reviewer"), status="changed", note="目标下调")
    client.force_login(make_user("rita", "reviewer"))
    cards = client.get(office_page(), query).context["cards"]
    assert {card.promise.item.text for card in cards} == seen


def test_an_office_sees_its_own_region_and_below_and_no_other(client) -> None:
    nanchang = make_region("360100", "南昌市", "prefecture", parent=make_region())
    make_ledger(nanchang, "本市的事。")
    make_ledger(make_region("360400", "九江市", "prefecture", parent=make_region()), "别市的事。")
    client.force_login(make_user("nora", "office", nanchang))
    assert "本市的事。" in page(client, office_page("360100"))
    assert client.get(office_page("360400")).status_code == 404
    assert "九江市" not in page(client, LEDGER)


def test_leaders_see_what_was_confirmed_and_no_proposals(client) -> None:
    first, _second = make_ledger(None, "甲事。", "乙事。")
    decide(promise=first, by=make_user("rita", "reviewer"), status="done")
    client.force_login(make_user("lena", "leader"))
    told = page(client, office_page())
    assert "甲事。" in told
    assert "乙事。" not in told
    assert "/reports/" not in told


def test_one_press_confirms_and_another_takes_it_back(client) -> None:
    promise = make_ledger()[0]
    client.force_login(make_user("rita", "reviewer"))
    address = reverse("reports:ledger-promise", args=[promise.pk])
    answer = client.post(address, {"status": "done", "version": 1, "next": office_page()})
    assert (answer.status_code, answer["Location"]) == (302, office_page())
    assert "rita" in page(client, office_page())
    answer = client.post(reverse("reports:ledger-undo", args=[promise.pk]), {"next": "abc"})
    assert (answer.status_code, answer["Location"]) == (302, promise.get_absolute_url())
    promise.refresh_from_db()
    assert promise.decided == ""


def test_a_refused_decision_says_why_and_keeps_what_was_typed(client) -> None:
    promise = make_ledger()[0]
    client.force_login(make_user("rita", "reviewer"))
    answer = client.post(
        reverse("reports:ledger-promise", args=[promise.pk]), {"status": "changed", "note": ""}
    )
    assert answer.status_code == 422
    assert "与系统判断不同，请写明理由" in answer.content.decode()


def test_three_hundred_promises_are_paged_at_a_constant_number_of_queries(
    client, django_assert_max_num_queries
) -> None:
    make_ledger(None, *(f"第{n}件：{'推进公共服务体系建设' * 12}。" for n in range(300)))
    client.force_login(make_user("rita", "reviewer"))
    client.get(office_page())
    with django_assert_max_num_queries(16):
        told = page(client, office_page())
    assert told.count('class="promise"') == 20
    assert "第 1 页，共 15 页，300 项" in told


def test_the_workbook_and_the_csv_hold_the_rows_and_no_formulas(client) -> None:
    make_ledger(None, "=HYPERLINK(1)", "乙事。")
    client.force_login(make_user("rita", "reviewer"))
    book = load_workbook(BytesIO(client.get("/ledger/xlsx/", {"region": "360000"}).content))
    rows = list(book["计划落实"].iter_rows(values_only=True))
    assert [row[3] for row in rows] == ["计划事项", "=HYPERLINK(1)", "乙事。"]
    assert book["计划落实"]["D2"].data_type == "s"
    assert rows[1][14].startswith("http://testserver/reports/")
    told = client.get("/ledger/csv/", {"q": "HYPER"}).content.decode()
    assert "'=HYPERLINK(1)" in told
    assert "乙事" not in told
    assert told.startswith("\ufeff")


def test_coverage_leads_to_the_offices_ledger(client) -> None:
    region = make_region()
    make_report(region=region)
    client.force_login(make_user("rita", "reviewer"))
    told = page(client, "/coverage/", region="360000", level="province")
    assert office_page() in told
