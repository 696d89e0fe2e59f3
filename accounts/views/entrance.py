"""Signing in and out, the time that is left, and one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.logout import logout
from allauth.account.views import LoginView
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import duties, services
from accounts.forms import NewPasswordForm, SignInForm
from accounts.models import Password
from accounts.passwords import age_from


class SignIn(LoginView):
    """Name and password; who is locked out gets 429 and a sentence."""

    form_class = SignInForm
    template_name = "registration/login.html"

    def form_invalid(self, form: Form) -> HttpResponse:
        locked = getattr(self.request, "axes_locked_out", False)
        return self.render_to_response(self.get_context_data(form=form), status=429 if locked else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"next": context["redirect_field_value"], "ended": "ended" in self.request.GET}


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server, or an attempt that stopped at the second factor."""
    logout(request, show_message=False)
    request.session.flush()
    return redirect(settings.LOGOUT_REDIRECT_URL)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password of one's own; the other sessions end, this one goes on under a new number."""
    form = NewPasswordForm(request.POST or None, user=request.user)
    if form.is_valid():
        services.change_password(
            person=request.user, password=form.cleaned_data["new"], keep=request.session.session_key
        )
        update_session_auth_hash(request, request.user)
        duties.note(request, request.user)
        messages.success(request, _("密码已修改，其他地方的登录已退出。"))
        return redirect("mfa_index")
    context = {
        "form": form,
        "why": duties.due(request),
        "rules": password_validators_help_texts(),
        "days": settings.PASSWORD_DAYS,
    }
    return render(request, "accounts/password.html", context, status=422 if form.is_bound else 200)


class Account(IndexView):
    """One's own account: role and region, password, second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "membership": getattr(user, "membership", None),
            "password_set_at": age_from(user, Password.objects.current(user)),
            "days": settings.PASSWORD_DAYS,
            "needs_second_factor": duties.needs_second_factor(user),
        }


@never_cache
@require_safe
@reauthentication_required(app="allauth.mfa")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left, to print."""
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes_of(request)})


@never_cache
@require_safe
@reauthentication_required(app="allauth.mfa")
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The same as a text file."""
    headers = {"Content-Disposition": 'attachment; filename="recovery-codes.txt"'}
    text = "\r\n".join(codes_of(request)) + "\r\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def codes_of(request: HttpRequest) -> list[str]:
    """The unused recovery codes; Http404 where there is no second factor."""
    kind = Authenticator.Type.RECOVERY_CODES
    found = Authenticator.objects.filter(user=request.user, type=kind).first()
    if found is None:
        raise Http404
    return found.wrap().get_unused_codes()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """How many seconds are left, and the page's token; a POST says that somebody is there and puts the end off."""
    if request.method == "POST":
        request.session.touch()
    return JsonResponse({"seconds": request.session.seconds_left(), "token": get_token(request)})
