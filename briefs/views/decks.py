"""Decks: the list, one of them with its slides in order, and the screen on which it is shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from briefs import deck_services, files
from briefs.decks import changes_in, content_of_deck, parts_of, pinned_words, slide_of_view, slides_of_deck
from briefs.exporting import LONG_DECK
from briefs.forms import DeckForm, PickForm, TitleForm
from briefs.models import Deck, DeckSlide
from briefs.names import disposition
from briefs.slides import names_of
from briefs.viewing import address_of, load_view
from briefs.views.briefs import get_brief
from briefs.views.notes import note_taken, notes_of, sentence_of
from briefs.views.show import Show, shown
from indicators.models import SavedView
from reports import access
from reports.errors import ServiceError
from reports.numbers import read_number
from trail.actions import Action
from trail.services import record


def get_deck(request: HttpRequest, pk: int) -> Deck:
    """The deck, where it is the reader's own or shared: else 403, or 404."""
    access.require(access.can_brief(request.user))
    return get_object_or_404(Deck.objects.seen_by(request.user).with_context(), pk=pk)


def get_own_deck(request: HttpRequest, pk: int) -> Deck:
    """The deck, where it is the reader's own: else 403, or 404."""
    access.require(access.can_brief(request.user))
    return get_object_or_404(Deck, pk=pk, made_by=request.user)


