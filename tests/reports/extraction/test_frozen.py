"""Values that are made fast are as frozen as others."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from reports.extraction.board import Topic
from reports.extraction.quantities import Quantity


def quantity() -> Quantity:
    return Quantity((0, 2), "5件", Decimal(5), "件", kind="count")


def test_a_value_can_not_be_changed() -> None:
    made = quantity()
    with pytest.raises(FrozenInstanceError):
        made.unit = "项"  # type: ignore[misc]
    assert made.unit == "件"


def test_values_of_equal_fields_are_equal_and_hash_alike() -> None:
    assert quantity() == quantity() != replace(quantity(), unit="项")
    assert len({quantity(), quantity()}) == 1


def test_defaults_hold_where_nothing_is_told() -> None:
    assert (quantity().comparator, quantity().step, Topic().stated) == ("exact", Decimal(1), ())


def test_a_field_too_few_or_one_that_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError):
        Quantity((0, 2), "5件")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        replace(quantity(), colour="red")  # type: ignore[call-arg]


def test_a_value_survives_copying_and_pickling() -> None:
    assert copy.deepcopy(quantity()) == pickle.loads(pickle.dumps(quantity())) == quantity()
    assert copy.copy(Topic()) == Topic()
