"""What this app adds to a member's timeline: notes that were signed, and what was added to them."""

from datetime import datetime

from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.charting.models import Addendum, VisitNote
from sinew.apps.charting.presenters import NotePresenter
from sinew.apps.members.models import Member
from sinew.apps.members.timeline import Entry, Feed


def read_notes(member: Member, reader: User, before: datetime, most: int) -> list[Entry]:
    """Signed notes and their addenda, newest first."""
    signed = VisitNote.objects.visible_to(reader).signed().filter(member=member)
    added = Addendum.objects.filter(note__in=signed.values("pk"), added_at__lt=before)
    notes = signed.filter(signed_at__lt=before).order_by("-signed_at")[:most]
    found = [_signed(note, reader) for note in notes]
    found += [_added(one) for one in added.order_by("-added_at")[:most]]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:most]


def _signed(note: VisitNote, reader: User) -> Entry:
    shown = NotePresenter(note, reader)
    return Entry(
        at=shown.at,
        says="Note signed",
        words=shown.first_words,
        by=shown.author,
        url=reverse("charting:note", args=[note.pk]),
        opens="The note",
    )


def _added(addendum: Addendum) -> Entry:
    return Entry(
        at=addendum.added_at,
        says="Added to a note",
        words=addendum.text,
        by=addendum.author_name,
        url=reverse("charting:note", args=[addendum.note_id]),
        opens="The note",
    )


FEED = Feed("note", "Notes", "file-text", read_notes)
