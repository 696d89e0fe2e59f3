"""A Frictionless data package: values, sentences and the SDMX structure in one zip, described by datapackage.json with
types, sources, licence and hashes."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from indicators import labels
from indicators.exports.codes import period_of, status_code, status_names
from indicators.exports.material import Material
from indicators.exports.rows import csv_line
from indicators.exports.sdmx import structure_xml

Field = dict[str, Any]
SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_package(material: Material) -> bytes:
    """The zip; its files carry the moment of the export, so that the same values at the same moment make the same."""
    files = {
        "values.csv": _csv([field["name"] for field in _value_fields()], _values(material)),
        "sentences.csv": _csv([field["name"] for field in _sentence_fields()], _sentences(material)),
        "structure.xml": structure_xml(),
    }
    files["datapackage.json"] = json.dumps(describe(material, files), ensure_ascii=False, indent=2).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, material.at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def describe(material: Material, files: dict[str, bytes]) -> dict[str, Any]:
    """datapackage.json for the files."""
    chosen = material.page.selection
    return {
        "$schema": SCHEMA,
        "name": f"zhiheng-{chosen.indicator.pk.replace('_', '-')}",
        "title": f"{chosen.indicator.name} · {material.page.title}",
        "description": chosen.indicator.definition or labels.accounting_rule(chosen.accounting),
        "created": material.at.isoformat(timespec="seconds"),
        "version": material.shown.isoformat(),
        "contributors": [{"title": material.taker, "roles": [_("导出人")]}] if material.taker else [],
        "licenses": [_licence()],
        "sources": _sources(material),
        "resources": [
            _resource("values", files["values.csv"], _("数值"), _value_fields(), ["observation"]),
            _resource("sentences", files["sentences.csv"], _("原句"), _sentence_fields(), [])
            | {"zhiheng:asOf": material.shown.isoformat()},
            {
                "name": "structure", "path": "structure.xml", "format": "xml", "mediatype": "application/xml",
                "title": _("数据结构（SDMX-ML）"), **_print(files["structure.xml"]),
            },
        ],
        "zhiheng:asOf": material.shown.isoformat(),
        "zhiheng:unit": material.page.unit,
        "zhiheng:statusCodes": status_names(),
    }  # fmt: skip


def _licence() -> dict[str, str]:
    title = settings.DATA_LICENCE_TITLE or _("内部资料，未经批准不得对外公开")
    return {"name": settings.DATA_LICENCE, "title": title}


def _sources(material: Material) -> list[dict[str, str]]:
    """The documents that the values rest on, each once."""
    found = {citation.source_id: citation.source for citation in material.citations}
    return [{"title": source.title} for source in found.values()]


def _resource(name: str, content: bytes, title: str, fields: list[Field], key: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    else:
        schema["foreignKeys"] = [
            {"fields": ["observation"], "reference": {"resource": "values", "fields": ["observation"]}}
        ]
    return {
        "name": name, "path": f"{name}.csv", "type": "table", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "title": title, **_print(content), "schema": schema,
    }  # fmt: skip


def _print(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _field(name: str, kind: str, title: str) -> Field:
    return {"name": name, "type": kind, "title": title}


def _value_fields() -> list[Field]:
    return [
        _field("observation", "integer", _("观测值编号")),
        _field("region", "string", _("地区代码")),
        _field("region_name", "string", _("地区")),
        _field("indicator", "string", _("指标代码")),
        _field("breakdown", "string", _("分组")),
        _field("measure", "string", _("度量")),
        _field("accounting", "string", _("口径")),
        _field("start", "date", _("期初")),
        _field("end", "date", _("期末")),
        _field("period", "string", _("时段")),
        _field("value", "number", _("数值")),
        _field("unit_kind", "string", _("单位类别")),
        _field("comparator", "string", _("界限")),
        _field("status", "string", _("状态")),
        _field("sample", "boolean", _("示例数据")),
        _field("ruling", "string", _("裁定")),
    ]


def _values(material: Material) -> Iterable[list[Any]]:
    for row, fact in zip(material.page.rows, material.facts(), strict=True):
        yield [
            fact.pk, fact.region_id, row.region, fact.indicator_id, fact.breakdown, fact.measure, fact.accounting,
            fact.start, fact.end, period_of(fact.start, fact.end)[1], fact.value.normalize() + 0, fact.unit_kind,
            fact.comparator, status_code(fact.shown_status), "true" if fact.is_sample else "false", row.ruling,
        ]  # fmt: skip


def _sentence_fields() -> list[Field]:
    return [
        _field("observation", "integer", _("观测值编号")),
        _field("role", "string", _("作用")),
        _field("sentence", "string", _("原句")),
        _field("quote", "string", _("数字")),
        _field("section", "string", _("所在标题")),
        _field("source", "string", _("来源")),
        _field("issuer", "string", _("报送地区")),
        _field("link", "string", _("链接")),
        _field("ruling", "string", _("裁定")),
    ]


def _sentences(material: Material) -> Iterable[list[Any]]:
    for one in material.citations:
        yield [
            one.observation_id, one.role, one.sentence, one.quote, one.section, one.source.title,
            one.source.issuer_id or "", f"{material.site}{one.link}", one.ruling,
        ]  # fmt: skip


def _csv(header: list[str], rows: Iterable[list[Any]]) -> bytes:
    return "".join([csv_line(header), *map(csv_line, rows)]).encode()
