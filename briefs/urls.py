"""The addresses of briefs and their slides."""

from django.urls import path

from briefs.views import briefs, notes

app_name = "briefs"
urlpatterns = [
    path("briefs/", briefs.brief_list, name="brief-list"),
    path("briefs/<int:pk>/", briefs.brief_detail, name="brief-detail"),
    path("briefs/<int:pk>/slides/", briefs.brief_slides, name="brief-slides"),
    path("briefs/<int:pk>/file/<str:kind>/", briefs.brief_file, name="brief-file"),
    path("briefs/<int:pk>/renew/", briefs.brief_renew, name="brief-renew"),
    path("briefs/<int:pk>/shown/", briefs.brief_shown, name="brief-shown"),
    path("briefs/<int:pk>/notes/", briefs.brief_note, name="brief-note"),
    path("notes/<int:pk>/work/", notes.note_work, name="note-work"),
]
