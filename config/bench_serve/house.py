"""The throw-away house that is measured: its database full of made-up values, its reader, its two web workers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded_postgres import EmbeddedPostgres
from config.terminal import Refusal
from config.watchdog import Watchdog, end_process_groups

PROJECT = Path(__file__).resolve().parent.parent.parent
WORKERS = "2"  # as make run starts them
BYTES_A_VALUE = 1100  # of the disk, indexes and the log that PostgreSQL writes ahead included
PATIENCE = 60  # seconds until the first answer


@contextmanager
def filled(folder: Path, observations: int, *, keep: bool) -> Iterator[str]:
    """A running database with so many values; its URL. An earlier run's folder is used as it is."""
    server, watchdog = EmbeddedPostgres(folder), Watchdog()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # root's server runs as another user, who must get in
    if not keep:
        watchdog.order("throwaway", folder, "pg")
    else:
        watchdog.order("postgres", folder, "pg")
    try:
        is_new = server.status() == "absent"
        server.start()
        os.environ |= {
            "ZHIHENG_VAR": str(folder), "DATABASE_URL": server.url(), "ZHIHENG_MODE": "local",
            "SERVER_TIMING": "1", "API_REQUESTS_A_MINUTE": "0",
        }  # fmt: skip
        run("-m", "config.prepare")
        if is_new:
            run("manage.py", "synthesize", "--observations", str(observations))
        collect(folder / "static")
        yield server.url()
    finally:
        server.stop() if keep else server.remove()
        watchdog.dismiss()


def collect(static: Path) -> None:
    """The static files as production serves them: compressed, under names for ever."""
    static.mkdir(exist_ok=True)
    names = static / "staticfiles.json"
    names.unlink(missing_ok=True)
    names.write_text(
        json.dumps({"paths": {}, "version": "1.1", "hash": ""})
    )  # tells the settings that it is there
    run("manage.py", "collectstatic", "--no-input", "--verbosity", "0")


def run(*arguments: str) -> None:
    """Runs a Python of the project to its end; raises Refusal where it fails, which it has told by then."""
    if subprocess.run([sys.executable, *arguments], cwd=PROJECT).returncode:
        raise Refusal("The measuring was not done, the reason stands above.")


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """Two web workers; their port."""
    port, watchdog = _free_port(), Watchdog()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "python:config.web_server"]
    command += ["--bind", f"127.0.0.1:{port}", "--workers", WORKERS, "--log-level", "warning"]
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=PROJECT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    watchdog.order("process", process.pid)
    try:
        _await(port, process)
        yield port
    finally:
        end_process_groups([process.pid], reap=process.poll)
        watchdog.dismiss()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except urllib.error.HTTPError:
            return  # it answers: no worker reads reports here, and it says so
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Refusal("The web workers gave no answer; see web.log in the folder.")


def make_reader() -> tuple[str, str]:
    """A leader who sees all regions: the number of their session, and the secret of their token."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model

    from accounts.sessions import SessionStore
    from accounts.tokens import make_token
    from reports.models import Membership

    user, _ = get_user_model().objects.get_or_create(username="bench")
    Membership.objects.get_or_create(user=user, defaults={"role": Membership.Role.LEADER})
    user.api_tokens.all().delete()
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "accounts.backends.SignInBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    _token, secret = make_token(by=user, name="bench-serve", days=1)
    return str(store.session_key), secret
