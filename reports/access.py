"""The one place that says who may see and do what; views ask here and nowhere else.

What each role may (docs/security.md shows it as a table):

- office: hands reports in and reads documents, doubts and published values of its own region and below;
- reviewer: reads every document, decides, publishes;
- leader: published values with their sentences, and work items of reports that were reviewed; no drafts;
- editor: the catalogue of indicators; administrator: accounts; security officer: roles; auditor: the trail.

The last four see published values and no draft, and nobody of them decides on a figure.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from indicators.models import Region
from indicators.scope import ALL, NOTHING, Scope, below
from reports.models import Claim, Finding, Membership, Promise, QueryLetter, Report, Return, Twin, WorkItem
from reports.querysets import ReportQuerySet

Role = Membership.Role
UPLOADING = frozenset({Role.OFFICE, Role.REVIEWER})
REVIEWING = frozenset({Role.REVIEWER})
READING = frozenset({Role.OFFICE, Role.REVIEWER})
FOLLOWING = READING | {Role.LEADER}
EDITING_CATALOGUE = frozenset({Role.EDITOR})
MANAGING_PEOPLE = frozenset({Role.ADMINISTRATOR})
READING_TRAIL = frozenset({Role.AUDITOR})

CATALOGUE_RIGHTS = frozenset(
    f"indicators.{right}"
    for right in (
        "view_indicator", "add_indicator", "change_indicator", "view_indicatorname", "add_indicatorname",
        "change_indicatorname", "delete_indicatorname", "view_region",
    )
)  # fmt: skip
"""What the catalogue's editor may do in Django's admin, as that names it."""


def role_of(user: AbstractUser) -> str | None:
    """The user's role; a superuser without one is an administrator; None for nobody's. Asked of the database once
    a request."""
    if not user.is_authenticated or not user.is_active:
        return None
    membership = getattr(user, "membership", None)  # kept on the user, which lives as long as the request
    if membership:
        return membership.role
    return Role.ADMINISTRATOR if user.is_superuser and settings.SUPERUSERS_ALLOWED else None


def can_upload(user: AbstractUser) -> bool:
    return role_of(user) in UPLOADING


def can_review(user: AbstractUser) -> bool:
    return role_of(user) in REVIEWING


def can_read_reports(user: AbstractUser) -> bool:
    """Whether documents with figures that nobody has confirmed yet are for the user at all."""
    return role_of(user) in READING


def can_follow_work(user: AbstractUser) -> bool:
    """Whether planned and done work is for the user at all."""
    return role_of(user) in FOLLOWING


def can_record_progress(user: AbstractUser) -> bool:
    """The office says how far its own work is, the bureau says it of everybody's."""
    return role_of(user) in READING


def may_give_work(user: AbstractUser, region: Region) -> bool:
    """Whoever records how far work is gives it as well, to offices whose figures they see."""
    return can_record_progress(user) and scope_of(user).includes(region.pk)


def can_brief(user: AbstractUser) -> bool:
    """Whoever goes into the meeting: the bureau, leaders, and offices for what they may see."""
    return role_of(user) in FOLLOWING


def can_set_exemptions(user: AbstractUser) -> bool:
    """Whoever decides on figures or keeps the catalogue says which indicators do not apply to whom."""
    return role_of(user) in REVIEWING | EDITING_CATALOGUE


def can_annotate_series(user: AbstractUser) -> bool:
    """Whoever decides on figures or keeps the catalogue says what has to be known of a year."""
    return role_of(user) in REVIEWING | EDITING_CATALOGUE


def can_manage_people(user: AbstractUser) -> bool:
    return role_of(user) in MANAGING_PEOPLE


def can_assign_roles(user: AbstractUser) -> bool:
    """The security officer; the administrator too where the bureau has not separated the two."""
    role = role_of(user)
    return role == Role.SECURITY or (role == Role.ADMINISTRATOR and not settings.SEPARATE_SECURITY_OFFICER)


def can_see_people(user: AbstractUser) -> bool:
    return can_manage_people(user) or can_assign_roles(user)


def may_read_trail(user: AbstractUser) -> bool:
    return role_of(user) in READING_TRAIL


def can_set_policy(user: AbstractUser) -> bool:
    """Whether the user says what is accepted and published without a person."""
    return role_of(user) in MANAGING_PEOPLE


def can_share_views(user: AbstractUser) -> bool:
    """Whether charts that the user saved are offered to everybody: the bureau's own people, no district's office."""
    return role_of(user) not in {None, Role.OFFICE}


def can_keep_maps(user: AbstractUser) -> bool:
    """Whether the user answers for the maps that the bureau publishes on."""
    return role_of(user) in MANAGING_PEOPLE


def can_edit_catalogue(user: AbstractUser) -> bool:
    return role_of(user) in EDITING_CATALOGUE


def can_use_admin(user: AbstractUser) -> bool:
    """Django's admin is the catalogue's editor's, and a superuser's where there may be superusers."""
    return can_edit_catalogue(user) or (
        user.is_active and user.is_superuser and bool(settings.SUPERUSERS_ALLOWED)
    )


