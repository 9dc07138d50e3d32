"""Using a template for another member: which changes lead to its list, and what of it does not fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sinew.apps.care.tailoring import limit_says, name_of
from sinew.apps.tailoring.doses import dose_of
from sinew.apps.tailoring.models import ListTemplate
from sinew.content import Content
from sinew.program import Course, Listed, Listing, fits, listing_of


@dataclass(frozen=True, slots=True)
class Used:
    """Changes that make a plan's list like a template, and sentences on what was left out of it."""

    changes: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


def use_template(template: ListTemplate, course: Course, content: Content) -> Used:
    """How a template fits a plan: only what this member may have is taken, the rest is said."""
    listing = listing_of(course)
    if listing.phase != template.phase:
        here = name_of(content, "phase", listing.phase or "no phase yet")
        theirs = name_of(content, "phase", template.phase)
        return Used((), (f"“{template.name}” is for {theirs}. This member is in {here}.",))
    notes = _gone(template, content)
    wanted = [row for row in template.exercises if row["exercise"] in content.program.exercises]
    known = {fit.exercise: fit for fit in fits(course)}
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


def _changes(usable: Sequence[dict[str, Any]], listing: Listing) -> list[dict[str, Any]]:
    names = [row["exercise"] for row in usable]
    added = [name for name in names if name not in listing.ids]
    made: list[dict[str, Any]] = [{"decision": "add_exercise", "exercise": name} for name in added]
    removed = [name for name in listing.ids if name not in names]
    made += [{"decision": "remove_exercise", "exercise": name} for name in removed]
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
