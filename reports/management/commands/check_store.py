"""``manage.py check_store``: rows, files and checksums against each other, and against a backup's manifest.

Writing a manifest is the deed of backing up, comparing with one that of restoring: each leaves its row in the trail,
with the manifest's hash, so that what was put back can be told from what was taken.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.models import Report
from reports.store_check import WORDS, Fault, differences, find_faults, hash_of, make_manifest, read_manifest
from trail.actions import Action
from trail.services import record

FOUND_SHOWN = 200
FAULTS_KEPT = 20


class Command(BaseCommand):
    help = (
        "Check that every report's file is there and unchanged, that no file is without a report, and that rows agree"
        " with each other. Exits with 1 where something is wrong. Changes nothing; a backup's manifest that is written"
        " or compared with leaves a row in the trail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fast", action="store_true", help="look for the files without reading them")
        parser.add_argument(
            "--write", type=Path, metavar="FILE", help="write the manifest of a backup made now"
        )
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="compare with the manifest of a backup"
        )

    def handle(self, fast: bool, write: Path | None, against: Path | None, **options: Any) -> None:
        faults = list(find_faults(hashed=not fast))
        if against:
            faults += differences(self.manifest(against))
        for fault in faults[:FOUND_SHOWN]:
            self.stdout.write(f"{WORDS[fault.name]}：{fault.where}")
        if write:
            write.write_text(json.dumps(make_manifest(), ensure_ascii=False, indent=1), encoding="utf-8")
            self.tell(Action.BACKUP, write, faults)
            self.stdout.write(f"清单已写入 {write}")
        if against:
            self.tell(Action.RESTORE, against, faults)
        if faults:
            raise CommandError(f"共 {len(faults)} 处不符，原因见上；文件缺失或损坏的，请从备份恢复。")
        self.stdout.write(f"{Report.objects.count()} 份报告与文件相符。")

    @staticmethod
    def tell(action: str, path: Path, faults: Sequence[Fault]) -> None:
        """The trail's row of the backup or of what was restored; after the counting, which it is not part of."""
        manifest = read_manifest(path)
        detail = {
            "file": path.name,
            "digest": hash_of(path),
            "rows": sum(manifest["rows"].values()),
            "count": len(manifest["files"]),
            "faults": [f"{WORDS[fault.name]}：{fault.where}" for fault in faults[:FAULTS_KEPT]],
        }
        record(action, by=None, target=path.name, detail=detail, result="failed" if faults else "ok")

    @staticmethod
    def manifest(path: Path) -> dict[str, Any]:
        try:
            return read_manifest(path)
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了清单 {path}；请用 check_store --write 写出的文件。") from error
