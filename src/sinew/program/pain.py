"""What pain means while a session is done: the light of every score, and the dose that eases an exercise."""

from collections.abc import Iterable, Mapping
from typing import Any

from sinew.program.levels import dose, lowest
from sinew.program.phases import Light, PainLimits
from sinew.program.program import Program

SCORES = range(11)
"""What a person can answer on the 0-10 pain scale."""


def pain_lights(program: Program, phase: str | None, exercise: str | None = None) -> tuple[Light, ...]:
    """The light of each pain score, 0 first: the same that judge the session afterwards.

    Args:
        phase: ``None``, while a practitioner builds the plan, takes the strictest of all phases.
        exercise: ``None`` asks for the session as a whole.
    """
    phases = program.phases.values() if phase is None else [program.phases[phase]]
    limits = _strictest(
        each.pain if exercise is None else program.progression.pain_limits_of(each.track, exercise, each.pain)
        for each in phases
    )
    return tuple(limits.light(score) for score in SCORES)


def _strictest(limits: Iterable[PainLimits]) -> PainLimits:
    every = list(limits)
    return PainLimits(min(one.amber_from for one in every), min(one.red_from for one in every))


def easier_dosage(
    program: Program, exercise: str, phase: str | None, instead_of: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The dose, as JSON, of an easier exercise that takes another's place in the middle of a session.

    Args:
        instead_of: the dose of the exercise it stands in for; it is kept where the easier one has none of
            its own in this phase.
    """
    own = program.exercises[exercise].dosage.get(phase or "")
    if own is None:
        return instead_of
    return dose(lowest(own), own, instead_of["per_week"]).to_json()
