"""The review queue: what would do most harm if wrong comes first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reports.models import Claim
from tests.factories import make_claim, make_finding, make_indicator, make_observation, make_report

pytestmark = pytest.mark.django_db
TEXT = "总结\n申请94045件，授权50000件，讲座7次，园区9件。"


def queue() -> list[str]:
    return [claim.quote for claim in Claim.objects.pending().by_damage()]


def damage(claim: Claim) -> int:
    return Claim.objects.by_damage().get(pk=claim.pk).damage


def test_a_flagged_headline_figure_comes_before_a_flagged_other_and_a_plain_headline():
    report = make_report(TEXT)
    headline, other = make_indicator(is_headline=True), make_indicator("lectures")
    plain = make_claim(report, "94045件", 94045, indicator=headline)
    flagged_other = make_claim(report, "7次", 7, indicator=other)
    flagged = make_claim(report, "50000件", 50000, indicator=headline)
    make_finding(report, [flagged_other])
    make_finding(report, [flagged], severity="warning")
    assert queue() == ["50000件", "7次", "94045件"]
    assert damage(flagged) > damage(flagged_other) > damage(plain)


def test_a_ruled_finding_raises_nothing():
    claim = make_claim()
    before = damage(claim)
    finding = make_finding(claim.report, [claim])
    assert damage(claim) == before + 300
    finding.state, finding.ruling, finding.ruled_at = "ruled", "属实", claim.report.uploaded_at
    finding.save()
    assert damage(claim) == before


def test_the_less_sure_of_two_comes_first():
    report = make_report(TEXT)
    make_claim(report, "94045件", 94045, confidence=Decimal("0.95"))
    make_claim(report, "50000件", 50000, confidence=Decimal("0.60"))
    assert queue() == ["50000件", "94045件"]


def test_a_leap_from_what_was_published_weighs_by_its_size():
    make_observation(90000, 2015)
    near, double, tenfold = (
        make_claim(make_report(TEXT), "94045件", value) for value in (94045, 200_000, 940_450)
    )
    assert (damage(double) - damage(near), damage(tenfold) - damage(near)) == (60, 120)


def test_a_leap_downwards_weighs_the_same():
    make_observation(90000, 2015)
    assert damage(make_claim(value=9404)) - damage(make_claim(value=94045)) == 120


def test_another_window_is_no_measure_for_a_leap():
    make_observation(900, 2015, end="2015-03-31")
    assert damage(make_claim(value=94045)) - damage(make_claim(value=94046)) == 0


def test_what_rests_on_a_series_weighs_up_to_a_bound():
    claim = make_claim()
    before = damage(claim)
    for year in range(1980, 2010):
        make_observation(94045, year, measure="share", unit_kind="percent")
    assert damage(claim) == before + 40


def test_a_parks_figure_does_not_weigh_as_the_headline():
    indicator = make_indicator(is_headline=True)
    report = make_report(TEXT)
    own = make_claim(report, "94045件", 94045, indicator=indicator)
    park = make_claim(report, "9件", 9, indicator=indicator, entity="某园区")
    assert damage(own) - damage(park) == 210


def test_the_queue_is_one_query_however_long(django_assert_num_queries):
    report = make_report(TEXT)
    for value in range(30):
        make_claim(report, "94045件", value, indicator=make_indicator(f"i{value}"))
    with django_assert_num_queries(1):
        assert len(list(Claim.objects.pending().by_damage().with_quotes())) == 30


def test_alike_claims_are_counted_by_indicator_rule_and_reason():
    report = make_report(TEXT)
    for quote in ("94045件", "50000件"):
        make_claim(report, quote, reasons=["no unit of its own"])
    make_claim(report, "9件", 9)
    groups = list(Claim.objects.pending().alike())
    assert [(g["reason"], g["count"]) for g in groups] == [("no unit of its own", 2), ("", 1)]
