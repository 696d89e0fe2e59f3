"""Asks one address over and over by several connections, and keeps what each answer took."""

from __future__ import annotations

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from statistics import median, quantiles

WARM_UP = 12
_TIMING = re.compile(r"app;dur=([\d.]+)")


@dataclass
class Times:
    """Milliseconds of each answer: the server's own, and those that the client waited; bytes of the last body."""

    server: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def median(self) -> float:
        return median(self.server)

    @property
    def p95(self) -> float:
        return quantiles(self.server, n=20)[-1]


class Refused(Exception):
    """The server answered something else than 200; the message says what."""


def ask(port: int, path: str, headers: dict[str, str], connections: int, each: int) -> Times:
    """The times of ``each`` answers on each of the connections, after some that do not count."""
    times, faults, lock = Times(), [], threading.Lock()

    def run(count: int, kept: bool) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            for _ in range(count):
                server, wall, size = _one(connection, path, headers)
                if kept:
                    with lock:
                        times.server.append(server)
                        times.wall.append(wall)
                        times.size = size
        except (OSError, http.client.HTTPException, Refused) as error:
            faults.append(error)
        finally:
            connection.close()

    for count, kept in ((max(WARM_UP // connections, 2), False), (each, True)):
        threads = [threading.Thread(target=run, args=(count, kept)) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if faults:
        raise Refused(f"{path}: {faults[0]}")
    return times


def _one(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[float, float, int]:
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    wall = (time.perf_counter() - started) * 1000
    if response.status != 200:
        raise Refused(f"status {response.status}")
    timing = _TIMING.search(response.headers.get("Server-Timing", ""))
    if timing is None:
        raise Refused("the answer has no Server-Timing")
    return float(timing.group(1)), wall, len(body)
