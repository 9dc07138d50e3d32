"""Registers the app `measuring` with Django."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    name = "sinew.apps.measuring"
    label = "measuring"

    def ready(self) -> None:
        """Hand in this app's part of a member's record, and of a note; models exist only now."""
        from sinew.apps.charting import objective as notes  # noqa: PLC0415
        from sinew.apps.measuring import objective, record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        notes.register(*objective.SOURCES)
        record.register(*record_parts.PARTS)
