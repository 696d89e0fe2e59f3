"""A clock that tests can turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Turns the clock forward: later(minutes=29)."""
    real = timezone.now
    passed = timedelta()

    def turn(**time: float) -> None:
        nonlocal passed
        passed += timedelta(**time)

    monkeypatch.setattr(timezone, "now", lambda: real() + passed)
    monkeypatch.setattr("axes.handlers.proxy.now", lambda: real() + passed)
    return turn
