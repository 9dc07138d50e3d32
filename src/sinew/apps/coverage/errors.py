"""Refusals of this app; each sentence says what to do."""

from sinew.errors import SinewError


class SponsorRefused(SinewError):
    """A sponsor cannot be made or changed like this; the message says why."""


class NotASponsorManager(SinewError):
    """The account has another role."""

    def __init__(self) -> None:
        super().__init__("Make an account with the role of sponsor manager for this person first.")


class AlreadyInvited(SinewError):
    """The address manages the sponsor, or has an invitation that waits."""

    def __init__(self) -> None:
        super().__init__("This address is on the list already.")


class TooManyInvitations(SinewError):
    """As many invitations wait as may."""

    def __init__(self, at_most: int) -> None:
        super().__init__(f"{at_most} invitations wait for an answer. Withdraw one before you send another.")


class LastManager(SinewError):
    """Somebody must be left who can send rosters."""

    def __init__(self) -> None:
        super().__init__("Invite somebody else first, and wait until they have signed in: one must stay.")


class SettingNotYours(SinewError):
    """The setting is agreed with the operator, and changed by them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"Only the operator of this service changes: {', '.join(names)}.")
