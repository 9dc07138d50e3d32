"""Registers the app `audit` with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sinew.apps.audit"
    label = "audit"
