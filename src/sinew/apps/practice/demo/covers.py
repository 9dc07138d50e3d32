"""The demo's cover: one coach is away for a week, another stands in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sinew.apps.accounts.models import User
from sinew.apps.care.covers import arrange_cover, cover_span
from sinew.apps.members.models import Member
from sinew.apps.practice.demo.sign_ins import STAND_IN
from sinew.apps.practice.demo.stories import Team

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def stand_in(team: Team, *, now: datetime) -> None:
    """The second coach covers for the first since yesterday, for a week."""
    members = Member.objects.filter(care_team__practitioner=team.coach, care_team__ended_at=None)
    if not members:
        return
    arranged_at = now - DAY
    first_on = arranged_at.astimezone(ZoneInfo(team.coach.timezone)).date()
    starts_at, until_at = cover_span(team.coach, first_on, first_on + WEEK, at=arranged_at)
    arrange_cover(
        away=team.coach,
        covering=User.objects.get(email=STAND_IN, is_demo=True),
        members=members,
        starts_at=starts_at,
        until_at=until_at,
        note="Away for a week. I wrote to everybody on Friday, nothing is open.",
        is_for_all=True,
        at=arranged_at,
        by=team.coach,
    )
