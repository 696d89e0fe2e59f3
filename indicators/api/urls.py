"""The addresses of the API's first version."""

from django.urls import path

from indicators.api import views

urlpatterns = [
    path("", views.guide, name="api"),
    path("v1/observations", views.observations, name="api-observations"),
    path("v1/ranking", views.ranking, name="api-ranking"),
    path("v1/indicators", views.indicators, name="api-indicators"),
    path("v1/regions", views.regions, name="api-regions"),
    path("v1/openapi.json", views.document, name="api-document"),
]
