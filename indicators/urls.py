"""The addresses of indicators and their values."""

from django.urls import include, path

from indicators.explorer.urls import EXPLORER
from indicators.views import embed, evidence, export, indicator, notes, overview, regions

app_name = "indicators"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("api/", include("indicators.api.urls")),
    path("regions/", regions.region_list, name="region-list"),
    *EXPLORER,
    path("indicators/", indicator.indicator_list, name="indicator-list"),
    path("indicators/<slug:code>/", indicator.indicator_detail, name="indicator-detail"),
    path("indicators/<slug:code>/regions/", indicator.indicator_regions, name="indicator-regions"),
    path("indicators/<slug:code>/notes/", notes.indicator_notes, name="indicator-notes"),
    path(
        "indicators/<slug:code>/notes/<int:pk>/remove/",
        notes.indicator_note_remove,
        name="indicator-note-remove",
    ),
    path("indicators/<slug:code>/export/<str:kind>/", export.indicator_export, name="indicator-export"),
    path(
        "indicators/<slug:code>/export/all/<str:kind>/",
        export.indicator_export_whole,
        name="indicator-export-whole",
    ),
    path("embed/indicators/<slug:code>/", embed.indicator_embed, name="indicator-embed"),
    path("observations/<int:pk>/evidence/", evidence.observation_evidence, name="observation-evidence"),
    path("observations/<int:pk>/history/", evidence.observation_history, name="observation-history"),
]
