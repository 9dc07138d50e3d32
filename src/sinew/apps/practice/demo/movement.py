"""The movement a fictional person shares: the figure of their exercise, seen with a little noise."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from sinew.content import Exercise
from sinew.motion.engine import Engine
from sinew.motion.events import RepetitionCompleted
from sinew.motion.synthetic import Filming, trace
from sinew.motion.trace import TraceRecorder
from sinew.motion.tracking import Mode
from sinew.vocabulary import Side

_FPS = 12
_NOISE_PX, _FAR_VISIBILITY = 1.5, 0.65


def with_movement(payload: Mapping[str, Any], exercises: Mapping[str, Exercise], seed: int) -> dict[str, Any]:
    """The same result with the first set that can be replayed as it was seen, and its trace with it."""
    done = [dict(row) for row in payload["exercises"]]
    for row in done:
        exercise = exercises[row["exercise"]]
        sets = list(row["sets"])
        if (
            _can_be_replayed(exercise)
            and sets
            and sets[0]["counted_by"] == "camera"
            and sets[0]["repetitions"]
        ):
            sets[0] = sets[0] | _seen(exercise, sets[0]["repetitions_done"], Side(row["side"]), seed)
            row["sets"] = sets
            break
    return {**payload, "exercises": done}


def _can_be_replayed(exercise: Exercise) -> bool:
    tracking = exercise.tracking
    return exercise.movement is not None and tracking is not None and tracking.mode is Mode.REPETITIONS


def _seen(exercise: Exercise, count: int, side: Side, seed: int) -> dict[str, Any]:
    if exercise.movement is None or exercise.tracking is None:
        return {}
    near = Side.LEFT if side is Side.LEFT else Side.RIGHT
    filming = Filming(near_side=near, noise_px=_NOISE_PX, far_visibility=_FAR_VISIBILITY, seed=seed)
    engine, recorder = Engine(exercise.tracking, clip=True), TraceRecorder()
    repetitions, angles = [], []
    for frame in trace(exercise.movement, fps=_FPS, repetitions=count, filming=filming):
        events = engine.update(frame)
        angle_deg = engine.snapshot()["angle_deg"]
        recorder.take(frame, angle_deg)
        angles += [] if angle_deg is None else [angle_deg]
        repetitions += [event.to_dict() for event in events if isinstance(event, RepetitionCompleted)]
    return {
        "repetitions": repetitions,
        "range_of_motion": {
            "joint": exercise.tracking.signal,
            "min_deg": round(min(angles), 1),
            "max_deg": round(max(angles), 1),
        },
        "trace": b64encode(recorder.packed()).decode(),
    }
