"""One's own tokens for other programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.errors import PeopleError
from accounts.forms import TokenForm
from accounts.models import ApiToken
from accounts.tokens import make_token, revoke_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_list(request: HttpRequest) -> HttpResponse:
    """The person's tokens; the secret of a new one is shown once, on the page that answers."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            token, secret = make_token(by=request.user, **form.cleaned_data)
        except PeopleError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "accounts/token_once.html", {"token": token, "secret": secret})
    context = {"form": form, "tokens": ApiToken.objects.of(request.user).listed()}
    return render(request, "accounts/token_list.html", context, status=422 if form.is_bound else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    revoke_token(token=token, by=request.user)
    messages.success(request, _("接口令牌“%(name)s”已停用。") % {"name": token.name})
    return redirect("token-list")
