"""Every hostile or broken file that is quickly made ends in a clear state: read as it must be, or refused in words.

The heavy ones run with all others by ``make hostile``; a sample of them runs here.
"""

from pathlib import Path

import pytest

from tests.documents.hostile import Case, all_cases
from tests.documents.hostile.run import judge

LIGHT = [case for case in all_cases() if not case.heavy]
SAMPLED = {"docx_1m_empty_paras", "txt_20mb_line", "pdf_form_exponential"}
HEAVY = [case for case in all_cases() if case.name in SAMPLED]


def test_there_are_many_and_each_has_its_own_name() -> None:
    names = [case.name for case in all_cases()]
    assert len(names) == len(set(names)) > 500


@pytest.mark.parametrize("case", LIGHT, ids=str)
def test_a_hostile_file_ends_in_a_clear_state(case: Case, tmp_path: Path) -> None:
    assert judge(case, tmp_path).problems == []


@pytest.mark.parametrize("case", HEAVY, ids=str)
def test_a_heavy_one_ends_in_a_clear_state(case: Case, tmp_path: Path) -> None:
    assert judge(case, tmp_path).problems == []


def test_nothing_is_left_beside_the_folder_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    for case in LIGHT:
        if "traversal" in case.name or "backslash" in case.name or "symlink" in case.name:
            inside = folder / case.name
            inside.mkdir()
            judge(case, inside)
            assert {path.name for path in inside.iterdir()} <= {"file", "entries"}
    assert [path.name for path in tmp_path.iterdir()] == ["inner"]
    assert not list(Path("/tmp").glob("*evil*"))
