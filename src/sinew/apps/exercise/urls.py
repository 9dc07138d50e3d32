"""Addresses of the session player, of the result it sends, and of replays."""

from django.urls import path

from sinew.apps.exercise import comment_views, replay_views, views

app_name = "exercise"
urlpatterns = [
    path("session/<uuid:session_id>/", views.player, name="player"),
    path("replays/<int:replay_id>/", replay_views.replay, name="replay"),
    path("replays/<int:replay_id>/remove/", replay_views.remove_replay, name="remove_replay"),
    path("replays/<int:replay_id>/comments/", comment_views.comment, name="comment"),
    path(
        "replays/<int:replay_id>/comments/<int:comment_id>/strike/",
        comment_views.strike,
        name="strike_comment",
    ),
    path("api/exercise-sessions/<uuid:session_id>/result", views.result, name="result"),
]
