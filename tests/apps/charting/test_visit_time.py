"""The time of a video visit goes into the ledger once, when nobody can go back into the room."""

from datetime import timedelta

from sinew.apps.accounts.models import User
from sinew.apps.charting.actions.minutes import take_back
from sinew.apps.charting.models import MinuteEntry
from sinew.apps.charting.visit_time import note_visit_times
from sinew.apps.members.models import Member
from sinew.apps.visits.attendance import end_call, enter_room, join_call
from sinew.apps.visits.models import Visit
from tests.apps.charting.conftest import NOW

LATER = NOW + timedelta(days=1)


def held(member: Member, therapist: User) -> Visit:
    return Visit.objects.create(
        member=member, practitioner=therapist, kind="follow_up", begins_at=NOW,
        ends_at=NOW + timedelta(minutes=30), booked_at=NOW,
    )  # fmt: skip


def test_a_visit_that_took_place_is_added_once_from_meeting_to_its_end(member: Member, therapist: User):
    visit, end = held(member, therapist), NOW + timedelta(minutes=24)
    for number, person in enumerate((member.user, therapist)):
        enter_room(visit=visit, at=NOW, by=person)
        join_call(visit=visit, at=NOW + timedelta(minutes=number), by=person)
    end_call(visit=visit, at=end, by=therapist)
    assert note_visit_times(at=end) == 0, "they may still go back in"
    assert [note_visit_times(at=LATER) for _run in range(2)] == [1, 0]
    entry = MinuteEntry.objects.get()
    assert (entry.seconds, entry.kind, entry.practitioner, entry.visit) == (
        23 * 60,
        "visit",
        therapist,
        visit,
    )
    take_back(entry=entry, reason="It was about something else.", at=LATER, by=therapist)
    assert note_visit_times(at=LATER) == 0


def test_a_visit_nobody_came_to_adds_nothing(member: Member, therapist: User):
    held(member, therapist)
    assert note_visit_times(at=LATER) == 0
    assert not MinuteEntry.objects.exists()
