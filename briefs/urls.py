"""The addresses of briefs and their slides."""

from django.urls import path

from briefs.views import briefs, decks, exports, notes

app_name = "briefs"
urlpatterns = [
    path("briefs/", briefs.brief_list, name="brief-list"),
    path("briefs/<int:pk>/", briefs.brief_detail, name="brief-detail"),
    path("briefs/<int:pk>/slides/", briefs.brief_slides, name="brief-slides"),
    path("briefs/<int:pk>/file/<str:kind>/", briefs.brief_file, name="brief-file"),
    path("briefs/<int:pk>/renew/", briefs.brief_renew, name="brief-renew"),
    path("briefs/<int:pk>/edit/", briefs.brief_edit, name="brief-edit"),
    path("briefs/<int:pk>/discard/", briefs.brief_discard, name="brief-discard"),
    path("briefs/<int:pk>/shown/", briefs.brief_shown, name="brief-shown"),
    path("briefs/<int:pk>/notes/", briefs.brief_note, name="brief-note"),
    path("slides/", decks.view_slide, name="view-slide"),
    path("decks/", decks.deck_list, name="deck-list"),
    path("decks/pick/", decks.deck_pick, name="deck-pick"),
    path("decks/<int:pk>/", decks.deck_detail, name="deck-detail"),
    path("decks/<int:pk>/slides/", decks.deck_slides, name="deck-slides"),
    path("decks/<int:pk>/add/", decks.deck_add, name="deck-add"),
    path("decks/<int:pk>/renew/", decks.deck_renew, name="deck-renew"),
    path("decks/<int:pk>/change/", decks.deck_change, name="deck-change"),
    path("decks/<int:pk>/discard/", decks.deck_discard, name="deck-discard"),
    path("decks/<int:pk>/shown/", decks.deck_shown, name="deck-shown"),
    path("decks/<int:pk>/notes/", decks.deck_note, name="deck-note"),
    path("decks/<int:pk>/slides/<int:slide>/move/", decks.slide_move, name="slide-move"),
    path("decks/<int:pk>/slides/<int:slide>/title/", decks.slide_rename, name="slide-rename"),
    path("decks/<int:pk>/slides/<int:slide>/remove/", decks.slide_remove, name="slide-remove"),
    path("decks/<int:pk>/file/", decks.deck_file, name="deck-file"),
    path("exports/", exports.export_list, name="export-list"),
    path("exports/ask/", exports.export_ask, name="export-ask"),
    path("exports/<int:pk>/file/", exports.export_file, name="export-file"),
    path("exports/<int:pk>/discard/", exports.export_discard, name="export-discard"),
    path("notes/<int:pk>/work/", notes.note_work, name="note-work"),
]
