"""Addresses of the member's screens."""

from django.urls import path

from sinew.apps.today import intake_views, outcome_views, test_views, views

app_name = "today"
urlpatterns = [
    path("intake/next/", intake_views.intake, name="intake"),
    path("intake/start/", intake_views.start, name="intake_start"),
    path("intake/finish/", intake_views.finish, name="intake_finish"),
    path("intake/stopped/", intake_views.stopped, name="intake_stopped"),
    path("intake/result/", intake_views.result, name="intake_result"),
    path("intake/<str:screen_id>/", intake_views.screen, name="intake_screen"),
    path("today/", views.today, name="today"),
    path("today/plan.pdf", views.plan_pdf, name="plan_pdf"),
    path("today/morning/", views.morning, name="morning"),
    path("today/check-in/", views.check_in, name="check_in"),
    path("today/check/", views.short_check, name="short_check"),
    path("today/flare/", views.flare, name="flare"),
    path("today/tests/", test_views.tests, name="tests"),
    path("today/tests/<slug:test_id>/", views.self_test, name="self_test"),
    path("today/tests/<slug:test_id>/camera/<slug:side>/", test_views.camera, name="camera_test"),
    path("today/session/start/", views.start_session, name="start_session"),
    path("today/after/<uuid:session_id>/", views.after, name="after"),
    path("questions/", outcome_views.outcomes, name="outcomes"),
    path("questions/result/", outcome_views.outcomes_result, name="outcomes_result"),
    path("questions/<slug:measure_id>/", outcome_views.outcome, name="outcome"),
    path("progress/", views.progress, name="progress"),
    path("care-team/", views.care_team, name="care_team"),
]
