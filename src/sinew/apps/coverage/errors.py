"""Refusals of this app; each sentence says what to do."""

from sinew.errors import SinewError


class SponsorRefused(SinewError):
    """A sponsor cannot be made or changed like this; the message says why."""


class NotASponsorManager(SinewError):
    """The account has another role."""

    def __init__(self) -> None:
        super().__init__("Make an account with the role of sponsor manager for this person first.")


class NoSuchInsurer(SinewError):
    """The operator has not set this insurer up for real questions."""

    def __init__(self) -> None:
        super().__init__("This insurer is not set up for real questions. See docs/eligibility.md.")
