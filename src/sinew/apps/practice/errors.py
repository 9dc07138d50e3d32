"""What the practice app and its operations refuse."""

from pathlib import Path

from sinew.errors import SinewError


class BackupRefused(SinewError):
    """A backup cannot be written."""


class RestoreRefused(SinewError):
    """A backup cannot be brought back."""


class BackupExists(BackupRefused):
    """The file is there already; a backup never replaces another."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists; choose another name, a backup never replaces a file.")


class ContentUnreadable(SinewError):
    """This version of the software cannot read content that a care plan follows."""

    def __init__(self, versions: list[str]) -> None:
        named = ", ".join(version[:12] for version in versions)
        super().__init__(
            f"nothing was changed: this version cannot read content that care plans follow ({named}). "
            "Go on with the version you had, and report it."
        )


class DatabaseInUse(RestoreRefused):
    """The database to restore into holds accounts."""

    def __init__(self) -> None:
        super().__init__("this database holds accounts; add --replace to put it aside and restore anyway.")


class NoSuchAccount(SinewError):
    """Nobody has an account with this address."""

    def __init__(self, email: str) -> None:
        super().__init__(f"there is no account with the address {email}.")


class NoSuchMember(SinewError):
    """No member has this id."""

    def __init__(self, member_id: str) -> None:
        super().__init__(f"there is no member {member_id}; the id is in the address of the member's page.")


class NotAPractitioner(SinewError):
    """Somebody who may not look after members was to be put on a care team."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is not the open account of a physical therapist or coach.")


class NotOnThisTeam(SinewError):
    """Somebody was to leave a care team they are not on."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is not on this care team.")


class ReasonMissing(SinewError):
    """A decision about a member was made without saying why."""

    def __init__(self) -> None:
        super().__init__("Say why: the member and the rest of the team read the reason.")


class OnlyPhysicalTherapists(SinewError):
    """Somebody else than a physical therapist tried to decide about a plan."""

    def __init__(self) -> None:
        super().__init__("Only a physical therapist may clear, hold, stop or change a plan.")


class CannotBeUndone(SinewError):
    """A decision that is not the newest, is somebody else's, or has no opposite."""

    def __init__(self) -> None:
        super().__init__("This decision cannot be undone any more; make a new one instead.")


class DemoRefused(SinewError):
    """The demo world was asked for where real people may be."""

    def __init__(self) -> None:
        super().__init__(
            "the demo is refused with these settings: its passwords are public, it is never for real people."
        )


class NoSuchDemoAccount(SinewError):
    """A code was asked for somebody without a second factor in the demo."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(f"no second factor of that address in the demo; there are {', '.join(known)}.")


class NothingToPutAside(SinewError):
    """Nothing about this member can wait for this practitioner, or nothing stands any more."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing here that you can put aside. Emergencies and red flags never wait, and what a "
            "therapist decides waits only if a therapist says so."
        )


class NotThatDay(SinewError):
    """Reasons were to be put aside until a day that has come, or is too far ahead."""

    def __init__(self, most_days: int) -> None:
        super().__init__(f"Choose a day from tomorrow on, at most {most_days} days ahead.")
