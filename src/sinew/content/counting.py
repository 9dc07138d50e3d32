"""Lets the motion engine watch every tracked exercise's own figure: what that shows must be counted right.

Takes about half a second for each exercise, so it is part of ``sinew content check`` and not of loading, and
what was found is remembered for as long as figure, definition and engine stay the same.
"""

import hashlib
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

from sinew import motion
from sinew.content.drafts import Draft, ExerciseDraft
from sinew.content.source import Report
from sinew.motion.analysis import Analysis, analyze
from sinew.motion.demonstrated import view_deg_of
from sinew.motion.movement import Movement
from sinew.motion.synthetic import Filming, trace
from sinew.motion.tracking import Mode, TrackingDefinition

Verdicts = MutableMapping[str, list[str]]
"""What was found before: by the hash of figure, definition and engine, messages as ``field: sentence``."""

LOOPS, FRAMES_PER_S = 2, 12.0


def check_counting(draft: Draft, verdicts: Verdicts, report: Report) -> None:
    """Report every tracked exercise whose own figure the engine does not count, time or approve.

    Args:
        verdicts: what was found before; what is found now is added at its end.
    """
    for exercise in draft.exercises.values():
        movement, definition, yaml = exercise.movement, exercise.tracking, exercise.tracking_yaml
        if movement is None or definition is None or yaml is None:
            continue
        key = _key(exercise, draft)
        verdicts[key] = verdicts.pop(key) if key in verdicts else _watched(movement, definition)
        for message in verdicts[key]:
            field, _, sentence = message.partition(": ")
            report.add(yaml.name, yaml.line(field), "figure-not-counted", sentence)


def _key(exercise: ExerciseDraft, draft: Draft) -> str:
    parts = [draft.files[exercise.path(f"{name}.yaml")] for name in ("figure", "tracking")]
    return hashlib.sha256("\0".join([*parts, _engine()]).encode()).hexdigest()


@cache
def _engine() -> str:
    """The hash of the motion package, so that another engine looks for itself."""
    total = hashlib.sha256()
    for path in sorted(Path(motion.__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def _watched(movement: Movement, definition: TrackingDefinition) -> list[str]:
    frames = trace(
        movement,
        fps=FRAMES_PER_S,
        repetitions=LOOPS,
        tail_s=1.5,
        filming=Filming(view_deg=view_deg_of(movement, definition)),
    )
    seen = analyze(frames, definition)
    return [*_not_counted(seen, definition), *_not_approved(seen)]


def _not_counted(seen: Analysis, definition: TrackingDefinition) -> list[str]:
    if definition.mode is not Mode.HOLD:
        found, what = seen.count, "repetitions"
    else:
        found, what = len(seen.holds), "holds"
    if found == LOOPS:
        return []
    return [f"mode: The engine counts {found} of the {LOOPS} {what} that the exercise's own figure shows."]


def _not_approved(seen: Analysis) -> list[str]:
    faults = sorted({fault for repetition in seen.repetitions for fault in repetition.faults})
    return [
        f"faults: The engine finds the fault “{fault}” in the figure that shows the exercise right."
        for fault in faults
    ]
