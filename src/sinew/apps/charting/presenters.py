"""Notes, tasks and the ledger in words."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.charting.models import Addendum, MinuteEntry, Task, VisitNote
from sinew.apps.charting.models.notes import PARTS, fingerprint
from sinew.apps.charting.team import may_write

NOT_SHARED = {
    VisitNote.NotShared.HARM: "because reading it could put somebody in danger",
    VisitNote.NotShared.OTHER_PERSON: "because it says something about another person",
    VisitNote.NotShared.MEMBER_ASKED: "because you asked not to see it",
}
TITLE = {
    "subjective": "What was told",
    "objective": "What was seen and measured",
    "assessment": "What it means",
    "plan": "What happens next",
}
"""What a member reads over the four parts."""
FIRST_WORDS = 140


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a note: its name for practitioners, its title for members, and its text."""

    name: str
    title: str
    text: str


class NotePresenter:
    """A signed note, or a draft in a list; expects its addenda prefetched."""

    def __init__(self, note: VisitNote, reader: User) -> None:
        self.note = note
        self._reader = reader

    @property
    def at(self) -> datetime:
        return self.note.signed_at or self.note.saved_at

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the reader."""
        return ZoneInfo(self._reader.timezone)

    @property
    def author(self) -> str:
        if self.note.signed_name:
            return self.note.signed_name
        return self.note.author.name if self.note.author else "A former practitioner"

    @property
    def parts(self) -> list[Part]:
        written = [Part(name.capitalize(), TITLE[name], getattr(self.note, name).strip()) for name in PARTS]
        return [part for part in written if part.text]

    @property
    def first_words(self) -> str:
        """The beginning of the assessment, for a list."""
        text = " ".join(self.note.assessment.split())
        return text if len(text) <= FIRST_WORDS else f"{text[:FIRST_WORDS].rsplit(' ', 1)[0]} …"

    @property
    def addenda(self) -> list[Addendum]:
        return list(self.note.addenda.all())

    @property
    def co_signatures(self) -> list[str]:
        return [one.name for one in self.note.co_signatures.all()]

    @property
    def is_unchanged(self) -> bool:
        """Whether the note and everything added to it is still what was signed."""
        before, is_sound = self.note.sha256, self.note.is_unchanged
        for one in self.addenda:
            is_sound = is_sound and one.sha256 == fingerprint(one.sealed(before))
            before = one.sha256
        return is_sound

    @property
    def may_write(self) -> bool:
        return may_write(self._reader)

    @property
    def may_co_sign(self) -> bool:
        """Whether the reader is of the team, did not write it, and has not done so yet."""
        reader = self._reader
        if not reader.is_practitioner or self.note.author_id == reader.pk:
            return False
        return all(one.by_id != reader.pk for one in self.note.co_signatures.all())

    @property
    def not_shared(self) -> str:
        """Why the member does not read it, as a practitioner reads it; empty where they do."""
        return self.note.get_not_shared_because_display() if self.note.not_shared_because else ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A note that its member does not read: when it was signed, and the kind of reason."""

    signed_at: datetime
    because: str


def withheld_from(notes: list[VisitNote]) -> list[Withheld]:
    """Those of a member's signed notes that are held back, in words for that member."""
    return [
        Withheld(note.signed_at, NOT_SHARED[VisitNote.NotShared(note.not_shared_because)])
        for note in notes
        if note.signed_at is not None and note.not_shared_because
    ]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task on a day.

    Attributes:
        is_others: whether a colleague has to do it.
    """

    task: Task
    day: date
    is_others: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.task.is_overdue_on(self.day)

    @property
    def is_due_today(self) -> bool:
        return self.task.due_on == self.day

    @property
    def who(self) -> str:
        return self.task.assigned_to.name if self.task.assigned_to else "nobody"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry of the ledger.

    Attributes:
        counted_seconds: how much of it counts; ``None`` for one that was taken back or takes one back.
    """

    entry: MinuteEntry
    counted_seconds: int | None
    is_taken_back: bool
    roles: frozenset[str]

    @property
    def length(self) -> str:
        return in_minutes(self.entry.seconds)

    @property
    def says(self) -> str:
        """What came of it; empty for an entry that simply counts."""
        if self.entry.reverses_id is not None:
            return f"takes an entry back: {self.entry.reason}"
        if self.is_taken_back:
            return "taken back"
        if self.entry.role not in self.roles:
            return "a coach's time, does not count"
        if self.counted_seconds is not None and self.counted_seconds < self.entry.seconds:
            return f"{in_minutes(self.counted_seconds)} of it count, the rest is in another entry"
        return ""

    @property
    def can_be_taken_back(self) -> bool:
        return self.entry.reverses_id is None and not self.is_taken_back


def in_minutes(seconds: int) -> str:
    """A length of time: "11 min 30 s", "22 min"."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
