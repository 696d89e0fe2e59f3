"""`python -m config.bench_serve [--observations 1000000] [--folder F]`; `make bench-serve` calls it."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from config.bench_serve import asked, floor, house, load, painting
from config.terminal import Refusal, warn, write_line

ROWS = 1_000_000
ONE, MANY = 1, 8  # connections
EACH = {ONE: 200, MANY: 40}  # answers on each of them
CHART_TARGET = 0.7  # seconds
WEIGHT_TARGET = 500  # kilobytes


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench_serve", description=__doc__)
    parser.add_argument("--observations", type=int, default=ROWS)
    parser.add_argument("--folder", type=Path, help="keeps the database here, and uses the one that is there")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="zhiheng-bench-"))
    try:
        free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
        if not options.folder and free < options.observations * house.BYTES_A_VALUE:
            raise Refusal("The disk has no room for so many values; ask for fewer with OBSERVATIONS=1000000.")
        with house.filled(folder, options.observations, keep=options.folder is not None) as url:
            measure(folder, url)
    except (Refusal, load.Refused) as refusal:
        warn(str(refusal))
        return 1
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def measure(folder: Path, url: str) -> None:
    """Measures against a filled database, and prints the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # this process asks by one connection
    settings.ALLOWED_HOSTS = ["*"]
    session, secret = house.make_reader()
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
    token = {"Authorization": f"Bearer {secret}"}
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from indicators_observation")
        write_line(
            f"\n{cursor.fetchone()[0]:,} values; {house.WORKERS} web workers, {os.cpu_count()} cores\n"
        )
    requests = asked.requests()
    floors = [
        floor.floor_of(url, floor.statements_of(one.path, token if one.by_token else cookie))
        for one in requests
    ]
    connection.close()
    with house.served(folder) as port:
        tell_times(port, requests, floors, cookie, token)
        tell_charts(port, settings.SESSION_COOKIE_NAME, session)


def tell_times(
    port: int,
    requests: list[asked.Request],
    floors: list[float],
    cookie: dict[str, str],
    token: dict[str, str],
) -> None:
    write_line(
        "milliseconds, server time by Server-Timing; wall is what the client waited; p95/m is p95 over median\n"
    )
    write_line(
        f"{'request':40}{'target':>7}{'floor':>7} |{'median':>7}{'p95':>7}{'wall':>7} by 1 |"
        f"{'median':>7}{'p95':>7}{'p95/m':>6} by 8 |{'kB':>6}"
    )
    for one, least in zip(requests, floors, strict=True):
        headers = token if one.by_token else cookie
        single, many = (load.ask(port, one.path, headers, count, EACH[count]) for count in (ONE, MANY))
        wall = sorted(single.wall)[len(single.wall) // 2]
        target = f"{one.target:.0f}" if one.target else "-"
        write_line(
            f"{one.name:40}{target:>7}{least:7.1f} |{single.median:7.1f}{single.p95:7.1f}{wall:7.1f}      |"
            f"{many.median:7.1f}{many.p95:7.1f}{many.p95 / many.median:6.1f}      |{single.size / 1000:6.0f}",
        )


def tell_charts(port: int, cookie_name: str, session: str) -> None:
    write_line(f"\nfirst visit by Chromium, nothing cached; targets: {CHART_TARGET} s, {WEIGHT_TARGET} kB\n")
    write_line(f"{'page':40}{'first chart, s':>15}{'it answers, s':>15}{'loaded, kB':>12}")
    for name, path in (("overview page", "/?region=360000"), ("indicator page", CHART_PAGE)):
        cookie = {"name": cookie_name, "value": session, "url": f"http://127.0.0.1:{port}"}
        painted = painting.first_chart(f"http://127.0.0.1:{port}{path}", cookie)
        if isinstance(painted, str):
            write_line(f"{name:40}{painted}")
        else:
            write_line(f"{name:40}{painted.seconds:15.2f}{painted.answers:15.2f}{painted.kilobytes:12.0f}")


CHART_PAGE = f"/indicators/{asked.INDICATOR}/?region=360000"

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
