"""Registers the app `care` with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "sinew.apps.care"
    label = "care"
