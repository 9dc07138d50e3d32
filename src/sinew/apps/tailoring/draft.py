"""A proposal in the editor: what the form says, put together into changes in the words of the contract.

The form carries the steps that were taken (`steps`, a list of changes as JSON) and, for every exercise of the
list they lead to, fields for its dose and its tip. Nothing is kept on the server before it is saved. What a
field changes is told from the list it was shown with (`seen`), not from the one of now: what a colleague has
changed since is no change of whoever sends an older page.
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
from sinew.apps.tailoring.doses import dose_of, is_number, told
from sinew.content import Exercise
from sinew.program import Listed, Listing, listing_of
from sinew.program.tailoring.changes import BOUNDS

MOST_STEPS = 60
MOST_CHARACTERS = 20_000
LONGEST_REASON = 1000
STEPS = tuple(decision for decision in DETAILED if decision != "take_back")
"""What a step can be: taking back is the undo of the member's page."""
Change = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """What somebody would change.

    Attributes:
        steps: changes of the list itself, in the order they were made.
        fields: doses, tips, times and order, as the fields of the form say.
        wrong: names of fields that hold no number they can hold.
        told: names of the fields that say something else than the list they were shown with.
        reason: one for all of them.
        override: the reason is meant for limits that a reason lifts.
    """

    steps: list[Change] = field(default_factory=list)
    fields: list[Change] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
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
    return bare(found if isinstance(found, list) else [])


def bare(found: Sequence[object]) -> list[Change]:
    """Steps without what only saving gives them: when, why, and whether a reason lifts their limits."""
    return [
        {key: value for key, value in one.items() if key not in ("on", "at", "type", "reason", "override")}
        for one in found[:MOST_STEPS]
        if isinstance(one, dict) and one.get("decision") in STEPS
    ]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The list the fields were shown with, and the one of now; the same unless the plan has changed since."""

    shown: Listing
    now: Listing

    def now_of(self, exercise: str) -> Listed | None:
        return next((one for one in self.now.exercises if one.exercise == exercise), None)


def fields_of(data: QueryDict, plan: CarePlan, steps: Sequence[Change], day: date, seen: int | None) -> Draft:
    """The draft a form makes: its steps, and what its fields say differently from the list they stood in.

    Args:
        seen: id of the newest adjustment when the page was made; ``None``: nothing has come since.

    Raises:
        InputRefused: a step cannot be read.
    """
    reason = data.get("reason", "").strip()[:LONGEST_REASON]
    draft = Draft(steps=list(steps), reason=reason, override=bool(data.get("override")))
    stated = [{**one, "reason": reason or "-", "override": True} if _is_new(one) else one for one in steps]
    now, content = listing_of(course_of(plan, stated, day)), content_of(plan)
    lists = _Lists(now if seen is None else listing_of(course_of(plan, stated, day, seen=seen)), now)
    for listed in lists.shown.exercises:
        dose, wrong = told(listed, data, _usual_tempo(content.exercises.get(listed.exercise)))
        draft.wrong += [f"dose.{listed.exercise}.{name}" for name in wrong]
        draft.fields += _dose(listed, dose, lists, draft)
        draft.fields += _cue(listed, data, lists, draft)
    draft.fields += _time(lists, data, draft)
    draft.fields += _order(lists, data, steps)
    draft.told.update(draft.wrong)
    return draft


def _usual_tempo(exercise: Exercise | None) -> dict[str, float] | None:
    tempo = exercise.tempo if exercise is not None else None
    if tempo is None:
        return None
    return {"out_s": tempo.out_s, "hold_s": tempo.hold_s, "back_s": tempo.back_s}


def _dose(listed: Listed, dose: Change, lists: _Lists, draft: Draft) -> list[Change]:
    """What is set of a dose, as far as the exercise still stands there and has another dose."""
    now = lists.now_of(listed.exercise)
    if now is None:
        return []
    draft.told.update(f"dose.{listed.exercise}.{name}" for name in dose if name != "tempo")
    if "tempo" in dose:
        draft.told.update(f"dose.{listed.exercise}.tempo_{part}" for part in dose["tempo"])
    here = {**dose_of(now), "per_week": now.dose.per_week}
    different = {name: value for name, value in dose.items() if here.get(name) != value}
    return [{"decision": "set_dose", "exercise": listed.exercise, **different}] if different else []


def _cue(listed: Listed, data: Mapping[str, str], lists: _Lists, draft: Draft) -> list[Change]:
    name, now = f"cue.{listed.exercise}", lists.now_of(listed.exercise)
    said = " ".join(data.get(name, "").split())
    if name not in data or now is None or said in (listed.cue, now.cue):
        return []
    draft.told.add(name)
    return [{"decision": "set_cue", "exercise": listed.exercise, "cue": said}]


def _time(lists: _Lists, data: Mapping[str, str], draft: Draft) -> list[Change]:
    changed: Change = {}
    for name in ("minutes", "days_per_week"):
        raw = data.get(name, "").strip()
        if raw and not is_number(raw, BOUNDS[name]):
            draft.wrong.append(name)
        elif raw and int(raw) not in (getattr(lists.shown, name), getattr(lists.now, name)):
            changed[name] = int(raw)
            draft.told.add(name)
    return [{"decision": "set_time", **changed}] if changed else []


def _order(lists: _Lists, data: QueryDict, steps: Sequence[Change]) -> list[Change]:
    """The order of the rows in the form; what is new to the list comes last."""
    swapped = {one["exercise"]: one["to"] for one in steps if one["decision"] == "swap_exercise"}
    names = list(dict.fromkeys(swapped.get(name, name) for name in data.getlist("order")))
    if not names or _ordered(names, lists.shown.ids) == lists.shown.ids:
        return []
    wanted = _ordered(names, lists.now.ids)
    return [] if wanted == lists.now.ids else [{"decision": "set_order", "exercises": list(wanted)}]


def _ordered(names: Sequence[str], ids: tuple[str, ...]) -> tuple[str, ...]:
    posted = [name for name in names if name in ids]
    return (*posted, *(name for name in ids if name not in posted))


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
