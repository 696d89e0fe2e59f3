"""The way back: from a sentence to every value, chart, ruling, target and letter that rests on it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from indicators.models import Region, Target
from indicators.pinned import SavedView
from reports.uses import uses_of_claim
from tests.factories import (
    make_citation,
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_region,
    make_report,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita():
    return make_user("rita")


@pytest.fixture
def claim():
    """An accepted claim whose value is published."""
    report = make_report()
    value = make_observation(94045, region=report.region)
    done = {"state": "accepted", "decided_at": timezone.now(), "decided_by": make_user("dan")}
    claim = make_claim(report, observation=value, **done)
    make_citation(value, link=f"/reports/{report.pk}/?claim={claim.pk}")
    return claim


def told(uses) -> list[tuple[str, str]]:
    return [(use.kind, use.words) for use in uses]


def test_an_accepted_sentence_leads_to_its_value_and_every_chart_that_shows_it(claim, rita):
    uses = {use.kind: use for use in uses_of_claim(claim, rita)}
    assert uses["数值"].note == "已发布"
    assert uses["数值"].link == f"/observations/{claim.observation_id}/evidence/"
    assert uses["图表"].link == "/indicators/patent_applications/?region=360000&measure=level&accounting=flow"
    assert uses["总览"].link == "/?region=360000"
    assert uses["对比图"].link.startswith("/explore/?indicator=patent_applications&region=360000")


def test_every_link_of_a_use_opens(claim, rita, client):
    client.force_login(rita)
    links = [use.link for use in uses_of_claim(claim, rita) if use.link]
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_a_sentence_nobody_decided_on_is_used_nowhere(rita):
    assert uses_of_claim(make_claim(), rita) == []


def test_a_value_that_is_shown_no_more_leads_to_no_chart(claim, rita):
    claim.observation.superseded_at = timezone.now()
    claim.observation.supersede_reason = "更正"
    claim.observation.save()
    assert [use.note for use in uses_of_claim(claim, rita)] == ["已被替换"]


def test_a_ruling_is_named_with_its_reason_and_an_open_doubt_as_one(claim, rita):
    make_finding(
        claim.report, [claim], message="前后不一", state="ruled", ruling="以公报为准", ruled_at=timezone.now()
    )
    make_finding(claim.report, [claim], message="增幅不符", rule="growth")
    uses = uses_of_claim(claim, rita)
    assert [(use.words, use.note) for use in uses if use.kind == "裁定"] == [("前后不一", "以公报为准")]
    assert [(use.words, use.note) for use in uses if use.kind == "疑点"] == [("增幅不符", "待裁定")]


def test_a_target_leads_to_the_targets_of_its_indicator(rita):
    report = make_report()
    target = Target.objects.create(
        indicator=make_indicator(), region=report.region, accounting="flow", start=date(2017, 1, 1),
        end=date(2017, 12, 31), value=100000, unit_kind="count", published_at=timezone.now(),
    )  # fmt: skip
    done = {"state": "accepted", "decided_at": timezone.now(), "decided_by": rita}
    claim = make_claim(report, measure="target", target=target, **done)
    uses = {use.kind: use for use in uses_of_claim(claim, rita)}
    assert uses["目标"].link == "/indicators/patent_applications/?region=360000#targets-title"


def test_saved_views_are_named_to_those_who_may_open_them(claim, rita):
    query = "indicator=patent_applications&region=360000"
    SavedView.objects.create(owner=rita, name="我的图", query=query)
    SavedView.objects.create(owner=make_user("eve"), name="别人的图", query=query)
    SavedView.objects.create(owner=rita, name="另一项", query="indicator=patent_applications_abroad")
    views = [use.words for use in uses_of_claim(claim, rita) if use.kind == "保存的视图"]
    assert views == ["我的图"]


def test_a_correction_is_one_family_with_what_it_corrects(claim, rita):
    machine = make_claim(claim.report, "94045", state="corrected", decided_at=timezone.now(), decided_by=rita)
    claim.corrects = machine
    claim.save()
    assert told(uses_of_claim(machine, rita)) == told(uses_of_claim(claim, rita))


def test_the_story_of_a_figure_shows_where_it_is_used(claim, rita, client):
    client.force_login(rita)
    page = client.get(f"/claims/{claim.pk}/history/")
    assertContains(page, "用在哪里")
    assertContains(page, "江西省知识产权工作总览")


def test_the_evidence_of_a_value_shows_where_it_is_used(claim, rita, client):
    client.force_login(rita)
    page = client.get(f"/observations/{claim.observation_id}/evidence/")
    assertContains(page, "用在哪里")
    assertContains(
        page, "/indicators/patent_applications/?region=360000&amp;measure=level&amp;accounting=flow"
    )


def test_a_leader_reads_a_ruling_and_gets_no_link_to_its_desk(claim):
    make_citation(claim.observation, ruling="以公报为准", ruling_link="/findings/7/rule/")
    client = Client()
    client.force_login(make_user("lee", "leader"))
    page = client.get(f"/observations/{claim.observation_id}/evidence/")
    assertContains(page, "以公报为准")
    assertNotContains(page, "/findings/7/rule/")


def test_an_office_is_told_nothing_of_other_offices_doubts(claim):
    other = make_region("360400", "九江市", "prefecture")
    report = make_report(region=other, office=other)
    make_finding(report, [claim], message="外市的疑点")
    office = make_user("office", "office", Region.objects.get(pk="360000"))
    home = make_user("home", "office", make_region("360100", "南昌市", "prefecture"))
    assert "外市的疑点" in [use.words for use in uses_of_claim(claim, office)]
    assert "外市的疑点" not in [use.words for use in uses_of_claim(claim, home)]
