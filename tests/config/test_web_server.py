"""The web server runs with one set of settings wherever it is started, and its collector has little to go through."""

import gc
from pathlib import Path

import pytest
from django.template import engines
from gunicorn.app.wsgiapp import WSGIApplication

from config import web_server

ROOT = Path(web_server.__file__).resolve().parent.parent
OPTION = "python:config.web_server"


@pytest.fixture
def collector():
    """Leaves Python's collector as it was."""
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    "file", ["config/launch.py", "config/bench_serve/house.py", "Dockerfile", "docs/operations.md"]
)
def test_whoever_starts_it_takes_these_settings(file):
    assert OPTION in (ROOT / file).read_text("utf-8")


def test_gunicorn_knows_each_of_them(monkeypatch):
    monkeypatch.setattr("sys.argv", ["gunicorn", "config.wsgi", "--config", OPTION])
    settings = WSGIApplication("%(prog)s").cfg
    assert (settings.threads, settings.timeout, settings.control_socket_disable) == (8, 120, True)
    assert settings.post_worker_init is web_server.post_worker_init


def test_what_was_loaded_is_out_of_the_collectors_sight(collector):
    web_server.post_worker_init(None)
    assert gc.get_freeze_count() > 50_000
    assert gc.get_threshold()[0] == web_server.YOUNG


def test_every_page_is_loaded_before_the_first_is_asked_for(collector):
    (cached,) = engines["django"].engine.template_loaders
    cached.reset()
    web_server.post_worker_init(None)
    assert {"base.html", "reports/cells/report_title.html"} <= set(cached.get_template_cache)
