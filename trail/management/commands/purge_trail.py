"""Takes rows of the trail away that are older than the setting says."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from trail.errors import TrailError
from trail.retention import purge


class Command(BaseCommand):
    help = "Delete rows of the trail older than TRAIL_KEEP_DAYS (180 at least); run by the tables' owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, help="instead of TRAIL_KEEP_DAYS; 180 or more")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            try:
                count = purge(by=None, days=options["days"])
            except TrailError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"清理了 {count} 条操作记录。")
