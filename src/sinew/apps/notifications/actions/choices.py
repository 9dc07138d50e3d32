"""What people choose to hear, and when."""

from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.notifications.models import KindChoice, Preferences
from sinew.notices import CATALOGUE, Channel, Kind


@transaction.atomic
def choose(
    *,
    user: User,
    on: Collection[tuple[str, Channel]],
    quiet_from: time,
    quiet_until: time,
    quiet_on: Collection[Channel],
    follows_office_hours: bool,
    by: User,
) -> Preferences:
    """Store what a person wants: everything that their page offers and that is not in `on` is turned off.

    Args:
        on: kinds by id and channel; those that cannot be turned off are not looked at.
        quiet_on: the channels that the quiet hours hold back.
    """
    offered = {
        (kind.id, channel)
        for kind in CATALOGUE
        for channel in Channel
        if user.role in kind.roles and kind.can_turn_off(channel)
    }
    KindChoice.objects.filter(user=user, kind__in={kind for kind, _ in offered}).delete()
    unwanted = [
        KindChoice(user=user, kind=kind, channel=channel) for kind, channel in sorted(offered - set(on))
    ]
    KindChoice.objects.bulk_create(unwanted, ignore_conflicts=True)  # the form may be sent twice at once
    chosen, _ = Preferences.objects.update_or_create(
        user=user,
        defaults={
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "quiet_email": Channel.EMAIL in quiet_on,
            "quiet_push": Channel.PUSH in quiet_on,
            "follows_office_hours": follows_office_hours,
        },
    )
    audit.record("notifications.preferences.changed", on=chosen, by=by)
    return chosen


@transaction.atomic
def pause_reminders(*, user: User, until: datetime | None, by: User) -> Preferences:
    """Send no reminders before an instant; ``None`` ends the pause."""
    chosen, _ = Preferences.objects.update_or_create(user=user, defaults={"paused_until": until})
    event = "notifications.reminders.resumed" if until is None else "notifications.reminders.paused"
    audit.record(event, on=chosen, by=by)
    return chosen


@transaction.atomic
def turn_off_mail(*, user: User, kind: Kind, by: User | None) -> bool:
    """Send a person no mail of this kind any more; gives back whether that is new.

    Args:
        by: who did it; ``None`` for whoever held the address in one of these mails.
    """
    choice, is_new = KindChoice.objects.get_or_create(user=user, kind=kind.id, channel=Channel.EMAIL)
    if is_new:
        audit.record("notifications.mail.turned_off", on=choice, by=by, detail={"kind": kind.id})
    return is_new
