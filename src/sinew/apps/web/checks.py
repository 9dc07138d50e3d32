"""System checks of the pages' own clock."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def time_is_real_for_real_people(**_options: Any) -> list[CheckMessage]:
    """Report a service that lets requests choose their time and is not a demo."""
    if not settings.MOMENT_FROM_REQUESTS or settings.DEMO_ACCOUNTS_ALLOWED:
        return []
    message = "Requests may say at which moment they happen, and this is not a demo."
    return [Error(message, hint="Unset SINEW_MOMENT_FROM_REQUESTS.", id="sinew.E003")]
