"""Registers the app `measuring` with Django."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "sinew.apps.measuring"
    label = "measuring"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.measuring import record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        record.register(*record_parts.PARTS)
