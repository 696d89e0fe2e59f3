"""``manage.py extract --json FILE…``: what each document states, one JSON object a line, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.extraction import Engine, extract, load_engine, to_json
from reports.reading import ReadingError, read_file


class Command(BaseCommand):
    """Prints one line for each file in the order given; exits with 1 where one could not be read."""

    help = "读取文件，输出其中的数据（每个文件一行 JSON）"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="JSON Lines，目前唯一的输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        engine = load_engine()
        failed = False
        for path in options["files"]:
            line = findings(path, engine)
            failed = failed or "error" in line
            self.stdout.write(as_line(line))
        if failed:
            sys.exit(1)


def findings(path: Path, engine: Engine) -> dict[str, Any]:
    """Return what one file states, or its name and the reason why it can't be read."""
    try:
        document = read_file(path)
    except ReadingError as error:
        return {"file": str(path), "error": str(error), "code": error.code}
    extraction = extract(document.text, engine=engine, blocks=document.blocks, file_name=path.name)
    return to_json(extraction, str(path))


def as_line(line: dict[str, Any]) -> str:
    """Return one line of JSON; a lone surrogate is escaped, so that any terminal can print it."""
    text = json.dumps(line, ensure_ascii=False)
    return text if text.isascii() or _is_printable(text) else json.dumps(line)


def _is_printable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
