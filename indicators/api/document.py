"""What the API offers, as OpenAPI 3.1 for programs and as a page for people: one source for both, beside the views.

The tests hold every real answer against the schemas written here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from indicators.api import schemas
from indicators.api.parameters import LEVELS, MEASURES, MOST_INDICATORS, MOST_REGIONS, MOST_ROWS, ROWS
from indicators.terms import Accounting

VERSION = "1.0.0"
CODES = {"type": "array", "items": {"type": "string"}}
DAY = {"type": "string", "format": "date"}
YEAR = {"type": "integer", "minimum": 1949, "maximum": 2100}
REGION = {"type": "string", "pattern": r"^(\d{6}|\d{9})$"}
Parameter = dict[str, Any]


def _parameter(name: str, schema: dict[str, Any], words: str, *, required: bool = False) -> Parameter:
    parameter = {"name": name, "in": "query", "required": required, "schema": schema, "description": words}
    return parameter | ({"style": "form", "explode": True} if schema.get("type") == "array" else {})


def _of_places() -> list[Parameter]:
    return [
        _parameter(
            "region", CODES | {"maxItems": MOST_REGIONS},
            _("地区代码，可重复或用逗号分隔，最多 %(most)s 个。") % {"most": MOST_REGIONS},
        ),
        _parameter("parent", REGION, _("只取这个地区的下一级。")),
        _parameter("within", REGION, _("这个地区和它下面的所有地区。")),
        _parameter("level", {"enum": [*LEVELS, "all"]}, _("只取这一级的地区。")),
    ]  # fmt: skip


def _of_values(most: int) -> list[Parameter]:
    return [
        _parameter("indicator", CODES | {"maxItems": most}, _("指标代码。"), required=True),
        *_of_places(),
        _parameter("breakdown", {"type": "string", "default": ""}, _("分组代码；不填为合计，all 为各组都要。")),
        _parameter("measure", {"enum": [*MEASURES, "all"], "default": "level"}, _("度量。")),
        _parameter(
            "accounting", {"enum": [*Accounting.values, "all"]},
            _("口径；只查一个指标时，不填为该指标通常的口径。"),
        ),
        _parameter(
            "window", {"type": "string", "default": "annual"},
            _("时段：annual 为全年或年末，all 为所有时段，0101-1031 为 1 至 10 月，0630 为 6 月底。"),
        ),
        _parameter("as_of", DAY, _("按当日发布的数据，之后的更正不在其中。")),
    ]  # fmt: skip


def _of_pages() -> list[Parameter]:
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}
    return [
        _parameter("limit", limit, _("一页最多多少条。")),
        _parameter("cursor", {"type": "string"}, _("上一页 next 的值；为 null 时已读完。")),
    ]


def _operations() -> dict[str, tuple[str, str, list[Parameter], dict[str, Any]]]:
    """By path: name, what it answers, its parameters, the schema of the answer."""
    years = [
        _parameter("from", YEAR, _("起年，含当年。")),
        _parameter("to", YEAR, _("止年，含当年。")),
    ]
    return {
        "/api/v1/observations": (
            "observations", _("已发布的数值，按地区和时间排列。"),
            [*_of_values(MOST_INDICATORS), *years, *_of_pages()], schemas.OBSERVATIONS,
        ),
        "/api/v1/ranking": (
            "ranking", _("各地区按某一年的数值排名；不填年份为最近有数的一年。并列者名次相同。"),
            [*_of_values(1), _parameter("year", YEAR, _("年份。"))], schemas.RANKING,
        ),
        "/api/v1/indicators": (
            "indicators", _("指标目录，以及各有哪几年的数值。"),
            [_parameter("as_of", DAY, _("按当日发布的数据，之后的更正不在其中。"))], schemas.INDICATORS,
        ),
        "/api/v1/regions": (
            "regions", _("行政区划，含已撤销的及其承继地区。"), [*_of_places(), *_of_pages()], schemas.REGIONS,
        ),
    }  # fmt: skip


def build_document(address: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the API at the address, in the reader's language."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("知衡数据接口"),
            "version": VERSION,
            "description": _("只供读取；看到的数据与令牌所属的人登录后看到的相同。"),
        },
        "servers": [{"url": address}],
        "security": [{"token": []}, {"session": []}],
        "paths": {path: {"get": _operation(*parts)} for path, parts in _operations().items()},
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
            "schemas": {"Problem": schemas.PROBLEM},
        },
    }


def _operation(name: str, words: str, parameters: list[Parameter], schema: dict[str, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = {
        "400": _("参数不能用。"),
        "401": _("没有登录，或令牌无效。"),
        "404": _("没有这个指标。"),
        "429": _("请求过于频繁。"),
    }
    return {
        "operationId": name,
        "summary": words,
        "parameters": parameters,
        "responses": {
            "200": {"description": words, "content": {"application/json": {"schema": schema}}},
            **{code: {"description": told, "content": problem} for code, told in refusals.items()},
        },
    }


def build_guide() -> list[dict[str, Any]]:
    """The same for the page: each address with what it answers, its parameters and an example."""
    examples = {
        "/api/v1/observations": "?indicator=patent_applications&region=360000&from=2005&to=2024",
        "/api/v1/ranking": "?indicator=patent_grants&parent=360000",
        "/api/v1/indicators": "",
        "/api/v1/regions": "?parent=360000",
    }
    return [
        {"path": path, "words": words, "parameters": parameters, "example": path + examples[path]}
        for path, (_name, words, parameters, _schema) in _operations().items()
    ]
