"""Addresses of the coverage check and of the sponsor's portal."""

from django.urls import path

from sinew.apps.coverage.portal import views as portal

app_name = "coverage"
urlpatterns = [
    path("sponsor/", portal.arrive, name="sponsors"),
    path("sponsor/<slug:slug>/", portal.overview, name="portal"),
]
