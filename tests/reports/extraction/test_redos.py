"""Pieces that a pattern might try in many ways: twice as many cost twice the time, through reading and extraction."""

import pytest

from reports.extraction import extract, load_engine
from reports.reading import read
from tests.clock import cost
from tests.documents.hostile.texts import HEAD, REPEATS

SHORT, LONG = 3_000, 6_000
MOST_TIMES = 2.5
SLACK = 0.05
"""Seconds: what a busy machine adds to work of some hundredths."""


@pytest.mark.parametrize("piece", REPEATS.values(), ids=REPEATS)
def test_twice_the_repeats_cost_at_most_two_and_a_half_times_the_time(piece: str) -> None:
    engine = load_engine()

    def work(count: int) -> None:
        document = read((HEAD + piece * count).encode(), "总结.txt")
        extract(document.text, engine=engine, blocks=document.blocks)

    short, long = (cost(lambda count=count: work(count), tries=2) for count in (SHORT, LONG))
    assert long <= MOST_TIMES * short + SLACK
