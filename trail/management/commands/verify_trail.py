"""Checks that no row of the trail was altered, removed or slipped in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from trail.services import record_verdict
from trail.verification import verify


class Command(BaseCommand):
    help = (
        "Walk the chain of the trail; names every altered or missing row and ends with 1 where there is one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect", metavar="NUMBER:HASH", help="an end of the chain that was noted earlier"
        )
        parser.add_argument("--quiet", action="store_true", help="leave no row about this check in the trail")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            verdict = verify(expect=options["expect"] or "")
            if not options["quiet"]:
                record_verdict(verdict, by=None)
            for fault in verdict.faults:
                self.stderr.write(fault.words)
            if not verdict.is_sound:
                raise CommandError(f"操作记录有 {len(verdict.faults)} 处不对。")
            words = "操作记录完好：第 {first} 至 {last} 环，共 {count} 条；链尾 {last}:{hash}"
            self.stdout.write(
                words.format(first=verdict.first, last=verdict.last, count=verdict.count, hash=verdict.hash)
            )
