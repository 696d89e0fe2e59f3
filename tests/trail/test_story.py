"""The story of a figure, as its page tells it."""

import pytest
from django.urls import reverse

from reports import services
from reports.models import Claim, Policy
from reports.replacing import stand_down
from reports.story import story_of_claim, story_of_value
from tests.factories import make_claim, make_finding, make_observation, make_report, make_user, moment
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    Policy.objects.create(pk=1, publish_on_accept=True)
    return make_user("alice")


def told(story) -> list[tuple[str, str]]:
    return [(step.who, step.words) for step in story]


@pytest.fixture
def corrected(alice):
    """A figure that the machine misread, corrected and published."""
    claim = make_claim(make_report("全年专利申请1203件。", title="总结"), "1203件", 1203, confidence="0.93")
    return services.correct(claim=claim, by=alice, value=1230, note="附表为1230")


def test_a_figure_from_reading_to_publication(corrected):
    assert told(story_of_claim(corrected)) == [
        ("", "机器从《总结》读出 1,203 件（把握 93%）"),
        ("alice", "更正为 1,230 件"),
        ("alice", "发布：江西省 2016年 专利申请量 1,230 件"),
    ]


def test_the_story_is_the_same_from_the_machines_claim_and_from_the_value(corrected):
    story = told(story_of_claim(corrected))
    assert told(story_of_claim(corrected.corrects)) == story
    assert told(story_of_value(corrected.observation)) == story


def test_it_says_why(corrected):
    assert story_of_claim(corrected)[1].note == "附表为1230"


def test_a_value_that_another_took_the_place_of(corrected):
    bob = make_user("bob")
    report = make_report("全年专利申请1250件。", title="年报")
    rival = make_claim(report, "1250件", 1250)
    finding = make_finding(report, [rival, corrected])
    services.rule_on(finding=finding, by=bob, upheld=rival, ruling="年报为准")
    words = told(story_of_value(corrected.observation))
    assert ("bob", "裁定：采信 1,250") in words
    assert (
        words[-2:]
        == [
            ("bob", "撤下已发布的 1,230 件"),
            ("bob", "发布：江西省 2016年 专利申请量 1,250 件"),
        ]
        or ("bob", "撤下已发布的 1,230 件") in words
    )


def test_a_decision_taken_back(corrected, alice):
    services.reopen(claim=corrected, by=alice)
    words = [words for _who, words in told(story_of_claim(corrected))]
    assert words[-2:] == ["撤下已发布的 1,230 件", "撤回结论，重新等待核实"]


def test_a_figure_whose_report_stood_down_says_so(corrected, alice):
    newer = make_report("全年专利申请1240件。", title="修订稿")
    stand_down(report=corrected.report, by=alice, replaced_by=newer, how="revision", note="修订")
    assert ("alice", "所在的报告由另一份取代") in told(story_of_claim(corrected))


def test_what_was_decided_before_there_was_a_trail_is_told_from_the_rows(alice):
    report = make_report(title="总结", processed_at=moment(2026, 1, 1))
    value = make_observation(94045, published_by=alice, published_at=moment(2026, 1, 3))
    claim = make_claim(
        report, state="accepted", decided_by=alice, decided_at=moment(2026, 1, 2), observation=value
    )
    assert not Event.objects.exists()
    assert told(story_of_claim(claim)) == [
        ("", "机器从《总结》读出 94,045 件（把握 95%）"),
        ("alice", "结论：已采用，94,045 件"),
        ("alice", "发布：江西省 2016年 专利申请量 94,045 件"),
    ]


def test_the_number_of_questions_does_not_grow_with_the_story(
    corrected, alice, django_assert_max_num_queries
):
    for _round in range(5):
        services.reopen(claim=corrected, by=alice)
        corrected.refresh_from_db()
        services.correct(claim=corrected.corrects, by=alice, value=1230)
    with django_assert_max_num_queries(9):
        story_of_claim(corrected)


def test_the_pages_tell_it(client, corrected, alice):
    client.force_login(alice)
    pages = [
        reverse("reports:claim-history", args=[corrected.pk]),
        reverse("indicators:observation-history", args=[corrected.observation_id]),
    ]
    for page in pages:
        words = client.get(page).content.decode()
        assert "更正为 1,230 件" in words
        assert "理由：附表为1230" in words


def test_addresses_are_for_auditors_alone(client, alice):
    client.force_login(alice)
    claim = make_claim()
    client.post(reverse("reports:claim-accept", args=[claim.pk]), REMOTE_ADDR="10.9.8.7")
    claim.refresh_from_db()
    page = reverse("indicators:observation-history", args=[claim.observation_id])
    assert "10.9.8.7" not in client.get(page).content.decode()
    client.force_login(make_user("carol", "auditor"))
    assert "10.9.8.7" in client.get(page).content.decode()


def test_another_offices_figure_has_no_story(client, corrected):
    client.force_login(make_user("eve", "leader"))
    assert client.get(reverse("reports:claim-history", args=[corrected.pk])).status_code == 404
    assert Claim.objects.filter(pk=corrected.pk).exists()


def test_the_ways_there(client, corrected, alice):
    client.force_login(alice)
    report = client.get(reverse("reports:report-detail", args=[corrected.report_id])).content.decode()
    assert reverse("reports:claim-history", args=[corrected.pk]) in report
    evidence = reverse("indicators:observation-evidence", args=[corrected.observation_id])
    assert (
        reverse("indicators:observation-history", args=[corrected.observation_id])
        in client.get(evidence).content.decode()
    )