def get_own_slide(request: HttpRequest, pk: int, slide: int) -> DeckSlide:
    """A slide of the reader's own deck."""
    return get_object_or_404(
        DeckSlide.objects.select_related("deck"), pk=slide, deck=get_own_deck(request, pk)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deck_list(request: HttpRequest) -> HttpResponse:
    access.require(access.can_brief(request.user))
    form = DeckForm(
        request.POST if request.method == "POST" else None, shares=access.can_share_views(request.user)
    )
    if form.is_valid():
        deck = deck_services.make_deck(by=request.user, **form.cleaned_data)
        return redirect("briefs:deck-detail", deck.pk)
    context = {"form": form, "decks": Deck.objects.seen_by(request.user).with_context()}
    return render(request, "briefs/deck_list.html", context, status=422 if form.is_bound else 200)


@require_safe
def deck_detail(request: HttpRequest, pk: int) -> HttpResponse:
    deck = get_deck(request, pk)
    parts = parts_of(deck, request.user)
    context = {
        "deck": deck,
        "parts": parts,
        "is_own": deck.made_by_id == request.user.pk,
        "is_long": len(parts) > LONG_DECK,
        "changes": changes_in(deck, parts),
        "pinned": pinned_words(deck.pinned_at),
        "saved": SavedView.objects.seen_by(request.user)[:100],
        "shares": access.can_share_views(request.user),
        **notes_of(request, deck.notes, names_of([part.section for part in parts if part.section])),
    }
    return render(request, "briefs/deck_detail.html", context)


@require_safe
def deck_slides(request: HttpRequest, pk: int) -> HttpResponse:
    deck = get_deck(request, pk)
    parts = parts_of(deck, request.user)
    show = Show(
        title=deck.title,
        slides=slides_of_deck(deck, parts),
        back=reverse("briefs:deck-detail", args=[pk]),
        pinned=pinned_words(deck.pinned_at),
        shown_url=reverse("briefs:deck-shown", args=[pk]),
        note_url=reverse("briefs:deck-note", args=[pk]),
        changes=changes_in(deck, parts, deck.shown_at),
        has_samples=any("sample" in part.view.page.signs for part in parts if part.view),
    )
    return shown(request, show)


@require_safe
def view_slide(request: HttpRequest) -> HttpResponse:
    """The chart of an address of the explorer, alone on the screen."""
    access.require(access.can_brief(request.user))
    address = address_of(request.GET.urlencode())
    view = load_view(address.query, None, lambda: access.home_region(request.user))
    if view is None:
        messages.error(request, _("没有选指标，没有可放映的图表；请先选一项指标。"))
        return redirect(address.url)
    heading = view.page.state.indicator.name
    show = Show(
        title=heading,
        slides=[slide_of_view("view", heading, view)],
        back=address.url,
        keep_url=f"{reverse('briefs:deck-pick')}?{address.query}",
    )
    return shown(request, show)


@require_http_methods(["GET", "HEAD", "POST"])
def deck_pick(request: HttpRequest) -> HttpResponse:
    """Into which deck a chart, or a part of a brief, is put."""
    access.require(access.can_brief(request.user))
    told = request.POST if request.method == "POST" else None
    own = Deck.objects.filter(made_by=request.user)
    form = PickForm(told, decks=own, initial={"deck": own.first()} | request.GET.dict())
    if form.is_valid() and (deck := _picked(request, form)):
        messages.success(request, _("已放进“%(title)s”。") % {"title": deck.title})
        return redirect("briefs:deck-detail", deck.pk)
    query = request.POST.get("query", "") if told else request.GET.urlencode()
    context = {"form": form, "query": address_of(query).query}
    return render(request, "briefs/deck_pick.html", context, status=422 if form.is_bound else 200)


def _picked(request: HttpRequest, form: PickForm) -> Deck | None:
    """The deck with its new slide; None where it could not be put in, and then the form says why."""
    told = form.cleaned_data
    brief = get_brief(request, told["brief"]) if told["brief"] else None
    try:
        return deck_services.put_in(
            deck=told["deck"], new_title=told["new_title"], by=request.user, query=told["query"], brief=brief,
            section=told["section"], title=told["title"],
        )  # fmt: skip
    except ServiceError as error:
        form.add_error(None, str(error))
        return None


@require_safe
def deck_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The deck as PowerPoint at once; a long one is made by a job."""
    deck = get_deck(request, pk)
    if deck.slide_count > LONG_DECK:
        messages.info(request, _("页数较多，请点“PowerPoint”在后台生成。"))
        return redirect("briefs:deck-detail", pk)
    content = content_of_deck(deck, parts_of(deck, request.user))
    data = files.render("pptx", content)
    record(
        Action.EXPORT,
        by=request.user,
        target=deck,
        detail={"kind": "pptx", "values": len(content.observations)},
    )
    answer = HttpResponse(data, content_type=files.KINDS["pptx"].media_type)
    answer["Content-Disposition"] = disposition(deck.title, "pptx")
    return answer


@require_POST
def deck_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a saved view behind the last slide."""
    deck = get_own_deck(request, pk)
    view = (
        SavedView.objects.seen_by(request.user)
        .filter(pk=read_number(request.POST.get("view", "")) or 0)
        .first()
    )
    try:
        if view is None:
            raise ServiceError(_("没有选视图；请先选一个保存的视图，再放进来。"))
        deck_services.add_slide(deck=deck, by=request.user, query=view.query, title=view.name)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("briefs:deck-detail", pk)


@require_POST
def slide_move(request: HttpRequest, pk: int, slide: int) -> HttpResponse:
    found = get_own_slide(request, pk, slide)
    deck_services.move_slide(slide=found, by=request.user, up=request.POST.get("to") == "up")
    return redirect(f"{reverse('briefs:deck-detail', args=[pk])}#slide-{slide}")


@require_POST
def slide_rename(request: HttpRequest, pk: int, slide: int) -> HttpResponse:
    found = get_own_slide(request, pk, slide)
    form = TitleForm(request.POST)
    if form.is_valid():
        deck_services.rename_slide(slide=found, by=request.user, title=form.cleaned_data["title"])
    else:
        messages.error(request, sentence_of(form))
    return redirect(f"{reverse('briefs:deck-detail', args=[pk])}#slide-{slide}")


@require_POST
def slide_remove(request: HttpRequest, pk: int, slide: int) -> HttpResponse:
    deck_services.remove_slide(slide=get_own_slide(request, pk, slide), by=request.user)
    return redirect("briefs:deck-detail", pk)


@require_POST
def deck_renew(request: HttpRequest, pk: int) -> HttpResponse:
    deck_services.renew_deck(deck=get_own_deck(request, pk), by=request.user)
    messages.success(request, _("幻灯片已改用现在的数据。"))
    return redirect("briefs:deck-detail", pk)


@require_POST
def deck_change(request: HttpRequest, pk: int) -> HttpResponse:
    deck, shares = get_own_deck(request, pk), access.can_share_views(request.user)
    form, shared = TitleForm(request.POST), shares and bool(request.POST.get("shared"))
    try:
        if not form.is_valid():
            raise ServiceError(sentence_of(form))
        deck_services.change_deck(deck=deck, by=request.user, title=form.cleaned_data["title"], shared=shared)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("briefs:deck-detail", pk)


@require_POST
def deck_discard(request: HttpRequest, pk: int) -> HttpResponse:
    deck = get_own_deck(request, pk)
    try:
        deck_services.discard_deck(deck=deck, by=request.user)
    except ServiceError as error:
        messages.error(request, str(error))
        return redirect("briefs:deck-detail", pk)
    messages.success(request, _("已删去“%(title)s”。") % {"title": deck.title})
    return redirect("briefs:deck-list")


@require_POST
def deck_shown(request: HttpRequest, pk: int) -> HttpResponse:
    deck_services.mark_deck_shown(deck=get_deck(request, pk), by=request.user)
    return HttpResponse(status=204)


@require_POST
def deck_note(request: HttpRequest, pk: int) -> HttpResponse:
    return note_taken(request, get_deck(request, pk))
