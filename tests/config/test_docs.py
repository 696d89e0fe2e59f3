"""What the documents say of tests is true: every file, function and hostile case that they name exists."""

import re
from fnmatch import fnmatchcase
from functools import cache

import pytest

from config.checks import PROJECT
from tests.documents.hostile import all_cases

DOCUMENTS = ("security.md", "reliability.md")
ROWS = [f"{letter}{n}" for letter, first, last in (
    ("A", 1, 12), ("B", 13, 23), ("C", 24, 30), ("D", 31, 41), ("E", 42, 48), ("F", 49, 53), ("F", 55, 55),
) for n in range(first, last + 1)]  # fmt: skip
CONVENTIONS = {
    "__init__",
    "apps",
    "context",
    "errors",
    "filters",
    "forms",
    "querysets",
    "services",
    "tables",
    "tasks",
    "urls",
}  # fmt: skip)
"""Modules whose name says what Django or the house keeps there."""
FILE = re.compile(r"(?:tests/)?([\w/]+/test_\w+\.py)$")
FUNCTION = re.compile(r"…?_?(?:test)?_\w+…?$|test_\w+…?$")


@cache
def functions_of(file: str) -> tuple[str, ...]:
    path = PROJECT / "tests" / file
    return (
        tuple(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)) if path.exists() else ()
    )


def pattern_of(name: str) -> str:
    return name.replace("…", "*")


def named_in(line: str) -> tuple[list[str], list[str]]:
    """The tests that a line names, as file and function, and what it names that is not there."""
    found, missing, file = [], [], ""
    for span in re.findall(r"`([^`]+)`", line):
        if match := FILE.match(span):
            file = match[1]
            missing += [] if functions_of(file) else [file]
        elif file and FUNCTION.match(span):
            there = any(fnmatchcase(name, pattern_of(span)) for name in functions_of(file))
            (found if there else missing).append(f"{file}: {span}")
    for listed in re.findall(r"hostile ((?:`[^`]+`(?:, )?)+)", line):
        names = {case.name for case in all_cases()}
        for wanted in re.findall(r"`([^`]+)`", listed):
            missing += [] if any(fnmatchcase(name, wanted) for name in names) else [f"hostile {wanted}"]
    return found, missing


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_that_is_named_exists(name: str) -> None:
    text = (PROJECT / "docs" / name).read_text("utf-8")
    missing = [fault for line in text.splitlines() for fault in named_in(line)[1]]
    assert missing == []


def test_every_promise_names_a_test() -> None:
    lines = (PROJECT / "docs" / "security.md").read_text("utf-8").splitlines()
    proven = {line.split("|")[1].strip() for line in lines if line.startswith("| ") and named_in(line)[0]}
    assert [row for row in ROWS if row not in proven] == []


def test_a_name_that_is_gone_is_found() -> None:
    line = "`config/test_docs.py`: `test_a_name_that…`, `test_nothing_of_the_kind`; hostile `bomb_*`, `no_such_file`"
    assert named_in(line) == (
        ["config/test_docs.py: test_a_name_that…"],
        ["config/test_docs.py: test_nothing_of_the_kind", "hostile no_such_file"],
    )


def test_every_module_of_reports_stands_in_the_architecture() -> None:
    told = set(re.findall(r"`(\w+)`", (PROJECT / "docs" / "architecture.md").read_text("utf-8")))
    there = {path.stem for path in (PROJECT / "reports").glob("*.py")} - CONVENTIONS
    assert [name for name in sorted(there - told) if not name.endswith(("_forms", "_filters", "_urls"))] == []
