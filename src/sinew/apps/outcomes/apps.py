"""Registers the app `outcomes` with Django."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "sinew.apps.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.members import record  # noqa: PLC0415
        from sinew.apps.outcomes import record_parts  # noqa: PLC0415

        record.register(*record_parts.PARTS)
