"""Who may read the trail: asked of the room that knows people, which this one does not; the settings name whom to ask.

The pages stand here and not above, because they show rows of this room alone and need of the others nothing but this
one answer.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string


def may_read(user: Any) -> bool:
    """Whether the pages of the trail, and the addresses in a figure's story, are for the user."""
    return bool(import_string(settings.TRAIL_READER)(user))


def require_reader(user: Any) -> None:
    """Raise PermissionDenied unless the user may read the trail."""
    if not may_read(user):
        raise PermissionDenied
