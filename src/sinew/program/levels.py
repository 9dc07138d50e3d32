"""How hard one exercise is done right now, and the one step up or down from there."""

import math
from dataclasses import dataclass, replace
from typing import Any

from sinew.program.exercise import DosageRange
from sinew.program.progression import Steps, Timing
from sinew.program.tailoring.changes import DoseChange
from sinew.program.values import Range


@dataclass(frozen=True, slots=True)
class Dose:
    """What is prescribed; ``None`` where it does not apply. ``per_week`` counts days."""

    sets: int
    repetitions: int | None
    hold_s: int | None
    rest_s: int
    load: str | None
    per_week: int

    def to_json(self) -> dict[str, Any]:
        return {
            "sets": self.sets,
            "repetitions": self.repetitions,
            "hold_s": self.hold_s,
            "rest_s": self.rest_s,
            "load": self.load,
            "per_week": self.per_week,
        }


@dataclass(frozen=True, slots=True)
class Level:
    """Where an exercise stands inside the range of its phase.

    Attributes:
        range_step, load_step: positions in the steps of range of motion and of load.
        share: of the volume, 1 is all of it; below 1 after pain at the lowest place.
    """

    sets: int
    repetitions: int | None
    hold_s: int | None
    range_step: int = 0
    load_step: int = 0
    share: float = 1.0


def lowest(dosage: DosageRange) -> Level:
    """Where everybody starts: the low end of the range."""
    return Level(int(dosage.sets.low), _low(dosage.repetitions), _low(dosage.hold_s))


def _low(limits: Range | None) -> int | None:
    return None if limits is None else int(limits.low)


def least(first: Level, *others: Level) -> Level:
    """The level that is no more than any of these levels of one exercise, in nothing."""
    found = first
    for level in others:
        found = Level(
            sets=min(found.sets, level.sets),
            repetitions=_lesser(found.repetitions, level.repetitions),
            hold_s=_lesser(found.hold_s, level.hold_s),
            range_step=min(found.range_step, level.range_step),
            load_step=min(found.load_step, level.load_step),
            share=min(found.share, level.share),
        )
    return found


def _lesser(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def level_after(level: Level, given: DoseChange, dosage: DosageRange) -> Level:
    """The level with what is set of the dose; loads and ranges content does not know stay as they are.

    What was taken off after pain stays off, unless something is raised: then what is set is the whole dose.
    """
    loads, ranges = dosage.load, dosage.range_of_motion
    eased_still = Level(
        sets=level.sets if given.sets is None else given.sets,
        repetitions=level.repetitions if given.repetitions is None else given.repetitions,
        hold_s=level.hold_s if given.hold_s is None else given.hold_s,
        range_step=ranges.index(given.range_of_motion)
        if given.range_of_motion in ranges
        else level.range_step,
        load_step=loads.index(given.load) if given.load in loads else level.load_step,
        share=level.share,
    )
    return replace(eased_still, share=1.0) if is_more(level, eased_still) else eased_still


def is_more(before: Level, after: Level) -> bool:
    """Whether a level asks for more than another: of the whole volume, or of load or range."""
    return (
        _volume(after) > _volume(before)
        or after.load_step > before.load_step
        or after.range_step > before.range_step
        or after.sets > before.sets
        or (after.hold_s or 0) > (before.hold_s or 0)
    )


def _volume(level: Level) -> float:
    return level.sets * (level.repetitions or 1) * (level.hold_s or 1) * level.share


def dose(level: Level, dosage: DosageRange, days_per_week: int) -> Dose:
    """The prescription of a level, its share of the volume taken off."""
    return eased(whole_dose(level, dosage, days_per_week), level.share)


def whole_dose(level: Level, dosage: DosageRange, days_per_week: int) -> Dose:
    """The prescription of a level before its share is taken off."""
    return Dose(
        sets=level.sets,
        repetitions=level.repetitions,
        hold_s=level.hold_s,
        rest_s=int(dosage.rest_s.high),
        load=dosage.load[level.load_step] if dosage.load else None,
        per_week=min(days_per_week, int(dosage.per_week.high)),
    )


def eased(whole: Dose, share: float) -> Dose:
    """Less volume: it comes off repetitions, of single holds off sets, then time."""
    if share >= 1:
        return whole
    if whole.repetitions is not None and whole.repetitions > 1:
        return replace(whole, repetitions=_reduced(whole.repetitions, share))
    if whole.sets > 1:
        return replace(whole, sets=_reduced(whole.sets, share))
    return whole if whole.hold_s is None else replace(whole, hold_s=_reduced(whole.hold_s, share))


def fitted(prescribed: Dose, *, sides: int, available_s: float, timing: Timing) -> Dose:
    """A dose that fits into the time somebody has, were it all they do: fewer sets, then a shorter hold."""

    def length_s(dose: Dose) -> float:
        one = seconds(dose, repetition_s=timing.repetition_s, hold_change_s=timing.hold_change_s)
        return sides * (one + timing.exercise_change_s)

    fitting = prescribed
    while length_s(fitting) > available_s and fitting.sets > 1:
        fitting = replace(fitting, sets=fitting.sets - 1)
    excess_s = math.ceil((length_s(fitting) - available_s) / sides)
    if excess_s > 0 and fitting.hold_s is not None and (fitting.repetitions or 1) == 1:
        least_s = min(fitting.hold_s, timing.shortest_hold_s)
        fitting = replace(fitting, hold_s=max(fitting.hold_s - excess_s, least_s))
    return fitting


def _reduced(amount: int, share: float) -> int:
    return max(1, math.floor(amount * share + 1e-9))


def step_up(level: Level, dosage: DosageRange, steps: Steps, *, is_walk: bool) -> tuple[Level, str] | None:
    """One variable up, in the order of double progression, and the rule for it; ``None`` at the top."""
    if level.share < 1:
        return replace(level, share=1.0), "step-volume"
    if (more := _raised(level.repetitions, dosage.repetitions, steps.repetitions)) is not None:
        return replace(level, repetitions=more), "step-repetitions"
    if (more := _raised(level.hold_s, dosage.hold_s, steps.walk_s if is_walk else steps.hold_s)) is not None:
        return replace(level, hold_s=more), "step-hold"
    if (more := _raised(level.sets, dosage.sets, steps.sets)) is not None:
        return replace(level, sets=more), "step-sets"
    if level.range_step + 1 < len(dosage.range_of_motion):
        return replace(level, range_step=level.range_step + 1), "step-range"
    if level.load_step + 1 < len(dosage.load):
        return replace(level, load_step=level.load_step + 1), "step-load"
    return None


def _raised(value: int | None, limits: Range | None, step: int) -> int | None:
    if value is None or limits is None or value >= limits.high:
        return None
    return min(value + step, int(limits.high))


def weekly_sets(level: Level, dosage: DosageRange, days_per_week: int) -> int:
    """Sets a week at this level."""
    return level.sets * min(days_per_week, int(dosage.per_week.high))


def seconds(prescribed: Dose, *, repetition_s: float, hold_change_s: float) -> float:
    """How long the exercise takes on one side, rests between sets included."""
    count = prescribed.repetitions or 1
    each = repetition_s if prescribed.hold_s is None else prescribed.hold_s + hold_change_s * (count > 1)
    return prescribed.sets * count * each + (prescribed.sets - 1) * prescribed.rest_s
