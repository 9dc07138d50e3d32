"""Registers the app `exercise` with Django."""

from django.apps import AppConfig


class ExerciseConfig(AppConfig):
    name = "sinew.apps.exercise"
    label = "exercise"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now."""
        from sinew.apps.exercise import comment_record, feed, record_parts  # noqa: PLC0415
        from sinew.apps.members import record, timeline  # noqa: PLC0415

        record.register(*record_parts.PARTS, comment_record.PART)
        timeline.register(feed.FEED)
