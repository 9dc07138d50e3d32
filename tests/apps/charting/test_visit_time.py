"""The time of a video visit goes into the ledger once, when nobody can go back into the room."""

from datetime import timedelta

from sinew.apps.accounts.models import User
from sinew.apps.charting.models import MinuteEntry
from sinew.apps.charting.visit_time import note_visit_times, together
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit
from tests.apps.charting.conftest import NOW


def held(member: Member, therapist: User) -> Visit:
    return Visit.objects.create(
        member=member, practitioner=therapist, kind="follow_up", begins_at=NOW,
        ends_at=NOW + timedelta(minutes=30), booked_at=NOW,
    )  # fmt: skip


def test_the_two_were_together_from_meeting_to_the_end(member: Member, therapist: User):
    visit = held(member, therapist)
    assert together(visit) is None
    visit.met_at, visit.ended_at = NOW + timedelta(minutes=2), NOW + timedelta(minutes=24)
    assert together(visit) == (visit.met_at, visit.ended_at)
    visit.ended_at = None
    assert together(visit) is None


def test_a_visit_nobody_came_to_adds_nothing(member: Member, therapist: User):
    held(member, therapist)
    assert note_visit_times(at=NOW + timedelta(days=1)) == 0
    assert not MinuteEntry.objects.exists()
