"""Registers the app `conversation` with Django."""

from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "sinew.apps.conversation"
    label = "conversation"

    def ready(self) -> None:
        """Hand in parts of the record and the timeline and who is at work; let files go with their rows."""
        from sinew.apps.conversation import feed, receivers, record_parts  # noqa: F401, PLC0415
        from sinew.apps.conversation.office import next_hour_at_work  # noqa: PLC0415
        from sinew.apps.members import record, timeline  # noqa: PLC0415
        from sinew.apps.notifications import absence  # noqa: PLC0415

        record.register(*record_parts.PARTS)
        timeline.register(feed.FEED)
        absence.register(next_hour_at_work)
