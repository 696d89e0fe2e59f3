"""`make run`: database, worker and web in one terminal, from the first start to a clean end.

PORT and HOST say where to listen (8000 on 127.0.0.1). DATABASE_URL names a server to use instead of the embedded
one. SAMPLES=0 starts without sample reports.
What the parts print goes to var/log/ and is repeated here with the part's name.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from config.embedded_postgres import EmbeddedPostgres
from config.postgres_host import sentence_for
from config.prepare import ACCOUNT_MARK
from config.services import Service
from config.terminal import Refusal, choose, say, warn, write_line
from config.watchdog import Watchdog, end_process_groups

PROJECT = Path(__file__).resolve().parent.parent
LEAST_FREE_BYTES = 200 * 1024 * 1024
PATIENCE_WITH_WEB = 90  # seconds until the first answer
PATIENCE_WITH_END = 12  # seconds for a running job and open requests
DATABASE_CHECK_EVERY = 3.0  # seconds
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(Exception):
    """Somebody asked for the end: Ctrl-C, SIGTERM, a closed terminal."""


class Launcher:
    """Starts the parts in their order, keeps them running, ends them in reverse."""

    def __init__(self) -> None:
        self.var = Path(os.environ.get("ZHIHENG_VAR") or PROJECT / "var").resolve()
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.port = _read_port()
        self.samples = [] if os.environ.get("SAMPLES") == "0" else ["--samples"]
        self.environment = os.environ | {
            "ZHIHENG_MODE": "local",
            "ZHIHENG_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
        self.database = None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(self.var)
        self.services: list[Service] = []
        self.accounts: list[str] = []
        self.parent = os.getppid()
        self.database_checked = time.monotonic()

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{shown}:{self.port}/"

    def run(self) -> None:
        """Runs until asked to stop; raises Refusal where it cannot."""
        self._refuse_full_disk()
        with self._lock() as lock:
            _refuse_taken_port(self.host, self.port)
            watchdog = Watchdog(lock.fileno())
            try:
                self._start_database(watchdog)
                self._prepare(watchdog)
                self._start_services(watchdog)
                self._await_web()
                self._tell_address()
                self._keep_running()
            finally:
                _ignore_signals()
                self._end()
                watchdog.dismiss()

    # --- before anything runs

    def _refuse_full_disk(self) -> None:
        log = self.var / "log"
        log.mkdir(parents=True, exist_ok=True)
        static = self.var / "static"
        static.mkdir(exist_ok=True)  # its absence would be warned of
        (static / "staticfiles.json").unlink(missing_ok=True)  # files once collected would hide newer ones
        free = shutil.disk_usage(log).free
        if free < LEAST_FREE_BYTES:
            raise Refusal(
                choose(
                    f"磁盘空间不足：{self.var} 所在的磁盘只剩 {free // 2**20} MB，请腾出至少 200 MB 后再启动。",
                    f"The disk is full: {free // 2**20} MB are left where {self.var} lies; free at least 200 MB first.",
                )
            )

    def _lock(self) -> IO[str]:
        """One launcher a data folder: the second would end the database under the first."""
        file = (self.var / "launch.lock").open("a+")
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                file.seek(0)
                pid, _, address = file.read().partition(" ")
            if not pid.isdigit() or _is_alive(int(pid)):
                file.close()
                raise Refusal(choose(f"知衡已在运行：{address}", f"Zhiheng is running already: {address}"))
            if not told:  # it was killed, and its watchdog, which holds the lock, is still cleaning up
                say("等待上一次运行收尾……", "Waiting for the previous run to be cleaned up ...")
                told = True
            time.sleep(0.2)
        file.truncate(0)
        file.write(f"{os.getpid()} {self.address}")
        file.flush()
        return file

    # --- the parts

    def _start_database(self, watchdog: Watchdog) -> None:
        if self.database is None:
            say("使用 DATABASE_URL 指定的数据库服务器。", "Using the database server named by DATABASE_URL.")
            return
        say("启动 PostgreSQL……", "Starting PostgreSQL ...")
        watchdog.order("postgres", self.var, "pg")
        self.database.start()

    def _prepare(self, watchdog: Watchdog) -> None:
        log = self.var / "log" / "prepare.log"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.prepare", "--accounts", *self.samples],
                cwd=PROJECT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        watchdog.order("process", process.pid)
        try:
            for line in process.stdout or ():
                if line.startswith(ACCOUNT_MARK):
                    self.accounts.append(line[len(ACCOUNT_MARK) :].rstrip())
                else:
                    write_line(line.rstrip())
            failed = process.wait()
        finally:
            end_process_groups([process.pid], reap=process.poll)
            process.wait()
            watchdog.order("forget", process.pid)
        if failed:
            said = log.read_text("utf-8", "replace").strip().splitlines()
            reason = said[-1] if said else choose(f"退出码 {failed}", f"exit code {failed}")
            raise Refusal(
                choose(
                    f"准备数据时失败：{reason}（详情见 {log}）",
                    f"Preparing the data failed: {reason} (details in {log})",
                )
            )

    def _start_services(self, watchdog: Watchdog) -> None:
        say("启动网页服务和后台处理……", "Starting web and worker ...")
        web = [
            "-m",
            "gunicorn",
            "config.wsgi",
            "--config",
            "python:config.web_server",
            "--bind",
            f"{self.host}:{self.port}",
            "--log-level",
            "warning",
        ]
        web += ["--workers", "2", "--graceful-timeout", "8"]
        worker = ["manage.py", "work", "--places", "2", "--patience", "8"]
        for name, arguments in (("web", web), ("worker", worker)):
            service = Service(
                name, [sys.executable, *arguments], self.environment, self.var / "log", watchdog
            )
            self.services.append(service)
            service.start()

    def _await_web(self) -> None:
        deadline = time.monotonic() + PATIENCE_WITH_WEB
        while not _answers(self.address + "login/"):
            self._look_after_services()
            if time.monotonic() > deadline:
                raise Refusal(
                    choose(
                        f"网页服务在 {PATIENCE_WITH_WEB} 秒内没有应答，详情见 {self.var}/log/web.log。",
                        f"The web server did not answer in {PATIENCE_WITH_WEB} s; details in {self.var}/log/web.log.",
                    )
                )
            time.sleep(0.2)

    def _tell_address(self) -> None:
        say(f"\n知衡已启动：{self.address}", f"\nZhiheng is running: {self.address}")
        self._tell_accounts()
        say(f"按 Ctrl-C 停止；日志在 {self.var}/log/。\n", f"Ctrl-C stops it; logs are in {self.var}/log/.\n")

    def _tell_accounts(self) -> None:
        if len(self.accounts) > 1:
            say("演示账号（密码只在建立时显示一次）：", "Demo accounts (passwords are shown only when made):")
        for line in self.accounts:
            write_line(f"  {line}")
        self.accounts = []

    def _keep_running(self) -> None:
        while True:
            time.sleep(0.5)
            self._look_after_database()
            self._look_after_services()
            if os.environ.get("MAKELEVEL") and os.getppid() != self.parent:
                raise Stop  # `make` was killed: nobody is left who could press Ctrl-C

    def _look_after_database(self) -> None:
        if self.database and time.monotonic() - self.database_checked > DATABASE_CHECK_EVERY:
            self.database_checked = time.monotonic()
            if self.database.status() != "running":
                say("PostgreSQL 意外退出，正在重新启动……", "PostgreSQL ended, starting it again ...")
                self.database.start()

    def _look_after_services(self) -> None:
        for service in self.services:
            service.repeat_log()
            service.keep_alive()

    def _end(self) -> None:
        self._tell_accounts()  # a first start that was broken off has made them all the same
        if self.services or self.database:
            say("正在停止……", "Stopping ...")
        end_process_groups(
            [service.pid for service in self.services if service.pid],
            PATIENCE_WITH_END,
            lambda: [service.process.poll() for service in self.services if service.process],
        )
        for service in self.services:
            service.reap()
        if self.database:
            self.database.stop()
        say("已停止。", "Stopped.")


def _read_port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536):
        raise Refusal(
            choose(
                f"PORT={given} 不是端口号，应为 1 到 65535。", f"PORT={given} is not a port: give 1 to 65535."
            )
        )
    return int(given)


def _refuse_taken_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server does
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                choose(
                    f"端口 {port} 已被占用或不能使用（{error.strerror}），请换一个：make run PORT={port + 1}。",
                    f"Port {port} is taken or cannot be used ({error.strerror}): try make run PORT={port + 1}.",
                )
            ) from error


def _answers(url: str) -> bool:
    """Whether anything but silence comes back."""
    try:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy
        with direct.open(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _ignore_signals() -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _raise_stop(_number: int, _frame: object) -> None:
    _ignore_signals()  # the end is under way; asking again must not break it
    raise Stop


def main() -> int:
    """Runs the product; the exit code: 0 after an asked-for end, 1 after a refusal."""
    for number in STOP_SIGNALS:
        signal.signal(number, _raise_stop)
    try:
        Launcher().run()
    except Stop:
        return 0
    except Refusal as refusal:
        warn(str(refusal))
        return 1
    except OSError as error:
        warn(sentence_for(str(error), PROJECT / "var"))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
