"""Addresses of the portal, below ``/sponsor/SLUG/``."""

from django.urls import path

from sinew.apps.coverage.portal import managers, preview, rosters, settings, views

urlpatterns = [
    path("", views.overview, name="portal"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/guide/", rosters.guide, name="roster_guide"),
    path("rosters/sample.csv", rosters.sample, name="roster_sample"),
    path("rosters/<uuid:roster_id>/", rosters.roster, name="roster"),
    path("rosters/<uuid:roster_id>/reading/", rosters.reading, name="roster_reading"),
    path("rosters/<uuid:roster_id>/left-out.csv", rosters.left_out, name="roster_left_out"),
    path("rosters/<uuid:roster_id>/apply/", rosters.apply, name="apply_roster"),
    path("rosters/<uuid:roster_id>/discard/", rosters.discard, name="discard_roster"),
    path("rosters/<uuid:roster_id>/undo/", rosters.undo, name="undo_roster"),
    path("settings/", settings.settings, name="sponsor_settings"),
    path("managers/", managers.managers, name="sponsor_managers"),
    path("managers/<int:place_id>/remove/", managers.remove, name="remove_manager"),
    path("invitations/<int:invitation_id>/withdraw/", managers.withdraw, name="withdraw_invitation"),
    path("preview/", preview.preview, name="sponsor_preview"),
]
