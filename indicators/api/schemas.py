"""The shapes of the API's answers, as JSON Schema 2020-12; OpenAPI 3.1 takes them as they are."""

from __future__ import annotations

from typing import Any

from indicators.terms import Accounting, Comparator, Measure, ObservationStatus, UnitKind

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "decimal, exact"}
CURSOR: Schema = {"type": ["string", "null"]}
YEAR: Schema = {"type": ["integer", "null"]}


def _object(**properties: Schema) -> Schema:
    """An object that holds these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(choices: list[str]) -> Schema:
    return {"enum": list(choices)}


_WHAT: dict[str, Schema] = {
    "name_zh": TEXT,
    "name_en": TEXT,
    "unit": TEXT,
    "unit_kind": _one_of(UnitKind.values),
    "accounting": _one_of(Accounting.values),
}
_BY_CODE: Schema = {"type": "object", "additionalProperties": _object(**_WHAT)}

OBSERVATIONS = _object(
    indicators=_BY_CODE,
    evidence={"const": "/observations/{id}/evidence/"},
    data={
        "type": "array",
        "items": _object(
            id={"type": "integer"},
            indicator=TEXT,
            breakdown=TEXT,
            measure=_one_of([code for code in Measure.values if code != Measure.TARGET]),
            accounting=_one_of(Accounting.values),
            region=TEXT,
            start=_or_null(DAY),
            end=DAY,
            value=NUMBER,
            unit_kind=_one_of(UnitKind.values),
            comparator=_one_of(Comparator.values),
            status=_one_of(ObservationStatus.values),
            published_at={"type": "string", "format": "date-time"},
        ),
    },
    next=CURSOR,
)
RANKING = _object(
    indicators=_BY_CODE,
    year=YEAR,
    data={
        "type": "array",
        "items": _object(
            place={"type": "integer", "minimum": 1},
            id={"type": "integer"},
            region=TEXT,
            name=TEXT,
            value=NUMBER,
            comparator=_one_of(Comparator.values),
            status=_one_of(ObservationStatus.values),
            end=DAY,
        ),
    },
)
INDICATORS = _object(
    data={
        "type": "array",
        "items": _object(
            **_WHAT,
            code=TEXT,
            domain=TEXT,
            dimension=TEXT,
            definition=TEXT,
            first_year=YEAR,
            last_year=YEAR,
        ),
    }
)
REGIONS = _object(
    data={
        "type": "array",
        "items": _object(
            code=TEXT,
            name=TEXT,
            level=TEXT,
            parent=_or_null(TEXT),
            abolished=YEAR,
            successor=_or_null(TEXT),
        ),
    },
    next=CURSOR,
)
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "one sentence: what, why, what next"},
        "parameter": TEXT,
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
