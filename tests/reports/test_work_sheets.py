"""The list of work items as a workbook: as it is filtered, with progress, evidence and what became of a plan."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.following import set_progress
from reports.promises import decide
from tests.factories import make_promise, make_region, make_report, make_user, make_work_item

pytestmark = pytest.mark.django_db
FILE = "/work-items/xlsx/"


def rows_of(answer) -> list[dict[str, object]]:
    sheet = load_workbook(BytesIO(answer.content), read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_row_tells_how_far_an_item_is_and_what_became_of_it(client) -> None:
    rita = make_user("rita", "reviewer")
    plan, later = make_report(year=2016, title="2016年总结"), make_report("次年总结", year=2017)
    item = make_work_item(plan, "办竞赛。", body="专利处")
    set_progress(item=item, by=rita, progress="going", evidence="已立项")
    decide(promise=make_promise(item, later, "竞赛已办。"), by=rita, status="done")
    client.force_login(rita)
    (row,) = rows_of(client.get(FILE))
    told = {name: row[name] for name in ("进展", "内容", "责任单位", "依据", "计划落实", "是否核定", "出处")}
    assert told == {
        "进展": "推进中", "内容": "办竞赛。", "责任单位": "专利处", "依据": "已立项", "计划落实": "已落实",
        "是否核定": "已核定", "出处": "2016年总结",
    }  # fmt: skip
    assert row["链接"] == f"http://testserver/work-items/{item.pk}/"


def test_the_file_holds_what_the_list_is_filtered_to(client) -> None:
    report = make_report()
    make_work_item(report, "办竞赛。")
    make_work_item(report, "办成讲座。", kind="done")
    client.force_login(make_user("rita", "reviewer"))
    assert [row["内容"] for row in rows_of(client.get(FILE, {"kind": "done"}))] == ["办成讲座。"]


def test_an_office_finds_its_own_items_in_it_and_no_others(client) -> None:
    nanchang = make_region("360100", "南昌市", "prefecture", parent=make_region())
    make_work_item(make_report(region=nanchang), "本市的事。")
    make_work_item(make_report(region=make_region()), "省里的事。")
    client.force_login(make_user("nora", "office", nanchang))
    assert [row["内容"] for row in rows_of(client.get(FILE))] == ["本市的事。"]


def test_three_hundred_items_cost_the_file_no_further_queries(client, django_assert_max_num_queries) -> None:
    report = make_report()
    for number in range(300):
        make_work_item(report, f"第{number}件事。")
    client.force_login(make_user("rita", "reviewer"))
    with django_assert_max_num_queries(16):
        assert len(rows_of(client.get(FILE))) == 300
