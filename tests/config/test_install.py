import ast
import re
import sys
from pathlib import Path

import pytest

from config import install
from config.terminal import Refusal

CONFIG = Path(install.__file__).parent


@pytest.fixture(autouse=True)
def chinese_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.mark.parametrize("module", ["install.py", "terminal.py", "__init__.py"])
def test_an_old_python_can_read_what_tells_it_that_it_is_old(module):
    ast.parse((CONFIG / module).read_text("utf-8"), feature_version=(3, 7))


def test_an_old_python_is_refused_with_the_version_it_needs(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18))
    with pytest.raises(Refusal, match=r"3\.10.*3\.9"):
        install.refuse_old_python()


def test_a_stamp_follows_every_file_that_is_included(tmp_path):
    (tmp_path / "base.txt").write_text("django==5.2\n")
    dev = tmp_path / "dev.txt"
    dev.write_text("-r base.txt\npytest==9\n")
    before = install.fingerprint_of(dev)
    (tmp_path / "base.txt").write_text("django==5.3\n")
    assert install.fingerprint_of(dev) != before
    assert install.included_files(dev) == [dev, tmp_path / "base.txt"]


def test_nothing_is_installed_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "run_pip", lambda command: pytest.fail("pip was run"))
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==5.2\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    install.stamp_of(requirements).write_text(install.fingerprint_of(requirements))
    assert install.install(requirements) is False


def test_a_python_without_venv_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "VENV", tmp_path / "venv")
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match="apt-get install python3-venv"):
        install.make_venv()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "磁盘空间不足",
        ),
        (
            "error: command 'gcc' failed: No such file or directory\nERROR: Failed building wheel for pyahocorasick",
            "pyahocorasick .*build-essential",
        ),
        ("error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1", "build-essential"),
        ("WARNING: Retrying ... Temporary failure in name resolution')': /simple/django/", "PIP_INDEX_URL"),
        ("ERROR: No matching distribution found for django==5.2.19", "django==5.2.19"),
        ("ERROR: something new", "something new.*install.log"),
    ],
)
def test_a_failed_installation_becomes_one_sentence(output, sentence):
    told = install.reason_in(output)
    assert re.search(sentence, told)
    assert "\n" not in told
