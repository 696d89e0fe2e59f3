"""The people of the house: for administrators, and for the security officer who gives the roles."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from accounts import lockout, services
from accounts.errors import PeopleError
from accounts.forms import PersonForm, RoleForm
from accounts.querysets import people
from accounts.tables import PersonTable
from reports import access

ROWS_A_PAGE = 50


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    access.require(access.can_see_people(request.user))
    text = request.GET.get("q", "")[:60].strip()
    table = PersonTable(people(text), locked=lockout.locked_names())
    RequestConfig(request, paginate={"per_page": ROWS_A_PAGE}).configure(table)
    context = {"table": table, "q": text, "addresses": lockout.locked_addresses(), **rights(request)}
    return render(request, "accounts/person_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """A new account; its password is shown once, on the page that answers."""
    access.require(access.can_manage_people(request.user))
    form, role = PersonForm(request.POST or None), RoleForm(request.POST or None)
    with_role = access.can_assign_roles(request.user)
    if form.is_valid() and (not with_role or role.is_valid()):
        person, password = create(request.user, form, role if with_role else None)
        return render(request, "accounts/password_once.html", {"person": person, "password": password})
    context = {"form": form, "role_form": role if with_role else None}
    return render(request, "accounts/person_new.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def create(by: AbstractUser, form: PersonForm, role: RoleForm | None) -> tuple[AbstractUser, str]:
    person, password = services.create_person(by=by, **form.cleaned_data)
    if role is not None:
        services.set_role(person=person, by=by, **role.cleaned_data)
    return person, password


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, get_person(request, pk, access.can_see_people))


@require_POST
def person_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_assign_roles)
    form = RoleForm(request.POST, person=person)
    if not form.is_valid():
        return show(request, person, form)
    return change(
        request, person, _("角色已更改，此人须重新登录。"),
        lambda: services.set_role(person=person, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@never_cache
@require_POST
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_manage_people)
    try:
        password = services.reset_password(person=person, by=request.user)
    except PeopleError as error:
        messages.error(request, str(error))
        return redirect("accounts:person-detail", pk)
    return render(request, "accounts/password_once.html", {"person": person, "password": password})


@require_POST
def person_disable(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_manage_people)
    words = _("账号已停用，此人已被退出登录。")
    return change(request, person, words, lambda: services.disable(person=person, by=request.user))


@require_POST
def person_enable(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_manage_people)
    return change(request, person, _("账号已启用。"), lambda: services.enable(person=person, by=request.user))


@require_POST
def person_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_manage_people)
    return change(request, person, _("锁定已解除。"), lambda: services.unlock(person=person, by=request.user))


@require_POST
def person_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk, access.can_manage_people)
    words = _("第二重验证已清除，此人可重新设置。")
    return change(
        request, person, words, lambda: services.remove_second_factor(person=person, by=request.user)
    )


@require_POST
def address_unlock(request: HttpRequest) -> HttpResponse:
    access.require(access.can_manage_people(request.user))
    address = request.POST.get("address", "")
    if address in lockout.locked_addresses():
        services.unlock_address(address=address, by=request.user)
        messages.success(request, _("地址 %(address)s 的锁定已解除。") % {"address": address})
    return redirect("accounts:person-list")


def get_person(request: HttpRequest, pk: int, may: Callable[[AbstractUser], bool]) -> AbstractUser:
    """The account, for whom the house lets change it; 403 for others before it is told whether there is one."""
    access.require(may(request.user))
    return get_object_or_404(get_user_model().objects.select_related("membership__region"), pk=pk)


def change(request: HttpRequest, person: AbstractUser, words: str, verb: Callable[[], None]) -> HttpResponse:
    """The account's page after the verb, with what was done or why not."""
    try:
        verb()
    except PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("accounts:person-detail", person.pk)


def show(request: HttpRequest, person: AbstractUser, form: RoleForm | None = None) -> HttpResponse:
    row = people().get(pk=person.pk)
    context = {
        "person": row,
        "form": form or RoleForm(person=row),
        "is_locked": lockout.is_locked(row.get_username()),
        "is_self": row.pk == request.user.pk,
        **rights(request),
    }
    return render(request, "accounts/person_detail.html", context, status=422 if form else 200)


def rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "can_manage_people": access.can_manage_people(request.user),
        "can_assign_roles": access.can_assign_roles(request.user),
    }
