"""The demo's calendars: when its practitioners can be met, and a visit that is soon."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.members.models import Member
from sinew.apps.practice.demo.stories import Team
from sinew.apps.visits.actions import Hours, book_visit, set_hours
from sinew.apps.visits.models import Visit
from sinew.apps.visits.times import free_times

WORKDAYS = range(5)
MORNING, AFTERNOON = (time(9), time(12, 30)), (time(13, 30), time(17))


def open_calendars(practitioners: list[User]) -> None:
    """Give the demo's practitioners office hours from Monday to Friday."""
    hours = [Hours(day, *span) for day in WORKDAYS for span in (MORNING, AFTERNOON)]
    for person in practitioners:
        set_hours(practitioner=person, hours=hours, by=person)


def book_some(team: Team, *, now: datetime) -> None:
    """Two of the demo's members meet the therapist in the next days."""
    for email, kind, which in (
        ("ana@example.org", Visit.Kind.FOLLOW_UP, 3),
        ("marcus@example.org", Visit.Kind.FIRST, 8),
    ):
        member = Member.objects.filter(user__email=email, user__is_demo=True).first()
        if member is None:
            continue
        today = now.astimezone(ZoneInfo(team.therapist.timezone)).date()
        times = free_times(team.therapist, kind, first=today, last=today + timedelta(days=7), at=now)
        book_visit(
            member=member,
            practitioner=team.therapist,
            kind=kind,
            begins_at=times[which],
            at=now,
            by=member.user,
        )
