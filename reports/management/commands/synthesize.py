"""``manage.py synthesize --observations 1000000``: a database full of made-up values, to measure and to try on."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators.models import Region
from indicators.synthesis_store import fill, holds_values
from reports.models import Report


class Command(BaseCommand):
    help = (
        "Fill an empty database with made-up published values: 60 indicators, the gazetteer's regions, 20 years and"
        " months. The same number and seed make the same values."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--observations", type=int, default=1_000_000, help="how many values (1,000,000)")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other values (1)")

    def handle(self, observations: int, seed: int, **options: Any) -> None:
        if Report.objects.exists() or holds_values():
            raise CommandError(
                "这个数据库里已有报告或已发布的数值，合成数据不能混入；请用 ZHIHENG_VAR 或 DATABASE_URL 指定一个新库，"
                "先运行 python -m config.prepare，再合成。"
            )
        if not Region.objects.exists():
            raise CommandError("这个数据库里还没有行政区划；请先运行 python -m config.prepare，再合成。")
        if observations < 1:
            raise CommandError("要合成的数值至少为 1 个；请用 --observations 给出一个正整数。")
        started = time.monotonic()
        count = fill(observations, seed=seed, tell=lambda done: self.tell(done, observations, started))
        self.stdout.write(f"{count:,} values in {time.monotonic() - started:.0f} s")
        if count < observations:
            self.stdout.write(f"the regions and months that there are make no more than {count:,}")

    def tell(self, done: int, wanted: int, started: float) -> None:
        if done % max(wanted // 10 // 20_000 * 20_000, 20_000):
            return
        after = "; now the indexes" if done == wanted else ""
        self.stdout.write(f"{done:,} of {wanted:,}, {time.monotonic() - started:.0f} s{after}")
        self.stdout.flush()
