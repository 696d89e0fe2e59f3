"""The review desk: the queue, one figure at a time, and the decision on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import access, desk
from reports.candidates import pick
from reports.desk_page import build_desk_item
from reports.errors import ServiceError
from reports.forms import CorrectionForm, NoteForm
from reports.models import Claim
from reports.numbers import read_number
from reports.review_filter import ReviewFilter
from reports.selections import read_selection
from reports.views.lists import VisibleList
from reports.wording import value_words

AHEAD = 200
A_PAGE = 30


def waiting(request: HttpRequest) -> QuerySet[Claim]:
    """The pending claims that the reader may decide on."""
    return access.visible(Claim, request.user).pending()


def asked(request: HttpRequest) -> QuerySet[Claim]:
    """Those of them that the address narrows the queue to."""
    rows = waiting(request)
    return ReviewFilter(request.GET, queryset=rows, choices_from=rows).qs


def with_quotes(rows: Sequence[Claim]) -> list[Claim]:
    """The claims of a page in their order, with what a list shows of them."""
    known = Claim.objects.with_quotes().select_related("indicator", "report__region", "aside_by")
    found = known.in_bulk([row.pk for row in rows])
    for row in rows:
        found[row.pk].damage = row.damage
    return [found[row.pk] for row in rows]


class ReviewQueue(VisibleList):
    """The figures that wait, the worst if wrong first."""

    filterset_class = ReviewFilter
    template_name = "reports/review_queue.html"
    paginate_by = A_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_review(request.user)
        return super().dispatch(request, *args, **kwargs)

    def visible(self) -> QuerySet:
        return waiting(self.request)

    def get_queryset(self) -> QuerySet:
        return self.visible().by_damage()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["claims"] = with_quotes(context["page_obj"].object_list)
        return context | {"query": self.request.GET.urlencode(), "last_act": desk.last_act(self.request.user)}


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One figure: a whole page, or the fragment that the desk loads ahead."""
    claim = access.get_claim(request.user, pk)
    access.require_review(request.user)
    context = {
        "page": build_desk_item(claim, waiting(request)),
        "report": claim.report,
        "query": narrowing(request),
    }
    if "fragment" in request.GET:
        return render(request, "reports/_desk_item.html", context)
    rows = asked(request)
    context |= {
        "queue": list(rows.by_damage().values_list("pk", flat=True)[:AHEAD]),
        "remaining": rows.count(),
    }
    return render(request, "reports/desk.html", context)


def narrowing(request: HttpRequest) -> str:
    """The address's part that narrows the queue, without what only this page is asked."""
    query = request.GET.copy()
    query.pop("fragment", None)
    return query.urlencode()


@require_POST
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    claim = access.get_claim(request.user, pk)
    access.require_review(request.user)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        decided = act(request, claim, verb, note)
    except ServiceError as error:
        return refused(request, pk, str(error))
    return done(request, claim, said(verb, decided))


def act(request: HttpRequest, claim: Claim, verb: str, note: str) -> Claim:
    """The claim after the verb; a chosen candidate is a correction. Raises ServiceError."""
    if verb == "aside":
        return desk.set_aside(claim=claim, by=request.user, note=note)
    version = read_number(request.POST.get("version", ""))
    if verb != "choose":
        return desk.ACTS[verb](claim=claim, by=request.user, note=note, version=version)
    found = [candidate for candidate, _shown in build_desk_item(claim, waiting(request)).candidates]
    chosen = pick(found, request.POST.get("code", ""))
    if chosen is None:
        raise ServiceError(_("这个选项已经不在了，请重新打开这条数据再选。"))
    return desk.correct(claim=claim, by=request.user, note=note, version=version, **chosen.changes)


def said(verb: str, claim: Claim) -> str:
    """What was done, in one line."""
    words = {
        "accept": _("已采用：%(what)s"),
        "reject": _("已否决：%(what)s"),
        "aside": _("已标为看不准，排到最后：%(what)s"),
    }.get(verb, _("已更正为：%(what)s"))
    return words % {"what": f"{claim.indicator.name} {value_words(claim)}"}


def done(request: HttpRequest, claim: Claim, words: str) -> HttpResponse:
    """The answer to a decision: to the desk what was done and how many wait; without scripts the next figure."""
    rows = asked(request)
    if wants_json(request):
        return JsonResponse({"ok": True, "said": words, "remaining": rows.count()})
    messages.success(request, words)
    following = rows.by_damage().exclude(pk=claim.pk).values_list("pk", flat=True).first()
    page = reverse("reports:review-item", args=[following]) if following else reverse("reports:review-queue")
    return redirect(f"{page}?{narrowing(request)}")


def refused(request: HttpRequest, pk: int, words: str) -> HttpResponse:
    """Nothing was decided, and why."""
    if wants_json(request):
        return JsonResponse({"ok": False, "error": words}, status=409)
    messages.error(request, words)
    return redirect(f"{reverse('reports:review-item', args=[pk])}?{narrowing(request)}")


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    claim = access.get_claim(request.user, pk)
    access.require_review(request.user)
    form = CorrectionForm(request.POST or None, instance=claim)
    if form.is_valid():
        told = {"note": form.cleaned_data["note"], "version": read_number(request.POST.get("version", ""))}
        try:
            correction = desk.correct(claim=claim, by=request.user, **told, **form.changes())
        except ServiceError as error:
            form.add_error(None, str(error))
        else:
            return done(request, claim, said("correct", correction))
    context = {"claim": claim, "form": form, "report": claim.report, "query": narrowing(request)}
    return render(request, "reports/_desk_correction.html", context, status=422 if form.is_bound else 200)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    access.require_review(request.user)
    try:
        claims = desk.undo(by=request.user)
    except ServiceError as error:
        if wants_json(request):
            return JsonResponse({"ok": False, "error": str(error)}, status=409)
        messages.error(request, str(error))
        return redirect("reports:review-queue")
    words = _("已撤销：%(what)s") % {"what": _("、").join(str(c.indicator.name) for c in claims[:3])}
    back = waiting(request).filter(pk=claims[0].pk).values_list("pk", flat=True).first()
    if wants_json(request):
        answer = {"ok": True, "said": words, "claim": back, "remaining": asked(request).count()}
        return JsonResponse(answer)
    messages.success(request, words)
    page = reverse("reports:review-item", args=[back]) if back else reverse("reports:review-queue")
    return redirect(f"{page}?{narrowing(request)}" if back else page)


@require_safe
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """What a selected stretch of the document says, as JSON."""
    report = access.get_report(request.user, pk)
    start, end = (read_number(request.GET.get(name, "")) for name in ("start", "end"))
    if start is None or end is None or start >= end:
        return JsonResponse({"error": _("没有选中文字。")}, status=422)
    return JsonResponse(read_selection(report, start, end).as_json())
