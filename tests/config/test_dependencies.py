"""What a server is made of: pinned by hash, under known licences, without known weaknesses; no network is asked."""

import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
import yaml
from packaging.version import Version

from config import lock
from config.terminal import Refusal

PROJECT = lock.PROJECT
POLICY = yaml.safe_load((PROJECT / "config" / "dependencies.yaml").read_text("utf-8"))
LOCKS = {name: lock.parse_lock((PROJECT / name).read_text("utf-8")) for name in lock.LOCKS}
LOCKED = [entry for entries in LOCKS.values() for entry in entries]
INSTALLED = {lock.normalised(found.metadata["Name"]): found for found in distributions()}
IMAGE_PYTHON = re.search(r"FROM python:(\d\.\d+)-slim", (PROJECT / "Dockerfile").read_text("utf-8"))[1]


@pytest.mark.parametrize("name", lock.LOCKS)
def test_the_lock_holds_what_the_requirements_pin(name):
    """After a change of requirements.txt: `make lock`."""
    wanted = lock.pinned_names(lock.wanted(lock.LOCKS[name]))
    locked = {entry: {e.version for e in LOCKS[name] if e.name == entry} for entry in wanted}
    assert locked == wanted


@pytest.mark.parametrize("name", lock.LOCKS)
def test_every_python_gets_one_version_of_a_package_and_each_has_hashes(name):
    for entry in LOCKS[name]:
        assert len(entry.hashes) >= 1, entry.name
        others = [e for e in LOCKS[name] if e.name == entry.name and e is not entry]
        assert not any(entry.pythons & other.pythons for other in others), entry.name


def test_no_server_installs_a_database_of_its_own():
    assert not {entry.name for entry in LOCKED} & set(lock.LEFT_OUT)


def test_the_image_installs_from_the_lock_by_hash_and_nothing_else():
    installed = re.findall(r"pip install.*?(?=\n\n)", (PROJECT / "Dockerfile").read_text("utf-8"), re.DOTALL)
    assert len(installed) == 1
    assert {"--require-hashes", "--only-binary=:all:", "/requirements.lock"} <= set(installed[0].split())


def weak(name: str, version: str) -> list[str]:
    """The floors that the version lies below; a floor of another series says nothing."""
    found = [floor for floor in POLICY["floors"] if floor["name"] == name]
    return [
        floor["weakness"]
        for floor in found
        if f"{version}.".startswith(f"{floor.get('series', version)}.")
        and Version(version) < Version(str(floor["floor"]))
    ]


def test_nothing_locked_has_a_known_weakness():
    assert {(e.name, e.version): weak(e.name, e.version) for e in LOCKED if weak(e.name, e.version)} == {}


def test_a_version_below_its_floor_would_be_found():
    assert weak("django", "5.2.18")
    assert weak("pillow", "12.2.0")
    assert not weak("django", "5.2.19")
    assert not weak("django", "6.0.10")


def test_a_series_of_django_without_a_floor_is_not_used():
    series = {floor["series"] for floor in POLICY["floors"] if floor["name"] == "django"}
    assert {".".join(e.version.split(".")[:2]) for e in LOCKED if e.name == "django"} <= series


def test_the_image_stands_on_a_python_whose_floor_is_known():
    assert IMAGE_PYTHON in {floor["series"] for floor in POLICY["floors"] if floor["name"] == "python"}


def licences_of(found: Distribution) -> list[str]:
    """The licences by the package's own words: the expression's parts, else its classifiers, else the short text."""
    told = found.metadata
    if expression := told.get("License-Expression"):
        return re.split(r" AND | OR |[()]", expression)
    classifiers = [
        c.rsplit(" :: ", 1)[-1] for c in told.get_all("Classifier") or [] if c.startswith("License")
    ]
    return classifiers or re.split(r" AND | and ", told.get("License", "").strip())


@pytest.mark.parametrize("name", sorted({entry.name for entry in LOCKED} & INSTALLED.keys()))
def test_a_package_may_be_used_without_opening_what_is_built_on_it(name):
    licences = {licence.strip() for licence in licences_of(INSTALLED[name]) if licence.strip()}
    assert name in POLICY["noted"] or (licences and licences <= set(POLICY["permitted"])), licences


