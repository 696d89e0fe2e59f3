"""Tests run on a throw-away PostgreSQL of their own, reach no network, and leave nothing behind.

One server serves all workers of a run, and each worker has its own database in it. DATABASE_URL names another
server to test on; its own databases are not touched, only `test_…` ones.
"""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from config.embedded_postgres import EmbeddedPostgres
from config.watchdog import Watchdog

RUN_FOLDER = "ZHIHENG_TEST_RUN"  # names the run's folder to the workers and to processes that tests start
LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")
_watchdogs: list[Watchdog] = []


def run_server() -> "EmbeddedPostgres | None":
    """The run's own server, or None where DATABASE_URL names one."""
    folder = os.environ.get(RUN_FOLDER)
    return EmbeddedPostgres(Path(folder), durable=False) if folder else None


def pytest_configure(config: pytest.Config) -> None:
    # pytest-base-url, which Playwright's plugin needs, defines its fixture in the old way.
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance methods")
    if not hasattr(config, "workerinput"):
        _prepare_run()
    _close_network()
    if settings.configured:  # not with `-p no:django`, which is enough for the pure half
        _isolate_settings()


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> "str | None":
    """Names a file's bytes by their parameter: bytes may hold the time, and all workers must collect one list."""
    return argname if isinstance(val, bytes) else None


def _isolate_settings() -> None:
    folder = Path(os.environ["ZHIHENG_VAR"])
    settings.MEDIA_ROOT = folder / "media"
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # As in a checkout where `make run` never collected static files.
    settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    if server := run_server():
        settings.DATABASES["default"]["HOST"] = str(server.socket_directory)


def _prepare_run() -> None:
    folder = Path(tempfile.mkdtemp(prefix="zhiheng-test-"))
    folder.chmod(0o755)  # root's server runs as another user, who must get in
    os.environ["ZHIHENG_VAR"] = str(folder)
    os.environ["ZHIHENG_MODE"] = "test"
    if not os.environ.get("DATABASE_URL"):
        os.environ[RUN_FOLDER] = str(folder)
        os.environ["DATABASE_URL"] = EmbeddedPostgres(folder).url()
        watchdog = Watchdog()
        watchdog.order("throwaway", folder, "pg")
        _watchdogs.append(watchdog)


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    if server := run_server():
        server.remove()
    for watchdog in _watchdogs:
        watchdog.dismiss()
    shutil.rmtree(os.environ["ZHIHENG_VAR"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Starts the run's server when the first test asks for a database; the suffix keeps workers apart."""
    if server := run_server():
        server.start()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Lets the tests' own clearing empty the trail, which nobody may do elsewhere."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("trail_event", "trail_seal"):
            cursor.execute(f"alter table {table} disable trigger trail_not_emptied")


@pytest.fixture(autouse=True)
def _empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """Takes the jobs away that a test has committed: Django empties its own tables only, and not the queue's."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connection.cursor() as cursor:
            for table in ("periodic_defers", "jobs", "workers"):
                cursor.execute(f"delete from procrastinate_{table}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what tests measured, so that a run's figures are in its log."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    for report in reports:
        for name, value in getattr(report, "user_properties", []):
            if name == "measured" and report.when == "call":
                terminalreporter.write_line(f"measured  {value}")


def _close_network() -> None:
    """Lets tests reach this machine only: a test that needs another host fails with its name."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not str(name).startswith(LOOPBACK):
            raise RuntimeError(f"a test tried to reach {name}: the network is closed in tests")

    def guarded_connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            check(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        if self.family != socket.AF_UNIX:
            check(address[0])
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: object, *arguments: object, **options: object) -> object:
        check(host)
        return getaddrinfo(host, *arguments, **options)

    socket.socket.connect = guarded_connect
    socket.socket.connect_ex = guarded_connect_ex
    socket.getaddrinfo = guarded_getaddrinfo
