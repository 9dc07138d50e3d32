"""Registers the app `coverage` with Django."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from sinew.apps.coverage.insurer.configuration import insurers
from sinew.errors import InputRefused


class CoverageConfig(AppConfig):
    name = "sinew.apps.coverage"
    label = "coverage"

    def ready(self) -> None:
        """Hand in this app's part of a member's record; models exist only now.

        Raises:
            ImproperlyConfigured: the operator's file of insurers cannot be used.
        """
        from sinew.apps.coverage import record_parts  # noqa: PLC0415
        from sinew.apps.members import record  # noqa: PLC0415

        record.register(*record_parts.PARTS)
        try:
            insurers()
        except InputRefused as refused:
            raise ImproperlyConfigured(f"Mend SINEW_INSURERS. {refused}") from refused
