"""The queue: one office's storm does not starve another, nothing waits for ever, and a report can be taken back."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from indicators.catalogue_store import store_catalogue
from reports import processing, tasks
from reports.errors import ServiceError
from reports.models import Report
from reports.receiving import cancel, receive, retry
from tests.factories import make_region, make_report, make_user

pytestmark = pytest.mark.django_db


def take(text: str, **fields):
    return receive(
        chunks=[f"江西省2016年工作总结\n{text}".encode()],
        name="总结.txt",
        by=fields.pop("by", None),
        **fields,
    ).report


def waiting_report(**fields) -> Report:
    report = make_report("", state="queued", processed_at=None, **fields)
    tasks.queue(report)
    return report


def fetch() -> int:
    """The report whose job a worker would take next; the job is taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (job.args->>'report_id')::bigint from procrastinate_register_worker_v1() worker,"
            " lateral procrastinate_fetch_job_v2(null, worker.worker_id) job"
        )
        return cursor.fetchone()[0]


def test_a_single_file_does_not_wait_for_the_storm_of_another_office():
    nanchang, jiujiang = (
        make_region("360100", "南昌市", "prefecture"),
        make_region("360400", "九江市", "prefecture"),
    )
    storm = [waiting_report(office=nanchang) for _ in range(300)]
    single = waiting_report(office=jiujiang)
    assert [fetch() for _ in range(4)] == [storm[0].pk, single.pk, storm[1].pk, storm[2].pk]


def test_people_of_the_bureau_do_not_starve_each_other():
    alice, bob = make_user("alice"), make_user("bob")
    storm = [waiting_report(uploaded_by=alice) for _ in range(5)]
    single = waiting_report(uploaded_by=bob)
    assert [fetch(), fetch(), fetch()] == [storm[0].pk, single.pk, storm[1].pk]


def test_jobs_of_dead_workers_come_before_any_report():
    waiting_report()
    tasks.rescue.defer(timestamp=0)
    tasks.requeue.defer(timestamp=0)
    first = ProcrastinateJob.objects.order_by("-priority", "id").values_list("task_name", flat=True)[:2]
    assert list(first) == ["reports.rescue", "reports.requeue"]


def test_a_report_whose_job_is_gone_is_queued_again():
    report = waiting_report()
    with_job = waiting_report()
    Report.objects.update(state_since=timezone.now() - tasks.LOST_AFTER * 2)
    ProcrastinateJob.objects.filter(lock=tasks.lock_of(report)).update(status="failed")
    tasks.requeue.func(timestamp=0)
    assert [j.status for j in jobs_of(report)] == ["failed", "todo"]
    assert [j.status for j in jobs_of(with_job)] == ["todo"]


def test_a_report_that_waits_only_briefly_is_left_alone():
    report = waiting_report()
    ProcrastinateJob.objects.filter(lock=tasks.lock_of(report)).update(status="failed")
    tasks.requeue.func(timestamp=0)
    assert [j.status for j in jobs_of(report)] == ["failed"]


def jobs_of(report: Report) -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(lock=tasks.lock_of(report)).order_by("id"))


def test_a_cancelled_report_leaves_the_queue():
    report = take("专利申请8件")
    cancel(report=report, by=make_user())
    report.refresh_from_db()
    assert (report.state, report.is_settled, jobs_of(report)) == ("cancelled", True, [])


def test_what_a_worker_found_of_a_cancelled_report_is_dropped(monkeypatch):
    store_catalogue()
    report, user, reading = take("专利申请8件"), make_user(), processing.read_file

    def cancelled_meanwhile(*args, **kwargs):
        cancel(report=report, by=user)
        return reading(*args)

    monkeypatch.setattr(processing, "read_file", cancelled_meanwhile)
    assert not processing.process(report.pk)
    report.refresh_from_db()
    assert (report.state, report.claims.count()) == ("cancelled", 0)


def test_a_cancelled_report_is_not_begun():
    report = take("专利申请8件")
    cancel(report=report, by=make_user())
    assert not processing.process(report.pk)


def test_a_finished_report_cannot_be_cancelled():
    with pytest.raises(ServiceError, match="不能再取消"):
        cancel(report=make_report(), by=make_user())


def test_a_cancelled_report_can_be_tried_again():
    report = take("专利申请8件")
    cancel(report=report, by=make_user())
    retry(report=report, by=make_user("bob"))
    report.refresh_from_db()
    assert (report.state, len(jobs_of(report))) == ("queued", 1)


def test_the_same_bytes_after_a_cancellation_start_anew():
    first = take("专利申请8件")
    cancel(report=first, by=make_user())
    bob = make_user("bob")
    again = receive(
        chunks=["江西省2016年工作总结\n专利申请8件".encode()], name="新名.txt", by=bob, office=None
    )
    report = Report.objects.get()
    assert (again.is_new, again.report, len(jobs_of(report))) == (True, first, 1)
    assert (report.state, report.file_name, report.uploaded_by) == ("queued", "新名.txt", bob)


@pytest.mark.parametrize(("role", "status"), [("reviewer", 302), ("office", 403), ("leader", 404)])
def test_only_who_handed_it_in_or_a_reviewer_cancels(role: str, status: int):
    region = make_region("360100", "南昌市", "prefecture")
    report = waiting_report(region=region, uploaded_by=make_user("bureau"))
    client = Client()
    client.force_login(make_user("x", role, region if role == "office" else None))
    assert client.post(reverse("reports:report-cancel", args=[report.pk])).status_code == status
    assert (Report.objects.get().state == "cancelled") == (status == 302)


def test_who_handed_it_in_finds_the_button_and_what_to_do_next():
    region = make_region("360100", "南昌市", "prefecture")
    user = make_user("bob", "office", region)
    report = waiting_report(office=region, uploaded_by=user)
    client = Client()
    client.force_login(user)
    card = client.get(reverse("reports:report-card", args=[report.pk])).content.decode()
    url = reverse("reports:report-cancel", args=[report.pk])
    assert url in card
    after = client.post(url, headers={"HX-Request": "true"}).content.decode()
    assert "已取消处理" in after
    assert reverse("reports:report-retry", args=[report.pk]) in after
    assert "hx-trigger" not in after
    page = client.get(reverse("reports:report-detail", args=[report.pk])).content.decode()
    assert "已取消处理" in page


def test_the_watch_over_the_queue_is_kept_every_twenty_seconds():
    rare = {"reports.find_plans", "reports.clean_up", "briefs.clean_exports"}
    schedules = {task.name: cron for (task, cron) in watches() if task.name not in rare}
    assert set(schedules) == {"reports.rescue", "reports.requeue"}
    for cron in schedules.values():
        cron.set_current(start_time=1_800_000_000)
        ticks = [cron.get_next(ret_type=float) for _ in range(4)]
        assert [later - sooner for sooner, later in pairwise(ticks)] == [20, 20, 20]


def watches():
    return [(p.task, p.croniter) for p in app.periodic_registry.periodic_tasks.values()]
