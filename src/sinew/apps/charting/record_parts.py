"""This app's parts of a member's record: notes, tasks about them, and minutes spent on them."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from sinew.apps.accounts.models import User
from sinew.apps.charting.models import Addendum, CoSignature, MinuteEntry, Task, Timer, VisitNote
from sinew.apps.charting.models.notes import PARTS as PARTS_OF_A_NOTE
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable

NOT_GIVEN = "not shared with you; ask your care team"


def note_rows(member: Member) -> Rows:
    """Every signed note; of one that is not shared, and of a draft, only that there is one."""
    return [_note_row(note) for note in _notes(member)]


def _notes(member: Member) -> Iterable[VisitNote]:
    return member.notes.prefetch_related("addenda", "co_signatures").order_by("begun_at")


def _is_given(note: VisitNote) -> bool:
    return settings.OPEN_NOTES and note.is_shared


def _note_row(note: VisitNote) -> dict[str, object]:
    row: dict[str, object] = {
        "note": str(note.pk),
        "visit": str(note.visit_id) if note.visit_id else None,
        "state": "signed" if note.is_signed else "draft",
        "begun_at": instant(note.begun_at),
        "signed_at": instant(note.signed_at),
        "signed_by": note.signed_name or None,
    }
    if not _is_given(note):
        return row | {"text": NOT_GIVEN if note.is_signed else None}
    return row | {
        **{name: getattr(note, name) for name in PARTS_OF_A_NOTE},
        "measured": note.measured,
        "sha256": note.sha256,
        "addenda": [
            {
                "added_at": instant(added.added_at),
                "by": added.author_name,
                "text": added.text,
                "sha256": added.sha256,
            }
            for added in note.addenda.all()
        ],
        "co_signed_by": [{"by": one.name, "at": instant(one.signed_at)} for one in note.co_signatures.all()],
    }


def note_sections(member: Member) -> Iterable[Section]:
    """The signed notes, for reading."""
    lines = []
    for note in _notes(member):
        if note.signed_at is None:
            continue
        label = f"{readable(note.signed_at)}, {note.signed_name}"
        lines.append((label, _in_words(note) if _is_given(note) else NOT_GIVEN.capitalize()))
    yield Section("Notes your therapist signed", tuple(lines))


def _in_words(note: VisitNote) -> str:
    parts = [
        f"{name.capitalize()}: {text}" for name in PARTS_OF_A_NOTE if (text := getattr(note, name).strip())
    ]
    parts += [
        f"Added on {readable(one.added_at)} by {one.author_name}: {one.text}" for one in note.addenda.all()
    ]
    return "\n".join(parts)


def task_rows(member: Member) -> Rows:
    """What somebody has to do for this member."""
    return [
        {
            "task": str(task.pk),
            "what": task.what,
            "due_on": instant(task.due_on),
            "created_at": instant(task.created_at),
            "done_at": instant(task.done_at),
        }
        for task in member.tasks.all()
    ]


def task_sections(member: Member) -> Iterable[Section]:
    """The tasks, for reading."""
    lines = tuple(
        (f"Until {readable(task.due_on)}", f"{task.what}{', done' if task.done_at else ''}")
        for task in member.tasks.all()
    )
    yield Section("What your care team has to do for you", lines)


def minute_rows(member: Member) -> Rows:
    """The whole ledger, what was taken back among it, and clocks that run now."""
    entries = [
        {
            "entry": str(row.pk),
            "on": instant(row.on),
            "seconds": row.seconds,
            "kind": row.kind,
            "by": row.practitioner_name,
            "begins_at": instant(row.begins_at),
            "ends_at": instant(row.ends_at),
            "takes_back": str(row.reverses_id) if row.reverses_id else None,
            "reason": row.reason or None,
            "created_at": instant(row.created_at),
        }
        for row in member.minute_entries.all()
    ]
    running = [
        {"running_since": instant(timer.started_at), "kind": timer.kind}
        for timer in member.running_timers.all()
    ]
    return entries + running


def minute_sections(member: Member) -> Iterable[Section]:
    """The ledger, for reading."""
    rows = member.minute_entries.select_related("reverses")
    lines = tuple((readable(row.on), _entry_in_words(row)) for row in rows)
    yield Section("Time your care team wrote down", lines)


def _entry_in_words(row: MinuteEntry) -> str:
    told = f"{row.seconds // 60} min {row.seconds % 60} s, {row.get_kind_display().lower()}"
    if row.reverses_id is not None:
        return f"Taken back: {told}, {row.practitioner_name}. {row.reason}"
    return f"{told}, {row.practitioner_name}"


def drop_drafts(member: Member, _at: datetime, _by: User) -> None:
    """Without the consents of the program nothing more is written: drafts go, and clocks stop uncounted."""
    member.notes.drafts().delete()
    member.running_timers.all().delete()


NOTE_MODELS = (VisitNote, Addendum, CoSignature)
PARTS = (
    RecordPart(
        "notes", "Notes your therapist signed", NOTE_MODELS, note_rows, note_sections, stop=drop_drafts
    ),
    RecordPart("tasks", "What your care team has to do for you", (Task,), task_rows, task_sections),
    RecordPart(
        "minutes", "Time your care team wrote down", (MinuteEntry, Timer), minute_rows, minute_sections
    ),
)
