"""Registers the app `exercise` with Django."""

from django.apps import AppConfig


class ExerciseConfig(AppConfig):
    name = "sinew.apps.exercise"
    label = "exercise"
