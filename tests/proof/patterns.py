"""Patterns beside the angle machine: `python -m tests.proof.patterns FOLDER` prints the tables of pattern.md.

FOLDER is laid out as shared/motion-samples; without it only the figures are counted.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from sinew.motion.analysis import analyze
from sinew.motion.demonstrated import demonstrated
from sinew.motion.exemplar import Table
from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose
from sinew.motion.tracking import DefinitionError, Mode, Sides, TrackingDefinition, tracking_from_dict
from sinew.pose.cache import cached_frames
from sinew.pose.evaluation.scores import count_score
from sinew.pose.evaluation.videos import videos_in
from sinew.pose.labelled.kinect import (
    MOVEMENTS,
    LabelledSession,
    definition_of_movement,
    read_session,
    session_files,
)
from tests.proof import drawn, films
from tests.proof.__main__ import table
from tests.proof.drawn import CONDITIONS, LOOPS, Condition
from tests.proof.library import definition_of, movement_of, tracked

TRIED: dict[str, dict[str, object]] = {
    "windmill-touch": {},
    "cat-camel": {},
    "lunge-walk-rotation": {
        "signals": ["hip_flexion", "knee_flexion"],
        "sides": "one",
        "posture": "standing",
        "hips_travel": True,
    },
    "a-skip": {"signals": ["hip_flexion", "knee_flexion"], "sides": "one", "posture": "standing"},
    "bike-easy": {"signals": ["hip_flexion", "knee_flexion"], "sides": "one", "posture": "seated"},
    "side-step": {"signals": ["hip_abduction"], "sides": "one", "views": ["front"], "hips_travel": True},
    "grapevine": {"signals": ["hip_abduction"], "sides": "one", "views": ["front"], "hips_travel": True},
    "pelvic-tilt": {"signals": ["hip_flexion", "knee_flexion"], "posture": "supine"},
    "fast-feet": {"signals": ["hip_flexion", "knee_flexion"], "sides": "one", "posture": "standing"},
}
"""The exercises without an angle to count, and the signals they were tried with; none: the library's own."""
FILMED = ("windmill-touch", "cat-camel", "lunge-walk-rotation", "a-skip")
_NAMED = 4
FEW = CONDITIONS[4::27]
EXEMPLAR_SUBJECT, EXEMPLAR_REPETITIONS = "s01", (4, 5, 3, 6, 2)
BESIDE = {"knee_flexion": "hip_flexion", "hip_flexion": "knee_flexion", "leg_raise": "knee_flexion"}
"""The second signal of a pattern for UI-PRMD: the other joint of the leg. Arms have one signal."""


class Counts(NamedTuple):
    """How a definition counted some recordings of a figure: those exact, and how many there were."""

    exact: int
    of: int

    def __str__(self) -> str:
        return f"{self.exact} of {self.of}"


def tried(exercise: str) -> TrackingDefinition:
    """The pattern an untracked exercise was tried with."""
    if not TRIED[exercise]:
        return definition_of(exercise)
    raw = {"exercise": exercise, "mode": "pattern", "views": ["side"], **TRIED[exercise]}
    return demonstrated(tracking_from_dict(raw), movement_of(exercise))


def as_pattern(exercise: str) -> TrackingDefinition:
    """A tracked exercise followed by the pattern its figure shows, with nothing chosen by hand."""
    angle = definition_of(exercise)
    plane = SIGNALS[angle.signal].plane
    also = [s for s in ("knee_flexion", "hip_flexion") if s != angle.signal and SIGNALS[s].plane == plane]
    pattern = tracking_from_dict({"exercise": exercise, "mode": "pattern", "signals": [angle.signal, *also]})
    return demonstrated(_gated_as(pattern, angle), movement_of(exercise))


def _gated_as(pattern: TrackingDefinition, angle: TrackingDefinition) -> TrackingDefinition:
    """The pattern with the sides, views and limits of a definition by angle."""
    return replace(
        pattern,
        sides=Sides.ONE if angle.sides is Sides.ALTERNATING else angle.sides,
        movements=angle.movements,
        views=angle.views,
        posture=angle.posture,
        hips_travel=angle.hips_travel,
        min_s=angle.min_s,
        max_s=angle.max_s,
        bounds=angle.bounds,
    )


def counted_drawn(definition: TrackingDefinition, conditions: Sequence[Condition]) -> Counts:
    """The exercise's own figure as landmarks, by this definition."""
    exact = 0
    with patch.object(drawn, "definition_of", lambda _: definition):
        for condition in conditions:
            frames = drawn.frames_of(definition.exercise, condition, seed=CONDITIONS.index(condition))
            exact += _counted(frames, definition) == (LOOPS, 0)
    drawn._loop.cache_clear()
    drawn._shaped.cache_clear()
    return Counts(exact, len(conditions))


@cache
def _film(exercise: str) -> tuple[Frame, ...]:
    return films.frames_of(exercise)


def _counted(frames: Iterable[Frame], definition: TrackingDefinition) -> tuple[int, int]:
    """Complete and partial repetitions."""
    analysis = analyze(frames, definition)
    return analysis.count, len(analysis.repetitions) - analysis.count


