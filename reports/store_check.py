"""Whether the database and the files agree, and whether both are what they were at the time of a backup."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from reports.models import Claim, Report
from reports.storage import path_of

APPS = ("accounts", "auth", "indicators", "reports", "trail")
LITTER_AFTER = 120  # seconds that an upload may take between two bytes
PIECE = 1 << 20
Manifest = dict[str, Any]

WORDS = {
    "missing": _("缺文件"),
    "size": _("文件大小不符"),
    "damaged": _("文件内容已损坏"),
    "stranger": _("没有记录的文件，可重新导入"),
    "litter": _("没有传完的文件，可删除"),
    "state": _("状态与结果不符"),
    "doubled": _("同一处数字记了两次"),
    "rows": _("行数与备份时不同"),
    "file_lost": _("备份时有、现在没有的文件"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be: a name of ``WORDS``, and where."""

    name: str
    where: str


def find_faults(*, hashed: bool = True) -> Iterator[Fault]:
    """What is wrong between rows and files; without ``hashed`` the files are only looked for and not read."""
    known = dict(Report.objects.values_list("digest", "size").distinct())
    yield from _wrong_files(known, hashed)
    yield from _strange_files(set(known))
    yield from _wrong_rows()


def _wrong_files(known: dict[str, int], hashed: bool) -> Iterator[Fault]:
    for digest, size in sorted(known.items()):
        path = path_of(digest)
        if not path.is_file():
            yield Fault("missing", _reports_of(digest))
        elif path.stat().st_size != size:
            yield Fault("size", _reports_of(digest))
        elif hashed and hash_of(path) != digest:
            yield Fault("damaged", _reports_of(digest))


def _reports_of(digest: str) -> str:
    rows = Report.objects.filter(digest=digest).order_by("pk").values_list("pk", "file_name")
    names = ", ".join(f"#{pk} {name}" for pk, name in rows)
    return f"{names} ({digest[:12]})"


def _strange_files(known: set[str]) -> Iterator[Fault]:
    root, now = Path(settings.MEDIA_ROOT), time.time()
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        if path.parent.name == "incoming":
            if now - path.stat().st_mtime > LITTER_AFTER:
                yield Fault("litter", str(path.relative_to(root)))
        elif path.name not in known and now - path.stat().st_mtime > LITTER_AFTER:
            yield Fault("stranger", str(path.relative_to(root)))


def _wrong_rows() -> Iterator[Fault]:
    """What constraints cannot hold, because it lies in two tables: all or nothing, and nothing twice."""
    unread = Report.objects.exclude(state__in=["review", "reviewed"]).filter(claims__isnull=False)
    for pk in unread.distinct().values_list("pk", flat=True):
        yield Fault("state", f"#{pk}")
    of_replaced = Claim.objects.filter(report__replaced_by__isnull=False)
    for pk in of_replaced.exclude(observation=None, target=None).values_list("report", flat=True).distinct():
        yield Fault("state", f"#{pk}")
    place = ("report", "indicator", "breakdown", "measure", "span_start", "span_end")
    twice = Claim.objects.machine_made().order_by().values(*place).annotate(n=Count("pk"), pk_=Max("pk"))
    for row in twice.filter(n__gt=1):
        yield Fault("doubled", f"#{row['report']} {row['span_start']}")


def hash_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            hasher.update(piece)
    return hasher.hexdigest()


def make_manifest() -> Manifest:
    """What a backup made now must hold: rows of each table, and the hash of every file that a row names."""
    return {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "rows": {model._meta.label: model._default_manager.count() for model in counted_models()},
        "files": sorted(set(Report.objects.values_list("digest", flat=True))),
    }


def counted_models() -> list[type]:
    """The models whose rows are the product's memory; sessions and the queue come and go."""
    models = [model for model in apps.get_models() if model._meta.app_label in APPS]
    return sorted(models, key=lambda model: model._meta.label)


def differences(manifest: Manifest) -> Iterator[Fault]:
    """How the store differs from the manifest of its backup."""
    now = make_manifest()
    for label, count in manifest["rows"].items():
        if now["rows"].get(label) != count:
            yield Fault("rows", f"{label}: {count} → {now['rows'].get(label)}")
    for digest in sorted(set(manifest["files"]) - set(now["files"])):
        yield Fault("file_lost", digest)


def read_manifest(path: Path) -> Manifest:
    """The manifest in the file. Raises ValueError where it is none."""
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(manifest, dict) or not {"rows", "files"} <= manifest.keys():
        raise ValueError("no manifest")
    return manifest
