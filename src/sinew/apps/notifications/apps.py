"""Registers the app `notifications` with Django."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "sinew.apps.notifications"
    label = "notifications"
