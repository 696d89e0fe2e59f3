"""What every page shows of the desk: who is here and what waits for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reports import access


def desk(request: HttpRequest) -> dict[str, Any]:
    """The user's rights by name, for navigation and buttons; empty for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    role = access.role_of(user)
    return {
        "role": role,
        "can_upload": role in access.UPLOADING,
        "can_review": role in access.REVIEWING,
        "may_read_trail": access.may_read_trail(user),
        "can_set_policy": access.can_set_policy(user),
        "can_read_reports": role in access.READING,
        "can_follow_work": role in access.FOLLOWING,
        "can_brief": role in access.FOLLOWING,
        "can_set_exemptions": access.can_set_exemptions(user),
        "can_see_people": access.can_see_people(user),
        "can_use_admin": access.can_use_admin(user),
        "can_edit_catalogue": access.can_edit_catalogue(user),
    }
