"""How two open programs count a squat, as published, to compare on the same recordings.

Both are given the same joint positions in space as our engine; neither takes part in the product.
"""

from collections import deque
from collections.abc import Callable, Iterable
from math import sqrt

from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, world_pose

_KNEE = SIGNALS["knee_flexion"].read
_Knees = tuple[int, float, float]


def _interior_deg(frames: Iterable[Frame]) -> list[_Knees]:
    """Time and the interior angles of both knees (180 = straight)."""
    rows = []
    for frame in frames:
        pose = world_pose(frame)
        if pose is not None:
            left, right = _KNEE(pose, LEFT), _KNEE(pose, RIGHT)
            if left is not None and right is not None:
                rows.append((frame.t_ms, 180 - left, 180 - right))
    return rows


def fixed_thresholds(frames: Iterable[Frame]) -> int:
    """Below 90 degrees is down, then above 160 is up and one more; the right knee, no filter.

    Source: many repositories, for example github.com/mayerlynyrs/virtual-coach, exercises/squats.py (with
    150 instead of 160); the constants are those of the motion-method note.
    """
    count, is_down = 0, False
    for _, _, right in _interior_deg(frames):
        if right < 90:
            is_down = True
        elif right > 160 and is_down:
            count, is_down = count + 1, False
    return count


def good_gym(frames: Iterable[Frame]) -> int:
    """Mean of both knees, smoothed over five frames; up above 160, down and one more below 110.

    A stage needs one knee within 15 degrees of its threshold, and half a second between repetitions.
    Source: github.com/yo-WASSUP/Good-GYM, exercise_counters.py at 40210d8, ``count_squat``.
    """
    recent: deque[float] = deque(maxlen=5)
    count, is_up, counted_ms = 0, False, -1000
    for t_ms, left, right in _interior_deg(frames):
        recent.append((left + right) / 2)
        angle = _without_outliers(recent)
        if angle > 160 and min(abs(left - 160), abs(right - 160)) < 15:
            is_up = True
        elif (
            angle < 110 and min(abs(left - 110), abs(right - 110)) < 15 and is_up and t_ms - counted_ms >= 500
        ):
            count, is_up, counted_ms = count + 1, False, t_ms
    return count


def _without_outliers(recent: "deque[float]") -> float:
    if len(recent) < 3:
        return recent[-1]
    mean = sum(recent) / len(recent)
    spread = sqrt(sum((value - mean) ** 2 for value in recent) / len(recent))
    middle = sorted(recent)
    median = (middle[(len(middle) - 1) // 2] + middle[len(middle) // 2]) / 2
    kept = [value for value in recent if abs(value - median) <= 2 * spread]
    return sum(kept) / len(kept) if kept else recent[-1]


PEERS: dict[str, Callable[[Iterable[Frame]], int]] = {
    "fixed thresholds 90/160": fixed_thresholds,
    "Good-GYM squat counter": good_gym,
}
COMPARED = ("m01", "m03", "m04", "m05")
"""Movements of which the bending knee is what both peers look at."""
