"""The addresses of the explorer, of views under a name, and of the bureau's maps."""

from django.urls import path

from indicators.views import explorer, export, maps, saved_views

EXPLORER = [
    path("explore/", explorer.explorer, name="explorer"),
    path("explore/find/<str:what>/", explorer.find, name="explorer-find"),
    path("explore/export/<str:kind>/", export.explorer_export, name="explorer-export"),
    path("explore/views/", saved_views.saved_views, name="saved-views"),
    path("explore/views/<int:pk>/remove/", saved_views.saved_view_remove, name="saved-view-remove"),
    path("explore/maps/", maps.base_maps, name="base-maps"),
    path("explore/maps/<int:pk>/remove/", maps.base_map_remove, name="base-map-remove"),
]
