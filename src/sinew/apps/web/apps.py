"""Registers the app `web` with Django."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sinew.apps.web"
    label = "web"

    def ready(self) -> None:
        """Register this app's system checks."""
        import_module("sinew.apps.web.checks")
