"""What a session of a fictional person measures: plausible repetitions, angles and faults, from a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sinew.content import Exercise
from sinew.motion.engine import COMPLETE_FROM
from sinew.motion.tracking import Mode, TrackingDefinition
from sinew.vocabulary import View

MAX_PAIN = 10
SHORT = "not-full-range"


@dataclass(frozen=True, slots=True)
class Body:
    """How somebody moves on a day.

    Attributes:
        reach: share of the target angle reached, 0 to 1 and a little more.
        clumsiness: share of repetitions with a form fault.
        pain: what the exercises hurt that day, 0-10.
        effort: 0-10.
        done: share of the session that gets done.
        has_camera: whether the camera is on.
    """

    reach: float
    clumsiness: float
    pain: float
    effort: float
    done: float
    has_camera: bool


def result(
    session: Mapping[str, Any],
    body: Body,
    exercises: Mapping[str, Exercise],
    *,
    starts_at: datetime,
    dice: Random,
    comment: str,
) -> dict[str, Any]:
    """What the player would report about a prescribed session.

    Args:
        session: the ``session`` of the plan.
        exercises: content by id.
    """
    rows = session["exercises"]
    kept = rows[: max(1, round(len(rows) * body.done))]
    before = _score(body.pain - 1, dice)
    return {
        "started_at": starts_at.isoformat(),
        "finished_at": (starts_at + timedelta(minutes=max(5, session["minutes"] * body.done))).isoformat(),
        "mode": "camera" if body.has_camera else "no_camera",
        "pain_before": before,
        "pain_during": _score(body.pain, dice),
        "pain_after": _score(body.pain - 0.5, dice),
        "effort": _score(body.effort, dice),
        "comment": comment,
        "completed_fraction": round(len(kept) / len(rows), 2),
        "stopped_reason": None if len(kept) == len(rows) else "member",
        "exercises": [_exercise(row, body, exercises[row["exercise"]], dice) for row in kept],
        "hurts": [],
    }


def _score(value: float, dice: Random) -> int:
    return min(MAX_PAIN, max(0, round(value + dice.uniform(-0.4, 0.4))))


def _exercise(row: Mapping[str, Any], body: Body, exercise: Exercise, dice: Random) -> dict[str, Any]:
    dosage = row["dosage"]
    sets = [_set(dosage, body, exercise, row["side"], dice) for _ in range(int(dosage["sets"] or 1))]
    return {
        "exercise": row["exercise"],
        "side": row["side"],
        "replaced": None,
        "skipped": False,
        "pain": _score(body.pain - 0.5, dice),
        "effort": _score(body.effort, dice),
        "sets": sets,
    }


def _set(
    dosage: Mapping[str, Any], body: Body, exercise: Exercise, side: str, dice: Random
) -> dict[str, Any]:
    repetitions, hold_s = int(dosage["repetitions"] or 1), dosage["hold_s"]
    tracking = exercise.tracking if body.has_camera else None
    if tracking is None:
        by = "timer" if hold_s else "tap"
        return {
            "counted_by": by,
            "repetitions_done": repetitions,
            "hold_s_done": hold_s and hold_s * repetitions,
        }
    if tracking.mode is Mode.HOLD or hold_s:
        return _seen_holds(tracking, repetitions, float(hold_s or 5), dice)
    return _seen_repetitions(tracking, repetitions, body, side, dice)


def _seen_repetitions(
    tracking: TrackingDefinition, count: int, body: Body, side: str, dice: Random
) -> dict[str, Any]:
    span = tracking.target_deg - tracking.start_deg
    seen: list[dict[str, Any]] = []
    angles: list[float] = []
    t_ms = 2000
    visible = [rule.id for rule in tracking.faults if View.SIDE in rule.views and rule.id != SHORT]
    for number in range(count):
        tempo_s = dice.uniform(2.8, 4.4)
        share = body.reach * dice.gauss(1, 0.03) * (1 - 0.004 * number)
        start_deg = round(tracking.start_deg + dice.uniform(-2, 3), 1)
        peak_deg = round(tracking.start_deg + share * span, 1)
        angles += [start_deg, peak_deg]
        faults = [SHORT] if share < COMPLETE_FROM else []
        if visible and dice.random() < body.clumsiness:
            faults.append(dice.choice(visible))
        seen.append(
            {
                "start_ms": t_ms,
                "peak_ms": t_ms + round(tempo_s * 450),
                "end_ms": t_ms + round(tempo_s * 1000),
                "side": side,
                "start_deg": start_deg,
                "peak_deg": peak_deg,
                "tempo_s": round(tempo_s, 2),
                "faults": faults,
                "complete": share >= COMPLETE_FROM,
            }
        )
        t_ms += round(tempo_s * 1000) + dice.randint(200, 700)
    return _set_seen(tracking, angles, dice) | {
        "repetitions_done": count,
        "hold_s_done": None,
        "repetitions": seen,
    }


def _seen_holds(tracking: TrackingDefinition, count: int, hold_s: float, dice: Random) -> dict[str, Any]:
    holds, means, t_ms = [], [], 2000
    for _ in range(count):
        seconds = round(hold_s * dice.uniform(0.97, 1.02), 1)
        mean_deg = round(tracking.target_deg + dice.uniform(-3, 4), 1)
        means.append(mean_deg)
        end_ms = t_ms + round(seconds * 1000)
        holds.append({"start_ms": t_ms, "end_ms": end_ms, "seconds": seconds, "mean_deg": mean_deg})
        t_ms = end_ms + dice.randint(1500, 3000)
    angles = [tracking.start_deg, *means]
    done = {
        "repetitions_done": count,
        "hold_s_done": round(sum(hold["seconds"] for hold in holds), 1),
        "holds": holds,
    }
    return _set_seen(tracking, angles, dice) | done


def _set_seen(tracking: TrackingDefinition, angles: list[float], dice: Random) -> dict[str, Any]:
    low, high = max(min(angles), -30), min(max(angles), 200)
    return {
        "counted_by": "camera",
        "range_of_motion": {"joint": tracking.signal, "min_deg": round(low, 1), "max_deg": round(high, 1)},
        "view": "side",
        "tracked_fraction": round(dice.uniform(0.9, 0.99), 3),
    }
