"""What the members app refuses to do."""

from sinew.errors import SinewError


class ConsentMissing(SinewError):
    """The member has not agreed to what this needs, or has withdrawn it."""


class IntakeClosed(SinewError):
    """This intake is complete; it takes no more answers."""


class ConfirmationMismatch(SinewError):
    """What was typed to confirm is not what was asked for; nothing was done."""
