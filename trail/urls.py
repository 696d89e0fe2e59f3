"""The addresses of the trail."""

from django.urls import path

from trail import views

app_name = "trail"
urlpatterns = [
    path("trail/", views.event_list, name="event-list"),
    path("trail/<int:pk>/", views.event_detail, name="event-detail"),
    path("trail/verify/", views.chain_verify, name="chain-verify"),
    path("trail/export/<str:kind>/", views.trail_export, name="trail-export"),
]
