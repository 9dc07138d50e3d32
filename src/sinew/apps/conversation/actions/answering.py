"""Quick replies, office hours and absences of a practitioner."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.conversation.errors import HoursUnclear, NotYourReply
from sinew.apps.conversation.models import Absence, PractitionerHours, QuickReply
from sinew.content.messaging import WEEKDAYS, opening

LONGEST_ABSENCE_DAYS = 400


@transaction.atomic
def write_quick_reply(
    *, title: str, text: str, is_shared: bool, at: datetime, by: User, reply: QuickReply | None = None
) -> QuickReply:
    """Store a quick reply, or change one's own.

    Raises:
        NotYourReply: `reply` was written by somebody else.
    """
    if reply is None:
        reply = QuickReply(written_by=by)
    elif reply.written_by_id != by.pk:
        raise NotYourReply
    reply.title, reply.text, reply.is_shared, reply.written_at = title, text, is_shared, at
    reply.save()
    audit.record("conversation.quick_reply.written", on=reply, by=by)
    return reply


@transaction.atomic
def remove_quick_reply(*, reply: QuickReply, by: User) -> None:
    """Delete one's own quick reply.

    Raises:
        NotYourReply: it was written by somebody else.
    """
    if reply.written_by_id != by.pk:
        raise NotYourReply
    audit.record("conversation.quick_reply.removed", on=reply, by=by)
    reply.delete()


@transaction.atomic
def set_office_hours(*, week: Mapping[str, Sequence[str]], at: datetime, by: User) -> PractitionerHours:
    """Store when `by` is at work, in the time zone of their account.

    Args:
        week: openings such as ``09:00-17:00`` by day of the week.

    Raises:
        HoursUnclear: a day is none, or an opening is not written that way.
    """
    for day, spans in week.items():
        if day not in WEEKDAYS:
            raise HoursUnclear(f"There is no day called {day}.")
        for span in spans:
            try:
                opening(span)
            except ValueError:
                raise HoursUnclear(f"Write {day.capitalize()} as 09:00-17:00.") from None
    kept = {day: list(spans) for day, spans in week.items() if spans}
    hours, _is_new = PractitionerHours.objects.update_or_create(
        practitioner=by, defaults={"week": kept, "changed_at": at}
    )
    audit.record("conversation.office_hours.set", on=hours, by=by)
    return hours


@transaction.atomic
def add_absence(*, first_on: date, last_on: date, by: User) -> Absence:
    """Note days on which `by` does not work.

    Raises:
        HoursUnclear: it ends before it begins, or lasts longer than a year.
    """
    if not 0 <= (last_on - first_on).days <= LONGEST_ABSENCE_DAYS:
        raise HoursUnclear("The last day has to be on or after the first, and within a year.")
    absence = Absence.objects.create(practitioner=by, first_on=first_on, last_on=last_on)
    audit.record("conversation.absence.added", on=absence, by=by)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """Take back one's own absence."""
    if absence.practitioner_id != by.pk:
        raise HoursUnclear("These days are somebody else's.")
    audit.record("conversation.absence.removed", on=absence, by=by)
    absence.delete()
