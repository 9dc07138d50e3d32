"""What the visits app refuses to do; each sentence says what to do instead."""

from sinew.errors import SinewError


class TimeTaken(SinewError):
    """Somebody else has just booked this time, or one of the two is busy then."""

    def __init__(self) -> None:
        super().__init__("Somebody has just taken this time. Choose another one.")


class NotBookable(SinewError):
    """The time is not offered: outside the hours, too soon, too far ahead or off the grid."""

    def __init__(self) -> None:
        super().__init__("This time is not offered. Choose one from the list.")


class NotOnTheTeam(SinewError):
    """The two do not belong together: the practitioner is not on this member's care team."""

    def __init__(self) -> None:
        super().__init__("Choose somebody of the care team.")


class TooManyAhead(SinewError):
    """The member has as many visits ahead as can be booked at once."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} visits are booked already. Cancel or wait for one, then book the next.")


class VisitClosed(SinewError):
    """It has begun, is over, or was cancelled."""

    def __init__(self) -> None:
        super().__init__("This visit cannot be changed any more.")


class HoursRefused(SinewError):
    """Hours or an absence that cannot be; the message says why."""


class DoorClosed(SinewError):
    """The room of this visit cannot be entered now."""

    def __init__(self) -> None:
        super().__init__("The room of this visit is closed.")
