"""Two people on one figure: the second is shown both, and chooses."""

import pytest
from django.urls import reverse

from indicators.catalogue_store import store_catalogue
from reports import services
from reports.errors import Stale
from reports.models import Claim
from reports.reextraction import reextract
from tests.factories import make_claim, make_finding, make_region, make_report, make_user
from trail.actions import Action
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user("alice")


@pytest.fixture
def bob(client):
    client.force_login(user := make_user("bob"))
    return user


def fields(claim: Claim, **changes) -> dict:
    """The correction's form as it was shown, with what the person typed over it."""
    shown = {
        "indicator": claim.indicator_id, "measure": claim.measure, "accounting": claim.accounting, "value": "94045",
        "comparator": "exact", "start": "2016-01-01", "end": "2016-12-31", "span_start": claim.span_start,
        "span_end": claim.span_end, "version": claim.version,
    }  # fmt: skip
    return shown | changes


@pytest.mark.parametrize("verb", [services.accept, services.reject, services.reopen])
def test_a_decision_on_an_older_version_is_refused(alice, verb):
    claim = make_claim()
    seen = claim.version
    services.accept(claim=claim, by=alice)
    services.reopen(claim=claim, by=alice)
    with pytest.raises(Stale, match="alice"):
        verb(claim=claim, by=make_user("bob"), version=seen)


def test_every_decision_counts_up(alice):
    claim = make_claim()
    versions = [claim.version]
    for verb in (services.accept, services.reopen, services.reject):
        versions.append(verb(claim=claim, by=alice).version)
    assert versions == sorted(set(versions))


@pytest.fixture
def known():
    """The catalogue's indicators, by which a text is read."""
    make_region()
    store_catalogue()


def test_a_reading_that_was_renewed_is_another_version(alice, known):
    report = make_report("江西省2016年工作总结\n全年专利申请94045件。")
    reextract(report=report)
    claim = report.claims.get()
    Claim.objects.update(value=5)
    seen = claim.version
    reextract(report=report)
    with pytest.raises(Stale, match="变了"):
        services.accept(claim=claim, by=alice, version=seen)


def test_a_reading_that_stayed_the_same_keeps_its_version(known):
    report = make_report("江西省2016年工作总结\n全年专利申请94045件。")
    reextract(report=report)
    seen = report.claims.get().version
    reextract(report=report)
    assert report.claims.get().version == seen


def test_a_claim_that_a_new_reading_took_away_is_refused_with_a_sentence(alice):
    claim = make_claim()
    Claim.objects.all().delete()
    with pytest.raises(services.ServiceError, match="重新读过"):
        services.accept(claim=claim, by=alice)


def test_the_second_correction_is_refused_with_both_values(client, alice, bob):
    claim = make_claim()
    page = reverse("reports:claim-correct", args=[claim.pk])
    mine = fields(claim, value="94054", note="抄自附表")
    services.correct(claim=claim, by=alice, note="看错一位", value=94040)
    response = client.post(page, mine)
    words = response.content.decode()
    assert response.status_code == 409
    assert "94,040" in words
    assert "94,054" in words
    assert "看错一位" in words
    assert "抄自附表" in words
    assert Claim.objects.exclude(state=Claim.State.REJECTED).filter(value=94054).count() == 0


def test_keeping_theirs_changes_nothing(client, alice, bob):
    claim = make_claim()
    seen = claim.version
    services.reject(claim=claim, by=alice)
    response = client.post(reverse("reports:claim-accept", args=[claim.pk]), {"version": seen})
    assert response.status_code == 409
    claim.refresh_from_db()
    assert (claim.state, claim.decided_by) == (Claim.State.REJECTED, alice)


def test_insisting_takes_theirs_back_first_and_both_are_in_the_trail(client, alice, bob):
    claim = make_claim()
    services.correct(claim=claim, by=alice, value=94040)
    claim.refresh_from_db()
    mine = fields(claim, value="94054", over="1")
    assert client.post(reverse("reports:claim-correct", args=[claim.pk]), mine).status_code == 302
    standing = claim.corrections.exclude(state=Claim.State.REJECTED).get()
    assert (standing.value, standing.decided_by) == (94054, bob)
    deeds = Event.objects.about([claim]).values_list("action", "user_name")
    assert list(deeds) == [(Action.CORRECT, "alice"), (Action.REOPEN, "bob"), (Action.CORRECT, "bob")]


def test_insisting_on_what_changed_once_more_is_refused_again(client, alice, bob):
    claim = make_claim()
    services.reject(claim=claim, by=alice)
    claim.refresh_from_db()
    compared = claim.version
    services.reopen(claim=claim, by=alice)
    services.reject(claim=claim, by=alice, note="再看一遍仍不是")
    query = {"version": compared, "over": "1"}
    response = client.post(reverse("reports:claim-accept", args=[claim.pk]), query)
    assert response.status_code == 409
    assert "再看一遍仍不是" in response.content.decode()


def test_the_comparison_comes_in_the_card_where_scripts_run(client, alice, bob):
    claim = make_claim()
    seen = claim.version
    services.reject(claim=claim, by=alice)
    page = reverse("reports:claim-accept", args=[claim.pk])
    response = client.post(page, {"version": seen, "note": "对得上"}, headers={"HX-Request": "true"})
    words = response.content.decode()
    assert response.status_code == 409
    assert f'id="claim-{claim.pk}"' in words
    assert 'id="claim-conflict"' in words
    assert '<input type="hidden" name="note" value="对得上">' in words


def test_the_forms_carry_the_version_that_was_shown(client, bob):
    claim = make_claim()
    claim.version = 7
    claim.save()
    page = client.get(reverse("reports:report-detail", args=[claim.report_id])).content.decode()
    assert 'name="version" value="7"' in page
    form = client.get(reverse("reports:claim-correct", args=[claim.pk])).content.decode()
    assert 'name="version" value="7"' in form


def test_the_second_ruling_is_refused_with_both_rulings(client, alice, bob):
    report = make_report("江西省2016年总结\n专利申请94045件。\n专利申请94054件。")
    first, second = make_claim(report), make_claim(report, "94054件", 94054)
    finding = make_finding(report, [first, second])
    services.rule_on(finding=finding, by=alice, upheld=first, ruling="以正文为准")
    mine = {"upheld": second.pk, "ruling": "以附表为准", "version": 1}
    response = client.post(reverse("reports:finding-rule", args=[finding.pk]), mine)
    words = response.content.decode()
    assert response.status_code == 409
    assert "以正文为准" in words
    assert "以附表为准" in words
    assert "alice" in words
