"""Checks that no phase has an exercise, or leads to one, that goes beyond the limits of that phase."""

from collections.abc import Iterator, Mapping

from sinew.content.drafts import Draft, ExerciseDraft
from sinew.content.source import Report
from sinew.program import ExerciseSpec
from sinew.program.phases import Phase

Limit = tuple[str, float, float]
"""What is limited, the exercise's value and the phase's limit, in degrees."""


def check_limits(draft: Draft, report: Report) -> None:
    """Report every dose in a phase whose limits of hip flexion or elongation the exercise exceeds.

    The program would leave such an exercise out without a word, so the dose promises what never comes.
    """
    if draft.program is None:
        return
    phases, specs = draft.program.phases, draft.specs
    for name, spec in specs.items():
        exercise = draft.exercises[name]
        _check_doses(exercise, spec, phases, report)
        if spec.harder in specs:
            _check_harder(exercise, spec, specs[spec.harder], phases, report)


def _check_doses(
    exercise: ExerciseDraft, spec: ExerciseSpec, phases: Mapping[str, Phase], report: Report
) -> None:
    for code in spec.dosage:
        for what, value, limit in _exceeded(spec, phases.get(code)):
            message = (
                f"{what} of {value:g}° is more than the {limit:g}° of phase {code}, so it has no dose there."
            )
            report.add(exercise.yaml.name, exercise.yaml.line("dosage", code), "beyond-phase-limit", message)


def _check_harder(
    exercise: ExerciseDraft,
    spec: ExerciseSpec,
    harder: ExerciseSpec,
    phases: Mapping[str, Phase],
    report: Report,
) -> None:
    for code in spec.dosage:
        if code not in harder.dosage:
            continue
        for what, value, limit in _exceeded(harder, phases.get(code)):
            message = (
                f"In phase {code} this leads to “{harder.id}”, whose {what.lower()} of {value:g}° "
                f"is more than the {limit:g}° of that phase."
            )
            report.add(exercise.yaml.name, exercise.yaml.line("harder"), "harder-beyond-limit", message)


def _exceeded(spec: ExerciseSpec, phase: Phase | None) -> Iterator[Limit]:
    if phase is None:
        return
    limits = (
        ("Hip flexion", spec.hip_flexion_max_deg, phase.hip_flexion_max_deg),
        ("Elongation", spec.elongation_deg, phase.elongation_max_deg),
    )
    for what, value, limit in limits:
        if limit is not None and value > limit:
            yield what, value, limit
