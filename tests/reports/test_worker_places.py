"""Places for reports: processes that die, fail and end without harm to the worker or to each other."""

import asyncio
import os
import signal
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate import App
from procrastinate.contrib.django import app

from reports.tasks import RECOGNITION
from reports.worker import connect_to_queue
from reports.worker_places import JobFailed, Place, Places, open_places


@pytest.fixture(scope="module")
def places():
    with open_places(2) as two:
        yield two


def job(name: str, lock: str = "report:1", **arguments: object) -> SimpleNamespace:
    return SimpleNamespace(job=SimpleNamespace(task_name=name, task_kwargs=arguments, lock=lock))


def die(task: str, arguments: dict[str, object]) -> None:
    os._exit(1)


def awaited(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it in a loop and a thread of its own: a browser test before may have left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def carry_out(places: Places, **told: object) -> None:
    awaited(places(None, job(**told), None))


def test_each_place_is_a_process_of_its_own(places):
    assert len({os.getpid(), *places.ask(os.getpid)}) == 3


def test_what_went_wrong_comes_back_in_words(places):
    with pytest.raises(JobFailed, match="KeyError: 'no such task'"):
        carry_out(places, name="no such task")


def test_a_place_that_dies_fails_its_own_job_alone(places):
    before = places.ask(os.getpid)
    os.kill(before[-1], signal.SIGKILL)
    with pytest.raises(JobFailed, match=r"is gone|KeyError"):
        carry_out(places, name="any")
    after = places.ask(os.getpid)
    assert after[0] == before[0]
    assert after[-1] not in before


def test_a_job_whose_place_dies_is_told_apart_from_one_that_fails(monkeypatch):
    monkeypatch.setattr("reports.worker_places.carry_out", die)
    place = Place(0)
    with pytest.raises(JobFailed, match="the process that carried out"):
        awaited(place.carry_out("any", {}))
    assert place.begin(os.getpid).result() != os.getpid()
    place.leave()


def test_a_place_does_not_hear_the_signals_that_end_a_worker(places):
    before = places.ask(os.getpid)
    for pid in before:
        os.kill(pid, signal.SIGTERM)
        os.kill(pid, signal.SIGINT)
    assert places.ask(os.getpid) == before


def test_pictures_come_to_the_first_free_place_and_other_reports_to_the_last(monkeypatch):
    taken = []

    async def note(place: Place, *_told: object) -> None:
        taken.append(place.number)

    monkeypatch.setattr(Place, "carry_out", note)
    places = Places(3)
    carry_out(places, name="any", lock=RECOGNITION)
    carry_out(places, name="any")
    assert taken == [0, 2]


def test_places_end_when_they_are_closed():
    with open_places(1) as one:
        (pid,) = one.ask(os.getpid)
    deadline = time.monotonic() + 30
    while os.path.exists(f"/proc/{pid}"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def durability(app: App) -> str:
    """Who says whether the app's connections wait for the disk."""
    query = "select source from pg_settings where name = 'synchronous_commit'"

    async def ask() -> str:
        async with app.open_async():
            return (await app.connector.execute_query_one_async(query))["source"]

    return awaited(ask())


@pytest.mark.django_db(transaction=True)
def test_only_the_coming_and_going_of_jobs_does_not_wait_for_the_disk():
    assert durability(connect_to_queue(app)) == "client"
    with connection.cursor() as cursor:
        cursor.execute("select source from pg_settings where name = 'synchronous_commit'")
        assert cursor.fetchone()[0] != "client"


@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_a_workers_connections_are_left_as_they_are(monkeypatch):
    monkeypatch.delitem(connection.settings_dict["OPTIONS"], "prepare_threshold")
    assert durability(connect_to_queue(app)) != "client"
