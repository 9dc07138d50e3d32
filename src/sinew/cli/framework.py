"""Setting Django up for a command, with refusals in one line."""

import os
import sys

EXIT_OK, EXIT_UNWELL, EXIT_USAGE, EXIT_REFUSED = 0, 1, 2, 3


def set_up() -> None:
    """Prepare Django with the settings of the environment (by default those of the demo).

    Raises:
        SystemExit: 2, after one line on stderr, if the settings are incomplete.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinew.config.settings.dev")
    import django  # noqa: PLC0415 (commands that need no Django start without it)
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as problem:
        print(f"sinew: {problem}", file=sys.stderr)
        sys.exit(EXIT_USAGE)


def refuse(message: str, code: int = EXIT_REFUSED) -> int:
    """Say in one line on stderr why nothing was done; returns the exit code."""
    print(f"sinew: {message}", file=sys.stderr)
    return code
