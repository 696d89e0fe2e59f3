"""Django's admin behind the product's own sign-in: its own would ask for no second factor."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.views.entrance import sign_out
from reports import access


class CatalogueAdmin(AdminSite):
    """Open to whom the house lets in; signing in and out and passwords are the product's."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and access.can_use_admin(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("login"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return require_POST(sign_out)(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("account_change_password")
