"""Giving, doing and handing over tasks."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.charting.attempts import attempt
from sinew.apps.charting.errors import NothingWritten, NotOnTheTeam
from sinew.apps.charting.models import Task, VisitNote
from sinew.apps.charting.team import is_on_team, require_team
from sinew.apps.members.models import Member


def add_task(
    *,
    what: str,
    due_on: date,
    assigned_to: User,
    member: Member | None,
    note: VisitNote | None,
    key: UUID,
    at: datetime,
    by: User,
) -> Task:
    """Give somebody something to do; the same form sent twice gives it once.

    Args:
        member: whom it is about; ``None`` for nobody in particular.

    Raises:
        NothingWritten: it does not say what.
        NotOnTheTeam: one of the two does not look after this member.
    """
    what = what.strip()
    if not what:
        raise NothingWritten
    if member is not None:
        require_team(member, by)
    _require_assignable(member, assigned_to)
    key = attempt(key, by.pk, member and member.pk, assigned_to.pk, due_on, what)
    try:
        with transaction.atomic():
            task, is_new = Task.objects.get_or_create(
                key=key,
                defaults={
                    "what": what, "due_on": due_on, "assigned_to": assigned_to, "member": member,
                    "note": note, "created_at": at, "created_by": by,
                },
            )  # fmt: skip
            if is_new:
                audit.record("charting.task.added", on=task, by=by, member=task.member_id)
    except IntegrityError:  # the second of two clicks at once
        return Task.objects.get(key=key)
    return task


@transaction.atomic
def finish_task(*, task: Task, at: datetime, by: User) -> Task:
    """Mark a task as done; one that is done stays as it was."""
    return _set_done(task, at=at, by=by, event="charting.task.done")


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> Task:
    """Take back that a task is done."""
    return _set_done(task, at=None, by=by, event="charting.task.reopened")


def _set_done(task: Task, *, at: datetime | None, by: User, event: str) -> Task:
    found = _allowed(task, by)
    if (found.done_at is None) == (at is None):
        return found
    found.done_at, found.done_by = at, by if at is not None else None
    found.save(update_fields=["done_at", "done_by"])
    audit.record(event, on=found, by=by, member=found.member_id)
    return found


@transaction.atomic
def assign_task(*, task: Task, to: User, by: User) -> Task:
    """Give a task to somebody else.

    Raises:
        NotOnTheTeam: one of the two does not look after this member.
    """
    found = _allowed(task, by)
    _require_assignable(found.member, to)
    if found.assigned_to_id != to.pk:
        found.assigned_to = to
        found.save(update_fields=["assigned_to"])
        audit.record("charting.task.assigned", on=found, by=by, member=found.member_id)
    return found


@transaction.atomic
def hand_over_tasks(*, member: Member, leaving: User, to: User, by: User | None) -> int:
    """Give everything `leaving` still has to do about a member to who looks after them now; says how much.

    Raises:
        NotOnTheTeam: the new person does not look after this member.
    """
    if not member.care_team.current().filter(practitioner=to).exists():
        raise NotOnTheTeam
    rows = list(member.tasks.open().of(leaving).select_for_update(of=("self",)))
    for task in rows:
        task.assigned_to = to
        task.save(update_fields=["assigned_to"])
        audit.record("charting.task.assigned", on=task, by=by, member=member.pk)
    return len(rows)


def _allowed(task: Task, by: User) -> Task:
    """The task, locked for one change at a time, if this person may touch it."""
    found = Task.objects.select_for_update(of=("self",)).select_related("member").get(pk=task.pk)
    own = found.member is None and by.pk in (found.assigned_to_id, found.created_by_id)
    if not own and (found.member is None or not is_on_team(found.member, by)):
        raise NotOnTheTeam
    return found


def _require_assignable(member: Member | None, person: User) -> None:
    if not person.is_practitioner or not person.is_active:
        raise NotOnTheTeam
    if member is not None:
        require_team(member, person)