def admin_rights(user: AbstractUser) -> frozenset[str]:
    """What the user may do in Django's admin, as `app.right_model`."""
    return CATALOGUE_RIGHTS if can_edit_catalogue(user) else frozenset()


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless it is allowed: 403 with a sentence."""
    if not allowed:
        raise PermissionDenied


def require_upload(user: AbstractUser) -> None:
    """Raise PermissionDenied unless the user may hand in reports."""
    require(can_upload(user))


def require_review(user: AbstractUser) -> None:
    """Raise PermissionDenied unless the user may decide on claims."""
    require(can_review(user))


def home_region(user: AbstractUser) -> Region | None:
    """The region of the user's own office, which files under it and whose overview opens first; None for those who
    look at all."""
    return user.membership.region if role_of(user) == Role.OFFICE else None


def scope_of(user: AbstractUser) -> Scope:
    """Of which regions the user sees published values: an office its own and below, strangers none."""
    role = role_of(user)
    if role is None:
        return NOTHING
    return below(user.membership.region_id) if role == Role.OFFICE else ALL


def can_cancel(user: AbstractUser, report: Report) -> bool:
    """Whoever handed the report in may take it back from the queue, and so may reviewers."""
    return (can_upload(user) and report.uploaded_by_id == user.pk) or can_review(user)


def visible_reports(user: AbstractUser) -> ReportQuerySet:
    """Reviewers see every report, an office its own region's and below, the others none."""
    role = role_of(user)
    if role == Role.REVIEWER:
        return Report.objects.all()
    if role == Role.OFFICE:
        return Report.objects.of_office(user.membership.region)
    return Report.objects.none()


def visible(model: type, user: AbstractUser) -> QuerySet:
    """Rows of a model that belongs to a report, as far as the user sees their reports.

    Leaders see no report, but the work items of those that were reviewed to the end or that a meeting gave, and what a
    person confirmed of what became of plans.
    """
    rows, role = model.objects.all(), role_of(user)
    if role == Role.REVIEWER:
        return rows
    if model is WorkItem:
        return _visible_work(user)
    if role == Role.LEADER and model is Promise:
        return rows.confirmed()
    return rows.filter(report__in=visible_reports(user).values("pk"))


def _visible_work(user: AbstractUser) -> QuerySet:
    """Work of the reports that the user sees, leaders that of reviewed ones; and what meetings gave to regions that the
    user sees."""
    rows, role = WorkItem.objects.all(), role_of(user)
    if role == Role.LEADER:
        return rows.filter(Q(report__state=Report.State.REVIEWED) | Q(report__isnull=True))
    if role != Role.OFFICE:
        return rows.none()
    given = Q(report__isnull=True, region__code__startswith=scope_of(user).prefix)
    return rows.filter(Q(report__in=visible_reports(user).values("pk")) | given)


def filed_reports(user: AbstractUser) -> ReportQuerySet:
    """Reports as far as the user may know that they were filed: leaders of all, without opening any."""
    return Report.objects.all() if role_of(user) == Role.LEADER else visible_reports(user)


def get_report(user: AbstractUser, pk: int) -> Report:
    """The report, or Http404 where it does not exist or is not the user's to see: both look the same."""
    return _get(visible_reports(user), pk)


def get_original(user: AbstractUser, pk: int) -> Report:
    """The report whose file the user may save; one in quarantine is for administrators alone, and only that is.

    Http404 where it is not the user's to see, PermissionDenied where it is and its file is not.
    """
    if can_manage_people(user):
        return _get(Report.objects.filter(state=Report.State.QUARANTINE), pk)
    report = get_report(user, pk)
    if report.state == Report.State.QUARANTINE:
        raise PermissionDenied
    return report


def get_claim(user: AbstractUser, pk: int) -> Claim:
    return _get(visible(Claim, user).select_related("report", "indicator"), pk)


def get_finding(user: AbstractUser, pk: int) -> Finding:
    return _get(visible(Finding, user).select_related("report", "indicator"), pk)


def get_twin(user: AbstractUser, pk: int) -> Twin:
    """The pair of reports, or Http404 where one of the two is not the user's to see."""
    seen = visible_reports(user).values("pk")
    return _get(Twin.objects.filter(report__in=seen, earlier__in=seen), pk)


def get_letter(user: AbstractUser, pk: int) -> QueryLetter:
    return _get(visible(QueryLetter, user).select_related("report", "drafted_by", "sent_by"), pk)


def get_work_item(user: AbstractUser, pk: int) -> WorkItem:
    return _get(visible(WorkItem, user).with_context(), pk)


def get_promise(user: AbstractUser, pk: int) -> Promise:
    return _get(visible(Promise, user).with_context(), pk)


def get_return(user: AbstractUser, pk: int) -> Return:
    return _get(visible(Return, user).select_related("report"), pk)


def _get(rows: QuerySet, pk: int):
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
