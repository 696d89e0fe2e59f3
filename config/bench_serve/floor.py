"""The floor: the statements that a request puts to the database, put by psycopg alone and fetched, nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from typing import Any

import psycopg
from django.db import connection
from django.test import Client

READING = ("select", "with")
TIMES = 60


def statements_of(path: str, headers: dict[str, str]) -> list[str]:
    """What the request asks of the database when it is asked a second time, values filled in."""
    client = Client(headers=headers)
    client.get(path)
    texts: list[str] = []

    def note(
        execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        texts.append(connection.ops.compose_sql(sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return [text for text in texts if text.lstrip("( ").lower().startswith(READING)]


def floor_of(url: str, statements: list[str]) -> float:
    """The median of the milliseconds that all of them take, one after another on one connection."""
    taken = []
    with psycopg.connect(url, autocommit=True) as own:
        for _ in range(TIMES):
            started = time.perf_counter()
            for statement in statements:
                own.execute(statement).fetchall()
            taken.append((time.perf_counter() - started) * 1000)
    return median(taken[TIMES // 6 :])
