"""What the outcomes app refuses to do."""

from sinew.errors import SinewError


class MeasureNotAsked(SinewError):
    """There is no such measure, it waits for a license, or the check-in asks it."""
