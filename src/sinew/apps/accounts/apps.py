"""Registers the app `accounts`, its system checks and what it does when allauth reports something."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sinew.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register checks and receivers; they need models, which are ready only now."""
        import_module("sinew.apps.accounts.checks")
        import_module("sinew.apps.accounts.receivers")
