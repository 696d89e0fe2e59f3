"""Accepting all of a report does in a fixed number of queries what accepting one by one does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Citation, Observation, Target
from reports import services
from reports.models import Claim, Finding, Policy, Report
from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_user,
)
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


def long_report(count: int) -> Report:
    """A report with a level and a growth of each of so many indicators."""
    report = make_report("\n".join(f"第{n}项{1000 + n}件，增长{n}.5%。" for n in range(count)))
    for n in range(count):
        indicator = make_indicator(f"i{n}")
        make_claim(report, f"{1000 + n}件", 1000 + n, indicator=indicator)
        make_claim(report, f"{n}.5%", f"{n}.5", indicator=indicator, measure="yoy", unit_kind="percent")
    return report


@pytest.mark.parametrize("at_once", [False, True], ids=["drafts", "published"])
def test_the_number_of_queries_does_not_grow_with_the_claims(alice, at_once):
    Policy.objects.create(pk=1, publish_on_accept=at_once)
    asked = {}
    for count in (3, 30):
        report = long_report(count)
        with CaptureQueriesContext(connection) as queries:
            assert services.accept_all(report=report, by=alice, threshold=0) == 2 * count
        asked[count] = len(queries)
        Citation.objects.all().delete()
        Claim.objects.all().delete()
        Observation.objects.all().delete()
    assert asked[3] == asked[30] <= 25


def outcome() -> list[tuple]:
    """What stands in the end, by the words of the claims and not by the numbers of the rows."""
    claims = Claim.objects.order_by("span_start").select_related("observation", "target", "report")
    told = [
        (
            claim.quote,
            claim.state,
            claim.note,
            *((value.value, value.region_id, value.is_draft, value.citations.count()) if value else ()),
        )
        for claim in claims
        for value in [claim.observation or claim.target]
    ]
    doubts = Finding.objects.order_by("rule", "message").values_list("rule", "message", "claims__span_start")
    return [*told, *sorted(map(repr, doubts))]


def mixed_report() -> Report:
    """All that a claim can meet: nothing, itself again, a rounder word, a rival, a company, no period, a plan."""
    text = (
        "总结\n申请突破9万件。\n申请94045件，即94,045件。\n授权70件。\n授权71件。\n某公司5件。\n累计6件。\n目标8件。\n"
        "南昌市12件。\n位居第3。\n火星市13件。\n增长20.0%。"
    )
    report = make_report(text)
    grants = make_indicator("grants")
    make_claim(report, "9万", 90000, comparator="above")
    make_claim(report, "94045件")
    make_claim(report, "94,045件")
    make_claim(report, "70件", 70, indicator=grants)
    make_claim(report, "71件", 71, indicator=grants)
    make_claim(report, "5件", 5, entity="某公司", indicator=grants)
    make_claim(report, "6件", 6, end=None, indicator=grants)
    make_claim(report, "8件", 8, measure="target", indicator=grants)
    make_claim(report, "12件", 12, area="南昌市", indicator=grants)
    make_claim(report, "第3", 3, measure="rank", unit_kind="rank", indicator=grants)
    make_claim(report, "13件", 13, area="火星市", indicator=grants)
    make_claim(report, "20.0%", 20, measure="yoy", unit_kind="percent")
    return report


def with_neighbours() -> None:
    """The year before from elsewhere, so that the growth is held against it, and a draft and a published value."""
    make_region("360100", "南昌市", "prefecture")
    make_observation(94045, year=2015)
    make_observation(11, indicator=make_indicator("grants"), region=make_region("360100"))


@pytest.mark.parametrize("at_once", [False, True], ids=["drafts", "published"])
def test_all_at_once_ends_where_one_by_one_ends(alice, at_once):
    Policy.objects.create(pk=1, publish_on_accept=at_once)
    with_neighbours()
    ends = []
    for way in ("one by one", "all"):
        report = mixed_report()
        if way == "all":
            assert services.accept_all(report=report, by=alice, threshold=0) == 12
        else:
            for claim in report.claims.order_by("span_start", "pk"):
                services.accept(claim=claim, by=alice)
        ends.append(outcome())
        told = Event.objects.filter(action=Action.ACCEPT).count()
        published = Event.objects.filter(action=Action.PUBLISH).count()
        ends[-1] += [told // len(ends), published // len(ends)]
        Finding.objects.all().delete()
        Claim.objects.all().delete()
        Citation.objects.all().delete()
        Target.objects.all().delete()
        Observation.objects.exclude(end=date(2015, 12, 31)).exclude(value=11).delete()
        Observation.objects.update(superseded_at=None, superseded_by=None, supersede_reason="")
    assert ends[0] == ends[1]


def test_all_of_nothing_changes_nothing(alice):
    report = make_report()
    make_claim(report, confidence=Decimal("0.2"))
    assert services.accept_all(report=report, by=alice, threshold=Decimal("0.9")) == 0
    assert not Observation.objects.exists()


def test_what_was_ruled_on_before_is_cited_with_its_ruling(alice):
    report = make_report()
    claim = make_claim(report)
    finding = make_finding(report, [claim], rule="growth")
    services.rule_on(finding=finding, by=alice, upheld=None, ruling="以公报为准")
    services.accept_all(report=report, by=alice, threshold=0)
    assert Citation.objects.get().ruling == "以公报为准"
