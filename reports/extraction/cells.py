"""Tables: a cell's indicator, measure, unit and place come from the headers that rule it."""

from __future__ import annotations


def read_cells(*args):
    return []
