"""Labelled sessions through the engine under every stress, on all cores, summed up in tables."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sinew.motion.tracking import PACE_SIGNALS, TrackingDefinition
from sinew.pose.evaluation.peers import COMPARED, PEERS
from sinew.pose.evaluation.runs import Run, latencies_ms, run
from sinew.pose.evaluation.scores import Span, agreement, count_score, f1, quantile
from sinew.pose.evaluation.stress import STRESSES, Stress
from sinew.pose.labelled.kinect import (
    LOWER_LIMB,
    MOVEMENTS,
    LabelledSession,
    definition_of_movement,
    read_session,
    session_files,
)
from sinew.vocabulary import Side

Row = dict[str, Any]
Progress = Callable[[int, int], None]
"""Told how many sessions of how many are done."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One session as it was counted under one stress."""

    session: str
    movement: str
    is_tuned: bool
    is_correct: bool
    stress: str
    true: int
    counted: int
    complete: int
    found: tuple[Span, ...]
    spans: tuple[Span, ...]

    @property
    def pair(self) -> tuple[int, int]:
        """Counted and true."""
        return self.counted, self.true

    @property
    def miss(self) -> str:
        """The session and what was counted in it."""
        return f"{self.session} {self.counted}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What one session gives, under every stress and besides.

    Attributes:
        counted: by stress, the first as recorded.
        peaks: (measured, Vicon) of every repetition both saw, as recorded.
        latencies_ms: by frame rate, from the unfiltered angle's return to the telling.
        cues: faults and cues of the library exercise this movement is closest to.
        peers: what each peer counted, as recorded.
    """

    counted: tuple[Counted, ...]
    peaks: tuple[tuple[float, float], ...]
    latencies_ms: Mapping[str, tuple[int, ...]]
    cues: "CueTally | None"
    peers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CueTally:
    """What would have been said in a session analyzed as an exercise of the library.

    Attributes:
        exercise: its id.
        repetitions: complete and partial ones.
        cues, faults: without the exercise's tempo, which nobody asked of these people.
        hurried: repetitions too fast for that tempo.
    """

    exercise: str
    repetitions: int
    cues: int
    faults: tuple[str, ...]
    hurried: int


LIBRARY_EXERCISE = {"m01": "mini-squat", "m03": "lunge-reverse", "m05": "sit-to-stand"}
"""Exercises of the library whose form faults a movement of the data set can show."""


def measure_session(path: Path, stresses: Sequence[Stress], library: TrackingDefinition | None) -> Measured:
    """Count one session under every stress, and measure what else can be measured of it."""
    session = read_session(path)
    definition = definition_of_movement(session.movement)
    counted, waits, recorded = [], {}, None
    for stress in stresses:
        frames, spans = stress.apply(session.frames, session.spans)
        result = run(frames, definition)
        counted.append(_counted(session, stress, result, spans))
        if stress is stresses[0] or stress.name == "6 fps":
            waits[stress.name] = tuple(latencies_ms(result, frames, definition))
        recorded = recorded or result
    peers = (
        {name: count(session.frames) for name, count in PEERS.items()} if session.movement in COMPARED else {}
    )
    tally = None if library is None else cue_tally(session, library)
    peaks = _peaks(session, recorded) if recorded is not None else ()
    return Measured(tuple(counted), peaks, waits, tally, peers)


def cue_tally(session: LabelledSession, library: TrackingDefinition) -> CueTally:
    """What would have been said in a session, and how many repetitions were too fast for the library."""
    watched = run(session.frames, library.unpaced())
    paces = {rule.id for rule in library.faults if rule.signal in PACE_SIGNALS}
    asked = run(session.frames, library)
    return CueTally(
        exercise=library.exercise,
        repetitions=len(watched.repetitions),
        cues=len(watched.cues),
        faults=tuple(fault for one in watched.repetitions for fault in one.faults),
        hurried=sum(not paces.isdisjoint(one.faults) for one in asked.repetitions),
    )


def _counted(session: LabelledSession, stress: Stress, result: Run, spans: Sequence[Span]) -> Counted:
    return Counted(
        session=session.name,
        movement=session.movement,
        is_tuned=session.is_tuned,
        is_correct=session.is_correct,
        stress=stress.name,
        true=session.count,
        counted=len(result.repetitions),
        complete=sum(one.is_complete for one in result.repetitions),
        found=tuple(result.spans),
        spans=tuple(spans),
    )


def _peaks(session: LabelledSession, result: Run) -> tuple[tuple[float, float], ...]:
    """Measured and Vicon's farthest angle of repetitions whose peak lies inside a labelled one."""
    pairs = []
    for (start_ms, end_ms), true in zip(session.spans, session.peaks_deg, strict=True):
        inside = [one for one in result.repetitions if start_ms <= one.peak_ms <= end_ms]
        if true is not None and len(inside) == 1:
            left, right = true
            side = {Side.LEFT: left, Side.RIGHT: right, Side.BOTH: (left + right) / 2}[inside[0].side]
            pairs.append((inside[0].peak_deg, side))
    return tuple(pairs)


