"""Who may sign in with a password, and what a role may do in Django's admin."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractUser
from django.db.models import Model

from accounts.querysets import find_person
from reports import access


class SignInBackend(ModelBackend):
    """Django's own, with rights by role, and no superusers where they are not allowed.

    For an unknown name Django hashes as for a known one, so the time tells nothing.
    """

    def user_can_authenticate(self, user: AbstractUser) -> bool:
        allowed = settings.SUPERUSERS_ALLOWED or not user.is_superuser
        return allowed and super().user_can_authenticate(user)

    def get_user(self, user_id: int) -> AbstractUser | None:
        """The person of a session, with their role; None where there is none, or they may not sign in any more."""
        person = find_person(int(user_id))
        return person if person and self.user_can_authenticate(person) else None

    def has_perm(self, user: AbstractUser, perm: str, obj: Model | None = None) -> bool:
        return perm in access.admin_rights(user)

    def has_module_perms(self, user: AbstractUser, app_label: str) -> bool:
        return any(right.startswith(f"{app_label}.") for right in access.admin_rights(user))
