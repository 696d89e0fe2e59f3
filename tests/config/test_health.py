import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_without_a_worker_the_system_is_degraded(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()["workers"]) == (503, 0)


def test_with_a_living_worker_it_is_well(client):
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now())")
    response = client.get("/healthz")
    assert (response.status_code, response.json()["status"]) == (200, "ok")
