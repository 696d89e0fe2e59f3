"""What every page knows of its reader: the role, and what it may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reports import access


def desk(request: HttpRequest) -> dict[str, Any]:
    """The user's rights by name, for navigation and buttons; empty for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "role": access.role_of(user),
        "can_upload": access.can_upload(user),
        "can_review": access.can_review(user),
        "may_read_trail": access.may_read_trail(user),
        "can_set_policy": access.can_set_policy(user),
        "can_read_reports": access.can_read_reports(user),
        "can_follow_work": access.can_follow_work(user),
        "can_brief": access.can_brief(user),
        "can_set_exemptions": access.can_set_exemptions(user),
        "can_see_people": access.can_see_people(user),
        "can_use_admin": access.can_use_admin(user),
        "can_edit_catalogue": access.can_edit_catalogue(user),
    }
