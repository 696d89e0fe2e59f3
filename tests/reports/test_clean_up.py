"""What is cleaned up every night: steps that are too old to be undone, and sessions that have ended."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from accounts.models import Session
from reports import desk, tasks, undoing
from reports.errors import ServiceError
from reports.models import Claim, Decision, UndoStep
from tests.factories import make_claim, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return make_user()


def accepted(by) -> Claim:
    """A claim whose acceptance took a rougher draft away, which only a step can give back."""
    rough = make_claim(make_report("总结\n专利申请突破9万件。"), "9万", 90000, comparator="above")
    desk.accept(claim=rough, by=by)
    claim = make_claim(make_report())
    desk.accept(claim=claim, by=by)
    return claim


def let_pass(**time) -> None:
    for model in (UndoStep, Decision):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(at=row.at - timedelta(**time))


def test_a_step_lives_as_long_as_it_can_be_taken_back_and_no_longer(alice, settings):
    settings.UNDO_DAYS = 30
    accepted(alice)
    let_pass(days=29, hours=23)
    assert undoing.purge_steps() == 0
    let_pass(hours=2)
    assert undoing.purge_steps() == 1
    assert not UndoStep.objects.exists()


def test_what_was_taken_back_goes_as_well(alice):
    accepted(alice)
    desk.undo(by=alice)
    let_pass(days=settings.UNDO_DAYS + 1)
    assert undoing.purge_steps() == 1


def test_an_old_decision_is_not_taken_back_by_half(alice):
    """Without its step the claim alone would be reopened, and the draft that gave way would stay away."""
    claim = accepted(alice)
    let_pass(days=settings.UNDO_DAYS + 1)
    undoing.purge_steps()
    with pytest.raises(ServiceError, match="没有可以撤销"):
        desk.undo(by=alice)
    claim.refresh_from_db()
    assert claim.state == "accepted"


def test_before_the_night_it_is_as_if_it_were_gone(alice):
    claim = accepted(alice)
    let_pass(days=settings.UNDO_DAYS + 1)
    assert undoing.last_step(report=claim.report) is None
    with pytest.raises(ServiceError, match="期限"):
        undoing.take_back_last(by=alice, report=claim.report)


def test_the_night_takes_away_old_steps_and_ended_sessions_alone(alice):
    accepted(alice)
    here, gone = Client(), Client()
    here.force_login(alice)
    gone.force_login(alice)
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(1))
    tasks.clean_up.func(timestamp=0)
    assert UndoStep.objects.exists()
    assert list(Session.objects.values_list("pk", flat=True)) == [here.session.session_key]
    let_pass(days=settings.UNDO_DAYS + 1)
    tasks.clean_up.func(timestamp=0)
    assert not UndoStep.objects.exists()


def test_it_comes_once_a_day():
    (cron,) = [
        found.cron
        for found in app.periodic_registry.periodic_tasks.values()
        if found.task.name == "reports.clean_up"
    ]
    assert cron.split()[2:] == ["*", "*", "*"]
    assert all(part.isdigit() for part in cron.split()[:2])
