"""What the demo's therapist wrote down: a signed note with an addendum, a draft, tasks and minutes."""

from datetime import datetime, timedelta
from uuid import uuid4

from sinew.apps.accounts.models import User
from sinew.apps.charting.actions import minutes, notes, tasks
from sinew.apps.charting.team import day_where
from sinew.apps.members.models import Member
from sinew.apps.practice.demo.stories import Team

SUBJECTIVE = (
    "Says the stairs are fine again and she sleeps through. "
    "Sitting in the car for more than an hour still pulls."
)
ASSESSMENT = "Goes well. Both sides look the same in the bridge. A long drive is what is left."
PLAN = "Go on as planned. Stand up every 30 minutes on long drives. We look at it again in two weeks."
ADDED = "She wrote that a cushion in the car helps. No change to the plan."
TIME = ((9, 12, "phone"), (6, 4, "messages"), (2, 8, "review"))
"""Days ago, minutes and what they were spent on."""


def write_down(team: Team, *, now: datetime) -> None:
    """Notes, tasks and minutes about two of the demo's members."""
    by = team.therapist
    ana, marcus = _member("ana@example.org"), _member("marcus@example.org")
    if ana is not None:
        _sign(ana, team, now=now)
        _give(ana, "Ask how the long drive was", to=team.coach, by=by, due=now + timedelta(days=2), now=now)
        for days, length, kind in TIME:
            at = now - timedelta(days=days)
            minutes.add_minutes(
                member=ana, on=day_where(ana.user, at), minutes=length, kind=kind, key=uuid4(), at=at,
                by=team.therapist,
            )  # fmt: skip
    if marcus is not None:
        notes.begin_note(member=marcus, visit=None, at=now - timedelta(hours=2), by=team.therapist)
        _give(marcus, "Read his scan report", to=by, by=by, due=now - timedelta(days=1), now=now)
    _give(None, "Renew the license entry", to=by, by=by, due=now + timedelta(days=20), now=now)


def _member(email: str) -> Member | None:
    return Member.objects.filter(user__email=email, user__is_demo=True).select_related("user").first()


def _sign(member: Member, team: Team, *, now: datetime) -> None:
    at, by = now - timedelta(days=9), team.therapist
    note = notes.begin_note(member=member, visit=None, at=at, by=by)
    written = notes.Written(SUBJECTIVE, note.objective, ASSESSMENT, PLAN)
    signed = notes.sign_note(note=note, written=written, version=note.version, at=at, by=by)
    later = at + timedelta(days=3)
    notes.add_addendum(note=signed, text=ADDED, key=uuid4(), at=later, by=by)
    notes.co_sign(note=signed, at=later, by=team.coach)


def _give(about: Member | None, what: str, *, to: User, by: User, due: datetime, now: datetime) -> None:
    tasks.add_task(
        what=what, due_on=day_where(to, due), assigned_to=to, member=about, note=None, key=uuid4(),
        at=now - timedelta(days=3), by=by,
    )  # fmt: skip
