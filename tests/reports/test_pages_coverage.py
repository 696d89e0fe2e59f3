"""The coverage pages, their workbooks, the deadlines and what does not apply: who sees and does what."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from reports.expectations import Whom, set_expectations
from reports.models import Expectation, NotApplicable, Report
from tests.factories import make_indicator, make_observation, make_region, make_report, make_user, moment
from trail.models import Event

pytestmark = pytest.mark.django_db
FILED, VALUES = reverse("reports:coverage"), reverse("reports:coverage-values")
DEADLINES, EXEMPTIONS = reverse("reports:deadlines"), reverse("reports:exemptions")


def signed_in(name: str, role: str | None, region=None) -> Client:
    client = Client()
    client.force_login(make_user(name, role, region))
    return client


@pytest.fixture
def alice() -> Client:
    return signed_in("alice", "reviewer")


@pytest.fixture
def nanchang():
    return make_region("360100", "南昌市", "prefecture", parent=make_region())


@pytest.fixture
def report(nanchang) -> Report:
    """Nanchang's summary of 2016, which came in time; Jiujiang sent none."""
    make_region("360400", "九江市", "prefecture", parent=make_region())
    whom = Whom("prefecture", make_region())
    set_expectations(by=make_user("rita"), template="annual_january", year=2016, whom=whom)
    found = make_report(region=nanchang)
    Report.objects.update(uploaded_at=moment(2017, 1, 10))
    return found


def sheets(response) -> dict[str, list[tuple]]:
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_filed_report_is_a_link_and_a_missing_one_a_word(alice, report):
    page = alice.get(f"{FILED}?from=2016&to=2016")
    assertContains(
        page,
        f'<a href="/reports/{report.pk}/"><span class="matrix__sign" aria-hidden="true">✓</span>按时</a>',
    )
    assertContains(page, "未报</td>", count=1)
    assertContains(page, "<td>1/2</td>")


def test_a_day_in_the_past_is_shown_and_told(alice, report):
    page = alice.get(f"{FILED}?from=2016&to=2016&as_of=2017-01-09")
    assertContains(page, "数据截至 2017-01-09")
    assertContains(page, "<td>0/2</td>")
    assertContains(page, 'href="?from=2016&amp;to=2016"')


def test_what_the_address_says_wrongly_is_told_and_the_rest_is_shown(alice, report):
    page = alice.get(f"{FILED}?as_of=yesterday&level=planet&from=abc&to=2016&page=99")
    assertContains(page, "message--warning", count=3)
    assertContains(page, "按时")


def test_a_leader_sees_who_filed_and_opens_nothing(report):
    page = signed_in("carol", "leader").get(f"{FILED}?from=2016&to=2016")
    assertContains(page, "按时</td>")
    assertNotContains(page, f"/reports/{report.pk}/")


def test_an_office_sees_its_own_row(report, nanchang):
    page = signed_in("bob", "office", nanchang).get(f"{FILED}?from=2016&to=2016")
    assertContains(page, "南昌市")
    assertNotContains(page, "九江市")


@pytest.mark.parametrize(
    ("role", "answers"),
    [("editor", (403, 200)), ("auditor", (403, 200)), ("leader", (200, 200)), (None, (403, 403))],
)
def test_each_role_sees_its_pages(role, answers):
    client = signed_in("someone", role)
    assert tuple(client.get(page).status_code for page in (FILED, VALUES)) == answers
    books = [reverse("reports:coverage-workbook"), reverse("reports:coverage-values-workbook")]
    assert tuple(client.get(page).status_code for page in books) == answers


def test_the_workbook_has_the_matrix_each_report_and_the_day(alice, report):
    made = sheets(alice.get(reverse("reports:coverage-workbook") + "?from=2016&to=2016&as_of=2017-02-01"))
    assert made["报送情况"] == [
        ("地区代码", "地区", "2016年度总结"),
        ("360100", "南昌市", "按时"),
        ("360400", "九江市", "未报"),
        (None, "已报", "1/2"),
    ]
    assert made["逐份"][1][:5] == ("360100", "南昌市", 2016, "年度总结", "按时")
    assert ("数据截至", "2017-02-01") in made["说明"]


def test_a_leaders_workbook_has_no_links_to_reports(report):
    client = signed_in("carol", "leader")
    made = sheets(client.get(reverse("reports:coverage-workbook") + "?from=2016&to=2016"))
    assert made["逐份"][1][7] in (None, "")


def test_exports_are_in_the_trail(alice, report):
    alice.get(reverse("reports:coverage-workbook") + "?from=2016&to=2016")
    event = Event.objects.get(action="export")
    assert (event.user_name, event.detail["query"]["from"]) == ("alice", ["2016"])


def test_the_page_asks_no_more_for_more_rows(alice, report, django_assert_num_queries):
    alice.get(f"{FILED}?from=2016&to=2016")
    with django_assert_num_queries(18):
        alice.get(f"{FILED}?from=2016&to=2016")
    for code in ("360200", "360300", "360500"):
        make_report(code, region=make_region(code, code, "prefecture", parent=make_region()))
    with django_assert_num_queries(18):
        alice.get(f"{FILED}?from=2016&to=2016")


