"""The history of rows: what each of them was before, kept by triggers of the database, bulk changes included.

It holds whole rows and no deeds; who did what and why stands in ``Event``. Each snapshot carries the
circumstances (channel, address, request, person) that ``trail.circumstances`` knew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pghistory
import pgtrigger
from django.db import models
from pghistory.models import Event


class Snapshot(Event):
    """What all snapshots share; a number that does not run out with the country's claims."""

    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def tracked(
    *, exclude: Iterable[str] = (), inserts: bool = False
) -> Callable[[type[models.Model]], type[models.Model]]:
    """A decorator for a model whose updates and deletions leave the row as it was before, in ``row.history``.

    Fields in ``exclude`` are not kept, and a change of them alone leaves nothing. An insertion is the row itself,
    so it is kept only where ``inserts`` says so: where the row is later removed, or nothing else tells who made it.
    Statement triggers: three hundred changed rows cost one call.
    """
    trackers = [pghistory.UpdateEvent(row="OLD"), pghistory.DeleteEvent()]
    if inserts:
        trackers.insert(0, pghistory.InsertEvent())
    return pghistory.track(*trackers, exclude=list(exclude), level=pgtrigger.Statement)
