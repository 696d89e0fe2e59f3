"""Who gets which page: another's object looks like none, and only reviewers decide."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import Claim
from tests.factories import make_claim, make_finding, make_region, make_report, make_user

pytestmark = pytest.mark.django_db
READ = ("report-detail", "report-card", "report-original")
DECIDE = ("claim-accept", "claim-reject", "claim-correct", "claim-reopen")


def log_in(role: str | None, **fields: object) -> Client:
    client = Client()
    client.force_login(make_user(str(role), role, **fields))
    return client


def other_region() -> object:
    return make_region("360400", "九江市", "prefecture")


def test_a_stranger_is_sent_to_log_in() -> None:
    response = Client().get(reverse("reports:report-list"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", READ)
def test_an_office_does_not_find_a_report_of_another_region(name: str) -> None:
    report = make_report()
    assert (
        log_in("office", region=other_region()).get(reverse(f"reports:{name}", args=[report.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("name", DECIDE)
def test_an_office_does_not_find_a_claim_of_another_region(name: str) -> None:
    claim = make_claim()
    assert (
        log_in("office", region=other_region()).post(reverse(f"reports:{name}", args=[claim.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("name", DECIDE)
def test_an_office_does_not_decide_on_a_claim_it_sees(name: str) -> None:
    claim = make_claim()
    client = log_in("office", region=claim.report.region)
    assert client.post(reverse(f"reports:{name}", args=[claim.pk])).status_code == 403
    assert Claim.objects.get().state == "pending"


@pytest.mark.parametrize("name", DECIDE)
@pytest.mark.parametrize("role", ["leader", "editor", "administrator", "security", "auditor"])
def test_who_reads_no_drafts_finds_no_claim(name: str, role: str) -> None:
    claim = make_claim()
    assert log_in(role).post(reverse(f"reports:{name}", args=[claim.pk])).status_code == 404
    assert Claim.objects.get().state == "pending"


@pytest.mark.parametrize("name", ["report-accept-all", "report-retry"])
def test_what_is_done_to_a_whole_report_needs_the_right_too(name: str) -> None:
    claim = make_claim()
    url = reverse(f"reports:{name}", args=[claim.report_id])
    assert log_in("leader").post(url, {"threshold": "0.8"}).status_code in {403, 404}
    assert log_in("office", region=other_region()).post(url, {"threshold": "0.8"}).status_code in {403, 404}
    assert Claim.objects.get().state == "pending"


@pytest.mark.parametrize("name", [*DECIDE[:2], "claim-reopen"])
def test_a_decision_is_never_made_by_following_a_link(name: str) -> None:
    claim = make_claim()
    assert log_in("reviewer").get(reverse(f"reports:{name}", args=[claim.pk])).status_code == 405


def test_a_decision_needs_the_token_of_the_page() -> None:
    claim = make_claim()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(reverse("reports:claim-accept", args=[claim.pk])).status_code == 403


def test_an_office_sees_its_claims_and_no_buttons() -> None:
    claim = make_claim()
    client = log_in("office", region=claim.report.region)
    page = client.get(reverse("reports:report-detail", args=[claim.report_id])).content.decode()
    assert "94,045" in page
    assert "data-action=" not in page
    assert reverse("reports:report-accept-all", args=[claim.report_id]) not in page


@pytest.mark.parametrize("name", READ)
def test_a_leader_reads_no_drafts(name: str) -> None:
    url = reverse(f"reports:{name}", args=[make_report().pk])
    assert log_in("leader").get(url).status_code == 404


def test_a_leader_may_not_upload() -> None:
    assert log_in("leader").get(reverse("reports:report-upload")).status_code == 403


def test_a_user_without_a_role_sees_no_report() -> None:
    report = make_report()
    client = log_in(None)
    assert client.get(reverse("reports:report-detail", args=[report.pk])).status_code == 404
    assert report.title not in client.get(reverse("reports:report-list")).content.decode()


def test_an_office_rules_on_nothing() -> None:
    claim = make_claim()
    finding = make_finding(claim.report, [claim])
    client = log_in("office", region=claim.report.region)
    url = reverse("reports:finding-rule", args=[finding.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"upheld": claim.pk, "ruling": "有依据"}).status_code == 403


def test_the_lists_of_an_office_hold_its_own_region_only() -> None:
    mine, other = (
        make_report(title="本市总结", region=other_region()),
        make_claim(make_report(title="全省总结 94045件")),
    )
    make_finding(other.report, [other], message="全省的矛盾")
    client = log_in("office", region=mine.region)
    reports = client.get(reverse("reports:report-list")).content.decode()
    findings = client.get(reverse("reports:finding-list")).content.decode()
    assert "本市总结" in reports
    assert "全省总结" not in reports
    assert "江西省" not in reports
    assert "全省的矛盾" not in findings


def test_a_report_that_does_not_exist_is_not_found() -> None:
    assert log_in("reviewer").get(reverse("reports:report-detail", args=[987654])).status_code == 404
