"""Registers the app `members` with Django."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "sinew.apps.members"
    label = "members"

    def ready(self) -> None:
        """Hand in this app's parts of a member's record; models exist only now."""
        from sinew.apps.members import record, record_parts  # noqa: PLC0415

        record.register(*record_parts.PARTS)
