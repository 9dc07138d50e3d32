"""RF-34: a plan that has not helped by its time is looked at by a practitioner."""

from collections.abc import Mapping, Sequence
from typing import Any

from sinew.program.phases import Track
from sinew.program.progression import Progression
from sinew.program.reasons import Reason

RULE = "RF-34"


def not_improving(
    before: Mapping[str, Any], now: Mapping[str, Any], days: int, track: Track, progression: Progression
) -> Reason | None:
    """The reason to ask a practitioner; ``None`` while the plan helps or it is too early to say.

    Args:
        before, now: answers with ``pain_average`` and ``psfs``; what was not measured is not counted.
        days: since ``before``.
    """
    numbers = progression.improvement
    fall = _fall(before.get("pain_average"), now.get("pain_average"))
    gains = [
        gain for gain in (fall, _fall(_mean(now.get("psfs")), _mean(before.get("psfs")))) if gain is not None
    ]
    is_early = track.id in numbers.early_tracks and days >= numbers.early_days
    no_early_gain = is_early and fall is not None and fall <= 0
    is_late = track.review_after_days is not None and days >= track.review_after_days
    no_late_gain = is_late and bool(gains) and max(gains) < numbers.points
    if now.get("pain_average") == 0 or not (no_early_gain or no_late_gain):
        return None
    change = f"pain_average: {before.get('pain_average')} then, {now.get('pain_average')} now"
    return progression.reason(RULE, f"days: {days}", change)


def _mean(activities: Sequence[Mapping[str, Any]] | None) -> float | None:
    scores = [float(item["score"]) for item in activities or ()]
    return sum(scores) / len(scores) if scores else None


def _fall(before: float | None, now: float | None) -> float | None:
    """How far a score has fallen; ``None`` where one of both is not known."""
    return None if before is None or now is None else before - now
