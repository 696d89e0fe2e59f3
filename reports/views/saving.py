"""A file that leaves; the trail has it before it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from trail.actions import Action
from trail.services import record


def saved(
    request: HttpRequest,
    body: bytes,
    name: str,
    content_type: str,
    *,
    detail: Mapping[str, Any],
    target: Model | None = None,
) -> HttpResponse:
    """The bytes as a file of that name; the trail has it as taken from ``target``, or by its name where it is of no
    single row. Raises NotRecorded, and then nothing leaves."""
    record(Action.EXPORT, by=request.user, target=target or name, detail=detail)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(body, content_type=content_type, headers=headers)


def site_of(request: HttpRequest) -> str:
    """Where the product stands, as links in a file begin: https://host, without a slash."""
    return request.build_absolute_uri("/").rstrip("/")
