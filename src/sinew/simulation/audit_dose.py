"""How hard one shown exercise is, in numbers that can be compared from session to session."""

from dataclasses import dataclass

from sinew.program import PlannedExercise, Program


@dataclass(frozen=True, slots=True)
class Shown:
    """One exercise as a member saw it; ``load`` and ``range_step`` are positions, lightest first."""

    exercise: str
    step: str | None
    sets: int
    repetitions: int
    hold_s: int
    load: int
    range_step: int

    @property
    def volume(self) -> int:
        """Repetitions or seconds of a session."""
        return self.sets * self.repetitions * max(1, self.hold_s)


def shown(planned: PlannedExercise, program: Program, phase: str) -> Shown:
    """What a member saw of one exercise."""
    dose, dosage = planned.dose, program.exercises[planned.exercise].dosage.get(phase)
    loads = dosage.load if dosage is not None and planned.step is None else ()
    ranges = dosage.range_of_motion if dosage is not None else ()
    return Shown(
        exercise=planned.exercise,
        step=planned.step,
        sets=dose.sets,
        repetitions=dose.repetitions or 1,
        hold_s=dose.hold_s or 0,
        load=loads.index(dose.load) if dose.load in loads else 0,
        range_step=ranges.index(planned.range_of_motion) if planned.range_of_motion in ranges else 0,
    )


def raised(old: Shown, new: Shown, program: Program) -> int:
    """How many variables went up; a harder exercise or step at the same place counts as one."""
    if old.step is not None or new.step is not None:
        return int((new.step or "") > (old.step or ""))
    if old.exercise != new.exercise:
        return int(new.exercise in _above(old.exercise, program))
    pairs = (
        (old.sets, new.sets),
        (old.repetitions, new.repetitions),
        (old.hold_s, new.hold_s),
        (old.load, new.load),
        (old.range_step, new.range_step),
    )
    return sum(later > earlier for earlier, later in pairs)


def _above(exercise: str, program: Program) -> list[str]:
    """The harder variations of an exercise, nearest first."""
    found: list[str] = []
    following = program.exercises[exercise].harder
    while following is not None and following in program.exercises and following not in found:
        found.append(following)
        following = program.exercises[following].harder
    return found
