"""Registers the app `reporting` with Django."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sinew.apps.reporting"
    label = "reporting"
