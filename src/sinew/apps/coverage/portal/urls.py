"""Addresses of the portal, below ``/sponsor/SLUG/``."""

from django.urls import path

from sinew.apps.coverage.portal import managers, preview, settings, views

urlpatterns = [
    path("", views.overview, name="portal"),
    path("settings/", settings.settings, name="sponsor_settings"),
    path("managers/", managers.managers, name="sponsor_managers"),
    path("managers/<int:place_id>/remove/", managers.remove, name="remove_manager"),
    path("invitations/<int:invitation_id>/withdraw/", managers.withdraw, name="withdraw_invitation"),
    path("preview/", preview.preview, name="sponsor_preview"),
]
