"""The ledger: added to by hand, by a clock and by visits; corrected by another entry and never changed."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.charting.actions import minutes as ledger
from sinew.apps.charting.errors import (
    LedgerIsAppendOnly,
    MinutesRefused,
    NotOnTheTeam,
    ReasonNeeded,
    TimerRefused,
)
from sinew.apps.charting.evidence import evidence_of
from sinew.apps.charting.models import MinuteEntry, Timer
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit
from sinew.monitoring import calendar_month
from tests.apps.charting.conftest import NOW
from tests.apps.members import world
from tests.support.sign_in import signed_in

TODAY = NOW.date()
NOVEMBER = calendar_month(TODAY)


def added(member: Member, by: User, minutes: int = 12, kind: str = "phone", **other: object) -> MinuteEntry:
    usual = {"on": TODAY, "key": uuid4()} | other
    return ledger.add_minutes(member=member, minutes=minutes, kind=kind, at=NOW, by=by, **usual)  # type: ignore[arg-type]  # as named


def counted(member: Member) -> int:
    month = evidence_of(member, NOVEMBER, at=NOW).month
    assert month is not None
    return month.minutes


def test_the_same_form_sent_twice_adds_once(member: Member, therapist: User):
    key = uuid4()
    assert added(member, therapist, key=key) == added(member, therapist, key=key)
    assert counted(member) == 12


def test_a_form_of_before_that_says_something_else_adds_that_too(member: Member, therapist: User):
    """Given a browser that went back to a form it had sent, when other minutes are entered, they count."""
    key = uuid4()
    for _click in range(2):
        added(member, therapist, key=key)
        added(member, therapist, 5, key=key)
    assert counted(member) == 17


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": 241},
        {"on": TODAY + timedelta(days=1)},
        {"on": TODAY - timedelta(days=63)},
        {"kind": "visit"},
    ],
)
def test_time_that_cannot_have_been_is_refused(member: Member, therapist: User, wrong: dict[str, object]):
    with pytest.raises(MinutesRefused):
        added(member, therapist, **wrong)  # type: ignore[arg-type]  # as named


def test_an_entry_is_taken_back_by_another_and_both_stay(member: Member, therapist: User, coach: User):
    entry = added(member, therapist)
    with pytest.raises(ReasonNeeded):
        ledger.take_back(entry=entry, reason=" ", at=NOW, by=coach)
    for _click in range(2):
        back = ledger.take_back(entry=entry, reason="Wrong member.", at=NOW, by=coach)
    assert (back.reverses, back.seconds, back.practitioner, back.created_by) == (entry, 720, therapist, coach)
    assert MinuteEntry.objects.count() == 2
    assert counted(member) == 0
    with pytest.raises(MinutesRefused):
        ledger.take_back(entry=back, reason="Back again.", at=NOW, by=therapist)


def test_an_entry_never_changes(member: Member, therapist: User):
    entry = added(member, therapist)
    entry.seconds = 7200
    with pytest.raises(LedgerIsAppendOnly):
        entry.save()
    with pytest.raises(LedgerIsAppendOnly):
        MinuteEntry.objects.update(seconds=7200)


def test_a_clock_runs_from_start_to_stop_for_one_member_at_a_time(member: Member, therapist: User):
    other = world.joined("other@example.org")
    other.care_team.create(practitioner=therapist, joined_at=NOW)
    for _click in range(2):
        ledger.start_timer(member=member, kind="review", at=NOW, by=therapist)
    with pytest.raises(TimerRefused):
        ledger.start_timer(member=other, kind="review", at=NOW, by=therapist)
    stop = NOW + timedelta(minutes=11, seconds=30)
    entry = ledger.stop_timer(member=member, at=stop, by=therapist)
    assert entry is not None
    assert (entry.seconds, entry.begins_at, entry.ends_at) == (690, NOW, stop)
    assert ledger.stop_timer(member=member, at=stop, by=therapist) is None
    assert counted(member) == 11


def test_a_clock_for_somebody_one_looks_after_no_more_is_in_nobody_s_way(member: Member, therapist: User):
    other = world.joined("other@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    ledger.start_timer(member=other, kind="review", at=NOW, by=therapist)
    teams.leave_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    timer = ledger.start_timer(member=member, kind="review", at=NOW, by=therapist)
    assert Timer.objects.get() == timer
    assert not MinuteEntry.objects.exists()


def test_a_forgotten_clock_and_a_dropped_one_add_nothing(member: Member, therapist: User):
    ledger.start_timer(member=member, kind="review", at=NOW, by=therapist)
    assert ledger.stop_timer(member=member, at=NOW + timedelta(hours=2), by=therapist) is None
    ledger.start_timer(member=member, kind="review", at=NOW, by=therapist)
    ledger.drop_timer(member=member, by=therapist)
    assert not MinuteEntry.objects.exists()
    assert not Timer.objects.exists()


def test_a_visit_s_time_is_added_once_and_counts_on_the_member_s_day(member: Member, therapist: User):
    member.user.timezone = "Pacific/Auckland"
    member.user.save()
    visit = Visit.objects.create(
        member=member, practitioner=therapist, kind="follow_up", begins_at=NOW,
        ends_at=NOW + timedelta(minutes=30), booked_at=NOW,
    )  # fmt: skip
    for _run in range(2):
        ledger.note_visit_time(
            visit=visit, begins_at=NOW, ends_at=NOW + timedelta(minutes=22, seconds=5), at=NOW, by=None
        )
    entry = MinuteEntry.objects.get()
    assert (entry.on, entry.seconds, entry.practitioner) == (date(2026, 11, 13), 1325, therapist)
    month = evidence_of(member, NOVEMBER, at=NOW).month
    assert month is not None
    assert (month.minutes, month.has_live) == (22, True)


def test_the_workload_shows_what_everybody_wrote_down_this_month(
    member: Member, therapist: User, coach: User, settings: object
):
    settings.MOMENT_FROM_REQUESTS = True  # type: ignore[attr-defined]  # pytest-django's settings
    other = world.joined("other@example.org")
    teams.join_care_team(member=other, practitioner=therapist, at=NOW, by=None)
    added(member, therapist, 12)
    added(other, therapist, 5, "review")
    added(member, coach, 3, "messages")
    added(member, therapist, 9, on=date(2026, 10, 31))
    ledger.take_back(entry=added(member, therapist, 30), reason="Wrong.", at=NOW, by=coach)
    desk = signed_in(therapist)
    page = desk.get(reverse("practice:workload"), headers={"Sinew-At": NOW.isoformat()}).content.decode()
    assert "Minutes in November" in page
    last_cells = [row.split("<td")[-1].split(">", 1)[1] for row in page.split("<tr>")[2:]]
    told = [" ".join(strip_tags(cell.split("</td>")[0]).split()) for cell in last_cells]
    assert told == ["3 0 live", "17 12 live"]


def test_strangers_add_nothing_and_read_nothing(member: Member, therapist: User):
    stranger = world.therapist("stranger@example.org")
    added(member, therapist)
    with pytest.raises(NotOnTheTeam):
        added(member, stranger)
    for user in (stranger, member.user):
        assert not MinuteEntry.objects.visible_to(user).exists()


def test_the_keys_of_entries_made_by_the_software_are_its_own(member: Member, therapist: User):
    entry = added(member, therapist)
    back = ledger.take_back(entry=entry, reason="Wrong.", at=NOW, by=therapist)
    assert isinstance(back.key, UUID)
    assert back.key != entry.key
