"""One running part of `make run`: its process, its log, and what happens when it dies."""

import os
import signal
import subprocess
import time
from pathlib import Path

from config.terminal import Refusal, choose, say, write_line
from config.watchdog import Watchdog

PROJECT = Path(__file__).resolve().parent.parent
LARGEST_LOG = 5 * 1024 * 1024  # bytes; a larger one is put aside at the next start
QUICK = 5.0  # seconds: who dies sooner has not been running
MOST_QUICK_DEATHS = 5
LONGEST_PAUSE = 30.0


class Service:
    """A command that is kept running; it writes into `log_folder/<name>.log`."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str], log_folder: Path, watchdog: Watchdog
    ) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.log = log_folder / f"{name}.log"
        self.watchdog = watchdog
        self.process: subprocess.Popen[bytes] | None = None
        self.quick_deaths = 0
        self.started = 0.0
        self.restart_at = 0.0
        self.shown = 0  # bytes of the log that were repeated on the terminal

    @property
    def pid(self) -> int:
        """The number of the process and of its group, 0 where none was started."""
        return self.process.pid if self.process else 0

    def start(self) -> None:
        """Starts the process in a group of its own, so that Ctrl-C reaches it in order."""
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            os.replace(self.log, self.log.with_suffix(".log.1"))
        self.shown = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.watchdog.order("process", self.pid)
        self.started = time.monotonic()
        self.restart_at = 0.0

    def keep_alive(self) -> None:
        """Starts the process again where it died; raises Refusal where it dies again and again."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.restart_at:
            self.watchdog.order("forget", self.pid)
            quick = now - self.started < QUICK
            self.quick_deaths = self.quick_deaths + 1 if quick else 0
            if self.quick_deaths >= MOST_QUICK_DEATHS:
                raise Refusal(
                    choose(
                        f"{self.name} 一启动就退出（{self.last_words()}），详情见 {self.log}。",
                        f"{self.name} ends as soon as it starts ({self.last_words()}); details are in {self.log}.",
                    )
                )
            self.restart_at = now + (min(2.0**self.quick_deaths, LONGEST_PAUSE) if quick else 0)
            how = _how_it_ended(self.process.returncode)
            say(
                f"{self.name} 意外退出（{how}），正在重新启动……",
                f"{self.name} ended ({how}), starting it again ...",
            )
        if now >= self.restart_at:
            self.start()

    def reap(self) -> None:
        """Collects the ended process, so that it does not stay as a zombie, and shows its last lines."""
        if self.process:
            self.process.wait()
            self.repeat_log()
            self.watchdog.order("forget", self.pid)

    def repeat_log(self) -> None:
        """Writes what was added to the log to the terminal, line by line, with the part's name."""
        if self.log.stat().st_size <= self.shown:
            return
        with self.log.open("rb") as file:
            file.seek(self.shown)
            added = file.read()
        complete = added[: added.rfind(b"\n") + 1]
        self.shown += len(complete)
        for line in complete.decode("utf-8", "replace").splitlines():
            write_line(f"{self.name:6} | {line}")

    def last_words(self) -> str:
        """The last line of the log, or nothing."""
        lines = self.log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1].strip() if lines else ""


def _how_it_ended(code: int) -> str:
    if code >= 0:
        return choose(f"退出码 {code}", f"exit code {code}")
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return choose(f"被信号 {name} 结束", f"by {name}")
