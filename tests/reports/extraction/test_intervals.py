"""Hedged and rounded numbers beside exact ones."""

from decimal import Decimal

import pytest

from reports.extraction.intervals import compatible, rounding_step


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("90000", "above", "9万件"), ("94045", "exact", "94045件"), True),
        (("90000", "above", "9万件"), ("89999", "exact", "89999件"), False),
        (("90000", "above", "9万件"), ("120000", "exact", "12万件"), False),
        (("140000", "below", "14万件"), ("138420", "exact", "138420件"), True),
        (("140000", "below", "14万件"), ("141000", "exact", "141000件"), False),
        (("820000000", "exact", "8.2亿元"), ("820350000", "exact", "82035万元"), True),
        (("820000000", "exact", "8.2亿元"), ("830000000", "exact", "8.3亿元"), False),
        (("820000000", "exact", "8.2亿元"), ("840000000", "exact", "8.4亿元"), False),
        (("1400", "exact", "1400件"), ("1420", "exact", "1420件"), False),
        (("36.23", "exact", "36.23%"), ("30.2", "exact", "30.2%"), False),
        (("2000", "about", "2000人次"), ("2300", "exact", "2300人次"), True),
        (("50", "above", "50余项"), ("60", "above", "60余项"), False),
    ],
)
def test_two_statements_agree_where_one_number_fits_both(one, other, agree):
    (value, comparator, quote), (value2, comparator2, quote2) = one, other
    assert compatible(Decimal(value), comparator, Decimal(value2), comparator2, quote, quote2) is agree


@pytest.mark.parametrize(
    ("quote", "step"), [("26.7亿元", "10000000"), ("1.2887万件", "1"), ("9万件", "10000"), ("843件", None)]
)
def test_only_万_and_亿_say_that_a_number_was_rounded(quote, step):
    assert rounding_step(quote) == (Decimal(step) if step else None)
