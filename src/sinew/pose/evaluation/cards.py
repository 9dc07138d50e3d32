"""What the labelled recordings show of each exercise of the library, for its accuracy card."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sinew.motion.analysis import Analysis
from sinew.pose.evaluation.sessions import Measured
from sinew.pose.evaluation.videos import Row, VideoCase

_HEAD = """# What recordings of people showed of each exercise. Written by
# sinew evaluate ../shared/motion-samples --plots docs/motion --write docs/motion/accuracy.md \\
#   --cards content/accuracy/recordings.yaml
"""
SKELETONS = "UI-PRMD: healthy adults seen by a Kinect, as asked and otherwise"

Recordings = Mapping[str, Sequence[Mapping[str, Any]]]


def recordings(
    measured: Iterable[Measured],
    cases: Iterable[VideoCase],
    analyses: Mapping[str, Analysis],
    peaks: Sequence[Row],
) -> Recordings:
    """Rows by exercise.

    Args:
        measured: the sessions of skeletons.
        cases: the videos; those in which nobody exercises are left out.
        analyses: each video as analyzed, by its path.
        peaks: the table of the squats' knees against markers.
    """
    found: dict[str, list[Mapping[str, Any]]] = {}
    for case in cases:
        if case.count:
            found.setdefault(case.exercise, []).append(_of_video(case, analyses[case.path], peaks))
    by_exercise: dict[str, list[Measured]] = {}
    for one in measured:
        if one.cues is not None:
            by_exercise.setdefault(one.cues.exercise, []).append(one)
    for exercise, sessions in by_exercise.items():
        found.setdefault(exercise, []).append(_of_skeletons(sessions))
    return {exercise: found[exercise] for exercise in sorted(found)}


def write_recordings(path: Path, found: Recordings) -> None:
    """Write the rows as YAML, with the command that makes them."""
    text = yaml.safe_dump({name: list(rows) for name, rows in found.items()}, sort_keys=False)
    path.write_text(_HEAD + text, encoding="utf-8")


def _of_video(case: VideoCase, analysis: Analysis, peaks: Sequence[Row]) -> Mapping[str, Any]:
    row: dict[str, Any] = {
        "source": "video",
        "data": case.path,
        "people": 1,
        "view": analysis.view.value,
        "counted_right": _right(analysis.count, case.count),
        "of": case.count,
    }
    errors = [one[column] for one in peaks for column in ("left error", "right error") if _is_squat(one)]
    if "squat" in case.path and errors:
        row["angles"] = {
            "readings": len(errors),
            "bias_deg": round(sum(errors) / len(errors), 1),
            "mean_error_deg": round(sum(map(abs, errors)) / len(errors), 1),
            "worst_deg": max(map(abs, errors)),
        }
    if case.hold_s is not None:
        row["hold_s"] = round(sum(hold.seconds for hold in analysis.holds), 2)
        row["true_hold_s"] = case.hold_s
    return row


def _is_squat(row: Row) -> bool:
    """Whether a row is one repetition, not their mean."""
    return isinstance(row["repetition"], int)


def _of_skeletons(sessions: Sequence[Measured]) -> Mapping[str, Any]:
    pairs = [(one.cues.repetitions, one.counted[0].true) for one in sessions if one.cues is not None]
    return {
        "source": "skeletons",
        "data": SKELETONS,
        "people": len({one.counted[0].session.split("_")[1] for one in sessions}),
        "view": "front",
        "counted_right": sum(_right(counted, true) for counted, true in pairs),
        "of": sum(true for _counted, true in pairs),
    }


def _right(counted: int, true: int) -> int:
    """Repetitions less those that were missed or counted too many."""
    return max(0, true - abs(counted - true))
