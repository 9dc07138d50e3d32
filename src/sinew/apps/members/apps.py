"""Registers the app `members` with Django."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "sinew.apps.members"
    label = "members"
