"""Registers the app `live` with Django."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "sinew.apps.live"
    label = "live"
