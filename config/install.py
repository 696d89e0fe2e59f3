"""Prepares .venv: `python3 -m config.install requirements.txt`; nothing is done twice.

Runs on the system's Python before anything is installed, so it uses the standard library alone, and syntax that an
old Python can read as well: it must be able to say that it is too old.
"""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from config.terminal import Refusal, choose, say, warn

OLDEST_PYTHON = (3, 10)
PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
LOG = PROJECT / "var" / "log" / "install.log"
NEWS_EVERY = 15  # seconds of silence while pip works
OUTPUT_KEPT = 20000  # characters of pip's output in which a failure's reason is looked for


def install(requirements: Path) -> bool:
    """True where something was installed, False where the stamps say that it is all there."""
    refuse_old_python()
    files = included_files(requirements)
    fingerprint = fingerprint_of(requirements)
    if (VENV / "bin" / "python").exists() and read_stamp(requirements) == fingerprint:
        return False
    LOG.parent.mkdir(parents=True, exist_ok=True)
    installer = make_venv()
    say(
        f"正在安装依赖 {requirements.name}（网络较快时约一分钟，只有第一次需要）……",
        f"Installing {requirements.name} (about a minute on a fast line, the first time only) ...",
    )
    begin = time.monotonic()
    run_pip([*installer, "install", "-r", str(requirements)])
    for file in files:  # the development set contains the running set: `make run` need not ask pip again
        stamp_of(file).write_text(fingerprint_of(file))
    seconds = time.monotonic() - begin
    say(f"依赖已装好，用时 {seconds:.0f} 秒。", f"Installed in {seconds:.0f} s.")
    return True


def refuse_old_python() -> None:
    """Stops where this Python is older than the product can run on."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    have = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise Refusal(
        choose(
            f"需要 Python 3.10 或更新的版本，而 {sys.executable} 是 {have}："
            "请安装新版本，再用 make run PYTHON=/路径/python3.x 启动。",
            f"Python 3.10 or later is needed, and {sys.executable} is {have}: "
            "install a newer one and start with make run PYTHON=/path/to/python3.x.",
        )
    )


def included_files(requirements: Path) -> "list[Path]":
    """The file itself and, recursively, the files it names with -r."""
    files = [requirements]
    for line in requirements.read_text("utf-8").splitlines():
        if line.startswith("-r "):
            files += included_files(requirements.parent / line[3:].split("#")[0].strip())
    return files


def fingerprint_of(requirements: Path) -> str:
    """Changes with any of the files' content and with the Python version."""
    content = b"".join(file.read_bytes() for file in included_files(requirements))
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(content).hexdigest()}"


def stamp_of(requirements: Path) -> Path:
    """Where it is written down that the file's content is installed."""
    return VENV / f"installed-{requirements.name}"


def read_stamp(requirements: Path) -> str:
    """The stamp's content, empty where there is none."""
    try:
        return stamp_of(requirements).read_text()
    except OSError:
        return ""


