"""Browser tests use the machine's own Chromium; nothing is downloaded for them.

Where none is found they are skipped with the reason; on CI (`CI=true`) a skipped browser test is a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

PROJECT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
# Playwright's own loop runs in the thread of the test, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def find_chromium() -> "str | None":
    """The path of the machine's Chromium; CHROMIUM names another."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not find_chromium():
        pytest.skip("no Chromium on this machine: install chromium, or name one in CHROMIUM")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> "Iterator[None]":
    report = yield
    if report.skipped and is_ci() and item.get_closest_marker("browser") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI, where browser tests must run: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Longer than Playwright's five seconds: with tests on every core a page may take that long."""
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {
        "executable_path": find_chromium(),
        "args": [
            "--disable-dev-shm-usage",
            # The page must work with no network at all.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def database_url() -> str:
    """The URL of the test's own database, for processes that a test starts."""
    known = connection.settings_dict
    user = quote(known["USER"] or "") + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    port = f"&port={known['PORT']}" if known["PORT"] else ""
    return f"postgresql://{user}@/{known['NAME']}?host={quote(str(known['HOST']))}{port}"


@pytest.fixture
def worker(transactional_db: None) -> Iterator[subprocess.Popen]:
    """A real worker on the test's database, so that an upload is processed as in the product."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "2"],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url()},
        start_new_session=True,
    )
    yield process
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
