"""Registers the app `practice` with Django."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "sinew.apps.practice"
    label = "practice"

    def ready(self) -> None:
        """Hand in what the plan's own events add to a timeline; models exist only now."""
        from sinew.apps.members import timeline  # noqa: PLC0415
        from sinew.apps.practice import feeds  # noqa: PLC0415

        timeline.register(*feeds.FEEDS)
