"""Refusals of this app; each sentence says what to do."""

from sinew.errors import SinewError


class SponsorRefused(SinewError):
    """A sponsor cannot be made or changed like this; the message says why."""


class NotASponsorManager(SinewError):
    """The account has another role."""

    def __init__(self) -> None:
        super().__init__("Make an account with the role of sponsor manager for this person first.")


class NoSuchSponsor(SinewError):
    """No sponsor has this name."""

    def __init__(self, slug: str) -> None:
        super().__init__(f'No sponsor is called "{slug}". See: sinew sponsor list')


class SponsorInUse(SinewError):
    """Members' records name the sponsor."""

    def __init__(self) -> None:
        super().__init__("Members have a coverage by this sponsor. End its agreement instead of removing it.")


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


class CheckClosed(SinewError):
    """A coverage check takes nothing more."""

    def __init__(self) -> None:
        super().__init__("This check has ended. Start a new one.")


class SignOnFailed(SinewError):
    """A sponsor's own sign-in came to nothing; why is for operators."""

    def __init__(self) -> None:
        super().__init__("Signing in there did not work. Try again, or use one of the other ways.")


class NothingToAsk(SinewError):
    """No insurer can be asked for this check."""

    def __init__(self) -> None:
        super().__init__("No plan can be asked with what you told. Start again, and name your plan first.")


class NotRenewable(SinewError):
    """The coverage does not go on by asking an insurer."""

    def __init__(self) -> None:
        super().__init__("This coverage cannot be renewed here. See if you qualify again.")


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


class RosterDecided(SinewError):
    """Whether the roster is applied was decided before."""

    def __init__(self) -> None:
        super().__init__("This roster was applied, refused or put aside before. Send the file again.")


class RosterAsks(SinewError):
    """It is not known how the file must be read."""

    def __init__(self) -> None:
        super().__init__("Say first what the columns and dates of this roster mean.")


class RosterIsATest(SinewError):
    """The sender marked the file as a test."""

    def __init__(self) -> None:
        super().__init__("The file says that it is a test (ISA15 is T). A test is read and never applied.")


class UnusualRosterWaits(SinewError):
    """A person must look at what it changes first.

    Attributes:
        reasons: codes of `sinew.roster.changes.unusual`, and ``another-waits``.
    """

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("This roster changes unusually much. Look at it, and say that it is right.")
        self.reasons = reasons


class EarlierRosterWaits(SinewError):
    """Rosters are applied in the order they came in."""

    def __init__(self) -> None:
        super().__init__("An earlier roster waits for a person. Apply it or put it aside first.")


class LaterRosterApplied(SinewError):
    """A roster that came in later has been applied."""

    def __init__(self) -> None:
        super().__init__("A later roster was applied already. Put this one aside, or take that one back.")


class NotTheLastRoster(SinewError):
    """Only the last roster that was applied can be taken back."""

    def __init__(self) -> None:
        super().__init__("Only the last roster that was applied can be taken back.")


class RosterFileGone(SinewError):
    """The file was deleted after its time."""

    def __init__(self) -> None:
        super().__init__("The file of this roster is not kept any longer. Send it again.")


class ListingBusy(SinewError):
    """The people listed changed again and again while the roster was compared with them."""

    def __init__(self) -> None:
        super().__init__("Another roster of this sponsor is being applied. Try again when it is done.")


class NoSuchInsurer(SinewError):
    """The operator has not set this insurer up for real questions."""

    def __init__(self) -> None:
        super().__init__("This insurer is not set up for real questions. See docs/eligibility.md.")