def measure_sessions(
    folder: Path,
    library: Mapping[str, TrackingDefinition],
    *,
    stresses: Sequence[Stress] = STRESSES,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Measured]:
    """Every session of a folder, on all cores, in the order of their names.

    Args:
        folder: laid out as shared/motion-samples.
        library: tracking definitions of the library by exercise.
        stresses: what to count under, the first of them nothing.
        workers: processes, ``None`` = one a core.
        progress: told after each session.
    """
    paths = session_files(folder)
    done: dict[Path, Measured] = {}
    with ProcessPoolExecutor(workers or os.cpu_count()) as pool:
        waiting = {
            pool.submit(
                measure_session, path, stresses, library.get(LIBRARY_EXERCISE.get(path.name[:3], ""))
            ): path
            for path in paths
        }
        for result in as_completed(waiting):
            done[waiting[result]] = result.result()
            if progress is not None:
                progress(len(done), len(paths))
    return [done[path] for path in paths]


# -- tables


def counting_rows(measured: Iterable[Measured]) -> list[Row]:
    """By movement, sessions that chose parameters and held-out ones apart, as recorded."""
    recorded = [one.counted[0] for one in measured]
    rows = []
    for movement in [*MOVEMENTS, "m01-m06"]:
        for is_tuned in (True, False):
            group = [
                one
                for one in recorded
                if one.is_tuned is is_tuned and (one.movement == movement or _is_lower(movement, one))
            ]
            if group:
                name = f"{movement} {MOVEMENTS[movement]}" if movement in MOVEMENTS else movement
                rows.append(
                    {"movement": name, "subjects": "tuned" if is_tuned else "held out", **_count_row(group)}
                )
    return rows


def _is_lower(movement: str, one: Counted) -> bool:
    return movement == "m01-m06" and one.movement in LOWER_LIMB


def _count_row(group: Sequence[Counted]) -> Row:
    score = count_score([one.pair for one in group])
    segments = [(one.found, one.spans) for one in group]
    return {
        "sessions": score.recordings,
        "MAE": round(score.mae, 4),
        "OBO": round(score.obo, 3),
        "exact": round(score.exact, 3),
        "F1 at 0.3": round(f1(segments, 0.3), 3),
        "F1 at 0.5": round(f1(segments, 0.5), 3),
        "full": round(sum(one.complete for one in group) / sum(one.true for one in group), 3),
        "misses": ", ".join(one.miss for one in group if one.counted != one.true),
    }


def stress_rows(measured: Sequence[Measured]) -> list[Row]:
    """Counting under every stress: the lower limb, held-out subjects apart, and the shoulder movements."""
    rows = []
    for counted in zip(*(one.counted for one in measured), strict=True):
        lower = [one for one in counted if one.movement in LOWER_LIMB]
        row: Row = {"stress": counted[0].stress}
        for name, group in (
            ("m01-m06", lower),
            ("held out", [one for one in lower if not one.is_tuned]),
            *(
                (movement, [one for one in counted if one.movement == movement])
                for movement in ("m07", "m08", "m09", "m10")
            ),
        ):
            if group:
                score = count_score([one.pair for one in group])
                row[f"{name} OBO"] = round(score.obo, 3)
                if name in ("m01-m06", "held out"):
                    row[f"{name} MAE"] = round(score.mae, 4)
        row["off by more than one"] = ", ".join(one.miss for one in lower if abs(one.counted - one.true) > 1)
        rows.append(row)
    return rows


