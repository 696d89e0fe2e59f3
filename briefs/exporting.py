"""Files that take long: asked for by a person, made by a job that tells how far it is, kept for that person alone.

A person waits for an export, so these jobs have a worker of their own beside the reports' (``reports.worker``). A job
sees what its owner sees, and whether the owner still may is asked again when the file is taken away.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from briefs.models import Brief, Deck, Export
from briefs.prose import CHINESE
from briefs.whole_book import write_book
from indicators.scope import seen_within
from reports import access
from reports.errors import ServiceError
from trail.actions import Action
from trail.services import record

State, Kind = Export.State, Export.Kind
KEPT = timedelta(days=3)
REMEMBERED = timedelta(days=30)  # rows whose file is gone
LOST = timedelta(hours=1)  # under way for so long, it will not come any more
MOST_WAITING = 5
LARGE = 400  # sources of a brief: from here on its Word and PowerPoint files are made by a job too
LONG_DECK = 10  # slides
NO_ACCESS = gettext_noop("您已看不到这份材料，没有生成；请回到列表，选现在看得到的。")
FAILED = gettext_noop("生成时出错，没有文件；请再试一次，还不行就请管理员看日志。")
GONE = gettext_noop("后台中断，没有生成；请再试一次。")
Tell = Callable[[int, str], None]


# --- asking


@transaction.atomic
def ask(*, kind: str, by: AbstractUser, brief: Brief | None = None, deck: Deck | None = None) -> Export:
    """The export, waiting for its job; the one that is under way already where the same is asked for twice.

    Raises ServiceError where too many of the person's are under way.
    """
    from briefs.tasks import queue

    own = Export.objects.filter(owner=by).under_way()
    if same := own.filter(kind=kind, brief=brief, deck=deck).first():
        return same
    if own.count() >= MOST_WAITING:
        raise ServiceError(
            _("您已有 %(most)d 个文件在生成，请等其中一个完成再导出。") % {"most": MOST_WAITING}
        )
    title = brief.title if brief else deck.title if deck else _("全部数据")
    export = Export.objects.create(
        owner=by, kind=kind, brief=brief, deck=deck, title=title[:120],
        scope=access.scope_of(by).prefix or "", language=get_language() or CHINESE,
    )  # fmt: skip
    record(Action.EXPORT, by=by, target=brief or deck or title, detail={"kind": kind, "job": export.pk})
    queue(export)
    return export


def is_long(kind: str, sources: int) -> bool:
    """Whether a brief with so many sources is written by a job."""
    return kind in {Kind.PDF, Kind.ZIP} or sources > LARGE


# --- making


def make(export_id: int) -> bool:
    """Whether the file is there now; the row says why where it is not."""
    export = _begin(export_id)
    if export is None:
        return False
    owner = export.owner
    with seen_within(lambda: access.scope_of(owner)), translation.override(CHINESE):
        try:
            if not may_take(owner, export):
                raise ServiceError(_(NO_ACCESS))
            _keep(export, _written(export))
        except ServiceError as error:
            _fail(export, str(error))
            return False
        except Exception:
            _fail(export, FAILED)
            raise
    return True


@transaction.atomic
def _begin(export_id: int) -> Export | None:
    """The row, under way; None where it is settled."""
    rows = Export.objects.select_for_update(of=("self",), no_key=True).under_way()
    export = rows.select_related("owner", "brief__region", "deck").filter(pk=export_id).first()
    if export is None:
        return None
    export.state, export.done = State.MAKING, 0
    export.save(update_fields=["state", "done"])
    return export


def _written(export: Export) -> bytes:
    from briefs import files  # the libraries for Office files load when a file is asked for
    from briefs.decks import content_of_deck, parts_of
    from briefs.edited import content_of

    tell = _teller(export)
    if export.kind == Kind.XLSX:
        with translation.override(export.language):
            return write_book(tell)
    tell(0, "compose")
    if export.deck:
        content = content_of_deck(export.deck, parts_of(export.deck, export.owner))
    else:
        content = content_of(export.brief)
    return files.render(export.kind, content, tell)


def _teller(export: Export) -> Tell:
    """Write down how many steps are done, of how many, and which is next; each is seen at once."""

    def tell(done: int, step: str, total: int | None = None) -> None:
        total = total or STEPS.get(export.kind, 1)
        Export.objects.filter(pk=export.pk, state=State.MAKING).update(
            done=min(done, total), total=total, step=step[:60]
        )

    return tell


STEPS = {Kind.DOCX: 2, Kind.PPTX: 2, Kind.PDF: 3, Kind.ZIP: 6}


def _keep(export: Export, data: bytes) -> None:
    """Put the file in its place, then say so."""
    name = uuid.uuid4().hex
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    now = timezone.now()
    kept = Export.objects.filter(pk=export.pk, state=State.MAKING).update(
        state=State.READY, file=name, size=len(data), finished_at=now, expires_at=now + KEPT, step="",
        done=F("total"),
    )  # fmt: skip
    if not kept:  # given up meanwhile
        path.unlink(missing_ok=True)


def _fail(export: Export, reason: str) -> None:
    Export.objects.filter(pk=export.pk).update(
        state=State.FAILED, reason=reason[:300], finished_at=timezone.now()
    )


# --- taking away and cleaning up


def path_of(name: str) -> Path:
    """Where the file lies; the name holds nothing that a client chose."""
    return Path(settings.EXPORTS_ROOT) / name


def may_take(user: AbstractUser, export: Export) -> bool:
    """Whether the owner still sees what the file holds: the role, the regions, the brief or the deck."""
    scope = access.scope_of(user)
    if export.owner_id != user.pk or not access.can_brief(user) or scope.prefix != export.scope:
        return False
    if export.brief_id:
        return Brief.objects.seen_by(scope).filter(pk=export.brief_id).exists()
    if export.deck_id:
        return Deck.objects.seen_by(user).filter(pk=export.deck_id).exists()
    return True


@transaction.atomic
def discard(*, export: Export, by: AbstractUser) -> None:
    """Take the row and its file away before their time."""
    record(Action.EXPORT, by=by, target=export.title, detail={"old": {"kind": export.kind, "job": export.pk}})
    name, pk = export.file, export.pk
    Export.objects.filter(pk=pk).delete()
    if name:
        transaction.on_commit(lambda: path_of(name).unlink(missing_ok=True))


def clean_up(now: datetime | None = None) -> int:
    """How many files were taken away; exports whose job was lost are called failed, old rows go."""
    now = now or timezone.now()
    gone = 0
    for export in Export.objects.past(now):
        name = export.file
        Export.objects.filter(pk=export.pk).update(state=State.EXPIRED, file="")
        path_of(name).unlink(missing_ok=True)
        gone += 1
    lost = Export.objects.under_way().filter(asked_at__lt=now - LOST)
    lost.update(state=State.FAILED, reason=GONE, finished_at=now)
    Export.objects.filter(asked_at__lt=now - REMEMBERED).exclude(state=State.READY).delete()
    return gone
