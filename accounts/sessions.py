"""Sessions that end by themselves: after a time without use, and after a life that use does not prolong.

The limits are SESSION_IDLE_SECONDS and SESSION_COOKIE_AGE. The end stands in the session's row, so the server alone
decides; the cookie only names the row and goes with the browser's window.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Session
from indicators.prepared import prepared

BEGAN = "signed_in_at"
EVERY = timedelta(minutes=1)
"""Use within so short a time after the last is not written again."""


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with a person, an idle limit and an absolute one."""

    ends_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        if key == SESSION_KEY:  # Django writes this when somebody signs in, and then alone
            super().__setitem__(BEGAN, timezone.now().timestamp())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When the session ends if nothing happens from now on."""
        idle = timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        return min(idle, self.last_moment) if BEGAN in self else idle

    def get_expiry_age(self, **kwargs: Any) -> int:
        return max(0, int((self.get_expiry_date() - timezone.now()).total_seconds()))

    @property
    def last_moment(self) -> datetime:
        """The end that use does not put off."""
        began = datetime.fromtimestamp(self[BEGAN], timezone.get_default_timezone())
        return began + timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def load(self) -> dict[str, Any]:
        rows = _stored(self.session_key, timezone.now()) if self.session_key else []
        if not rows:
            self.ends_at = self._session_key = None
            return {}
        data, self.ends_at = rows[0]
        return self.decode(data)

    def touch(self) -> None:
        """Puts the end off, because the session was used; one statement, at most once a minute."""
        if SESSION_KEY not in self or self.ends_at is None:
            return
        later = self.get_expiry_date()
        if later - self.ends_at >= EVERY:
            Session.objects.filter(session_key=self.session_key).update(expire_date=later)
            self.ends_at = later

    def seconds_left(self) -> int:
        """Until the end as it stands in the row now, which another page may have put off."""
        row = Session.objects.filter(session_key=self.session_key).first()
        return max(0, int((row.expire_date - timezone.now()).total_seconds())) if row else 0


@prepared(scoped=False)
def _stored(key: str, now: datetime) -> QuerySet:
    rows = Session.objects.filter(session_key=key, expire_date__gt=now)
    return rows.values_list("session_data", "expire_date")
