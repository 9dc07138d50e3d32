"""Registers the app `library` with Django."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "sinew.apps.library"
    label = "library"
