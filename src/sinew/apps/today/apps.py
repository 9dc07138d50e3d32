"""Registers the app `today` with Django."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "sinew.apps.today"
    label = "today"
