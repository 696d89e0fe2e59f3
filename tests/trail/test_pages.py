"""The auditor's pages."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from reports.models import Policy
from tests.factories import SHANGHAI, make_claim, make_indicator, make_region, make_report, make_user
from tests.trail.seals import as_owner, commit_seals
from trail.actions import Action
from trail.models import Event
from trail.services import record

pytestmark = pytest.mark.django_db
LIST = reverse("trail:event-list")


@pytest.fixture
def auditor(client):
    client.force_login(make_user("carol", "auditor"))
    return client


@pytest.fixture
def rows():
    alice, bob = make_user("alice"), make_user("bob")
    claim = make_claim()
    return [
        record(
            Action.ACCEPT,
            by=alice,
            target=claim,
            detail={"old": {"state": "pending"}, "new": {"state": "accepted"}},
        ),
        record(Action.REJECT, by=bob, target=claim, detail={"note": "不是这项指标"}),
        record(Action.LOG_IN, by="mallory", result="failed"),
    ]


def written(days_ago: int, monkeypatch) -> Event:
    then = timezone.now() - timedelta(days=days_ago)
    with monkeypatch.context() as patch:
        patch.setattr("trail.services.timezone.now", lambda: then)
        return record(Action.OTHER, by="old", target=f"{days_ago}天前")


def listed(client, **query) -> str:
    return client.get(LIST, query).content.decode()


@pytest.mark.parametrize("role", ["office", "reviewer", "leader", "editor", "administrator", "security"])
def test_nobody_but_an_auditor_gets_in(client, role):
    client.force_login(make_user("eve", role, make_region() if role == "office" else None))
    event = record(Action.OTHER, by=None)
    pages = [
        LIST,
        reverse("trail:event-detail", args=[event.pk]),
        reverse("trail:trail-export", args=["csv"]),
    ]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    assert client.post(reverse("trail:chain-verify")).status_code == 403


def test_the_list_shows_the_newest_first(auditor, rows):
    page = listed(auditor)
    assert page.index("mallory") < page.index("bob") < page.index("alice")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"person": "alice"}, "alice"),
        ({"action": "reject"}, "bob"),
        ({"result": "failed"}, "mallory"),
        ({"q": "专利"}, "alice bob"),
    ],
)
def test_the_list_is_filtered(auditor, rows, query, shown):
    table = listed(auditor, **query).split("<tbody>")[1]
    assert [name for name in ("alice", "bob", "mallory") if f"<td >{name}</td>" in table] == shown.split()


def test_the_list_is_filtered_by_the_exact_object(auditor, rows):
    table = listed(auditor, q=rows[0].subject).split("<tbody>")[1]
    assert "alice" in table
    assert "mallory" not in table


def test_the_list_is_filtered_by_days(auditor, monkeypatch):
    for days in (40, 20, 0):
        written(days, monkeypatch)
    day = timezone.localdate()
    query = {"since": day - timedelta(days=30), "until": day - timedelta(days=10)}
    table = listed(auditor, **query).split("<tbody>")[1]
    assert "20天前" in table
    assert "40天前" not in table
    assert "0天前</td>" not in table.replace("20天前", "")


def test_a_day_is_a_day_in_shanghai(monkeypatch):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=SHANGHAI)
    monkeypatch.setattr("trail.services.timezone.now", lambda: late)
    event = record(Action.OTHER, by=None)
    assert list(Event.objects.since(late.date()).until(late.date())) == [event]


def test_fifty_rows_a_page_and_older_ones_a_click_away(auditor):
    events = [record(Action.OTHER, by=f"p{n}") for n in range(53)]
    first = listed(auditor)
    assert f"before={events[3].pk}" in first
    second = listed(auditor, before=events[3].pk)
    assert "p2" in second
    assert "p3</td>" not in second


def test_the_list_asks_as_much_for_many_rows_as_for_few(auditor, django_assert_num_queries):
    for n in range(40):
        record(Action.OTHER, by=f"p{n}")
    auditor.get(LIST)
    with django_assert_num_queries(5):  # session, user with role, rows, head, last check
        auditor.get(LIST)


def test_a_deed_shows_old_and_new_side_by_side(auditor, rows):
    commit_seals()
    page = auditor.get(reverse("trail:event-detail", args=[rows[0].pk])).content.decode()
    assert "待核实" in page
    assert "已采用" in page
    assert "内容与封印相符" in page


def test_an_altered_deed_says_so_on_its_page(auditor, rows):
    as_owner("update trail_event set user_name = 'bob' where id = %s", [rows[0].pk])
    page = auditor.get(reverse("trail:event-detail", args=[rows[0].pk])).content.decode()
    assert "内容与封印不符" in page


def test_the_button_checks_the_chain_and_leaves_a_row(auditor, rows):
    commit_seals()
    page = auditor.post(reverse("trail:chain-verify"), follow=True).content.decode()
    assert "核验完好" in page
    assert Event.objects.get(action=Action.VERIFY).user_name == "carol"


def test_the_button_names_what_is_wrong(auditor, rows):
    as_owner("update trail_event set user_name = 'bob' where id = %s", [rows[0].pk])
    page = auditor.post(reverse("trail:chain-verify"), follow=True).content.decode()
    assert "内容被改动" in page
    assert "核验发现问题" in page


def test_the_csv_holds_the_rows_and_no_formula(auditor, rows):
    record(Action.OTHER, by="=cmd|' /C calc'!A0", target="-5.6")
    response = auditor.get(reverse("trail:trail-export", args=["csv"]), {"action": "other"})
    header, row = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert (row[header.index("用户")], row[header.index("对象")]) == ("'=cmd|' /C calc'!A0", "'-5.6")
    assert "attachment" in response["Content-Disposition"]


def test_the_workbook_holds_the_rows_and_no_formula(auditor):
    record(Action.OTHER, by="=1+1")
    response = auditor.get(reverse("trail:trail-export", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_export_is_recorded_itself(auditor, rows):
    auditor.get(reverse("trail:trail-export", args=["csv"]), {"person": "alice"})
    event = Event.objects.get(action=Action.EXPORT)
    assert (event.user_name, event.detail["rows"], event.detail["query"]) == (
        "carol",
        1,
        {"person": ["alice"]},
    )


def test_too_many_rows_for_one_file_are_refused_with_a_sentence(auditor, rows, monkeypatch):
    monkeypatch.setattr("trail.views.MOST_ROWS", 2)
    response = auditor.get(reverse("trail:trail-export", args=["csv"]), follow=True)
    assert "没有导出" in response.content.decode()


def test_an_unknown_kind_of_file_is_no_page(auditor):
    assert auditor.get(reverse("trail:trail-export", args=["exe"])).status_code == 404


def test_the_way_there_is_shown_to_auditors_alone(auditor, client):
    assert f'href="{LIST}"' in auditor.get(reverse("indicators:overview")).content.decode()
    client.force_login(make_user("dora"))
    assert f'href="{LIST}"' not in client.get(reverse("indicators:overview")).content.decode()


def test_names_of_objects_are_kept_in_chinese_and_shown_in_the_reader_s_language(auditor):
    report = make_report(title="江西省2016年工作总结")
    claim = make_claim(
        report, indicator=make_indicator("granted", name_zh="专利授权量", name_en="Patents granted")
    )
    with override("en"):
        events = [
            record(Action.ACCEPT, by=None, target=row) for row in (claim, Policy.current(), claim.indicator)
        ]
    assert [event.object_words for event in events] == [
        "专利授权量 94045件", str(Policy._meta.verbose_name), "专利授权量"
    ]  # fmt: skip
    page = listed(auditor)
    assert "专利授权量 94045件" in page
    auditor.cookies["django_language"] = "en"
    english = listed(auditor)
    shown = auditor.get(reverse("trail:event-detail", args=[events[0].pk]))
    assert "Patents granted 94045件" in english
    assert "专利授权量" not in english
    assert "专利授权量" not in shown.content.decode()
