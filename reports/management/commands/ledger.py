"""``manage.py ledger --json PLAN REPORT``: what became of each planned item, one JSON object, without a database."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.extraction import Engine, extract, load_engine
from reports.ledger import Paper, build_ledger, paper_of, to_json
from reports.management.commands.extract import as_line, failure
from reports.reading import ReadingError, read_file

logger = logging.getLogger(__name__)
_FAILED = "两份文件已读出，但比对时出错；请联系管理员，并附上这两个文件。"


class Command(BaseCommand):
    """Prints one object for the two files: {"items": […]}, or {"error": …} and an exit status of 1."""

    help = "比对一份报告的计划事项与下一年的报告，输出每项计划的落实情况（一个 JSON 对象）"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", type=Path, metavar="PLAN", help="提出计划的报告")
        parser.add_argument("report", type=Path, metavar="REPORT", help="下一年的报告")
        parser.add_argument("--json", action="store_true", help="JSON，目前唯一的输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        found = ledger_of(options["plan"], options["report"], load_engine())
        self.stdout.write(as_line(found))
        if "error" in found:
            sys.exit(1)


def ledger_of(plan: Path, report: Path, engine: Engine) -> dict[str, Any]:
    """The ledger of two files as JSON-ready data, or the reason why it can't be made, naming the file."""
    papers: list[Paper] = []
    for path in (plan, report):
        try:
            papers.append(_read(path, engine))
        except ReadingError as error:
            return failure(error) | {"file": str(path)}
        except Exception as error:  # whatever a text breaks is one sentence, and never a trace
            logger.error("a document broke the ledger: %s", type(error).__name__)
            return {"error": _FAILED, "code": "failed", "file": str(path)}
    try:
        return to_json(build_ledger(papers[0], papers[1], engine.names), papers[1].text)
    except Exception as error:
        logger.error("two documents broke the ledger: %s", type(error).__name__)
        return {"error": _FAILED, "code": "failed"}


def _read(path: Path, engine: Engine) -> Paper:
    document = read_file(path, path.name)
    found = extract(document.text, engine=engine, blocks=document.blocks, file_name=path.name)
    return paper_of(found, document.blocks)
