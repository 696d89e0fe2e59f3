"""``manage.py extract --json``: one line a document, in order, and a failure said in its place."""

import json

import pytest
from django.core.management import call_command

from tests.documents.hostile import GOOD
from tests.documents.hostile.names import packed


def run(capsys, *paths) -> list[dict]:
    call_command("extract", "--json", *map(str, paths))
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_file_gives_one_line_in_the_order_given(tmp_path, capsys) -> None:
    first, second = tmp_path / "one.txt", tmp_path / "two.txt"
    first.write_text("2019年南京市专利申请120件。", "utf-8")
    second.write_text("2020年南京市专利授权80件。", "utf-8")
    lines = run(capsys, first, second)
    assert [line["file"] for line in lines] == [str(first), str(second)]
    assert lines[0]["observations"][0]["value"] == "120"
    assert lines[1]["observations"][0]["indicator"] == "patent_grants"


def test_spans_count_in_the_text_that_is_printed(tmp_path, capsys) -> None:
    path = tmp_path / "one.txt"
    path.write_text("2019年，南京市专利申请１２０件。", "utf-8")
    line = run(capsys, path)[0]
    start, end = line["observations"][0]["span"]
    assert line["text"][start:end] == "１２０件"


def test_a_file_that_cannot_be_read_gives_an_error_line_and_status_one(tmp_path, capsys) -> None:
    good = tmp_path / "good.txt"
    good.write_text("2019年南京市专利申请120件。", "utf-8")
    with pytest.raises(SystemExit) as stopped:
        call_command("extract", "--json", str(tmp_path / "missing.txt"), str(good))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert stopped.value.code == 1
    assert "error" in lines[0]
    assert lines[1]["observations"]


def test_a_zip_gives_a_line_for_each_file_in_it(tmp_path, capsys) -> None:
    path = tmp_path / "各县.zip"
    path.write_bytes(
        packed(("甲县.txt", GOOD.encode()), ("程序.exe", b"MZ" + bytes(99)), ("乙县.txt", GOOD.encode()))
    )
    with pytest.raises(SystemExit):
        call_command("extract", "--json", str(path))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["entry"], "error" in line) for line in lines] == [
        ("甲县.txt", False),
        ("程序.exe", True),
        ("乙县.txt", False),
    ]
    assert {line["file"] for line in lines} == {str(path)}


def test_a_zip_that_is_broken_gives_its_reason(tmp_path, capsys) -> None:
    path = tmp_path / "各县.zip"
    path.write_bytes(packed(("甲县.txt", GOOD.encode()))[:-30])
    with pytest.raises(SystemExit):
        call_command("extract", "--json", str(path))
    assert json.loads(capsys.readouterr().out)["code"] == "broken"


def test_remarks_on_the_reading_are_printed_in_words(tmp_path, capsys) -> None:
    path = tmp_path / "one.txt"
    path.write_text("2019年南京市专利申请1\u200b20件。", "utf-8")
    line = run(capsys, path)[0]
    assert "invisible_characters" in line["flags"]
    assert "看不见的字符" in "".join(line["remarks"])
