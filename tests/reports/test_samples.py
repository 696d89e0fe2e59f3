"""The sample reports: complete, marked as invented, consistent where nothing was planted, and up to date."""

import re
import zipfile
from collections import Counter
from decimal import Decimal

import pytest
import yaml

from indicators.catalogue import load_catalogue
from samples.build import MANIFEST, REPORTS, build, build_manifest, expected_pdf_text, read_pdf_text, squeeze
from samples.figures import PROVINCE, FigureError, Filler, load_figures, parse_number
from samples.source import NOTICE, load_samples

SAMPLES = load_samples()
FIGURES = load_figures()
CITIES = ("360100", "360400", "360700")
CORE = {
    "patent_applications",
    "patent_grants",
    "valid_patents",
    "pledge_financing_amount",
    "pledge_financing_contracts",
    "enforcement_cases",
    "dispute_cases",
    "counterfeit_cases",
}
BY_TYPE = ("invention", "utility_model", "design")
PER_HEAD = ("valid_invention_patents_per_10k_population", "high_value_invention_patents_per_10k_population")
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


def fill(line, region="360100", period="2021"):
    return Filler(FIGURES, region, period, frozenset({"pledge_financing_amount"})).fill(line)


def content(path):
    """Return what a person sees of the file: a .docx is packed differently by each version of zlib."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read("word/document.xml")


def test_the_manifest_lists_every_report_and_nothing_else():
    listed = [entry["file"] for entry in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))]
    assert sorted(listed) == sorted(path.name for path in REPORTS.iterdir())
    assert len(listed) == 22


def test_the_manifest_is_what_the_sources_say():
    assert MANIFEST.read_text(encoding="utf-8") == build_manifest(SAMPLES)


def test_each_of_the_four_offices_reports_on_five_years():
    yearly = Counter(sample.meta["region"] for sample in SAMPLES if len(sample.meta["period"]) == 4)
    assert yearly == {PROVINCE: 5, **dict.fromkeys(CITIES, 5)}


def test_every_planted_contradiction_is_explained_in_the_readme():
    readme = (MANIFEST.parent / "README.md").read_text(encoding="utf-8")
    planted = [(sample.file, plant["rule"]) for sample in SAMPLES for plant in sample.meta["planted"]]
    assert len({rule for _, rule in planted}) >= 6
    assert [file for file, _ in planted if file not in readme] == []


@pytest.mark.parametrize("sample", [s for s in SAMPLES if not s.file.endswith(".pdf")], ids=lambda s: s.name)
def test_a_committed_report_is_what_its_source_builds(sample, tmp_path):
    build(sample, tmp_path / sample.file)
    assert content(tmp_path / sample.file) == content(REPORTS / sample.file)


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.file.endswith(".pdf")], ids=lambda s: s.name)
def test_a_committed_pdf_says_what_its_source_says(sample):
    assert squeeze(read_pdf_text(REPORTS / sample.file)) == expected_pdf_text(sample)


def test_all_reports_together_stay_small():
    assert sum(path.stat().st_size for path in REPORTS.iterdir()) < 3_000_000


@each_sample
def test_a_report_is_as_long_as_a_real_one(sample):
    text = NOTICE + "".join(block.text + "".join(map("".join, block.rows)) for block in sample.blocks)
    assert 1_480 <= len(re.sub(r"\s", "", text)) <= 4_000


@each_sample
def test_every_report_gives_the_core_statistics(sample):
    stated = {figure.indicator for figure in sample.stated if figure.measure == "level"}
    missing = CORE - stated
    gap = {"pledge_financing_amount", "pledge_financing_contracts"}
    assert missing == (gap if sample.name == "jiujiang-2020" else set())


@each_sample
@pytest.mark.parametrize("indicator", ["patent_applications", "patent_grants"])
def test_every_report_gives_the_three_patent_types(sample, indicator):
    own = {
        figure.breakdown
        for figure in sample.stated
        if figure.indicator == indicator
        and figure.measure == "level"
        and figure.region == sample.meta["region"]
    }
    assert own >= {"", *BY_TYPE}


def test_the_samples_cover_at_least_forty_indicators():
    assert len({figure.indicator for sample in SAMPLES for figure in sample.stated}) >= 40


@pytest.mark.parametrize("indicator", ["patent_applications", "patent_grants"])
def test_parts_add_up_to_their_total_in_the_table(indicator):
    totals = [key for key in FIGURES if key[2] == indicator and key[3] == "" and key[4] == "level"]
    assert totals
    for region, period, _, _, _ in totals:
        parts = sum(FIGURES[region, period, indicator, part, "level"] for part in BY_TYPE)
        assert parts == FIGURES[region, period, indicator, "", "level"]


def test_cases_are_disputes_and_counterfeits():
    totals = [key for key in FIGURES if key[2] == "enforcement_cases" and key[4] == "level"]
    for region, period, _, _, measure in totals:
        parts = [
            FIGURES[region, period, code, "", measure] for code in ("dispute_cases", "counterfeit_cases")
        ]
        assert sum(parts) == FIGURES[region, period, "enforcement_cases", "", measure]


def test_the_province_is_never_less_than_its_three_cities():
    for (region, period, indicator, breakdown, measure), value in FIGURES.items():
        if region == PROVINCE and measure == "level" and indicator not in PER_HEAD:
            cities = sum(FIGURES.get((c, period, indicator, breakdown, measure), Decimal(0)) for c in CITIES)
            assert cities <= value, (period, indicator, breakdown)


def test_every_figure_of_the_table_is_used_or_gives_a_growth():
    used = {(f.region, f.period, f.indicator, f.breakdown) for sample in SAMPLES for f in sample.stated}
    bases = {(region, str(int(period[:4]) - 1) + period[4:], *rest) for region, period, *rest in used}
    unused = {key[:4] for key in FIGURES} - used - bases
    assert {key for key in unused if key[2] in CORE and key[0] != PROVINCE} == set()


def test_every_figure_of_the_table_is_in_the_catalogue():
    catalogue = load_catalogue()
    for _, _, code, breakdown, _ in FIGURES:
        dimension = catalogue[code].breakdown
        assert not breakdown or breakdown in catalogue.dimensions[dimension].members


def test_growth_is_worked_out_from_the_levels():
    assert fill("专利申请同比下降{patent_applications@yoy}%") == "专利申请同比下降0.4%"


def test_growth_against_its_verb_is_refused():
    with pytest.raises(FigureError, match="against the wording"):
        fill("专利申请同比增长{patent_applications@yoy}%")


def test_a_threshold_that_the_value_misses_is_refused():
    with pytest.raises(FigureError, match="33064"):
        fill("突破{patent_applications>4万}件")


def test_a_planted_value_that_contradicts_nothing_is_refused():
    with pytest.raises(FigureError, match="planted"):
        fill("{!patent_applications=33064}件")


def test_money_is_printed_in_yi():
    assert fill("质押融资额{pledge_financing_amount}元") == "质押融资额11.62亿元"


@pytest.mark.parametrize(
    ("text", "value"), [("36.4万", 364000), ("1,203", 1203), ("十九", 19), ("二十一", 21)]
)
def test_numbers_are_read_as_prose_writes_them(text, value):
    assert parse_number(text) == value
