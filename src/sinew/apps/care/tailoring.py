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


def _facts(plan: CarePlan, seen: int | None = None) -> tuple[Intake, tuple[Event, ...]]:
    program = content_of(plan).program
    raw = {"as_of": plan.as_of.isoformat(), "answers": plan.answers}
    known = plan.events.all() if seen is None else plan.events.filter(adjustment__pk__lte=seen)
    history = [event.as_fact() for event in known]
    return intake_from_dict(raw, program), events_from_dicts({"events": history}, program, plan.as_of)


def course_of(plan: CarePlan, changes: Sequence[Change], day: date, *, seen: int | None = None) -> Course:
    """The course of a plan with some changes made on a day, of the list as the member sees it.

    Args:
        seen: id of the newest adjustment that counts; ``None``: all of them.

    Raises:
        InputRefused: a change cannot be read.
    """
    intake, events = _facts(plan, seen)
    course = course_until(content_of(plan).program, intake, events, day)
    course.come_to(day)
    course.see_gap(day)
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


def is_own_reason(reason: str, content: Content) -> bool:
    """Whether a reason says more than the sentences that content suggests."""
    words = content.program.tailoring_words
    rest = reason
    for sentence in words.suggests.values() if words is not None else ():
        rest = rest.replace(sentence, "")
    return any(character.isalnum() for character in rest)


@dataclass(frozen=True, slots=True)
class Tailored:
    """What one practitioner changed in one go, for the member."""

    on: date
    who: str
    sentences: tuple[str, ...]
    reason: str


def tailored_since(plan: CarePlan, day: date) -> list[Tailored]:
    """What was changed from a day on and stands, newest first: neither taken back nor left out by now."""
    events = plan.events.of_type(CareEvent.Type.PRACTITIONER).filter(on__gte=day).select_related("created_by")
    detailed = [event for event in events.order_by("id") if is_detailed(event)]
    if not detailed:
        return []
    content, left_out = content_of(plan), _left_out(plan, detailed)
    groups: dict[object, list[CareEvent]] = {}
    for event in _standing(detailed, left_out):
        groups.setdefault(event.payload.get("id") or event.pk, []).append(event)
    return [_tailored(group, content) for group in reversed(list(groups.values()))]


def _left_out(plan: CarePlan, events: Sequence[CareEvent]) -> frozenset[int]:
    """Changes the plan leaves out by now: what was told later of an earlier day speaks against them."""
    intake, known = _facts(plan)
    program, last = content_of(plan).program, max(event.on for event in events)
    refused = [one.decision for one in course_until(program, intake, known, last).refused]
    if not refused:
        return frozenset()
    read = {
        event.pk: events_from_dicts({"events": [event.as_fact()]}, program, plan.as_of)[0] for event in events
    }
    return frozenset(pk for pk, decision in read.items() if decision in refused)


def _standing(events: Sequence[CareEvent], left_out: frozenset[int]) -> list[CareEvent]:
    """Changes without those that were taken back; one that was left out counts among them."""
    made: list[CareEvent] = []
    for event in events:
        if event.payload["decision"] != "take_back":
            made.append(event)
        elif event.pk not in left_out:
            made = made[: max(0, len(made) - int(event.payload.get("count", 1)))]
    return [event for event in made if event.pk not in left_out]


def _tailored(group: Sequence[CareEvent], content: Content) -> Tailored:
    first = group[0]
    who = first.created_by.name if first.created_by is not None else _("Your care team")
    said = (change_says(event.payload, who, content) for event in group)
    return Tailored(first.on, who, tuple(dict.fromkeys(filter(None, said))), first.payload.get("reason", ""))
