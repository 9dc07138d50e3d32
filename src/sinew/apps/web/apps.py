"""Registers the app `web` with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sinew.apps.web"
    label = "web"
