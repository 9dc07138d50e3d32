"""Registers the app `charting` with Django."""

from django.apps import AppConfig


class ChartingConfig(AppConfig):
    name = "sinew.apps.charting"
    label = "charting"

    def ready(self) -> None:
        """Hand in this app's part of a member's record, and what fills a note in; models exist only now."""
        from sinew.apps.charting import feed, measured, objective, record_parts  # noqa: PLC0415
        from sinew.apps.members import record, timeline  # noqa: PLC0415

        record.register(*record_parts.PARTS)
        timeline.register(feed.FEED)
        objective.register(*measured.SOURCES)
