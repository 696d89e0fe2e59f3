"""Who reads: asked of the room that knows people, which this one does not; the settings name whom to ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from indicators.area import Area
from indicators.filters import DRAFTS
from indicators.models import Observation, Region
from trail.story import Step


def home_region(request: HttpRequest) -> Region | None:
    """Whose overview the reader's own office is; None for those who look at all."""
    return import_string(settings.HOME_REGION)(request.user)


def sees_drafts(request: HttpRequest) -> bool:
    """Whether accepted values that are not published yet are for the reader."""
    return import_string(settings.SEES_DRAFTS)(request.user)


def bulletin_of(request: HttpRequest, area: Area, since: datetime, until: datetime | None) -> Any:
    """What is new and open in the area's reports, as far as the reader may know; told by the room of reports."""
    return import_string(settings.OVERVIEW_BULLETIN)(request.user, area, since, until)


def story_of(observation: Observation) -> list[Step]:
    """What happened to the value, from the document on: told by the room that knows documents and decisions."""
    return import_string(settings.VALUE_STORY)(observation)


def uses_of(request: HttpRequest, observation: Observation) -> list[Any]:
    """Where the value is used, as far as the reader may know: told by the room that knows rulings."""
    return import_string(settings.VALUE_USES)(observation, request.user)


def asked_by(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, with ``drafts``: whether the layer with drafts was, by somebody who may see it."""
    return asked | {"drafts": asked.get("layer") == DRAFTS and sees_drafts(request)}
