"""What the sample reports say comes out of their files: no line lost, every figure in its place."""

import re

import pytest

from reports.reading import read_file
from samples.build import REPORTS
from samples.places import Places
from samples.source import NOTICE, load_samples

SAMPLES = load_samples()


@pytest.fixture(scope="module")
def text_of():
    """Read each file once."""
    texts = {}

    def read(sample):
        if sample.file not in texts:
            texts[sample.file] = read_file(REPORTS / sample.file).text
        return texts[sample.file]

    return read


each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])


def squeeze(text):
    return re.sub(r"\s", "", text)


@each_sample
def test_no_line_and_no_cell_is_lost(sample, text_of):
    text = squeeze(text_of(sample))
    pieces = [block.text for block in sample.blocks]
    pieces += [cell for block in sample.blocks for row in block.rows for cell in row]
    assert [piece for piece in pieces if squeeze(piece) not in text] == []


@each_sample
def test_every_figure_stands_where_its_source_has_it(sample, text_of):
    text = text_of(sample)
    places = Places(text)
    spans = [(figure.text, places.find(figure)) for figure in sample.stated]
    assert [wanted for wanted, (start, end) in spans if squeeze(text[start:end]) != wanted] == []


@each_sample
def test_a_reader_is_told_early_that_the_figures_are_invented(sample, text_of):
    assert NOTICE in text_of(sample)[:300]
