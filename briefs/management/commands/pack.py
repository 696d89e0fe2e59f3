"""`manage.py pack --region 410000 --year 2016 --output DIR`: what goes into the year's meeting, in one folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs import pdf
from briefs.composing import compose
from briefs.pack import members
from indicators.models import Region
from reports.errors import ServiceError


class Command(BaseCommand):
    help = "Writes a region's brief (Word, PDF where LibreOffice is installed), deck, tables and sources of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, help="GB/T 2260 code, such as 410000")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--output", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        region = Region.objects.filter(pk=options["region"]).first()
        if region is None:
            raise CommandError(f"没有代码为 {options['region']} 的地区，请写六位行政区划代码，例如 410000。")
        content = compose(region, options["year"], timezone.now())
        if content.is_empty:
            raise CommandError(
                f"{region.name}{options['year']}年还没有已发布的数据，没有写出文件；请先发布这一年的数据。"
            )
        folder: Path = options["output"]
        if not pdf.is_possible():
            self.stderr.write(str(_(pdf.MISSING)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, data in members(content):
                (folder / name).write_bytes(data)
                self.stdout.write(str(folder / name))
        except ServiceError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"不能写到 {folder}：{error.strerror}；请换一个文件夹或腾出空间。") from error
