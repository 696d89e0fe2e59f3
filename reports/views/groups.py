"""Many at once where they are alike: the groups, what would happen, and one decision with one reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from reports import access, desk
from reports.errors import ServiceError
from reports.forms import GroupForm
from reports.views.desk import asked, narrowing, with_quotes

A_PAGE = 50


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    access.require_review(request.user)
    pages = Paginator(asked(request).alike(), A_PAGE)
    context = {"page_obj": pages.get_page(request.GET.get("page")), "query": narrowing(request)}
    return render(request, "reports/review_groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest) -> HttpResponse:
    """The claims of a group to tick; posted, first what would happen, and after that the decision."""
    access.require_review(request.user)
    rows = asked(request).by_damage()
    form = GroupForm(request.POST or None, claims=rows)
    if form.is_valid() and "confirmed" in request.POST and decide(request, form):
        return redirect("reports:review-groups")
    context = {"form": form, "query": narrowing(request), "claims": with_quotes(rows[: desk.MOST_AT_ONCE])}
    if form.is_bound and form.is_valid():
        accepting = form.cleaned_data["verb"] == "accept"
        chosen = with_quotes(form.cleaned_data["claims"])
        context["prospects"] = desk.rehearse(claims=chosen, by=request.user) if accepting else []
        context["chosen"] = chosen
        return render(request, "reports/review_group_preview.html", context)
    return render(request, "reports/review_group.html", context, status=422 if form.is_bound else 200)


def decide(request: HttpRequest, form: GroupForm) -> bool:
    """Whether all were decided; where not, the form says why."""
    data = form.cleaned_data
    try:
        count = desk.decide_many(
            claims=list(data["claims"]), verb=data["verb"], by=request.user, note=data["note"]
        )
    except ServiceError as error:
        form.add_error(None, str(error))
        return False
    words = ngettext("已处理 %(count)d 条，可以一起撤销。", "已处理 %(count)d 条，可以一起撤销。", count)
    messages.success(request, words % {"count": count})
    return True
