"""Rows for tests: plain functions, every argument readable where it is used."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.utils import timezone

from indicators.models import Citation, Indicator, Observation, Region, Source
from reports.models import Claim, Finding, Membership, Promise, Report, WorkItem, YearPair

SERIAL = count(1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=SHANGHAI)


def make_region(code: str = "360000", name: str = "江西省", level: str = "province", **fields: Any) -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name, "level": level, **fields})[0]


def make_indicator(code: str = "patent_applications", **fields: Any) -> Indicator:
    defaults = {
        "name_zh": {"patent_applications": "专利申请量"}.get(code, code),
        "name_en": {"patent_applications": "Patent applications"}.get(code, code),
        "domain": "creation",
        "unit": "件",
        "unit_kind": "count",
        "accounting": "flow",
        "dimension": "patent_type",
    }
    return Indicator.objects.get_or_create(code=code, defaults=defaults | fields)[0]


def make_user(name: str = "alice", role: str | None = "reviewer", region: Region | None = None) -> Any:
    user = get_user_model().objects.create_user(username=name, password="kept-secret-4711")
    if role:
        Membership.objects.create(user=user, role=role, region=region)
    return user


def make_source(**fields: Any) -> Source:
    n = next(SERIAL)
    return Source.objects.create(
        **{"key": f"test:{n}", "title": f"工作总结{n}", "received_at": timezone.now()} | fields
    )


def make_observation(value: str | int = 94045, year: int = 2016, **fields: Any) -> Observation:
    """A published yearly flow of the province's patent applications, where nothing else is said."""
    defaults = {
        "indicator": fields.pop("indicator", None) or make_indicator(),
        "region": fields.pop("region", None) or make_region(),
        "measure": "level",
        "accounting": "flow",
        "start": date(year, 1, 1),
        "end": date(year, 12, 31),
        "value": Decimal(value),
        "unit_kind": "count",
        "published_at": timezone.now(),
    }
    if fields.get("accounting", "flow") != "flow":
        defaults["start"] = None
    return Observation.objects.create(**defaults | fields)


def make_citation(
    observation: Observation, sentence: str = "全年专利申请94045件。", quote: str = "94045件", **fields: Any
):
    at = sentence.index(quote)
    defaults = {
        "sentence": sentence,
        "quote_start": at,
        "quote_end": at + len(quote),
        "link": f"/reports/1/?claim={next(SERIAL)}",
    }
    return Citation.objects.create(
        observation=observation, source=fields.pop("source", None) or make_source(), **defaults | fields
    )


def make_report(text: str = "江西省2016年工作总结\n全年专利申请94045件。", **fields: Any) -> Report:
    """A report that was read and waits for review."""
    digest = sha256(f"{text}{next(SERIAL)}".encode()).hexdigest()
    defaults = {
        "file_name": "总结.txt",
        "digest": digest,
        "size": len(text.encode()),
        "state": "review",
        "processed_at": timezone.now(),
        "text": text,
        "format": "txt",
        "title": text.split("\n", 1)[0],
        "kind": "summary",
        "year": 2016,
    }
    return Report.objects.create(**defaults | {"region": make_region()} | fields)


def make_claim(
    report: Report | None = None, quote: str = "94045件", value: str | int = 94045, **fields: Any
) -> Claim:
    """A pending claim at the quote's first place in the report's text."""
    report = report or make_report()
    at = report.text.index(quote)
    line = report.text.rfind("\n", 0, at) + 1
    stop = report.text.find("\n", at)
    defaults = {
        "indicator": fields.pop("indicator", None) or make_indicator(),
        "measure": "level",
        "accounting": "flow",
        "value": Decimal(value),
        "unit_kind": "count",
        "start": date(2016, 1, 1),
        "end": date(2016, 12, 31),
        "span_start": at,
        "span_end": at + len(quote),
        "sentence_start": line,
        "sentence_end": len(report.text) if stop < 0 else stop,
        "confidence": Decimal("0.95"),
        "rule": "test",
    }
    return Claim.objects.create(report=report, **defaults | fields)


def make_finding(report: Report, claims: list[Claim], rule: str = "conflict", **fields: Any) -> Finding:
    defaults = {
        "severity": "error",
        "message": "同一指标有两个数值",
        "values": [c.value for c in claims],
        "spans": [[c.span_start, c.span_end] for c in claims],
        "indicator": claims[0].indicator if claims else None,
    }
    finding = Finding.objects.create(report=report, rule=rule, **defaults | fields)
    finding.claims.set(claims)
    return finding


def make_work_item(
    report: Report, text: str = "修订专利资助办法。", kind: str = "planned", **fields: Any
) -> WorkItem:
    defaults = {"year": 2017, "span_start": 0, "span_end": len(text)}
    return WorkItem.objects.create(report=report, kind=kind, text=text, **defaults | fields)


def make_promise(item: WorkItem, later: Report, sentence: str = "", **fields: Any) -> Promise:
    """What the later report's sentence tells of the item, as the machine proposes it; nothing without a sentence."""
    pair = YearPair.objects.get_or_create(report=item.report, defaults={"later": later})[0]
    piece = {"span": [0, len(sentence)], "sentence": [0, len(sentence)], "part": "done", "text": sentence}
    defaults = {
        "proposed": "done" if sentence else "not_mentioned",
        "score": Decimal("0.8"),
        "evidence": [piece] if sentence else [],
        "year": item.year,
    }
    return Promise.objects.create(pair=pair, report=item.report, item=item, **defaults | fields)
