"""``manage.py extract --json FILE…``: what each document states, one JSON object a line, without a database."""

from __future__ import annotations

import json
import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand

from reports.extraction import Engine, extract, load_engine, to_json
from reports.reading import Format, ReadingError, read_file, sniff_stream, unpack_batch
from reports.wording import flag_words

logger = logging.getLogger(__name__)
_FAILED = "文件已读出，但分析其中的数据时出错；请联系管理员，并附上这个文件。"


class Command(BaseCommand):
    """Prints one line for each file in the order given, and for a zip one for each file in it.

    Exits with 1 where one could not be read.
    """

    help = "读取文件，输出其中的数据（每个文件一行 JSON；压缩包里的文件各一行）"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="JSON Lines，目前唯一的输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        engine = load_engine()
        failed = False
        for path in options["files"]:
            for line in lines_of(path, engine):
                failed = failed or "error" in line
                self.stdout.write(as_line(line))
        if failed:
            sys.exit(1)


def lines_of(path: Path, engine: Engine) -> Iterator[dict[str, Any]]:
    """What the file states in one line, or a line for each file of a zip, named by ``entry``."""
    if not is_batch(path):
        yield findings(path, path.name, engine) | {"file": str(path)}
        return
    with TemporaryDirectory(prefix="zhiheng-batch-") as folder:
        try:
            for entry in unpack_batch(path, Path(folder)):
                said = (
                    failure(entry.error) if entry.path is None else findings(entry.path, entry.name, engine)
                )
                yield said | {"file": str(path), "entry": entry.name}
        except ReadingError as error:
            yield failure(error) | {"file": str(path)}


def is_batch(path: Path) -> bool:
    """Whether the file is a zip of several; what can't be opened is left to the reader's own sentence."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return sniff_stream(stream, path.name) is Format.ZIP
    except OSError:
        return False


def findings(path: Path, name: str, engine: Engine) -> dict[str, Any]:
    """What one file states and what its reader should know of it, or the reason why it can't be read."""
    try:
        document = read_file(path, name)
        found = extract(document.text, engine=engine, blocks=document.blocks, file_name=name)
    except ReadingError as error:
        return failure(error)
    except Exception as error:  # whatever a text breaks is a line of its own, and never a trace
        logger.error("a document that was read broke the extraction: %s", type(error).__name__)
        return {"error": _FAILED, "code": "failed"}
    remarks = [flag_words(flag) for flag in document.flags]
    return to_json(found, str(path)) | {"flags": list(document.flags), "remarks": remarks}


def failure(error: ReadingError | None) -> dict[str, Any]:
    """The reason in a line's place."""
    return {"error": str(error), "code": error.code if error else "broken"}


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
