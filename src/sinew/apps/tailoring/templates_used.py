"""Using a template for another member: which changes lead to its list, and what of it does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import course_of, limit_says, name_of
from sinew.apps.tailoring.doses import dose_of
from sinew.apps.tailoring.models import ListTemplate
from sinew.content import Content
from sinew.program import Listed, Listing, fits, listing_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Used:
    """Changes that make a plan's list like a template, and sentences on what was left out of it."""

    changes: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


def use_template(template: ListTemplate, plan: CarePlan, day: date) -> Used:
    """How a template fits a plan: only what this member may have is taken, the rest is said."""
    content, listing = content_of(plan), listing_of(course_of(plan, (), day))
    if listing.phase != template.phase:
        here = name_of(content, "phase", listing.phase or "no phase yet")
        theirs = name_of(content, "phase", template.phase)
        return Used((), (f"“{template.name}” is for {theirs}. This member is in {here}.",))
    notes = _gone(template, content)
    wanted = [row for row in template.exercises if row["exercise"] in content.program.exercises]
    names = [row["exercise"] for row in wanted]
    with_room = course_of(plan, [_remove(name) for name in _first_out(names, listing)], day)
    known = {fit.exercise: fit for fit in fits(with_room)}
    usable = []
    for row in wanted:
        fit = known.get(row["exercise"])
        if row["exercise"] in listing.ids or fit is None or not any(o.is_hard for o in fit.objections):
            usable.append(row)
        else:
            hard = next(one for one in fit.objections if one.is_hard)
            notes.append(f"Left out: {limit_says(hard.reason, content)}")
    if not usable:
        return Used((), (*notes, "Nothing of this template fits this member."))
    return Used(tuple(_changes(usable, listing)), tuple(notes))


def _gone(template: ListTemplate, content: Content) -> list[str]:
    """What the content of this plan does not have, and that the template is of another version."""
    gone = [row["exercise"] for row in template.exercises if row["exercise"] not in content.exercises]
    return [f"“{name}” does not exist in the content of this plan any more." for name in gone]


def _remove(exercise: str) -> dict[str, Any]:
    return {"decision": "remove_exercise", "exercise": exercise}


def _first_out(names: Sequence[str], listing: Listing) -> list[str]:
    """What goes before anything comes in, so that a full list has room; one always stays."""
    out = [name for name in listing.ids if name not in names]
    return out if len(out) < len(listing.ids) else out[1:]


def _changes(usable: Sequence[Row], listing: Listing) -> list[dict[str, Any]]:
    names = [row["exercise"] for row in usable]
    added = [name for name in names if name not in listing.ids]
    out, first = [name for name in listing.ids if name not in names], _first_out(names, listing)
    made = [_remove(name) for name in first]
    made += [{"decision": "add_exercise", "exercise": name} for name in added]
    made += [_remove(name) for name in out if name not in first]
    now = {listed.exercise: listed for listed in listing.exercises}
    for row in usable:
        dose = row["dose"]
        if row["exercise"] in now:
            dose = _different(dose, now[row["exercise"]])
        if dose:
            made.append({"decision": "set_dose", "exercise": row["exercise"], **dose})
    order = [name for name in listing.ids if name in names] + added
    return made if order == names else [*made, {"decision": "set_order", "exercises": names}]


def _different(dose: dict[str, Any], listed: Listed) -> dict[str, Any]:
    here = dose_of(listed)
    return {key: value for key, value in dose.items() if here.get(key) != value}
