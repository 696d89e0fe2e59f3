"""Values with their units in the reader's language."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import override

from indicators.labels import short_words
from indicators.models import Indicator


class Told(NamedTuple):
    value: Decimal
    unit_kind: str = "count"
    comparator: str = "exact"


def test_one_is_one_item_and_two_are_items_in_english():
    cases = Indicator(unit="件")
    with override("en"):
        assert short_words(cases, Told(Decimal(1))) == ("1", "item")
        assert short_words(cases, Told(Decimal(2))) == ("2", "items")


def test_a_long_number_is_short_with_its_scale_and_its_hedge():
    assert short_words(Indicator(unit="件"), Told(Decimal(123456), comparator="above")) == (
        "超过 12.35",
        "万件",
    )
