"""What practitioners changed about a plan in detail: what a proposal would do, and every change in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.care.planning import content_of
from sinew.content import Content
from sinew.program import (
    TAILORING,
    Course,
    Event,
    Intake,
    PractitionerDecision,
    Preview,
    course_until,
    events_from_dicts,
    filled,
    intake_from_dict,
    limit_in_words,
    preview,
)
from sinew.program.reasons import Reason

DETAILED = (*TAILORING, "exclude_exercise")
"""Decisions that are made in the editor, several at a time."""

Change = Mapping[str, Any]


def is_detailed(event: CareEvent) -> bool:
    """Whether an event is a change made in the editor."""
    return event.type == CareEvent.Type.PRACTITIONER and event.payload["decision"] in DETAILED


def together(event: CareEvent) -> list[CareEvent]:
    """The changes saved in one go with this one, oldest first; only itself where it was made alone."""
    saving = event.payload.get("id")
    events = event.plan.events.of_type(CareEvent.Type.PRACTITIONER).order_by("id")
    return [one for one in events if one.payload.get("id") == saving] if saving else [event]


def _facts(plan: CarePlan) -> tuple[Intake, tuple[Event, ...]]:
    program = content_of(plan).program
    raw = {"as_of": plan.as_of.isoformat(), "answers": plan.answers}
    return intake_from_dict(raw, program), events_from_dicts({"events": plan.history}, program, plan.as_of)


def course_of(plan: CarePlan, changes: Sequence[Change], day: date) -> Course:
    """The course of a plan with some changes made on a day.

    Raises:
        InputRefused: a change cannot be read.
    """
    intake, events = _facts(plan)
    course = course_until(content_of(plan).program, intake, events, day)
    course.come_to(day)
    for change in read_changes(plan, changes, day):
        course.read(change)
    return course


def preview_of(plan: CarePlan, changes: Sequence[Change], day: date) -> Preview:
    """What some changes, in the words of the history contract, would do on a day.

    Raises:
        InputRefused: a change cannot be read.
    """
    intake, events = _facts(plan)
    return preview(content_of(plan).program, intake, events, read_changes(plan, changes, day), day)


def read_changes(plan: CarePlan, changes: Sequence[Change], day: date) -> list[PractitionerDecision]:
    """Changes as the program reads them, in the order they were made.

    Raises:
        InputRefused: one cannot be read; every problem is listed.
    """
    dated = [
        {**change, "type": "practitioner", "on": day.isoformat(), "at": f"{n // 60:02d}:{n % 60:02d}"}
        for n, change in enumerate(changes)
    ]
    read = events_from_dicts({"events": dated}, content_of(plan).program, plan.as_of)
    return [event for event in read if isinstance(event, PractitionerDecision)]


# in words


def name_of(content: Content, fact: str, value: str) -> str:
    """What a fact is called for people: exercises and phases by their names."""
    if fact in ("exercise", "instead of") and value in content.exercises:
        return content.exercises[value].name
    if fact == "phase" and value in content.program.texts.phases:
        return content.program.texts.phases[value]
    return value


def limit_says(reason: Reason, content: Content) -> str:
    """Why something does not fit, for a practitioner."""
    said = limit_in_words(reason, content.program, partial(name_of, content))
    return said[:1].upper() + said[1:]


def change_says(change: Change, who: str, content: Content) -> str:
    """What a change means for the member, in one kind sentence."""
    words = content.program.tailoring_words
    decision = change["decision"]
    if decision == "set_cue" and not change.get("cue"):
        decision = "clear_cue"
    sentence = words.says.get(decision, "") if words is not None else ""
    arrived, left = change.get("to") or change.get("exercise"), change.get("exercise")
    facts = {
        "who": who,
        "exercise": name_of(content, "exercise", str(arrived or "")),
        "instead of": name_of(content, "exercise", str(left or "")),
        "cue": str(change.get("cue", "")),
        "until": str(change.get("until", "")),
    }
    return filled(sentence, facts)


def suggested_reason(changes: Sequence[Change], content: Content) -> str:
    """A reason in kind words to begin with; nothing where content suggests none."""
    words = content.program.tailoring_words
    known = words.suggests if words is not None else {}
    said = (known.get(change["decision"], "") for change in changes)
    return " ".join(dict.fromkeys(filter(None, said)))


@dataclass(frozen=True, slots=True)
class Tailored:
    """What one practitioner changed in one go, for the member."""

    on: date
    who: str
    sentences: tuple[str, ...]
    reason: str


def tailored_since(plan: CarePlan, day: date) -> list[Tailored]:
    """What was changed from a day on and not taken back, newest first."""
    events = plan.events.of_type(CareEvent.Type.PRACTITIONER).filter(on__gte=day).select_related("created_by")
    content, standing = content_of(plan), _standing(list(events.order_by("id")))
    groups: dict[object, list[CareEvent]] = {}
    for event in standing:
        groups.setdefault(event.payload.get("id") or event.pk, []).append(event)
    return [_tailored(group, content) for group in reversed(list(groups.values()))]


def _standing(events: Sequence[CareEvent]) -> list[CareEvent]:
    """Changes in the editor without those that were taken back."""
    standing: list[CareEvent] = []
    for event in events:
        if event.payload["decision"] == "take_back":
            count = int(event.payload.get("count", 1))
            standing = standing[: max(0, len(standing) - count)]
        elif is_detailed(event):
            standing.append(event)
    return standing


def _tailored(group: Sequence[CareEvent], content: Content) -> Tailored:
    first = group[0]
    who = first.created_by.name if first.created_by is not None else _("Your care team")
    said = (change_says(event.payload, who, content) for event in group)
    return Tailored(first.on, who, tuple(dict.fromkeys(filter(None, said))), first.payload.get("reason", ""))
