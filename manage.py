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
    from trail.circumstances import command as by_command

    with by_command(f"manage.py {command}"):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
