"""Addresses of the session player and of the result it sends."""

from django.urls import path

from sinew.apps.exercise import views

app_name = "exercise"
urlpatterns = [
    path("session/<uuid:session_id>/", views.player, name="player"),
    path("api/exercise-sessions/<uuid:session_id>/result", views.result, name="result"),
]
