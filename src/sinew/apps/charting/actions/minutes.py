"""Adding to the ledger of minutes: by hand, by a clock somebody started, and from visits that took place."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.charting.attempts import attempt
from sinew.apps.charting.errors import MinutesRefused, ReasonNeeded, TimerRefused
from sinew.apps.charting.models import MinuteEntry, Timer
from sinew.apps.charting.team import day_where, is_on_team, require_team
from sinew.apps.members.models import Member
from sinew.apps.visits.models import Visit

LONGEST = timedelta(hours=4)
"""What one entry by hand may hold."""
OLDEST = timedelta(days=62)
"""How far back minutes may be entered."""


def add_minutes(
    *, member: Member, on: date, minutes: int, kind: str, key: UUID, at: datetime, by: User
) -> MinuteEntry:
    """Enter time by hand; the same form sent twice adds once.

    Args:
        on: the day where the member is.
        kind: that of a video visit only for one `by` held on that day, which has no time in the ledger.

    Raises:
        MinutesRefused: it cannot have been so.
        NotOnTheTeam: `by` does not look after this member.
    """
    require_team(member, by)
    today = day_where(member.user, at)
    if not 0 < minutes <= LONGEST // timedelta(minutes=1):
        raise MinutesRefused(f"Enter between 1 and {LONGEST // timedelta(minutes=1)} minutes.")
    if not today - OLDEST <= on <= today:
        raise MinutesRefused("Choose a day of the last two months, today at the latest.")
    key = attempt(key, member.pk, by.pk, on, minutes, kind)
    known = MinuteEntry.objects.filter(key=key).first()
    if known is not None:
        return known
    visit = _visit_without_time(member, on, by) if kind == MinuteEntry.Kind.VISIT else None
    entry = MinuteEntry(member=member, on=on, seconds=60 * minutes, kind=kind, key=key, visit=visit)
    return _add(entry, at, by)


def _visit_without_time(member: Member, on: date, by: User) -> Visit:
    """The visit of a day whose time is not in the ledger: it was taken back, or could not be added."""
    standing = MinuteEntry.objects.filter(reverses=None, reversal=None, visit__isnull=False)
    met = member.visits.filter(practitioner=by, met_at__isnull=False).exclude(pk__in=standing.values("visit"))
    for visit in met:
        if visit.met_at is not None and day_where(member.user, visit.met_at) == on:
            return visit
    raise MinutesRefused(
        "The time of a video visit is added by itself. If it is wrong, take that entry back first."
    )


@transaction.atomic
def take_back(*, entry: MinuteEntry, reason: str, at: datetime, by: User) -> MinuteEntry:
    """Take an entry back by another one, with the reason; taken back twice is taken back once.

    Raises:
        ReasonNeeded: it says nothing.
        MinutesRefused: it is itself one that takes another back.
        NotOnTheTeam: `by` does not look after this member.
    """
    require_team(entry.member, by)
    if not reason.strip():
        raise ReasonNeeded
    if entry.reverses_id is not None:
        raise MinutesRefused("This entry takes another one back. Add the right minutes instead.")
    back = MinuteEntry(
        member=entry.member, on=entry.on, seconds=entry.seconds, kind=entry.kind, visit=entry.visit,
        begins_at=entry.begins_at, ends_at=entry.ends_at, reverses=entry, reason=reason.strip(),
        key=uuid5(entry.key, "reversal"),
    )  # fmt: skip
    back.practitioner, back.practitioner_name, back.role = (
        entry.practitioner,
        entry.practitioner_name,
        entry.role,
    )
    return _store(back, at, by)


@transaction.atomic
def start_timer(*, member: Member, kind: str, at: datetime, by: User) -> Timer:
    """Start a clock; one that runs for this member already goes on.

    Raises:
        TimerRefused: one runs for somebody else. One for a member `by` may not read any more is dropped.
        NotOnTheTeam: `by` does not look after this member.
    """
    require_team(member, by)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    running = Timer.objects.filter(practitioner=by).first()
    if running is not None and running.member_id == member.pk:
        return running
    if running is not None and not is_on_team(running.member, by):
        drop_timer(member=running.member, by=by)
    elif running is not None:
        raise TimerRefused("Your clock runs for another member. Stop it there first.")
    timer = Timer.objects.create(practitioner=by, member=member, kind=kind, started_at=at)
    audit.record("charting.timer.started", on=timer, by=by, member=member.pk)
    return timer


@transaction.atomic
def stop_timer(*, member: Member, at: datetime, by: User) -> MinuteEntry | None:
    """Stop one's clock for this member and add its time.

    Gives back ``None``, and adds nothing, where no clock runs (any more) and where it was forgotten.
    """
    timer = _running(member, by)
    if timer is None:
        return None
    timer.delete()
    seconds = timer.runs_for(at)
    audit.record("charting.timer.stopped", by=by, member=member.pk)
    if not seconds or timer.was_forgotten_at(at):
        return None
    entry = MinuteEntry(
        member=member,
        on=day_where(member.user, timer.started_at),
        seconds=seconds,
        kind=timer.kind,
        begins_at=timer.started_at,
        ends_at=timer.started_at + timedelta(seconds=seconds),
        key=uuid5(by.pk, timer.started_at.isoformat()),
    )
    return _add(entry, at, by)


@transaction.atomic
def drop_timer(*, member: Member, by: User) -> None:
    """Stop one's clock for this member without adding anything."""
    timer = _running(member, by)
    if timer is not None:
        timer.delete()
        audit.record("charting.timer.dropped", by=by, member=member.pk)


def note_visit_time(
    *, visit: Visit, begins_at: datetime, ends_at: datetime, at: datetime, by: None
) -> MinuteEntry:
    """Add the time of a visit that took place, for its practitioner; the same visit twice adds once.

    Args:
        begins_at, ends_at: from when to when the two were together.
        by: nobody: the software adds it.
    """
    whole = timedelta(seconds=(ends_at - begins_at) // timedelta(seconds=1))
    entry = MinuteEntry(
        member=visit.member,
        on=day_where(visit.member.user, begins_at),
        seconds=int(whole.total_seconds()),
        kind=MinuteEntry.Kind.VISIT,
        begins_at=begins_at,
        ends_at=begins_at + whole,
        visit=visit,
        key=uuid5(visit.pk, "time"),
    )
    entry.practitioner, entry.practitioner_name = visit.practitioner, visit.practitioner.name
    entry.role = visit.practitioner.role
    return _store(entry, at, by)


def _add(entry: MinuteEntry, at: datetime, by: User) -> MinuteEntry:
    """Store somebody's own time."""
    entry.practitioner, entry.practitioner_name, entry.role = by, by.name, by.role
    return _store(entry, at, by)


def _store(entry: MinuteEntry, at: datetime, by: User | None) -> MinuteEntry:
    known = MinuteEntry.objects.filter(key=entry.key).first()
    if known is not None:
        return known
    entry.created_at, entry.created_by = at, by
    try:
        with transaction.atomic():
            entry.save()
            event = "charting.minutes.taken_back" if entry.reverses_id else "charting.minutes.added"
            audit.record(event, on=entry, by=by, member=entry.member_id)
    except IntegrityError:  # the second of two clicks at once
        return MinuteEntry.objects.get(key=entry.key)
    return entry


def _running(member: Member, by: User) -> Timer | None:
    return Timer.objects.select_for_update(of=("self",)).filter(practitioner=by, member=member).first()
