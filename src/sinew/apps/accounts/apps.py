"""Registers the app `accounts` with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sinew.apps.accounts"
    label = "accounts"
