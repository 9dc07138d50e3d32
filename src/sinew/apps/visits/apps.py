"""Registers the app `visits` with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "sinew.apps.visits"
    label = "visits"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.members import record, timeline  # noqa: PLC0415
        from sinew.apps.visits import feed, record_parts  # noqa: PLC0415

        record.register(*record_parts.PARTS)
        timeline.register(feed.FEED)
