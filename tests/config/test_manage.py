"""The command line for people: one sentence where it cannot work."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = {"DATABASE_URL": "postgresql:///none?host=/nonexistent", "ZHIHENG_MODE": "test"}


def test_without_a_database_a_command_says_what_to_do(tmp_path):
    command = [sys.executable, "manage.py", "load_catalogue"]
    environment = os.environ | NOBODY | {"ZHIHENG_VAR": str(tmp_path), "LC_ALL": "en_GB.UTF-8"}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr.count("Traceback")) == (1, 0)
    assert "start it with make run" in done.stderr
