"""The catalogue is reviewed data: one test loads it all, the others show what is refused."""

import copy

import pytest

from indicators.catalogue import CatalogueError, build_catalogue, load_catalogue

SMALL = {
    "dimensions": {"kind": {"a": "甲", "b": "乙"}},
    "indicators": {
        "things": {
            "zh": "物件", "en": "Things", "domain": "creation", "unit": "件", "unit_kind": "count",
            "accounting": "flow", "breakdown": "kind", "names": ["东西"],
        },
        "money": {
            "zh": "钱款", "en": "Money", "domain": "funding", "unit": "元", "unit_kind": "money",
            "accounting": "flow",
        },
    },
}  # fmt: skip


def changed(code: str, **fields: object) -> dict[str, object]:
    data = copy.deepcopy(SMALL)
    data["indicators"][code].update(fields)
    return data


def test_the_project_catalogue_loads_whole() -> None:
    catalogue = load_catalogue()
    assert len(catalogue) >= 70
    assert catalogue["pledge_financing_amount"].unit_kind == "money"
    assert catalogue.dimensions["patent_type"].members["design"] == "外观设计"


def test_it_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


def test_small_data_becomes_entries() -> None:
    catalogue = build_catalogue(SMALL)
    assert "things" in catalogue
    assert catalogue["things"].names == ("东西",)
    assert [entry.code for entry in catalogue] == ["things", "money"]


@pytest.mark.parametrize(
    ("code", "fields", "fault"),
    [
        ("things", {"unit_kind": "weight"}, "unit kind weight"),
        ("things", {"accounting": "sometimes"}, "accounting sometimes"),
        ("things", {"breakdown": "colour"}, "dimension colour does not exist"),
        ("things", {"names": ["东西", "东西"]}, "stands twice"),
        ("things", {"names": [""]}, "empty"),
        ("things", {"names": ["钱款"]}, "钱款"),
        ("things", {"unit": "件/人"}, "do not fit"),
        ("money", {"unit": "件"}, "do not fit"),
        ("money", {"zh": " 钱款"}, "spaces"),
        ("money", {"colour": "red"}, "unknown field colour"),
    ],
)
def test_it_refuses_an_entry_that_means_nothing(code: str, fields: dict[str, object], fault: str) -> None:
    with pytest.raises(CatalogueError, match=fault):
        build_catalogue(changed(code, **fields))


def test_it_refuses_a_file_without_indicators(tmp_path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("dimensions: {}", "utf-8")
    with pytest.raises(CatalogueError, match="no 'indicators'"):
        load_catalogue(path)


def test_it_refuses_a_file_that_is_no_yaml(tmp_path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("{", "utf-8")
    with pytest.raises(CatalogueError, match=r"broken\.yaml"):
        load_catalogue(path)
