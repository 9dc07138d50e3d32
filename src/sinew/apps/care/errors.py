"""What the care app refuses to do."""

from sinew.errors import SinewError


class CarePlanEnded(SinewError):
    """The plan has ended; it takes no more events."""


class IntakeStopped(SinewError):
    """The answers forbid a plan: a red flag stands, or the member is not eligible."""


class IntakeUnfinished(SinewError):
    """Questions are still open; a plan needs the whole intake."""


class NotOnCareTeam(SinewError):
    """Only a practitioner on this member's care team may decide about the plan."""
