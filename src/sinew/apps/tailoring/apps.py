"""Registers the app `tailoring` with Django."""

from django.apps import AppConfig


class TailoringConfig(AppConfig):
    name = "sinew.apps.tailoring"
    label = "tailoring"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.members import record  # noqa: PLC0415
        from sinew.apps.tailoring import record_parts  # noqa: PLC0415

        record.register(*record_parts.PARTS)
