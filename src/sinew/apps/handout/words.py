"""What stands on a handout: a plan and its week in words, or what to do where exercise is forbidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinew.apps.care.changes import is_paused, is_stopped
from sinew.apps.care.reasons import in_words
from sinew.apps.care.session_words import SessionRow, session_rows
from sinew.content import Content, Exercise
from sinew.program import Advice, Light, Plan, pain_lights

LIGHTS = {
    Light.GREEN: gettext_lazy("Fine"),
    Light.AMBER: gettext_lazy("Do less"),
    Light.RED: gettext_lazy("Stop"),
}


@dataclass(frozen=True, slots=True)
class Cover:
    """What every handout says: whose it is, of which day, from which content, and whom to call.

    Attributes:
        name: the first name.
        address: where Today is.
        standing: the content's version and whether a clinician signed it.
        language: what the content is written in.
    """

    name: str
    day: date
    emergency: str
    address: str
    standing: str
    language: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What to do where no exercise is allowed; holds no dose."""

    cover: Cover
    heading: str
    is_urgent: bool
    why: tuple[str, ...]
    advice: tuple[Advice, ...]
    meanwhile: str


@dataclass(frozen=True, slots=True)
class PainZone:
    """The pain scores of one light: "0 to 2", the word for it, and what to do."""

    light: Light
    scores: str
    word: str
    says: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the next phase asks for."""

    text: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One exercise, and for each day of the week whether it is planned."""

    name: str
    days: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class DoseLine:
    """How much: the dose, its details, and the days it is for where they differ."""

    dose: str
    details: str
    days: str


@dataclass(frozen=True, slots=True)
class ExerciseSheet:
    """One exercise of the week.

    Attributes:
        feel: how hard it should be and which pain is fine.
        easier, harder: names of its neighbors; empty where there is none.
        address: its public page; empty where it has none any more.
    """

    exercise: Exercise
    doses: tuple[DoseLine, ...]
    feel: tuple[str, ...]
    easier: str
    harder: str
    why: str
    address: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class Handout:
    """A plan to print."""

    cover: Cover
    fits_best: tuple[str, str]
    phase: str
    next_phase: str
    why: tuple[str, ...]
    days: tuple[date, ...]
    week: tuple[WeekRow, ...]
    criteria: tuple[Criterion, ...]
    zones: tuple[PainZone, ...]
    stop_rules: tuple[str, ...]
    sheets: tuple[ExerciseSheet, ...]
    disclaimer: str


def handout_of(
    plan: Plan, content: Content, cover: Cover, addresses: Mapping[str, str], reviewed: frozenset[str]
) -> Handout | Refusal:
    """The handout of a plan; a refusal whenever exercise is stopped or waits for a practitioner.

    Args:
        addresses: the public page of each exercise, by id.
        reviewed: ids of the exercises a clinician signed as they are in this content.
    """
    given = plan.to_json()
    program = content.program
    why = tuple(reason.sentence for reason in in_words(given["decision"]["reasons"], content))
    if is_paused(given):
        stopped = is_stopped(given)
        return Refusal(
            cover=cover,
            heading=_("No exercise until you have been seen")
            if stopped
            else _("Your care team looks at this first"),
            is_urgent=stopped,
            why=why,
            advice=tuple(program.advice[name] for name in plan.advice if name in program.advice),
            meanwhile=content.coaching.between_sessions.get("waiting", ""),
        )
    planned = _planned(plan, content)
    return Handout(
        cover=cover,
        fits_best=(plan.presentation_name or "", program.presentation_texts.get(plan.presentation or "", "")),
        phase=program.texts.phases.get(plan.phase or "", ""),
        next_phase=program.texts.phases.get(plan.gate.next, "") if plan.gate is not None else "",
        why=why,
        days=tuple(day.on for day in plan.week),
        week=tuple(
            WeekRow(rows[0][1].exercise.name, tuple(day.on in {on for on, _row in rows} for day in plan.week))
            for rows in planned
        ),
        criteria=_criteria(plan, content),
        zones=_zones(plan, content),
        stop_rules=program.stop_rules,
        sheets=tuple(_sheet(rows, plan, content, addresses, reviewed) for rows in planned),
        disclaimer=program.texts.disclaimer,
    )


Dated = tuple[date, SessionRow]


