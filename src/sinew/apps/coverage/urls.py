"""Addresses of the coverage check and of the sponsor's portal."""

from django.urls import include, path

from sinew.apps.coverage.portal import views as portal

app_name = "coverage"
urlpatterns = [
    path("", include("sinew.apps.coverage.check.urls")),
    path("sponsor/", portal.arrive, name="sponsors"),
    path("sponsor/<slug:slug>/", include("sinew.apps.coverage.portal.urls")),
]
