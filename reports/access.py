"""The one place that says who may see and do what; views ask here and nowhere else."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from indicators.models import Region
from reports.models import Claim, Finding, Membership, Report
from reports.querysets import ReportQuerySet

Role = Membership.Role
UPLOADING = frozenset({Role.OFFICE, Role.REVIEWER, Role.ADMINISTRATOR})
REVIEWING = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


def role_of(user: AbstractUser) -> str | None:
    """The user's role; a superuser is an administrator; None for nobody's. Asked of the database once a request."""
    if not user.is_authenticated or not user.is_active:
        return None
    if user.is_superuser:
        return Role.ADMINISTRATOR
    membership = getattr(user, "membership", None)  # kept on the user, which lives as long as the request
    return membership.role if membership else None


def can_upload(user: AbstractUser) -> bool:
    return role_of(user) in UPLOADING


def can_review(user: AbstractUser) -> bool:
    return role_of(user) in REVIEWING


def require_upload(user: AbstractUser) -> None:
    """Raise PermissionDenied unless the user may hand in reports."""
    if not can_upload(user):
        raise PermissionDenied


def require_review(user: AbstractUser) -> None:
    """Raise PermissionDenied unless the user may decide on claims."""
    if not can_review(user):
        raise PermissionDenied


def home_region(user: AbstractUser) -> Region | None:
    """The region of the user's own office, whose overview opens first; None for those who look at all."""
    return user.membership.region if role_of(user) == Role.OFFICE else None


def can_cancel(user: AbstractUser, report: Report) -> bool:
    """Whoever handed the report in may take it back from the queue, and so may reviewers."""
    return (can_upload(user) and report.uploaded_by_id == user.pk) or can_review(user)


def visible_reports(user: AbstractUser) -> ReportQuerySet:
    """The bureau sees every report, an office its own region's and below, strangers none."""
    role = role_of(user)
    if role in {Role.REVIEWER, Role.ADMINISTRATOR, Role.LEADER}:
        return Report.objects.all()
    if role == Role.OFFICE:
        return Report.objects.of_office(user.membership.region)
    return Report.objects.none()


def visible(model: type, user: AbstractUser) -> QuerySet:
    """Rows of a model that belongs to a report, as far as the user sees their reports."""
    rows = model.objects.all()
    if role_of(user) == Role.OFFICE or role_of(user) is None:
        return rows.filter(report__in=visible_reports(user).values("pk"))
    return rows


def get_report(user: AbstractUser, pk: int) -> Report:
    """The report, or Http404 where it does not exist or is not the user's to see: both look the same."""
    return _get(visible_reports(user), pk)


def get_claim(user: AbstractUser, pk: int) -> Claim:
    return _get(visible(Claim, user).select_related("report", "indicator"), pk)


def get_finding(user: AbstractUser, pk: int) -> Finding:
    return _get(visible(Finding, user).select_related("report", "indicator"), pk)


def _get(rows: QuerySet, pk: int):
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