def _planned(plan: Plan, content: Content) -> list[list[Dated]]:
    """The rows of the week with their days, by exercise, in the order they come up."""
    found: dict[str, list[Dated]] = {}
    for day in plan.week:
        if day.session is not None:
            for row in session_rows(day.session.to_json(), content):
                found.setdefault(row.exercise.id, []).append((day.on, row))
    return _telling(list(found.values()), content)


def _telling(planned: list[list[Dated]], content: Content) -> list[list[Dated]]:
    """The rows without what explains nothing: being in the template, and what holds for every exercise."""
    shared = [frozenset(rows[0][1].why) for rows in planned]
    said = frozenset.intersection(*shared) if len(shared) > 1 else frozenset()
    silent = {content.program.wording.get("template"), *said}
    return [
        [(on, replace(row, why=tuple(why for why in row.why if why not in silent))) for on, row in rows]
        for rows in planned
    ]


def _criteria(plan: Plan, content: Content) -> tuple[Criterion, ...]:
    """What is still to come first."""
    if plan.gate is None:
        return ()
    texts = content.program.texts.criteria
    unmet = [Criterion(texts.get(name, name), is_met=False) for name in plan.gate.unmet]
    return (*unmet, *(Criterion(texts.get(name, name), is_met=True) for name in plan.gate.met))


def _zones(plan: Plan, content: Content) -> tuple[PainZone, ...]:
    says = content.coaching.pain
    zones = _scores(pain_lights(content.program, plan.phase))
    return tuple(PainZone(light, scores, str(LIGHTS[light]), says.get(light, "")) for light, scores in zones)


def _scores(lights: Sequence[Light]) -> list[tuple[Light, str]]:
    """Every light with its scores of the 0-10 scale: "0 to 2", "3", "6 or more"."""
    found = []
    for light, group in groupby(enumerate(lights), key=lambda scored: scored[1]):
        scores = [score for score, _light in group]
        if scores[-1] == len(lights) - 1:
            words = _("%(n)d or more") % {"n": scores[0]}
        elif len(scores) == 1:
            words = f"{scores[0]}"
        else:
            words = _("%(low)d to %(high)d") % {"low": scores[0], "high": scores[-1]}
        found.append((light, words))
    return found


def _sheet(
    rows: list[Dated],
    plan: Plan,
    content: Content,
    addresses: Mapping[str, str],
    reviewed: frozenset[str],
) -> ExerciseSheet:
    row = rows[0][1]
    exercise = row.exercise
    return ExerciseSheet(
        exercise=exercise,
        doses=_doses(rows),
        feel=_feel(row, plan, content),
        easier=_name(exercise.easier, content),
        harder=_name(exercise.harder, content),
        why=" ".join((exercise.why, *row.why)),
        address=addresses.get(exercise.id, ""),
        is_reviewed=exercise.id in reviewed,
    )


def _doses(rows: list[Dated]) -> tuple[DoseLine, ...]:
    """One line for each dose of the week; the days only where there are several."""
    days: dict[tuple[str, str], list[date]] = {}
    for on, row in rows:
        dose = f"{row.dose}, {row.side}" if row.side else row.dose
        days.setdefault((dose, _details(row)), []).append(on)
    differs = len({tuple(on) for on in days.values()}) > 1
    return tuple(
        DoseLine(dose, details, ", ".join(f"{day:%a}" for day in on) if differs else "")
        for (dose, details), on in days.items()
    )


def _details(row: SessionRow) -> str:
    parts = [row.step, row.load]
    if row.rest_s:
        parts.append(_("rest %(s)g seconds in between") % {"s": row.rest_s})
    if row.per_day > 1:
        parts.append(ngettext("%(n)g time a day", "%(n)g times a day", 2) % {"n": row.per_day})
    return ", ".join(part.rstrip(".") for part in parts if part)


def _feel(row: SessionRow, plan: Plan, content: Content) -> tuple[str, ...]:
    low, high = row.effort_rpe
    effort = _("Effort about %(low)g to %(high)g of 10.") % {"low": low, "high": high}
    zones = _scores(pain_lights(content.program, plan.phase, row.exercise.id))
    words = {light: f"{LIGHTS[light]}".lower() for light, _scored in zones}
    pain = "; ".join(f"{scores} {words[light]}" for light, scores in zones)
    return effort, _("Pain, 0 to 10: %(zones)s.") % {"zones": pain}


def _name(exercise: str | None, content: Content) -> str:
    found: Any = content.exercises.get(exercise or "")
    return found.name if found is not None else ""
