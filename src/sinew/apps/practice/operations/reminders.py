"""The background worker's standing duty: reminding members who agreed of today's session, once a day."""

import logging
from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import current_plan
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Consent
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.reminders import occasion, remind

logger = logging.getLogger(__name__)

FROM, UNTIL = time(9), time(19)
"""Hours, where the member is, between which a reminder may be sent."""

Due = tuple[CarePlan, date]
"""An active plan, and the day it is where its member is."""


def remind_of_today(*, at: datetime) -> list[OutboxEmail]:
    """Queue a reminder for every member who agreed to them and has a session today that is not done yet.

    Harmless to repeat: a member gets at most one a day. A plan that cannot be read is logged and left out.
    """
    agreed = Consent.objects.standing().filter(what=Consent.What.REMINDERS).values("member")
    plans = CarePlan.objects.active().filter(member__in=agreed).select_related("member__user")
    due = _neither_sent_nor_done([(plan, local.date()) for plan in plans if (local := _daytime(plan, at))])
    return [message for plan, day in due for message in _remind(plan, day)]


def _daytime(plan: CarePlan, at: datetime) -> datetime | None:
    """The instant where the member is; ``None`` at a time when nobody wants mail."""
    local = at.astimezone(ZoneInfo(plan.member.user.timezone))
    return local if FROM <= local.time() < UNTIL else None


def _neither_sent_nor_done(candidates: Collection[Due]) -> list[Due]:
    """Those who were not reminded and did not exercise on their day; two queries for all of them."""
    keys = {occasion(plan.member.user, day) for plan, day in candidates}
    sent = set(OutboxEmail.objects.filter(key__in=keys).values_list("key", flat=True))
    sessions = ExerciseSession.objects.done().filter(
        plan__in={plan.pk for plan, _ in candidates}, planned_on__in={day for _, day in candidates}
    )
    done = set(sessions.values_list("plan_id", "planned_on"))
    return [
        (plan, day)
        for plan, day in candidates
        if (plan.pk, day) not in done and occasion(plan.member.user, day) not in sent
    ]


def _remind(plan: CarePlan, day: date) -> list[OutboxEmail]:
    try:
        if current_plan(plan, day).session is None:
            return []
        return remind(people=[plan.member.user], day=day)
    except Exception:
        logger.exception("operations.reminder.plan_failed", extra={"care_plan_id": plan.pk})
        return []
