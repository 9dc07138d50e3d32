"""Registers the app `coverage` with Django."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "sinew.apps.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.coverage import record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        record.register(*record_parts.PARTS)
