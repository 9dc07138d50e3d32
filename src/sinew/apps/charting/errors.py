"""What the charting app refuses to do; each sentence says what to do instead."""

from sinew.errors import SinewError


class OnlyTherapistsWrite(SinewError):
    """Notes are written and signed by physical therapists."""

    def __init__(self) -> None:
        super().__init__("Only physical therapists write and sign notes.")


class NoteSigned(SinewError):
    """The note is signed, and what is signed stays as it is."""

    def __init__(self) -> None:
        super().__init__("This note is signed and cannot change. Add to it instead.")


class NoteNotSigned(SinewError):
    """What was asked for needs a signed note."""

    def __init__(self) -> None:
        super().__init__("This note is still a draft. Sign it first.")


class NotTheAuthor(SinewError):
    """A draft belongs to who began it."""

    def __init__(self) -> None:
        super().__init__("Somebody else is writing this note.")


class DraftChanged(SinewError):
    """The draft was saved elsewhere since the page was opened, with other words.

    Attributes:
        version: the version that stands now.
    """

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__("This draft was changed in another tab or on another device. Compare, then choose.")


class NoteIncomplete(SinewError):
    """Something a signed note needs is empty."""

    def __init__(self) -> None:
        super().__init__("Write the assessment and the plan, then sign.")


class MeasuredMeanwhile(SinewError):
    """What was measured is not what the author saw on the page they signed from."""

    def __init__(self) -> None:
        super().__init__("What was measured has changed since you opened this page. Look at it, then sign.")


class ReasonNeeded(SinewError):
    """The step needs a reason in words."""

    def __init__(self) -> None:
        super().__init__("Say why, in a few words.")


class NothingWritten(SinewError):
    """There is nothing to add."""

    def __init__(self) -> None:
        super().__init__("Write something first.")


class NotOnTheTeam(SinewError):
    """The person does not look after this member."""

    def __init__(self) -> None:
        super().__init__("Choose somebody who looks after this member.")


class MinutesRefused(SinewError):
    """Minutes that cannot be; the message says why."""


class TimerRefused(SinewError):
    """A timer that cannot be started or stopped so; the message says what to do."""


class LedgerIsAppendOnly(SinewError):
    """An entry of the ledger is never changed or removed."""

    def __init__(self) -> None:
        super().__init__("entries of the ledger are never changed: take one back with another entry")
