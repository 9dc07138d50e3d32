"""Exercise sessions as they were done: repetitions, angles, faults and who counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.exercise.presenters import error_deg_of
from sinew.apps.practice.presenters.plan import SIDES, exercise_name
from sinew.content import Content
from sinew.motion.shown import unit_of
from sinew.motion.uncertainty import plus_minus

COUNTED_BY = {"camera": "camera", "tap": "tapped", "timer": "timer"}
STOPPED = {
    "pain": "stopped because of pain",
    "member": "ended early",
    "declined": "not started, too much pain before it",
}


@dataclass(frozen=True, slots=True)
class SetGroup:
    """All sets of one exercise on one side in one session."""

    exercise: str
    side: str
    replaced: str
    sets: tuple[MeasuredSet, ...]
    fault_names: dict[str, str]
    counts_time: bool

    @property
    def replays(self) -> list[tuple[int, Replay]]:
        """What the member shared of these sets: number of the set, and the replay."""
        return [(one.set_number, one.replay) for one in self.sets if hasattr(one, "replay")]

    @property
    def done(self) -> str:
        """Repetitions, seconds or minutes of each set: ``10, 10, 8`` or ``30 s, 25 s``."""
        return ", ".join(self._one(one) for one in self.sets)

    def _one(self, one: MeasuredSet) -> str:
        if one.hold_s_done and self.counts_time:
            return f"{round(one.hold_s_done / 60, 1):g} min"
        if one.repetitions_done > 1 or not one.hold_s_done:
            return str(one.repetitions_done)
        return f"{one.hold_s_done:.0f} s"

    @property
    def range_of_motion(self) -> str:
        """The joint's least and most flexion over the sets, ``8° to 94° (± 7°)``; empty if not seen."""
        unit = next((unit_of(one.joint) for one in self.sets if one.joint), "°")
        low = [one.rom_min_deg for one in self.sets if one.rom_min_deg is not None]
        high = [one.rom_max_deg for one in self.sets if one.rom_max_deg is not None]
        if not low or not high:
            return ""
        return f"{min(low):.0f}{unit} to {max(high):.0f}{unit} {self.error}".rstrip()

    @property
    def error(self) -> str:
        """What the angles of these sets are expected to be off by, ``(± 7°)``."""
        return plus_minus(error_deg_of(self.sets))

    @property
    def joint(self) -> str:
        return next((one.joint.replace("_", " ") for one in self.sets if one.joint), "")

    @property
    def faults(self) -> list[str]:
        """Form faults seen, the most frequent first, with the number of repetitions."""
        seen = Counter(
            fault for one in self.sets for repetition in one.repetitions for fault in repetition["faults"]
        )
        return [f"{self.fault_names.get(fault, fault)} ({count})" for fault, count in seen.most_common()]

    @property
    def counted_by(self) -> str:
        return ", ".join(dict.fromkeys(COUNTED_BY.get(one.counted_by, one.counted_by) for one in self.sets))

    @property
    def pain(self) -> int | None:
        return max((one.pain for one in self.sets if one.pain is not None), default=None)

    @property
    def peaks(self) -> list[str]:
        """For each set the peak of every repetition, and what it may be off by; partial ones in brackets."""
        unit = next((unit_of(one.joint) for one in self.sets if one.joint), "°")
        return [
            "  ".join(
                f"{r['peak_deg']:.0f}{unit}" if r["complete"] else f"({r['peak_deg']:.0f}{unit})"
                for r in one.repetitions
            )
            + f"  {plus_minus(error_deg_of([one]))}".rstrip()
            for one in self.sets
            if one.repetitions
        ]


class SessionPresenter:
    """One sitting; expects ``session.sets`` prefetched (see `practice.record`)."""

    def __init__(self, session: ExerciseSession, content: Content) -> None:
        self.session = session
        self._content = content
        self._sets: list[MeasuredSet] = session.sets  # type: ignore[attr-defined]  # prefetched with to_attr

    @property
    def sets(self) -> list[MeasuredSet]:
        """Every set, in the order they were done."""
        return self._sets

    @property
    def completed(self) -> str:
        fraction = self.session.completed_fraction
        return "–" if fraction is None else f"{100 * fraction:.0f} %"

    @property
    def pains(self) -> str:
        """Pain before, during and after: ``2 → 4 → –``."""
        told = (self.session.pain_before, self.session.pain_during, self.session.pain_after)
        return " → ".join("–" if pain is None else str(pain) for pain in told)

    @property
    def stopped(self) -> str:
        return STOPPED.get(self.session.stopped_reason, "")

    @property
    def repetitions(self) -> int:
        return sum(
            one.repetitions_done for one in self._sets if one.repetitions_done > 1 or not one.hold_s_done
        )

    @property
    def groups(self) -> list[SetGroup]:
        names = {fault.id: fault.name for fault in self._content.faults.values()}
        return [
            SetGroup(
                exercise=exercise_name(exercise, self._content),
                side=SIDES.get(side, side),
                replaced=exercise_name(replaced, self._content) if replaced else "",
                sets=tuple(sets),
                fault_names=names,
                counts_time=self._content.counts_time(exercise),
            )
            for (exercise, side, replaced), sets in _grouped(self._sets)
        ]


def _grouped(sets: list[MeasuredSet]) -> Iterable[tuple[tuple[str, str, str], Iterable[MeasuredSet]]]:
    """Sets of one exercise and side that follow each other."""
    return groupby(sets, key=lambda one: (one.exercise, one.side, one.replaced))
