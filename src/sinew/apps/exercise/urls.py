"""Addresses of the session player, of the result it sends, and of replays."""

from django.urls import path

from sinew.apps.exercise import replay_views, views

app_name = "exercise"
urlpatterns = [
    path("session/<uuid:session_id>/", views.player, name="player"),
    path("replays/<int:replay_id>/", replay_views.replay, name="replay"),
    path("replays/<int:replay_id>/remove/", replay_views.remove_replay, name="remove_replay"),
    path("api/exercise-sessions/<uuid:session_id>/result", views.result, name="result"),
]
