"""What the care app refuses to do."""

from uuid import UUID

from sinew.errors import SinewError
from sinew.program import RefusedChange


class ChangesRefused(SinewError):
    """Changes of a plan that do not fit; nothing was recorded.

    Attributes:
        refusals: each change that does not fit, with everything that speaks against it.
    """

    def __init__(self, plan_id: UUID, refusals: tuple[RefusedChange, ...]) -> None:
        super().__init__(plan_id)
        self.refusals = refusals


class AlreadyTold(SinewError):
    """This morning, or this test of today, has been told; a second tap adds nothing."""


class ResultAlreadyStruck(SinewError):
    """This test result counts no more; the first reason stands."""


class CarePlanEnded(SinewError):
    """The plan has ended; it takes no more events."""


class IntakeStopped(SinewError):
    """The answers forbid a plan: a red flag stands, or the member is not eligible."""


class IntakeUnfinished(SinewError):
    """Questions are still open; a plan needs the whole intake."""


class FlagClosed(SinewError):
    """Somebody has dealt with this red flag already, or the member has taken it back."""


class PlanChanged(SinewError):
    """The plan is not as it was when the decision was made; nothing was recorded."""


class NotOnCareTeam(SinewError):
    """Only a practitioner on this member's care team may decide about the plan."""


class CannotHandOver(SinewError):
    """Members cannot be handed to this person, or not for this time."""
