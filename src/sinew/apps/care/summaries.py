"""The one row that says how it stands with a care plan, worked out from everything that happened in it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import Max

from sinew.apps.accounts.models import User
from sinew.apps.audit import actions as audit
from sinew.apps.care.errors import NotOnCareTeam
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan, NewsRead, PlanSummary
from sinew.apps.care.teams import tell_lists
from sinew.vocabulary import Disposition

SESSIONS_KEPT = 31
"""Sessions a summary remembers: more than are ever compared or drawn."""
ANSWERS_NOTHING = frozenset({"set_cue", "set_order", "take_back"})
"""Decisions that answer no news: a tip, another order, and taking a change back."""
RED = "red"
"""The program's rule about a session in the red zone."""


def summarize(plan: CarePlan) -> PlanSummary:
    """Work the summary of a plan out anew and store it; harmless to repeat."""
    summary, _is_new = PlanSummary.objects.update_or_create(plan=plan, defaults=summary_of(plan))
    tell_lists(plan.member)
    return summary


def summary_of(plan: CarePlan) -> dict[str, Any]:
    """The fields of a plan's summary, from its rows."""
    decided = list(plan.adjustments.select_related("event").order_by("id"))
    events = list(plan.events.filter(type__in=(CareEvent.Type.SESSION, CareEvent.Type.PRACTITIONER)))
    decisions = [event for event in events if event.type == CareEvent.Type.PRACTITIONER]
    sessions = [event for event in events if event.type == CareEvent.Type.SESSION and is_done(event.payload)]
    kept = sessions[-SESSIONS_KEPT:]
    newest = decided[-1] if decided else None
    return {
        "newest_id": newest.pk if newest else None,
        "outcome": newest.outcome if newest else "",
        "disposition": newest.disposition if newest else "",
        "phase": newest.phase if newest else "",
        "first_phase": next((one.phase for one in decided if one.phase), ""),
        "was_cleared": any(one.disposition == Disposition.SELF_CARE for one in decided),
        "word": standing_word(decisions),
        "pains": [worst_pain(event.payload) for event in kept],
        "session_days": [event.on.isoformat() for event in kept],
        "last_session_on": kept[-1].on if kept else None,
        **_waiting(decided),
        **_unread(plan, decided, decisions),
    }


def fill_missing(plans: Iterable[CarePlan]) -> None:
    """Summarize plans that have no summary yet: those that began under an earlier version of the software."""
    for plan in plans:
        if not hasattr(plan, "summary"):
            plan.summary = summarize(plan)


def summarize_missing() -> int:
    """Summarize every plan without a summary, active or ended; how many there were."""
    missing = list(CarePlan.objects.filter(summary=None).values_list("pk", flat=True))
    for pk in missing:
        summarize(CarePlan.objects.defer("answers").get(pk=pk))
    return len(missing)


@transaction.atomic
def mark_news_read(*, plan: CarePlan, seen: int, at: datetime, by: User) -> NewsRead:
    """A practitioner read what is new about a plan, and nothing changes; a second click adds nothing.

    Args:
        seen: id of the newest adjustment they saw: what came after it is still news.

    Raises:
        NotOnCareTeam: `by` is not on this member's care team, or the member lets it read no more.
    """
    if not plan.member.care_team.current().visible_to(by).filter(practitioner=by).exists():
        raise NotOnCareTeam(plan.pk)
    plan = CarePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    known = plan.news_read.filter(up_to__gte=seen).first()
    if known is not None:
        return known
    read = plan.news_read.create(up_to=plan.adjustments.get(pk=seen), read_at=at, read_by=by)
    audit.record("care.news.read", on=read, by=by, member=plan.member_id)
    summarize(plan)
    return read


def is_done(session: Mapping[str, Any]) -> bool:
    """Whether a session event tells of exercise; one that was declined is only the pain before it."""
    return bool(session.get("exercises")) or "pain_during" in session or "effort" in session


def worst_pain(session: Mapping[str, Any]) -> float | None:
    """The highest pain told about a session, whenever it was felt."""
    told = [session.get("pain_before"), session.get("pain_during"), session.get("pain_after")]
    return max((pain for pain in told if pain is not None), default=None)


def standing_word(decisions: Iterable[CareEvent]) -> str:
    """The practitioner's last word about going on: ``cleared``, ``hold``, ``stop``, or nothing."""
    said = [event.payload for event in decisions if event.payload["decision"] in ("cleared", "hold", "stop")]
    about_the_program = [p["decision"] for p in said if p.get("scope", "program") == "program"]
    return about_the_program[-1] if about_the_program else ""


def _waiting(decided: Sequence[Adjustment]) -> dict[str, Any]:
    """From which decision on, until now, the plan waits; and from which on only a sign-off is missing."""
    waiting = list(takewhile(lambda one: one.waits_for_team, reversed(decided)))
    asking = list(takewhile(lambda one: one.sign_off, reversed(decided)))
    return {
        "waits_since": waiting[-1].created_at if waiting else None,
        "waits_because": _first_rule(waiting[-1]) if waiting else "",
        "asked_at": asking[-1].created_at if asking else None,
        "asked_for": asking[-1].sign_off if asking else "",
    }


def _unread(plan: CarePlan, decided: Sequence[Adjustment], decisions: Sequence[CareEvent]) -> dict[str, Any]:
    """News for the team and sessions in the red zone that nobody has read, and no decision has followed.

    Striking a wrong test result answers no news.
    """
    read_to = plan.news_read.aggregate(newest=Max("up_to"))["newest"] or 0
    answers = [
        event
        for event in decisions
        if event.strikes_id is None and event.payload["decision"] not in ANSWERS_NOTHING
    ]
    decided_at = max((event.created_at for event in answers), default=None)
    new = [one for one in decided if one.pk > read_to and (decided_at is None or one.created_at > decided_at)]
    reds = [one for one in new if is_red(one)]
    return {
        "news": _news(new),
        "red_since": reds[0].created_at if reds else None,
        "red_at": reds[-1].created_at if reds else None,
        "red_on": reds[-1].on if reds else None,
    }


def _news(new: Iterable[Adjustment]) -> list[dict[str, str]]:
    """Each rule the team should read of, with the first and the last time it spoke."""
    found: dict[str, dict[str, str]] = {}
    for one in new:
        if one.team_news:
            at = one.created_at.isoformat()
            found.setdefault(one.team_news, {"rule": one.team_news, "first_at": at})["last_at"] = at
    return list(found.values())


def is_red(adjustment: Adjustment) -> bool:
    """Whether a session in the red zone brought this decision about."""
    event = adjustment.event
    is_session = event is not None and event.type == CareEvent.Type.SESSION
    return is_session and any(reason["rule"] == RED for reason in adjustment.reasons)


def _first_rule(adjustment: Adjustment) -> str:
    return str(adjustment.reasons[0]["rule"]) if adjustment.reasons else ""
