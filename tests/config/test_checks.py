"""What `make check` holds against the settings of production, and where the secret comes from there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.checks import PROJECT, checks

PRODUCTION = next(check for check in checks() if check.name == "production settings")


def test_production_settings_give_no_warning_and_debug_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # set for tests with a browser alone
    assert PRODUCTION.command[-3:] == ["--deploy", "--fail-level", "WARNING"]
    passed, _seconds, output = PRODUCTION.run()
    assert passed, output
    assert "no issues" in output


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600])
def test_a_secret_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x" * 60)
    secret.chmod(mode)
    settings = {name: value for name, value in PRODUCTION.environment.items() if name != "SECRET_KEY"}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.DEBUG, len(s.SECRET_KEY))"], cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "SECRET_KEY_FILE": str(secret)} | settings, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.stdout.split() == ["False", "60"]) is (mode == 0o600)
    assert ("is open to others" in done.stderr) is (mode != 0o600)


def test_what_is_held_pure_is_fully_typed_and_the_other_way_round() -> None:
    tools = pytest.importorskip("tomllib").loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]
    contract = next(
        one for one in tools["importlinter"]["contracts"] if one["name"].startswith("pure modules")
    )
    typed = {path.removesuffix(".py").replace("/", ".") for path in tools["mypy"]["files"]}
    assert typed == set(contract["source_modules"])
