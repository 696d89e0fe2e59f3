"""The extractor on the sample reports: whose they are, what they state, and the contradictions planted in them.

`python -m samples.compare` lists every figure behind the sums here. The floors and ceilings are what was last
measured: raise the one and lower the other as the extractor learns.
"""

import pytest

from samples.compare import CORE, find_doubts, find_extras, match_figures, read_sample
from samples.source import load_samples

SAMPLES = load_samples()
SEEN_IN_ONE_DOCUMENT = ("conflict", "growth", "sum", "range", "year")
LEAST_RECALL, MOST_EXTRAS, MOST_FALSE_ALARMS = 0.985, 4, 5
each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


def planted_cases():
    for sample in SAMPLES:
        for plant in sample.meta["planted"]:
            if plant["rule"] in SEEN_IN_ONE_DOCUMENT:
                yield pytest.param(sample, plant, id=f"{sample.name}-{plant['rule']}")


@pytest.fixture(scope="module")
def read():
    """Extract each sample once."""
    extractions = {}

    def extraction_of(sample):
        if sample.name not in extractions:
            extractions[sample.name] = read_sample(sample)
        return extractions[sample.name]

    return extraction_of


@each_sample
def test_the_year_and_the_region_are_those_of_the_manifest(sample, read):
    report = read(sample).report
    assert (report.year, report.region) == (sample.year, sample.meta["region"])


@pytest.mark.parametrize(("sample", "plant"), list(planted_cases()))
def test_a_planted_contradiction_is_found(sample, plant, read):
    found = {(check.rule, check.indicator or "") for check in find_doubts(read(sample))}
    assert (plant["rule"], plant["indicator"]) in found


@pytest.mark.parametrize("name", ["jiangxi-2020", "jiangxi-2023"])
def test_a_rounded_value_does_not_contradict_the_exact_one(name, read):
    sample = next(sample for sample in SAMPLES if sample.name == name)
    (miss,) = [plant for plant in sample.meta["planted"] if plant["rule"] == "near_miss"]
    stated = {str(f.value) for f in sample.stated if f.indicator == miss["indicator"]}
    conflicts = [check for check in find_doubts(read(sample)) if check.rule == "conflict"]
    assert [check.message for check in conflicts if {str(value) for value in check.values} <= stated] == []


def test_few_doubts_are_raised_where_nothing_was_planted(read):
    false = []
    for sample in SAMPLES:
        planted = {(plant["rule"], plant["indicator"]) for plant in sample.meta["planted"]}
        doubts = find_doubts(read(sample))
        false += [doubt.message for doubt in doubts if (doubt.rule, doubt.indicator or "") not in planted]
    assert len(false) <= MOST_FALSE_ALARMS, false


def test_core_figures_are_read_as_they_are_stated(read):
    matches = [match for sample in SAMPLES for match in match_figures(sample, read(sample))]
    core = [match for match in matches if match.stated.indicator in CORE]
    assert sum(match.is_full for match in core) >= LEAST_RECALL * len(core)


def test_few_core_values_are_read_where_none_is_stated(read):
    extras = [x for s in SAMPLES for x in find_extras(match_figures(s, read(s)), read(s))]
    assert len(extras) <= MOST_EXTRAS


def test_pledge_financing_is_missing_where_the_report_says_nothing(read):
    sample = next(sample for sample in SAMPLES if sample.name == "jiujiang-2020")
    levels = [v for v in read(sample).values if v.measure == "level"]
    assert [v.indicator for v in levels if v.indicator.startswith("pledge_financing")] == []
