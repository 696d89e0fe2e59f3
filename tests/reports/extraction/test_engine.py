"""The engine: loaded once, made for any catalogue, and true to the text it was given."""

import dataclasses

import pytest

from indicators.catalogue import Catalogue, IndicatorEntry, load_catalogue
from reports.extraction import extract, load_engine
from reports.extraction.cues import build_cues
from reports.extraction.lexicon import LexiconError, build_units, expand
from reports.extraction.mentions import build_names

TEXT = "南京市知识产权局2019年工作总结\n\n一、工作情况\n\n全市专利申请120件，绿色技术登记35项。\n"


def with_entry(entry: IndicatorEntry) -> Catalogue:
    catalogue = load_catalogue()
    return dataclasses.replace(catalogue, indicators={**catalogue.indicators, entry.code: entry})


def test_the_default_engine_is_loaded_once() -> None:
    assert load_engine() is load_engine()


def test_an_indicator_added_by_staff_is_read() -> None:
    entry = IndicatorEntry(
        "green_registrations",
        "绿色技术登记量",
        "Green registrations",
        "creation",
        "项",
        "count",
        "flow",
        None,
        ("绿色技术登记",),
    )
    found = extract(TEXT, engine=load_engine(with_entry(entry)))
    assert [(value.indicator, int(value.value)) for value in found.values] == [
        ("patent_applications", 120),
        ("green_registrations", 35),
    ]


def test_without_the_entry_its_number_is_unassigned() -> None:
    found = extract(TEXT)
    assert [value.indicator for value in found.values] == ["patent_applications"]
    assert [figure.text for figure in found.figures if figure.role == "unassigned"] == ["35项"]


def test_the_text_is_kept_as_it_came() -> None:
    text = TEXT.replace("120", "１２０")
    found = extract(text)
    assert found.text == text
    assert text[slice(*found.values[0].span)] == "１２０件"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("专利(申请|授权)", ("专利申请", "专利授权")),
        ("[国家]专利", ("国家专利", "专利")),
        ("商标[申请[量]]", ("商标申请量", "商标申请", "商标")),
    ],
)
def test_a_template_stands_for_these_words(template: str, words: tuple[str, ...]) -> None:
    assert expand(template) == words


@pytest.mark.parametrize("template", ["专利(申请", "专利申请)", "[专利"])
def test_a_template_with_an_open_bracket_is_refused(template: str) -> None:
    with pytest.raises(LexiconError):
        expand(template)


@pytest.mark.parametrize(
    "entry",
    [
        {"names": ["东西"], "means": "no_such_indicator"},
        {"names": ["东西"], "means": "patent_applications", "part": "gold"},
        {"names": ["东西"], "open": "no_such_dimension", "part": "gold"},
        {"names": ["东西"]},
    ],
)
def test_a_name_that_means_nothing_is_refused(entry: dict) -> None:
    with pytest.raises(LexiconError):
        build_names(load_catalogue(), {"mentions": [entry], "atoms": {}})


def test_a_unit_of_two_kinds_is_refused() -> None:
    data = {
        "units": {"count": ["件"], "people": ["件"]},
        "before": {},
        "after": {},
        "inside": [],
        "families": {},
    }
    with pytest.raises(LexiconError, match="件"):
        build_units(data)


def test_cues_without_a_group_are_refused() -> None:
    with pytest.raises(LexiconError, match="down"):
        build_cues({"up": ["增长"]})


def test_a_year_that_only_since_tells_makes_no_value_sure():
    found = extract("2023年以来，全县授权发明专利1012件，同比增长8%。")
    assert (found.report.year, found.report.inferred) == (2023, {"year"})
    assert [value.confidence < 0.9 for value in found.values] == [True, True]


def test_a_year_that_is_written_out_leaves_values_sure():
    found = extract("2023年，全县授权发明专利1012件。2023年以来，举办培训班9期。")
    assert not found.report.inferred
    assert [value.confidence >= 0.9 for value in found.values] == [True, True]


def without(code: str) -> Catalogue:
    catalogue = load_catalogue()
    left = {entry.code: entry for entry in catalogue if entry.code != code}
    return dataclasses.replace(catalogue, indicators=left)


@pytest.mark.parametrize("code", sorted(entry.code for entry in load_catalogue())[::6])
def test_an_indicator_that_was_deleted_is_no_longer_read_and_nothing_fails(code: str) -> None:
    found = extract(TEXT, engine=load_engine(without(code)))
    assert [value.indicator for value in found.values] == ["patent_applications"]


@pytest.mark.parametrize("code", ["patent_applications", "patent_grants", "trademark_applications"])
def test_the_numbers_of_a_deleted_indicator_go_to_no_other(code: str) -> None:
    text = "2019年，全市专利申请120件，专利授权80件，商标申请60件。"
    kept = [value.indicator for value in extract(text).values]
    found = [value.indicator for value in extract(text, engine=load_engine(without(code))).values]
    assert found == [one for one in kept if one != code]


def test_the_word_lists_may_name_nothing_that_the_whole_catalogue_lacks() -> None:
    with pytest.raises(LexiconError, match="no indicator"):
        build_names(without("trademark_applications"))