def peak_rows(measured: Sequence[Measured]) -> list[Row]:
    """Farthest angle of each repetition against Vicon, by movement and with Bland and Altman's limits."""
    rows = []
    for movement in LOWER_LIMB:
        pairs = peak_pairs(measured, movement)
        if pairs:
            found = agreement(pairs)
            rows.append(
                {
                    "movement": f"{movement} {MOVEMENTS[movement]}",
                    "angle": definition_of_movement(movement).signal,
                    "repetitions": found.pairs,
                    "MAE": round(found.mae, 1),
                    "bias": round(found.bias, 1),
                    "limits of agreement": f"{found.low:.1f} to {found.high:.1f}",
                }
            )
    return rows


def peak_pairs(measured: Iterable[Measured], movement: str) -> list[tuple[float, float]]:
    """(measured, true) peaks of one movement."""
    return [pair for one in measured if one.counted[0].movement == movement for pair in one.peaks]


def cue_rows(measured: Iterable[Measured]) -> list[Row]:
    """Cues and faults per 10 repetitions in sessions performed as asked, and in the others."""
    groups: dict[tuple[str, bool, bool], list[CueTally]] = {}
    for one in measured:
        if one.cues is not None:
            first = one.counted[0]
            groups.setdefault((one.cues.exercise, not first.is_correct, not first.is_tuned), []).append(
                one.cues
            )
    return [
        {
            "exercise": exercise,
            "performed": "otherwise" if is_other else "as asked",
            "subjects": "held out" if is_held_out else "tuned",
            **_cue_row(tallies),
        }
        for (exercise, is_other, is_held_out), tallies in sorted(groups.items())
    ]


def _cue_row(tallies: Sequence[CueTally]) -> Row:
    repetitions = sum(tally.repetitions for tally in tallies)
    faults = [fault for tally in tallies for fault in tally.faults]
    said = sorted(set(faults), key=lambda fault: -faults.count(fault))

    def per_10(number: int) -> float:
        return 10 * number / max(1, repetitions)

    return {
        "repetitions": repetitions,
        "cues per 10": round(per_10(sum(tally.cues for tally in tallies)), 2),
        "faults per 10": ", ".join(f"{fault} {per_10(faults.count(fault)):.1f}" for fault in said),
        "faster than our tempo": f"{per_10(sum(tally.hurried for tally in tallies)):.1f}",
    }


def latency_rows(measured: Iterable[Measured]) -> list[Row]:
    """From the return of the unfiltered angle to the telling, by frame rate, milliseconds."""
    waits: dict[str, list[int]] = {}
    for one in measured:
        if one.counted[0].movement in LOWER_LIMB:
            for name, found in one.latencies_ms.items():
                waits.setdefault(name, []).extend(found)
    return [
        {
            "frames": name,
            "repetitions": len(found),
            "median ms": quantile(found, 0.5),
            "9 of 10 within ms": quantile(found, 0.9),
        }
        for name, found in waits.items()
        if found
    ]


def peer_rows(measured: Iterable[Measured]) -> list[Row]:
    """Our engine and two peers on the same sessions, as recorded."""
    rows = []
    compared = [one for one in measured if one.counted[0].movement in COMPARED]
    for movement in COMPARED:
        group = [one for one in compared if one.counted[0].movement == movement]
        if not group:
            continue
        ours = [one.counted[0].pair for one in group]
        counts = {"Sinew": ours}
        counts |= {name: [(one.peers[name], one.counted[0].true) for one in group] for name in PEERS}
        row: Row = {"movement": f"{movement} {MOVEMENTS[movement]}", "sessions": len(group)}
        for name, pairs in counts.items():
            score = count_score(pairs)
            row[f"{name}: MAE"], row[f"{name}: OBO"] = round(score.mae, 3), round(score.obo, 2)
        rows.append(row)
    return rows
