from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.models import Region
from reports.errors import Refused
from reports.processing import process
from reports.receiving import receive


class Command(BaseCommand):
    help = "Take report files in, as the upload page does; a folder stands for all files below it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--office", metavar="CODE", help="GB/T 2260 code of the office that files them")
        parser.add_argument(
            "--now", action="store_true", help="read them here instead of leaving it to the worker"
        )

    def handle(self, paths: list[Path], office: str | None, now: bool, **options: Any) -> None:
        region = self.find_office(office)
        refused = 0
        for path in files_of(paths):
            try:
                with path.open("rb") as file:
                    receipt = receive(
                        chunks=iter(lambda: file.read(65536), b""),
                        name=path.name,
                        by=None,
                        office=region,
                    )
            except (Refused, OSError) as error:
                refused += 1
                self.stderr.write(f"{path}: {error}")
                continue
            if now and receipt.is_new:
                process(receipt.report.pk)
                receipt.report.refresh_from_db()
            word = receipt.report.get_state_display() if receipt.is_new else "已上传过，未重复收录"
            self.stdout.write(f"{path}: #{receipt.report.pk} {word} {receipt.report.failure}".rstrip())
        if refused:
            raise CommandError(f"{refused} 个文件未接收，原因见上。")

    @staticmethod
    def find_office(code: str | None) -> Region | None:
        if code is None:
            return None
        region = Region.objects.filter(pk=code).first()
        if region is None:
            raise CommandError(f"没有代码为 {code} 的地区；请用 GB/T 2260 的六位代码。")
        return region


def files_of(paths: list[Path]) -> list[Path]:
    """The files named and those below the folders named, hidden ones left out, in order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        else:
            found.append(path)
    return found
