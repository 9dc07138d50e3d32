"""Registers the app `accounts` and its system checks with Django."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sinew.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the checks; they need models, which are ready only now."""
        import_module("sinew.apps.accounts.checks")
