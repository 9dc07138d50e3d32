"""Every address of the service; each app names its own."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sinew.apps.web.urls")),
    path("", include("sinew.apps.accounts.urls")),
    path("", include("sinew.apps.notifications.urls")),
    path("", include("sinew.apps.library.urls")),
    path("", include("sinew.apps.members.urls")),
    path("", include("sinew.apps.conversation.urls")),
    path("", include("sinew.apps.exercise.urls")),
    path("", include("sinew.apps.today.urls")),
    path("", include("sinew.apps.practice.urls")),
    path("", include("sinew.apps.tailoring.urls")),
    path("", include("sinew.apps.coverage.urls")),
    path("", include("sinew.apps.visits.urls")),
    path("", include("sinew.apps.measuring.urls")),
    path("", include("sinew.apps.charting.urls")),
    path("", include("sinew.apps.reporting.urls")),
    path("accounts/sessions/", RedirectView.as_view(pattern_name="accounts:settings")),  # ours, not allauth's
    path("accounts/", include("allauth.urls")),
]

handler400 = "sinew.apps.web.views.bad_request"
handler403 = "sinew.apps.web.views.forbidden"
handler404 = "sinew.apps.web.views.not_found"
handler500 = "sinew.apps.web.views.server_error"
