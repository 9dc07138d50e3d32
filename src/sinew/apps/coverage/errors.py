"""Refusals of this app; each sentence says what to do."""

from sinew.errors import SinewError


class SponsorRefused(SinewError):
    """A sponsor cannot be made or changed like this; the message says why."""


class NotASponsorManager(SinewError):
    """The account has another role."""

    def __init__(self) -> None:
        super().__init__("Make an account with the role of sponsor manager for this person first.")


class CheckClosed(SinewError):
    """A coverage check takes nothing more."""

    def __init__(self) -> None:
        super().__init__("This check has ended. Start a new one.")


class NotProven(SinewError):
    """Nobody enrolls without a fresh proof of who they are."""

    def __init__(self) -> None:
        super().__init__("Check first whether you qualify, and enter the code.")


class CoverageOver(SinewError):
    """Between the proof and the enrollment the coverage ended."""

    def __init__(self) -> None:
        super().__init__("This coverage does not hold today.")


class EnrolledElsewhere(SinewError):
    """The listed person, or the account, is taken; which of them is told to operators only."""

    def __init__(self) -> None:
        super().__init__(
            "We could not add this coverage to your account. We will look at it and write to you."
        )
