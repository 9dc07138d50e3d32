"""What the session player is given: every exercise of the session with its figure, dosage and words."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.urls import reverse

from sinew.apps.care import planning
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.exercise.session_types import (
    AssetAddresses,
    Counted,
    Dosage,
    HurtAction,
    PainRules,
    PlayedExercise,
    PrescribedExercise,
    SessionData,
    StartChoice,
    Tempo,
)
from sinew.apps.members import consents
from sinew.apps.web import content as shown
from sinew.apps.web.assets import player_assets
from sinew.content import Content, Exercise
from sinew.motion.figure import Animation, animation
from sinew.motion.shown import unit_of
from sinew.motion.uncertainty import ErrorRow
from sinew.program import Light, Program, easier_dosage, pain_lights
from sinew.vocabulary import Side


def session_data(session: ExerciseSession) -> SessionData:
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
        "assets": cast("AssetAddresses", player_assets()),
        "may_share": consents.may_share_movement(session.plan.member),
        "language": content.language,
        "stop_rules": list(program.stop_rules),
        "disclaimer": program.texts.disclaimer,
        "pain_rules": _pain_rules(program, phase),
        "exercises": exercises,
        "figures": _figures(exercises, content),
        "prompts": dict(shown.current().coaching.camera),
    }


def _pain_rules(program: Program, phase: str | None) -> PainRules:
    advice, choices = shown.current().coaching.pain, program.progression.pain_choices
    return {
        "lights": list(pain_lights(program, phase)),
        "advice": {light: advice[light] for light in Light},
        "before": {light: cast("list[StartChoice]", list(choices.before[light])) for light in Light},
        "hurts": {light: cast("list[HurtAction]", list(choices.hurts[light])) for light in Light},
    }


def _exercise(row: Mapping[str, Any], content: Content, phase: str | None) -> PrescribedExercise:
    exercise, side, program = content.exercises[row["exercise"]], Side(row["side"]), content.program
    easier = content.exercises.get(exercise.easier or "")
    given = _played(exercise, side, row["dosage"], pain_lights(program, phase, exercise.id))
    given["tip"] = row.get("cue", "")
    if "tempo" in row:
        given["tempo"] = cast("Tempo", dict(row["tempo"]))
    if easier is None:
        return {**given, "easier": None}
    dosage = easier_dosage(program, easier.id, phase, row["dosage"])
    return {**given, "easier": _played(easier, side, dosage, pain_lights(program, phase, easier.id))}


def _played(
    exercise: Exercise, side: Side, dosage: Mapping[str, Any], lights: Sequence[Light]
) -> PlayedExercise:
    tempo = exercise.tempo
    return {
        "exercise": exercise.id,
        "name": exercise.name,
        "side": side,
        "counted": cast("Counted", exercise.counted),
        "steps": list(exercise.steps),
        "start_position": exercise.start_position,
        "camera_setup": exercise.camera_setup,
        "dosage": cast("Dosage", dict(dosage)),
        "tempo": {"out_s": tempo.out_s, "hold_s": tempo.hold_s, "back_s": tempo.back_s} if tempo else None,
        "figure": exercise.id if exercise.movement else None,
        "tracking": exercise.tracking.to_dict() if exercise.tracking else None,
        "unit": unit_of(exercise.tracking.signal) if exercise.tracking else "°",
        "errors": _errors(exercise),
        "cues": dict(exercise.cues),
        "pain_lights": list(lights),
        "cautions": list(exercise.cautions),
        "why": exercise.why,
        "tip": "",
    }


def _errors(exercise: Exercise) -> list[ErrorRow]:
    if exercise.tracking is None:
        return []
    return shown.accuracy().expected(exercise.id, exercise.tracking.signal).table()


def _figures(exercises: Sequence[PrescribedExercise], content: Content) -> dict[str, Animation]:
    """The animations these exercises and their easier variants name, each once."""
    named = {one["figure"] for given in exercises for one in (given, given["easier"]) if one}
    return {name: _animation(content.exercises[name]) for name in sorted(filter(None, named))}


def _animation(exercise: Exercise) -> Animation:
    """The animation of the figure, drawn once for each version of the exercise."""
    if exercise.version not in _drawn and exercise.movement:
        _drawn[exercise.version] = animation(exercise.movement)
    return _drawn[exercise.version]


_drawn: dict[str, Animation] = {}
