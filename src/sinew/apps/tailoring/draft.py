"""A proposal in the editor: what the form says, put together into changes in the words of the contract.

The form carries the steps that were taken (`steps`, a list of changes as JSON) and, for every exercise of the
list they lead to, fields for its dose and its tip. Nothing is kept on the server before it is saved.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import DETAILED, course_of
from sinew.apps.tailoring.doses import told
from sinew.content import Exercise
from sinew.program import Listed, Listing, listing_of

MOST_STEPS = 60
MOST_CHARACTERS = 20_000
Change = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """What somebody would change.

    Attributes:
        steps: changes of the list itself, in the order they were made.
        fields: doses, tips, times and order, as the fields of the form say.
        wrong: names of fields that hold no number.
        reason: one for all of them.
        override: the reason is meant for limits that a reason lifts.
    """

    steps: list[Change] = field(default_factory=list)
    fields: list[Change] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    reason: str = ""
    override: bool = False

    @property
    def changes(self) -> list[Change]:
        """All of it as the history contract has it."""
        made = [*self.steps, *self.fields]
        return [{**one, "override": True} if self.override and _is_new(one) else dict(one) for one in made]

    @property
    def stated(self) -> list[Change]:
        """The changes with the reason, as they would be saved."""
        return [{**one, "reason": self.reason} for one in self.changes]

    @property
    def steps_json(self) -> str:
        return json.dumps(self.steps, separators=(",", ":"))


def _is_new(change: Mapping[str, Any]) -> bool:
    """Whether a reason can lift limits of it: an exclusion has none."""
    return bool(change["decision"] != "exclude_exercise")


def steps_of(raw: str) -> list[Change]:
    """The steps a form carries; nothing of what is not like a change.

    Whether each can be read is for the program to say.
    """
    if len(raw) > MOST_CHARACTERS:
        return []
    try:
        found = json.loads(raw or "[]")
    except ValueError:
        return []
    known = found if isinstance(found, list) else []
    return [
        {key: value for key, value in one.items() if key not in ("on", "at", "type", "reason", "override")}
        for one in known[:MOST_STEPS]
        if isinstance(one, dict) and one.get("decision") in DETAILED
    ]


def fields_of(data: QueryDict, plan: CarePlan, steps: Sequence[Change], day: date) -> Draft:
    """The draft a form makes: its steps, and what its fields say differently from the list they lead to.

    Raises:
        InputRefused: a step cannot be read.
    """
    reason = data.get("reason", "").strip()
    is_lifted = bool(data.get("override"))
    draft = Draft(steps=list(steps), reason=reason, override=is_lifted)
    stated = [{**one, "reason": reason or "-", "override": True} if _is_new(one) else one for one in steps]
    listing, content = listing_of(course_of(plan, stated, day)), content_of(plan)
    for listed in listing.exercises:
        dose, wrong = told(listed, data, _usual_tempo(content.exercises.get(listed.exercise)))
        draft.wrong += [f"dose.{listed.exercise}.{name}" for name in wrong]
        if dose:
            draft.fields.append({"decision": "set_dose", "exercise": listed.exercise, **dose})
        draft.fields += _cue(listed, data)
    draft.fields += _time(listing, data, draft)
    draft.fields += _order(listing, data, steps)
    return draft


def _usual_tempo(exercise: Exercise | None) -> dict[str, float] | None:
    tempo = exercise.tempo if exercise is not None else None
    if tempo is None:
        return None
    return {"out_s": tempo.out_s, "hold_s": tempo.hold_s, "back_s": tempo.back_s}


def _cue(listed: Listed, data: Mapping[str, str]) -> list[Change]:
    name = f"cue.{listed.exercise}"
    said = " ".join(data.get(name, "").split())
    if name not in data or said == listed.cue:
        return []
    return [{"decision": "set_cue", "exercise": listed.exercise, "cue": said}]


def _time(listing: Listing, data: Mapping[str, str], draft: Draft) -> list[Change]:
    changed: Change = {}
    for name, now in (("minutes", listing.minutes), ("days_per_week", listing.days_per_week)):
        raw = data.get(name, "").strip()
        if raw and not (raw.isdecimal() and len(raw) <= len("120")):
            draft.wrong.append(name)
        elif raw and int(raw) != now:
            changed[name] = int(raw)
    return [{"decision": "set_time", **changed}] if changed else []


def _order(listing: Listing, data: QueryDict, steps: Sequence[Change]) -> list[Change]:
    """The order of the rows in the form; what is new to the list comes last."""
    swapped = {one["exercise"]: one["to"] for one in steps if one["decision"] == "swap_exercise"}
    names = [swapped.get(name, name) for name in data.getlist("order")]
    posted = [name for name in dict.fromkeys(names) if name in listing.ids]
    wanted = [*posted, *(name for name in listing.ids if name not in posted)]
    if not posted or tuple(wanted) == listing.ids:
        return []
    return [{"decision": "set_order", "exercises": wanted}]


def moved(data: QueryDict, exercise: str, by: int) -> QueryDict:
    """The form with one row moved up (-1) or down (1)."""
    order = data.getlist("order")
    if exercise in order:
        at = order.index(exercise)
        to = max(0, min(len(order) - 1, at + by))
        order.insert(to, order.pop(at))
    copied = data.copy()
    copied.setlist("order", order)
    return copied
