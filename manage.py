#!/usr/bin/env python3
"""Django's command line for Zhiheng."""

import os
import sys

# These change no row by themselves, or run for days: what they start says itself under which name it runs.
BY_THEMSELVES = {"", "check", "help", "makemigrations", "migrate", "procrastinate", "runserver", "work"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in BY_THEMSELVES:
        execute_from_command_line(sys.argv)
        return
    from django.db import OperationalError, connection

    from config.terminal import choose
    from trail.circumstances import command as by_command

    try:
        with by_command(f"manage.py {command}"):
            execute_from_command_line(sys.argv)
    except OperationalError:
        if connection.connection is not None:
            raise  # the database answers, and something else is wrong
        sys.exit(
            choose(
                "数据库没有回应，命令没有执行；请先运行 make run，或检查 DATABASE_URL。",
                "The database does not answer, and nothing was done; start it with make run, or check DATABASE_URL.",
            )
        )


if __name__ == "__main__":
    main()
