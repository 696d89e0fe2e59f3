"""Numbers as addresses and forms carry them."""

import pytest

from reports.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("007", 7),
        ("", None),
        ("-1", None),
        ("1.0", None),
        ("²", None),
        ("٣", None),
        ("9" * 18, None),
    ],
    ids=["plain", "padded", "empty", "negative", "broken", "raised", "arabic", "too long"],
)
def test_only_a_plain_number_is_read(text, number):
    assert read_number(text) == number
