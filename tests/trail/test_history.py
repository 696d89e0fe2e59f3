"""What rows were before, kept by the database: bulk changes and raw SQL included."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from indicators.models import IndicatorName
from reports.models import Claim, Finding, Membership, Report, WorkItem
from tests.factories import (
    make_claim,
    make_finding,
    make_indicator,
    make_observation,
    make_report,
    make_user,
    make_work_item,
)
from trail import circumstances

pytestmark = pytest.mark.django_db


def test_a_bulk_change_leaves_every_row_as_it_was():
    report = make_report("甲1件乙2件丙3件")
    for n in (1, 2, 3):
        make_claim(report, f"{n}件", n)
    report.claims.update(value=9)
    kept = Claim.history.rel.related_model.objects.filter(report=report)
    assert sorted(int(row.value) for row in kept) == [1, 2, 3]


def test_raw_sql_leaves_its_trace_as_well():
    claim = make_claim()
    with connection.cursor() as cursor:
        cursor.execute("update reports_claim set value = 7 where id = %s", [claim.pk])
    assert claim.history.get().value == Decimal(94045)


def test_a_deleted_row_stays_in_the_history():
    claim = make_claim()
    snapshots, pk = claim.history.model.objects, claim.pk
    claim.delete()
    row = snapshots.get(pgh_obj_id=pk)
    assert (row.pgh_label, row.value, row.span_start) == ("delete", 94045, claim.span_start)


def test_a_change_of_what_is_not_kept_leaves_nothing():
    report = make_report()
    Report.objects.filter(pk=report.pk).update(text="别的", blocks=[], figures=[], attempt=2)
    assert not report.history.exists()


def test_a_new_row_is_its_own_record():
    assert not make_claim().history.exists()
    assert not make_observation().history.exists()


def test_roles_and_names_are_kept_from_the_first_on():
    make_user("alice", "leader")
    name = IndicatorName.objects.create(indicator=make_indicator(), name="专利申请")
    assert Membership.objects.get().history.get().pgh_label == "insert"
    assert name.history.get().pgh_label == "insert"


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (lambda: make_finding(make_report(), []), {"message": "别的"}),
        (lambda: make_work_item(make_report()), {"text": "别的"}),
        (make_observation, {"comparator": "about"}),
        (make_indicator, {"name_zh": "别的"}),
        (make_report, {"title": "别的"}),
    ],
    ids=["finding", "work item", "observation", "indicator", "report"],
)
def test_every_kind_of_row_is_kept(make, change):
    row = make()
    type(row).objects.filter(pk=row.pk).update(**change)
    field = next(iter(change))
    assert getattr(row.history.get(), field) == getattr(row, field)


def test_a_change_from_a_page_carries_who_and_from_where(client):
    client.force_login(alice := make_user("alice"))
    claim = make_claim()
    client.post(reverse("reports:claim-accept", args=[claim.pk]), REMOTE_ADDR="10.1.1.1")
    context = claim.history.last().pgh_context
    assert (context["user"], context["name"], context["address"]) == (alice.pk, "alice", "10.1.1.1")
    assert context["url"] == reverse("reports:claim-accept", args=[claim.pk])


def test_a_change_in_a_job_carries_the_jobs_name():
    claim = make_claim()
    with circumstances.job("reports.process"):
        Claim.objects.update(value=5)
    context = claim.history.get().pgh_context
    assert (context["channel"], context["url"]) == ("job", "reports.process")


def test_the_history_itself_cannot_be_changed():
    claim = make_claim()
    Claim.objects.update(value=5)
    for change in (lambda: claim.history.update(value=6), lambda: claim.history.all().delete()):
        with pytest.raises(DatabaseError, match="append"), transaction.atomic():
            change()


def test_what_a_new_reading_takes_away_is_kept():
    report = make_report()
    make_work_item(report), make_finding(report, [])
    WorkItem.objects.all().delete()
    Finding.objects.all().delete()
    assert WorkItem.history.rel.related_model.objects.get().pgh_label == "delete"
    assert Finding.history.rel.related_model.objects.get().pgh_label == "delete"
