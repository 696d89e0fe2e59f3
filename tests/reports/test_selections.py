"""What a person selects in a document is read as the extraction reads it."""

from __future__ import annotations

import pytest

from reports.selections import Reading, read_selection
from tests.factories import make_report

pytestmark = pytest.mark.django_db
TEXT = "总结\n2016年1-10月南昌市质押融资突破26.7亿元，同比增长36.2%。全年专利申请2.5万件。"


def select(words: str, text: str = TEXT) -> Reading:
    at = text.index(words)
    return read_selection(make_report(text), at, at + len(words))


def test_a_number_brings_its_scale_bound_and_whole_place():
    number = select("26.7").number
    assert (number.value, number.scale, number.comparator, number.text) == (
        "26.7",
        "亿",
        "above",
        "26.7亿元",
    )


def test_a_number_without_scale_is_as_it_stands():
    number = select("36.2%").number
    assert (number.value, number.scale, number.percent) == ("36.2", "", True)


def test_a_period_is_read_against_the_reports_year():
    period = select("1-10月").period
    assert (period.start, period.end) == ("2016-01-01", "2016-10-31")


def test_the_digits_of_a_period_are_no_number():
    assert select("2016年1-10月").number is None


def test_a_place_is_read_as_it_stands():
    assert select("南昌市").place == "南昌市"


def test_full_width_digits_are_read_and_keep_their_place():
    number = select("\uff11\uff15万件", "总结\n𠮷𠮷公司另有\uff11\uff15万件。").number
    assert (number.value, number.scale, number.text) == ("15", "万", "\uff11\uff15万件")


def test_plain_words_say_nothing():
    found = select("质押融资")
    assert (found.number, found.period, found.place) == (None, None, None)


def test_a_selection_beyond_the_text_says_nothing():
    assert read_selection(make_report("总结"), 50, 90).number is None