def test_without_anything_the_page_says_how_to_begin(alice):
    assertContains(alice.get(FILED), "设定报送要求")


# --- values


def test_each_value_leads_to_its_sentence_of_the_day_shown(alice, nanchang):
    value = make_observation(0, region=nanchang, published_at=moment(2017, 3, 1))
    page = alice.get(f"{VALUES}?year=2016&as_of=2017-03-02")
    assertContains(page, f'href="/observations/{value.pk}/evidence/?as_of=2017-03-02"')
    assertContains(page, 'class="is-zero" title="2016年 0 件"')


def test_the_reason_why_nothing_is_asked_stands_at_the_cell(alice, nanchang):
    rule = NotApplicable(indicator=make_indicator(), region=nanchang, reason="没有受理窗口")
    rule.set_by = make_user("rita")
    rule.save()
    page = alice.get(f"{VALUES}?year=2016&region=360000")
    assertContains(page, 'class="is-not_applicable" title="没有受理窗口"')


def test_the_workbook_of_values_tells_the_three_kinds_of_nothing_apart(alice, nanchang):
    make_observation(0, region=nanchang)
    make_region("360400", "九江市", "prefecture", parent=make_region())
    made = sheets(alice.get(reverse("reports:coverage-values-workbook") + "?year=2016"))
    assert made["指标覆盖"][1:] == [
        ("360100", "南昌市", "为零", "1/1"),
        ("360400", "九江市", "未报", "0/1"),
        (None, "已报", "1/2", None),
    ]


def test_a_domain_narrows_the_columns(alice, nanchang):
    make_indicator()
    make_indicator("enforcement_cases", domain="protection")
    assertNotContains(alice.get(f"{VALUES}?region=360000&domain=protection"), "专利申请量")
    assertContains(alice.get(f"{VALUES}?region=360000&domain=all"), "专利申请量")


# --- deadlines and exemptions


def test_a_deadline_is_set_for_a_level(alice, nanchang):
    fields = {"template": "half", "year": 2017, "level": "prefecture", "parent": "360000"}
    assertRedirects(alice.post(DEADLINES, fields), DEADLINES)
    assert Expectation.objects.get().due == date(2017, 7, 15)


def test_a_deadline_is_set_for_regions_by_name(alice, nanchang):
    fields = {"template": "annual", "year": 2017, "named": "南昌市、360100"}
    alice.post(DEADLINES, fields)
    assert Expectation.objects.get().codes == ["360100"]
    assertContains(alice.get(DEADLINES), "<td>南昌市</td>")


def test_an_unknown_name_is_told(alice, nanchang):
    answer = alice.post(DEADLINES, {"template": "annual", "year": 2017, "named": "亚特兰蒂斯"})
    assertContains(answer, "认不出“亚特兰蒂斯”", status_code=422)
    assert not Expectation.objects.exists()


def test_a_deadline_is_moved_and_withdrawn(alice, report):
    row = Expectation.objects.get()
    alice.post(reverse("reports:deadline-move", args=[row.pk]), {"due": "2017-01-05"})
    row.refresh_from_db()
    assert row.due == date(2017, 1, 5)
    assertContains(alice.get(f"{FILED}?from=2016&to=2016"), "逾期</a>")
    alice.post(reverse("reports:deadline-drop", args=[row.pk]))
    assert not Expectation.objects.exists()


def test_a_senseless_day_moves_nothing(alice, report):
    row = Expectation.objects.get()
    page = alice.post(reverse("reports:deadline-move", args=[row.pk]), {"due": "soon"}, follow=True)
    assertContains(page, "期限没有改")


def test_an_exemption_is_set_and_withdrawn(alice, nanchang):
    make_indicator()
    fields = {"indicator": "patent_applications", "region": "360100", "reason": "没有窗口"}
    assertRedirects(alice.post(EXEMPTIONS, fields), EXEMPTIONS)
    rule = NotApplicable.objects.get()
    assert rule.region == nanchang
    alice.post(reverse("reports:exemption-drop", args=[rule.pk]))
    assert not NotApplicable.objects.exists()


def test_a_refused_exemption_is_told_beside_the_form(alice):
    make_indicator()
    answer = alice.post(EXEMPTIONS, {"indicator": "patent_applications", "reason": "没有窗口"})
    assertContains(answer, "二者选一", status_code=422)


@pytest.mark.parametrize(
    ("role", "answers"), [("office", (403, 403)), ("leader", (403, 403)), ("editor", (403, 200))]
)
def test_offices_and_leaders_set_nothing(role, answers, nanchang):
    client = signed_in("someone", role, nanchang if role == "office" else None)
    assert tuple(client.get(page).status_code for page in (DEADLINES, EXEMPTIONS)) == answers
    assert client.post(reverse("reports:deadline-drop", args=[1])).status_code == 403


def test_the_upload_page_says_what_is_still_owed(report, nanchang):
    make_region("360400", "九江市", "prefecture")
    dora = signed_in("dora", "office", make_region("360400"))
    assertContains(dora.get(reverse("reports:report-upload")), "2017-01-15 到期，已逾期")
    bob = signed_in("bob", "office", nanchang)
    assertNotContains(bob.get(reverse("reports:report-upload")), "还要报送")
