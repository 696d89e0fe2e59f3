"""Whether a target was reached, with its one-sided words: nothing is decided that the words leave open."""

from decimal import Decimal

import pytest

from briefs.reaching import Bound, judge


@pytest.mark.parametrize(
    ("target", "actual", "kind", "gap"),
    [
        ((100_000, "exact"), (100_000, "exact"), "reached", "0"),
        ((100_000, "above"), (104_200, "exact"), "reached", "4200"),
        ((100_000, "above"), (99_999, "exact"), "missed", "1"),
        ((100_000, "exact"), (98_000, "about"), "missed", "2000"),
        ((30, "below"), (28, "exact"), "reached", "2"),
        ((30, "below"), (31, "exact"), "missed", "1"),
        ((100_000, "exact"), (100_000, "above"), "reached", None),
        ((100_000, "exact"), (90_000, "above"), "open", None),
        ((100_000, "exact"), (110_000, "below"), "open", None),
        ((100_000, "exact"), (90_000, "below"), "missed", None),
        ((30, "below"), (20, "above"), "open", None),
        ((30, "below"), (25, "below"), "reached", None),
    ],
)
def test_a_target_is_judged_as_far_as_its_words_allow(target, actual, kind, gap) -> None:
    found = judge(Bound(Decimal(target[0]), target[1]), Bound(Decimal(actual[0]), actual[1]))
    assert (found.kind, found.gap) == (kind, None if gap is None else Decimal(gap))


def test_a_better_place_in_a_ranking_is_the_smaller_number() -> None:
    assert judge(Bound(Decimal(10)), Bound(Decimal(9)), fewer_is_better=True).kind == "reached"
    assert judge(Bound(Decimal(10)), Bound(Decimal(12)), fewer_is_better=True).gap == 2


def test_a_share_just_short_of_all_is_never_rounded_up_to_all() -> None:
    assert judge(Bound(Decimal(100_000)), Bound(Decimal(99_999))).share == Decimal("99.9")


def test_without_a_value_nothing_is_judged() -> None:
    assert judge(Bound(Decimal(5)), None).kind == "none"
