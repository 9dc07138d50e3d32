"""Registers the app `care` with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "sinew.apps.care"
    label = "care"

    def ready(self) -> None:
        """Hand in this app's parts of a member's record; models exist only now."""
        from sinew.apps.care import record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        record.register(*record_parts.PARTS)
