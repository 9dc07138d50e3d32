"""Every address of the service; each app names its own."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

APPS = ["web", "accounts", "library", "members", "exercise", "today", "practice"]

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"sinew.apps.{app}.urls")) for app in APPS if find_spec(f"sinew.apps.{app}.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "sinew.apps.web.views.bad_request"
handler403 = "sinew.apps.web.views.forbidden"
handler404 = "sinew.apps.web.views.not_found"
handler500 = "sinew.apps.web.views.server_error"
