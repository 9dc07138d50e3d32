"""What notes add to a member's timeline."""

from datetime import timedelta
from uuid import uuid4

from sinew.apps.accounts.models import User
from sinew.apps.charting.actions.notes import Written, add_addendum, begin_note, sign_note
from sinew.apps.charting.feed import read_notes
from sinew.apps.members.models import Member
from tests.apps.charting.conftest import NOW


def test_the_timeline_has_what_was_signed_and_added_and_no_draft(
    member: Member, therapist: User, coach: User
):
    draft = begin_note(member=member, visit=None, at=NOW, by=therapist)
    later = NOW + timedelta(days=1)
    assert read_notes(member, therapist, later, 5) == []
    written = Written(assessment="Better.", plan="Go on.")
    note = sign_note(note=draft, written=written, version=1, at=NOW, by=therapist)
    add_addendum(note=note, text="Left.", key=uuid4(), at=NOW + timedelta(hours=1), by=therapist)
    entries = read_notes(member, coach, later, 5)
    assert [(one.says, one.words) for one in entries] == [
        ("Added to a note", "Left."),
        ("Note signed", "Better."),
    ]
    assert read_notes(member, coach, NOW, 5) == []
    assert len(read_notes(member, coach, later, 1)) == 1


def test_what_was_added_to_a_note_is_for_those_who_read_the_note(member: Member, therapist: User):
    draft = begin_note(member=member, visit=None, at=NOW, by=therapist)
    held = Written(
        assessment="Better.", plan="Go on.", not_shared_because="harm", not_shared_note="He reads along."
    )
    note = sign_note(note=draft, written=held, version=1, at=NOW, by=therapist)
    add_addendum(note=note, text="Left.", key=uuid4(), at=NOW, by=therapist)
    later = NOW + timedelta(days=1)
    assert len(read_notes(member, therapist, later, 5)) == 2
    assert read_notes(member, member.user, later, 5) == []