def make_venv() -> "list[str]":
    """The command of a pip that installs into .venv, which is made where it is missing, broken or of another Python."""
    own_pip = [str(VENV / "bin" / "python"), "-m", "pip"]
    version = f"import sys, pip; assert sys.version_info[:2] == {tuple(sys.version_info[:2])}"
    if succeeds([str(VENV / "bin" / "python"), "-c", version]):
        return own_pip
    say(f"正在建立 Python 环境 {VENV} ……", f"Making the Python environment {VENV} ...")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        run_logged(command, own_pip)
        return own_pip
    # Debian and Ubuntu keep ensurepip in a package of its own; a pip of the system's can do its work.
    system_pip = [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python")]
    if importlib.util.find_spec("venv") and importlib.util.find_spec("pip"):
        run_logged([*command, "--without-pip"], system_pip)
        return system_pip
    raise Refusal(
        choose(
            "系统的 Python 缺少 venv 模块：请先运行 apt-get install python3-venv，再重试。",
            "The system's Python lacks its venv module: run apt-get install python3-venv, then again.",
        )
    )


def succeeds(command: "list[str]") -> bool:
    """Whether the command exists and ends with 0."""
    try:
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def run_logged(command: "list[str]", pip: "list[str]") -> None:
    """Runs a short command; its output goes to the log, and a failure becomes one sentence."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    LOG.write_text(done.stdout, "utf-8")
    if done.returncode or not succeeds([*pip, "--version"]):
        raise Refusal(reason_in(done.stdout))


def run_pip(command: "list[str]") -> None:
    """Runs pip, tells of its progress now and then, and turns a failure into one sentence."""
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    # A machine's settings for its users' own packages have no say about this environment.
    environment = {k: v for k, v in os.environ.items() if k not in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX")}
    environment.update(PIP_USER="0", LC_ALL="C.UTF-8")
    process = subprocess.Popen(
        command + options,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
    )
    output, collected, told = "", 0, time.monotonic()
    with LOG.open("w", encoding="utf-8") as log:
        for line in process.stdout or []:
            log.write(line)
            output = (output + line)[-OUTPUT_KEPT:]
            collected += line.startswith("Collecting")
            if time.monotonic() - told > NEWS_EVERY:
                told = time.monotonic()
                say(
                    f"  仍在安装，已取得 {collected} 个软件包……",
                    f"  still installing, {collected} packages so far ...",
                )
    if process.wait():
        raise Refusal(reason_in(output))


def reason_in(output: str) -> str:
    """One sentence a person can act on, for the output of a failed installation."""
    failed = re.findall(r"(?:Failed building wheel for|Failed to build) ['\"]?([\w.-]+)", output)
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return choose(
            f"磁盘空间不足，依赖没有装完：请为 {PROJECT} 所在的磁盘腾出至少 1 GB，再重试。",
            f"The disk is full and the installation is not complete: free 1 GB where {PROJECT} lies, then again.",
        )
    if re.search(
        r"command '\S*(gcc|g\+\+|cc|c\+\+|clang)\S*' failed|[Nn]o .*compiler|unable to execute", output
    ):
        name = failed[0] if failed else choose("某个软件包", "a package")
        return choose(
            f"{name} 没有适合本机的现成版本，需要 C 编译器："
            "请先运行 apt-get install build-essential python3-dev，再重试。",
            f"{name} has no ready-made build for this machine and needs a C compiler: "
            "run apt-get install build-essential python3-dev, then again.",
        )
    if re.search(
        r"NewConnectionError|name resolution|timed out|ConnectTimeout|ProxyError|SSLError|Max retries", output
    ):
        return choose(
            "连不上软件包服务器：请检查网络，或用 PIP_INDEX_URL 指定一个镜像"
            "（例如 https://pypi.tuna.tsinghua.edu.cn/simple），再重试。",
            "The package server cannot be reached: check the network, or name a mirror in PIP_INDEX_URL, then again.",
        )
    missing = re.findall(r"No matching distribution found for ([^\s(]+)", output)
    if missing:
        return choose(
            f"软件包服务器上没有适合本机（Python {sys.version_info[0]}.{sys.version_info[1]}）的 {missing[-1]}："
            "请换一个镜像（PIP_INDEX_URL）或另一个 Python 版本。",
            f"The package server has no {missing[-1]} for this machine and Python "
            f"{sys.version_info[0]}.{sys.version_info[1]}: try another index (PIP_INDEX_URL) or Python version.",
        )
    said = [line.strip() for line in output.splitlines() if re.search("error|denied", line, re.IGNORECASE)]
    last = said[-1] if said else choose("没有留下原因", "no reason was left")
    return choose(
        f"依赖没有装成（{last}），详情见 {LOG}。", f"The installation failed ({last}); details are in {LOG}."
    )


def main(arguments: "list[str]") -> int:
    """Installs the requirements files named; the exit code."""
    try:
        for name in arguments:
            install(PROJECT / name)
    except Refusal as refusal:
        warn(str(refusal))
        return 1
    except OSError as error:
        warn(reason_in(str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
