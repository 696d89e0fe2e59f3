"""Who may share a view, keep maps and write notes: asked of the room that knows people, which the settings name."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string


def shares_views(user: AbstractUser) -> bool:
    """Whether the user's views may be offered to everybody."""
    return bool(import_string(settings.SHARES_VIEWS)(user))


def keeps_maps(user: AbstractUser) -> bool:
    """Whether the user brings in and removes the bureau's maps."""
    return bool(import_string(settings.KEEPS_MAPS)(user))


def annotates(user: AbstractUser) -> bool:
    """Whether the user writes notes beside the figures of a year."""
    return bool(import_string(settings.ANNOTATES_SERIES)(user))


def require_maps(user: AbstractUser) -> None:
    """Raise PermissionDenied unless the user keeps the maps."""
    if not keeps_maps(user):
        raise PermissionDenied
