"""``manage.py ledger --json PLAN REPORT`` on files, without a database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

PLAN = "青山市知识产权局2019年工作总结和2020年工作计划\n一、2020年工作计划\n举办专利文献检索竞赛6场。\n"
REPORT = "青山市知识产权局2020年工作总结\n一、工作情况\n举办专利文献检索竞赛7场。\n"


def printed(plan: Path, report: Path) -> dict:
    out = StringIO()
    call_command("ledger", "--json", str(plan), str(report), stdout=out)
    return json.loads(out.getvalue())


def test_it_prints_one_object_whose_spans_are_those_of_the_texts(tmp_path: Path) -> None:
    plan, report = tmp_path / "plan.txt", tmp_path / "report.txt"
    plan.write_text(PLAN, "utf-8")
    report.write_text(REPORT, "utf-8")
    item = printed(plan, report)["items"][0]
    start, end = item["span"]
    assert PLAN[start:end] == item["text"] == "举办专利文献检索竞赛6场。"
    start, end = item["evidence"][0]["span"]
    assert REPORT[start:end] == item["evidence"][0]["text"]


def test_a_file_that_cannot_be_read_is_one_sentence_and_status_1(tmp_path: Path, capsys) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, "utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("ledger", "--json", str(tmp_path / "none.docx"), str(report), stdout=out)
    assert stopped.value.code == 1
    assert json.loads(out.getvalue())["error"]
