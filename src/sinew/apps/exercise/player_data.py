"""What the session player is given: every exercise of the session with its figure, dosage and words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.urls import reverse

from sinew.apps.care import planning
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.web import content as shown
from sinew.apps.web.assets import player_assets
from sinew.content import Content, Exercise
from sinew.motion.figure import animation
from sinew.program import Range

LANGUAGE = "en"


def session_data(session: ExerciseSession) -> dict[str, Any]:
    """The JSON the player page carries; plain values only."""
    content = planning.content_of(session.plan)
    program = content.program
    phase = planning.current_plan(session.plan, session.planned_on).phase
    exercises = [
        _exercise(row, content, phase)
        for row in session.prescribed["exercises"]
        if row["exercise"] in content.exercises
    ]
    return {
        "exercise_session": str(session.pk),
        "account": str(session.plan.member.user_id),
        "result_url": reverse("exercise:result", args=[session.pk]),
        "after_url": reverse("today:after", args=[session.pk]),
        "assets": player_assets(),
        "language": LANGUAGE,
        "stop_rules": list(program.stop_rules),
        "disclaimer": program.texts.disclaimer,
        "exercises": exercises,
        "figures": _figures(exercises, content),
        "prompts": dict(shown.current().coaching.camera),
        **_pain_rules(content, phase),
    }


def _pain_rules(content: Content, phase: str | None) -> dict[str, Any]:
    """Up to where pain is green and amber in this phase, in whole numbers; none without a phase."""
    if phase is None:
        return {}
    limits = content.program.phases[phase].pain
    advice = dict(shown.current().coaching.pain)
    green, amber = math.ceil(limits.amber_from) - 1, math.ceil(limits.red_from) - 1
    return {"pain_rules": {"green_max": green, "amber_max": amber, "advice": advice}}


def _exercise(row: Mapping[str, Any], content: Content, phase: str | None) -> dict[str, Any]:
    exercise = content.exercises[row["exercise"]]
    easier = content.exercises.get(exercise.easier or "")
    given = _described(exercise, row["side"], row["dosage"])
    if easier is None:
        return given | {"easier": None}
    return given | {"easier": _described(easier, row["side"], _least_dosage(easier, phase, row["dosage"]))}


def _described(exercise: Exercise, side: str, dosage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "exercise": exercise.id,
        "name": exercise.name,
        "side": side,
        "steps": list(exercise.steps),
        "start_position": exercise.start_position,
        "camera_setup": exercise.camera_setup,
        "dosage": dict(dosage),
        "tempo": asdict(exercise.tempo) if exercise.tempo else None,
        "figure": exercise.id if exercise.movement else None,
        "tracking": exercise.tracking.to_dict() if exercise.tracking else None,
        "cues": dict(exercise.cues),
        "cautions": list(exercise.cautions),
        "why": exercise.why,
    }


def _figures(exercises: Sequence[Mapping[str, Any]], content: Content) -> dict[str, Any]:
    """The animations these exercises and their easier variants name, each once."""
    shown_ones = [one for given in exercises for one in (given, given["easier"]) if one]
    named = {one["figure"] for one in shown_ones} - {None}
    return {name: _animation(content.exercises[name]) for name in sorted(named)}


def _animation(exercise: Exercise) -> dict[str, Any]:
    """The animation of the figure, drawn once for each version of the exercise."""
    if exercise.version not in _drawn and exercise.movement:
        _drawn[exercise.version] = animation(exercise.movement)
    return _drawn[exercise.version]


_drawn: dict[str, dict[str, Any]] = {}


def _least_dosage(exercise: Exercise, phase: str | None, prescribed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The lowest dose the easier exercise has in this phase; where it has none, the dose it stands in for."""
    dose = exercise.spec.dosage.get(phase or "")
    if dose is None:
        return prescribed
    return {
        "sets": _low(dose.sets),
        "repetitions": _low(dose.repetitions),
        "hold_s": _low(dose.hold_s),
        "rest_s": _low(dose.rest_s),
        "load": dose.load[0] if dose.load else None,
        "per_week": prescribed["per_week"],
    }


def _low(span: Range | None) -> float | None:
    if span is None:
        return None
    return int(span.low) if float(span.low).is_integer() else span.low
