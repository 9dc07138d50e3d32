"""The plan of a day, recomputed from the intake and the events; nothing is stored that could disagree."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sinew.apps.care.models import CarePlan, ContentSnapshot
from sinew.apps.web import content as shown
from sinew.content import Content, from_snapshot
from sinew.program import Plan, events_from_dicts, intake_from_dict, plan


def content_of(care_plan: CarePlan) -> Content:
    """The content this plan follows, as it was when the plan started, in the reader's language."""
    current = shown.current()
    if current.version == care_plan.content_snapshot_id:
        return current
    return shown.in_readers_language(_frozen(care_plan.content_snapshot_id))


@lru_cache(maxsize=8)
def _frozen(version: str) -> Content:
    return from_snapshot(ContentSnapshot.objects.get(pk=version).data)


def current_plan(care_plan: CarePlan, day: date) -> Plan:
    """The plan as it stands on `day`, from everything that happened up to and including it.

    A day before the plan began is read as its first day.
    """
    return plan_from(care_plan, care_plan.history, day)


def plan_from(care_plan: CarePlan, facts: Sequence[dict[str, Any]], day: date) -> Plan:
    """The plan `facts` would give on `day`; lets an action compare before with after.

    Raises:
        InputRefused: an event is not one the program knows; every problem is listed.
    """
    program = content_of(care_plan).program
    intake = intake_from_dict({"as_of": care_plan.as_of.isoformat(), "answers": care_plan.answers}, program)
    events = events_from_dicts({"events": list(facts)}, program, care_plan.as_of)
    return plan(program, intake, events, max(day, care_plan.as_of))
