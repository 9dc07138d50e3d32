"""Telling operators that somebody may be trying out who is listed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.coverage.models import EnumerationAlarm
from sinew.apps.notifications.actions import queue_email
from sinew.vocabulary import Role


@transaction.atomic
def raise_alarm(*, sign: EnumerationAlarm.Sign, on: date, at: datetime, by: User | None) -> None:
    """Count a sign of enumeration; the first of a day is audited and mailed to every operator."""
    alarm, is_new = EnumerationAlarm.objects.get_or_create(sign=sign, on=on, defaults={"first_at": at})
    EnumerationAlarm.objects.filter(pk=alarm.pk).update(count=F("count") + 1)
    if not is_new:
        return
    audit.record("coverage.enumeration.suspected", on=alarm, by=by, detail={"sign": sign.value})
    for operator in User.objects.filter(role=Role.OPERATOR, is_active=True):
        queue_email(
            to=operator,
            template="coverage_alarm",
            context={"name": operator.name, "sign": sign.label},
            key=f"coverage-alarm:{sign.value}:{on}:{operator.pk}",
        )