def test_a_licence_that_was_permitted_for_one_package_is_told_for_that_one_alone():
    assert "LGPL-3.0-only" not in POLICY["permitted"]
    assert POLICY["noted"]["psycopg"].startswith("LGPL")
    assert set(POLICY["noted"]) <= {entry.name for entry in LOCKED}


def test_the_bill_of_materials_lists_what_the_lock_installs():
    """After a change of the lock: `make sbom`, with the image's Python."""
    bill = json.loads((PROJECT / "sbom.json").read_text("utf-8"))
    listed = {lock.normalised(c["name"]): c["version"] for c in bill["components"]}
    wanted = {e.name: e.version for e in LOCKS["requirements.lock"] if IMAGE_PYTHON in e.pythons}
    assert {name: version for name, version in listed.items() if name not in {"pip", "setuptools"}} == wanted
    assert bill["bomFormat"] == "CycloneDX"


def test_the_bill_of_materials_names_licences_and_no_folder_of_ours():
    text = (PROJECT / "sbom.json").read_text("utf-8")
    without = [lock.normalised(c["name"]) for c in json.loads(text)["components"] if not c.get("licenses")]
    assert set(without) <= POLICY["noted"].keys()
    assert "file://" not in text


def pin(name: str, version: str, python: str, sha256: str) -> lock.Pin:
    return lock.Pin(name, version, python, sha256 * 64)


def test_machines_share_an_entry_and_versions_are_told_apart_by_python():
    pins = [pin("cffi", "2.1", python, digit) for python in lock.PYTHONS for digit in "ab"]
    pins += [pin("numpy", "2.2" if python == "3.10" else "2.4", python, "c") for python in lock.PYTHONS]
    entries = lock.merged(pins)
    assert [(e.name, e.version, len(e.hashes)) for e in entries] == [
        ("cffi", "2.1", 2), ("numpy", "2.2", 1), ("numpy", "2.4", 1)
    ]  # fmt: skip
    text = lock.rendered(entries, "requirements.lock")
    assert 'numpy==2.2 ; python_version == "3.10" \\' in text
    assert "cffi==2.1 \\" in text
    assert lock.parse_lock(text) == entries


def test_two_versions_for_one_python_are_refused():
    with pytest.raises(Refusal, match=r"cffi.*2\.0.*2\.1"):
        lock.merged([pin("cffi", "2.0", "3.12", "a"), pin("cffi", "2.1", "3.12", "b")])


def test_what_is_locked_holds_until_the_requirements_say_otherwise():
    kept = lock.parse_lock('asgiref==3.1 ; python_version == "3.10" --hash=sha256:aa\nDjango==5.1\n')
    assert lock.constraints(kept, "django==5.2  # why\n") == 'asgiref==3.1 ; python_version == "3.10"\n'


def test_a_missing_python_is_named(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(lock.shutil, "which", lambda command: None)
    with pytest.raises(Refusal, match=r"缺少 python3\.12"):
        lock.resolver("3.12")


def test_a_python_that_is_not_there_is_resolved_by_the_one_before_it(monkeypatch):
    monkeypatch.setattr(lock, "interpreter", lambda python: "here" if python == "3.13" else None)
    assert lock.resolver("3.14") == ("here", "3.13")
    with pytest.raises(Refusal):
        lock.resolver("3.12")


@pytest.mark.parametrize(
    ("needed", "is_unclear"),
    [
        ("zstd; python_version < '3.14'", True),
        ('zstd; python_full_version > "3.13"', True),
        ("tomli; python_version < '3.13'", False),
        ("tomli; python_version >= '3.11'", False),
        ("zstd; (python_version < '3.14') and extra == 'fast'", False),
        ("zstd; (python_version < '3.14') and extra == 'asked'", True),
    ],
)
def test_conditions_that_an_older_python_answers_otherwise_are_found(needed, is_unclear):
    package = {"metadata": {"name": "a", "requires_dist": [needed]}, "requested_extras": ["asked"]}
    assert bool(lock.told_apart({"install": [package]}, "3.14", "3.13")) is is_unclear


def test_an_old_system_is_offered_the_files_that_it_can_run():
    tags = lock.platforms("aarch64", 28)
    assert tags[0] == "manylinux_2_28_aarch64"
    assert "manylinux2014_aarch64" in tags
    assert not any("2_34" in tag for tag in tags)


def test_the_lock_files_name_no_folder_of_ours():
    assert not any("file:" in Path(PROJECT / name).read_text("utf-8") for name in lock.LOCKS)
