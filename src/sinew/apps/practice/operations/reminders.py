"""The background worker's standing duty: reminding members who agreed of today's session, once a day."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import current_plan
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Consent
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.reminders import remind

FROM, UNTIL = time(9), time(19)
"""Hours, where the member is, between which a reminder may be sent."""

TEMPLATE = "session_ready"


def remind_of_today(*, at: datetime) -> list[OutboxEmail]:
    """Queue a reminder for every member who agreed to them and has a session today that is not done yet.

    Harmless to repeat: a member gets at most one a day.
    """
    agreed = Consent.objects.standing().filter(what=Consent.What.REMINDERS).values("member")
    plans = CarePlan.objects.active().filter(member__in=agreed).select_related("member__user")
    return [message for plan in plans for message in _remind(plan, at)]


def _remind(plan: CarePlan, at: datetime) -> list[OutboxEmail]:
    user = plan.member.user
    local = at.astimezone(ZoneInfo(user.timezone))
    if not FROM <= local.time() < UNTIL:
        return []
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    sent_today = OutboxEmail.objects.filter(to=user.email, template=TEMPLATE, created_at__gte=midnight)
    if sent_today.exists():
        return []
    is_done = ExerciseSession.objects.done().filter(plan=plan, planned_on=local.date()).exists()
    if is_done or current_plan(plan, local.date()).session is None:
        return []
    return remind(people=[user], day=local.date())
