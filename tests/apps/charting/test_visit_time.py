"""The time of a video visit goes into the ledger once, when nobody can go back into the room."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.charting.actions.minutes import add_minutes, take_back
from sinew.apps.charting.errors import MinutesRefused
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


def test_the_right_minutes_of_a_visit_are_entered_once_the_wrong_ones_are_taken_back(
    member: Member, therapist: User, coach: User
):
    visit = held(member, therapist)
    Visit.objects.filter(pk=visit.pk).update(met_at=NOW, ended_at=NOW + timedelta(minutes=50))
    note_visit_times(at=LATER)

    def by_hand(by: User, key: UUID | None = None) -> MinuteEntry:
        return add_minutes(
            member=member, on=NOW.date(), minutes=25, kind="visit", key=key or uuid4(), at=LATER, by=by
        )

    with pytest.raises(MinutesRefused, match="take that entry back"):
        by_hand(therapist)
    take_back(entry=MinuteEntry.objects.get(), reason="The call was left open.", at=LATER, by=therapist)
    with pytest.raises(MinutesRefused):
        by_hand(coach)
    key = uuid4()
    assert by_hand(therapist, key) == by_hand(therapist, key)
    assert by_hand(therapist, key).visit == visit
    with pytest.raises(MinutesRefused):
        by_hand(therapist)
    assert note_visit_times(at=LATER) == 0


def test_a_visit_nobody_came_to_adds_nothing(member: Member, therapist: User):
    held(member, therapist)
    assert note_visit_times(at=LATER) == 0
    assert not MinuteEntry.objects.exists()
