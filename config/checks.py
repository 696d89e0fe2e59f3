"""`make check`: everything that can be judged without running the product, two at a time, the slowest first."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from config.terminal import write_line

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
NO_DATABASE = {"ZHIHENG_MODE": "test", "DATABASE_URL": "postgresql:///none?host=/nonexistent"}


def _production() -> dict[str, str]:
    """What a production server sets; nothing is connected to."""
    return {
        "ZHIHENG_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": "postgresql://user:password@localhost/database",
        "ALLOWED_HOSTS": "zhiheng.example.cn",
    }


@dataclass(frozen=True)
class Check:
    """A command that ends with 0 where all is well."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> tuple[bool, float, str]:
        """Whether it passed, its seconds, its output."""
        begin = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=PROJECT,
            env=os.environ | {"PYTHONUTF8": "1"} | self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        return done.returncode == 0, time.monotonic() - begin, done.stdout.strip()


def checks() -> list[Check]:
    """All checks, the slowest first."""
    manage = [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py"]
    return [
        Check("types of the pure half", [PYTHON, "-m", "mypy"]),
        Check(
            "import directions",
            [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command([])"],
        ),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], NO_DATABASE),
        Check(
            "production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], _production()
        ),
        Check("templates", [PYTHON, "-m", "config.templates_check"], NO_DATABASE),
        Check("template indentation", [PYTHON, "-m", "djhtml", "--check", "templates"]),
        Check("translations", [PYTHON, "-m", "config.translations", "check"], NO_DATABASE),
        Check("style", [PYTHON, "-m", "ruff", "check", "."]),
        Check("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ]


def main() -> int:
    """Runs the checks; 1 where one failed, with the output of each that did."""
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        todo = checks()
        for check, (passed, seconds, output) in zip(todo, pool.map(Check.run, todo), strict=True):
            write_line(f"{'ok    ' if passed else 'FAILED'} {check.name} ({seconds:.1f} s)")
            if not passed:
                failed += 1
                write_line(f"{output}\n")
    write_line(f"{failed} of {len(todo)} checks failed" if failed else f"all {len(todo)} checks passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