def tried_rows(idle: dict[str, Sequence[Frame]]) -> Iterator[tuple[str, ...]]:
    """Each untracked exercise: drawn, filmed, and what it finds where it is not done."""
    for exercise in TRIED:
        try:
            definition = tried(exercise)
        except DefinitionError as reason:
            yield exercise, "", str(reason).removeprefix("exemplar: ").partition(";")[0], "", "", ""
            continue
        filmed = ""
        if exercise in FILMED:
            filmed = _of_film(_counted(_film(exercise), definition), films.loops_of(movement_of(exercise)))
        false = [name for name, frames in idle.items() if analyze(frames, definition).repetitions]
        watched = [name for name in dict.fromkeys((*tracked(), *FILMED)) if name != exercise]
        others = [name for name in watched if analyze(_film(name), definition).count]
        named = ", ".join(others) if len(others) <= _NAMED else f"{len(others)} of {len(watched)}"
        exact = str(counted_drawn(definition, CONDITIONS))
        signals = ", ".join(definition.signals)
        yield exercise, signals, exact, filmed, ", ".join(false) or "0", named or "0"


def figure_rows() -> Iterator[tuple[str, ...]]:
    """Every exercise counted by an angle, by angle and as a pattern, as landmarks and as a film."""
    for exercise in tracked():
        angle = definition_of(exercise)
        if angle.mode is not Mode.REPETITIONS:
            continue
        pattern, loops = as_pattern(exercise), films.loops_of(movement_of(exercise))
        frames = _film(exercise)
        yield (
            exercise,
            ", ".join(pattern.signals),
            *(str(counted_drawn(definition, FEW)) for definition in (angle, pattern)),
            *(_of_film(_counted(frames, definition), loops) for definition in (angle, pattern)),
        )


def _of_film(counted: tuple[int, int], loops: int) -> str:
    return f"{counted[0]}{f' + {counted[1]} partial' if counted[1] else ''} of {loops}"


def session_rows(folder: Path) -> Iterator[tuple[str, ...]]:
    """UI-PRMD by angle and by a pattern whose exemplar is one repetition of another person."""
    for movement in MOVEMENTS:
        angle = definition_of_movement(movement)
        sessions = [read_session(path) for path in session_files(folder, [movement])]
        pattern = recorded_pattern(angle, sessions)
        for name, subjects in (("s02, s03", ("s02", "s03")), ("s04, s05", ("s04", "s05"))):
            group = [session for session in sessions if session.subject in subjects]
            cells = [f"{movement} {MOVEMENTS[movement]}", name, ", ".join(pattern.signals)]
            for definition in (angle, pattern):
                pairs = [(sum(_counted(one.frames, definition)), one.count) for one in group]
                score = count_score(pairs)
                cells += [f"{score.mae:.3f}", f"{score.obo:.2f}", " ".join(str(found) for found, _ in pairs)]
            yield tuple(cells)


def recorded_pattern(angle: TrackingDefinition, sessions: Iterable[LabelledSession]) -> TrackingDefinition:
    """The first repetition of one subject that can be an exemplar, as a pattern."""
    session = next(one for one in sessions if one.subject == EXEMPLAR_SUBJECT and one.is_correct)
    signals = [name for name in (angle.signal, BESIDE.get(angle.signal)) if name is not None]
    reasons = []
    for repetition in EXEMPLAR_REPETITIONS:
        start_ms, end_ms = session.spans[repetition]
        frames = [frame for frame in session.frames if start_ms <= frame.t_ms <= end_ms]
        raw = {"exercise": angle.exercise, "mode": "pattern", "signals": signals}
        try:
            return _gated_as(
                tracking_from_dict({**raw, "exemplar": _recorded(frames, angle.sides, signals)}), angle
            )
        except DefinitionError as reason:
            reasons.append(str(reason))
    raise ValueError("; ".join(reasons))


def _recorded(frames: Sequence[Frame], sides: Sides, signals: Sequence[str]) -> Table:
    """The signals of the limb that moves further, means of five frames, ten times a second."""
    limbs = [(LEFT, RIGHT)] if sides is Sides.BOTH else [(LEFT,), (RIGHT,)]
    tracks = [[_values(frame, signals, limb) for frame in frames] for limb in limbs]
    track = max(tracks, key=lambda rows: max(row[0] for row in rows) - min(row[0] for row in rows))
    table = []
    for index in range(0, len(track), 3):
        near = track[max(0, index - 2) : index + 3]
        means = (sum(column) / len(near) for column in zip(*near, strict=True))
        table.append(((frames[index].t_ms - frames[0].t_ms) / 1000, *means))
    return tuple(table)


def _values(frame: Frame, signals: Sequence[str], limb: tuple[int, ...]) -> list[float]:
    pose = world_pose(frame)
    read = [[SIGNALS[name].read(pose, side) or 0.0 for side in limb] for name in signals] if pose else []
    return [sum(values) / len(values) for values in read]


def main(folder: Path | None) -> None:
    """Print the tables."""
    cases = videos_in(folder) if folder is not None else []
    videos = {case.path: cached_frames(folder / case.path) for case in cases} if folder is not None else {}
    head = (
        "exercise",
        "signals",
        "drawn, exact",
        "filmed",
        "false in videos",
        "complete in other figures' films",
    )
    _print("Without an angle", head, tried_rows(videos))
    if folder is not None:
        head = ("movement", "subjects", "signals", *("MAE", "OBO", "by angle"), *("MAE", "OBO", "by pattern"))
        _print("UI-PRMD", head, session_rows(folder))
    head = ("exercise", "signals", "drawn, angle", "drawn, pattern", "filmed, angle", "filmed, pattern")
    _print("With an angle", head, figure_rows())


def _print(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    sys.stdout.write(f"\n{title}\n\n{table(head, rows)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
