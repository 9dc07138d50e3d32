"""Registers the app `practice` with Django."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "sinew.apps.practice"
    label = "practice"
