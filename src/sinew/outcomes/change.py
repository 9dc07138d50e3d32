"""What a change since the start means: more than chance, and more than people usually notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sinew.outcomes.measure import Measure
from sinew.outcomes.scoring import Reading, mean


class Meaning(StrEnum):
    """What a change means to the person."""

    SAME = "same"
    NO_REAL_CHANGE = "no-real-change"
    LESS_THAN_NOTICED = "less-than-noticed"
    BETTER = "better"
    WORSE = "worse"
    TOWARD_BETTER = "toward-better"
    TOWARD_WORSE = "toward-worse"


@dataclass(frozen=True, slots=True)
class Change:
    """From the start to a later day.

    Attributes:
        before, after: the scores compared; with named activities only over those scored both times.
        improvement: points toward better; negative is worse.
    """

    before: float
    after: float
    improvement: float
    meaning: Meaning


def compared(start: Reading, later: Reading) -> tuple[float, float] | None:
    """The two values to compare; ``None`` where different activities were scored."""
    if not start.parts or not later.parts:
        return start.value, later.value
    shared = start.parts.keys() & later.parts.keys()
    if not shared:
        return None
    return mean({key: start.parts[key] for key in shared}), mean({key: later.parts[key] for key in shared})


def change(measure: Measure, start: Reading, later: Reading) -> Change | None:
    """What changed between two readings of one measure; ``None`` where they cannot be compared.

    Below the least change that is more than chance (``mdc``) nothing is said to have changed; from the
    least change people usually notice (``mic``) on it is better or worse; between them it is said as that.
    Where nobody has found how much matters, only the direction is said.

    Source: docs/outcomes.md, "What a change means".
    """
    pair = compared(start, later)
    if pair is None or not measure.compared_with_start:
        return None
    before, after = pair
    improvement = measure.improvement(before, after)
    return Change(before, after, improvement, _meaning(measure, improvement))


def _meaning(measure: Measure, improvement: float) -> Meaning:
    size, is_better = abs(improvement), improvement > 0
    if size == 0:
        return Meaning.SAME
    if measure.mdc is not None and size < measure.mdc.value:
        return Meaning.NO_REAL_CHANGE
    if measure.mic is not None:
        if size < measure.mic.value:
            return Meaning.LESS_THAN_NOTICED
        return Meaning.BETTER if is_better else Meaning.WORSE
    return Meaning.TOWARD_BETTER if is_better else Meaning.TOWARD_WORSE


def readings_compared(readings: Sequence[Reading]) -> list[tuple[date, float | None]]:
    """Days and values for a line that starts at the first reading.

    With named activities each day counts only what was named at the start; ``None`` where nothing was.
    """
    if not readings:
        return []
    start = readings[0]
    return [(each.on, _on_line(start, each)) for each in readings]


def _on_line(start: Reading, later: Reading) -> float | None:
    if not start.parts:
        return later.value
    known = {key: value for key, value in later.parts.items() if key in start.parts}
    return mean(known) if known else None
