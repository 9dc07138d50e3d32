"""Registers the app `charting` with Django."""

from django.apps import AppConfig


class ChartingConfig(AppConfig):
    name = "sinew.apps.charting"
    label = "charting"

    def ready(self) -> None:
        """Hand in this app's part of a member's record, and what fills a note in; models exist only now."""
        from sinew.apps.charting import measured, objective, record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        record.register(*record_parts.PARTS)
        objective.register(*measured.SOURCES)
