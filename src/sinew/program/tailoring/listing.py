"""The list of exercises a practitioner looks at before changing it, and what could stand there instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sinew.program.course import Course
from sinew.program.exercise import DosageRange, ExerciseSpec
from sinew.program.levels import Dose, whole_dose
from sinew.program.phases import Phase
from sinew.program.places import Place, Places
from sinew.program.reasons import Reason
from sinew.program.tailoring.changes import AddExercise, ComposedExercise, ComposePhase, SwapExercise, Tempo
from sinew.program.tailoring.limits import is_removed, objections
from sinew.program.tailoring.objections import Objection


@dataclass(frozen=True, slots=True)
class Listed:
    """One exercise of the list.

    Attributes:
        dose: the whole dose, before the time somebody has or a flare takes something off.
        limits: the doses content gives in the phase.
        tempo, cue: what a practitioner set.
        is_own: a practitioner chose it.
    """

    exercise: str
    dose: Dose
    range_of_motion: str | None
    limits: DosageRange
    reasons: tuple[Reason, ...]
    tempo: Tempo | None
    cue: str
    is_resting: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything of a plan that can be tailored, as it stands.

    Attributes:
        empty: exercises content wants for which nothing can stand in, with the reasons.
        removed, excluded: what a practitioner took out of the phase, or for good with the reason.
        minutes, days_per_week: what counts now.
        can_take_back: how many of the latest changes can be taken back.
        composable: phases that a practitioner can build for this member.
    """

    phase: str | None
    track: str | None
    exercises: tuple[Listed, ...]
    empty: tuple[tuple[str, tuple[Reason, ...]], ...]
    removed: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    minutes: int
    days_per_week: int
    paused_until: date | None
    can_take_back: int
    composable: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(listed.exercise for listed in self.exercises)


@dataclass(frozen=True, slots=True)
class Fit:
    """How an exercise would fit.

    Attributes:
        nearness: 0 on the same ladder or named by content, 1 for the same muscle, 2 the same kind, 3 others.
    """

    exercise: str
    nearness: int
    objections: tuple[Objection, ...]

    @property
    def order(self) -> tuple[int, int, str]:
        """What fits first, then what needs a reason, then what does not fit; the nearest first."""
        hardness = max((1 + objection.is_hard for objection in self.objections), default=0)
        return hardness, self.nearness, self.exercise


def listing_of(course: Course) -> Listing:
    """The list as it stands on the day a course has come to."""
    places, phase = course.places, course.phase
    items = places.items if places is not None else []
    setting = course.setting
    return Listing(
        phase=phase.id if phase is not None else None,
        track=course.track,
        exercises=tuple(_listed(place, places, course) for place in _once(items)) if places else (),
        empty=tuple((p.template_exercise, p.choice.reasons) for p in items if p.exercise is None),
        removed=tuple(i.exercise for i in phase.template if is_removed(course, i.exercise)) if phase else (),
        excluded=tuple(course.excluded.items()),
        minutes=int(min(setting.minutes, phase.minutes.high) if phase is not None else setting.minutes),
        days_per_week=course.days_per_week,
        paused_until=course.paused_until if course.is_paused(course.day) else None,
        can_take_back=len(course.take_backs),
        composable=tuple(
            one.id
            for one in course.program.phases.values()
            if one.by_practitioner and one.track == course.track
        ),
    )


def _once(items: Sequence[Place]) -> list[Place]:
    """The place of each exercise: where two have come down to the same one, a session holds it once."""
    found: dict[str, Place] = {}
    for place in items:
        if place.exercise is not None:
            found.setdefault(place.exercise, place)
    return list(found.values())


def _listed(place: Place, places: Places, course: Course) -> Listed:
    spec, dosage = places.spec(place), places.dosage(place)
    ranges = dosage.range_of_motion
    return Listed(
        exercise=spec.id,
        dose=whole_dose(place.level, dosage, course.days_per_week),
        range_of_motion=ranges[place.level.range_step] if ranges else None,
        limits=spec.dosage[places.phase.id],
        reasons=place.reasons(places.phase, course.program.progression),
        tempo=places.tempo(place),
        cue=course.cues.get(spec.id, ""),
        is_resting=any(one.is_resting for one in places.items if one.exercise == spec.id),
        is_own=bool(place.item.chosen),
    )


def fits(course: Course, instead_of: str | None = None, phase: Phase | None = None) -> tuple[Fit, ...]:
    """Every exercise of the library by how it fits: what fits first, and why others do not.

    Args:
        instead_of: the exercise it would take the place of; ``None`` asks for one more.
        phase: a phase to compose; ``None`` is the present list.
    """
    specs = course.program.exercises
    old, near = specs.get(instead_of or ""), _named(course, instead_of)
    found = []
    for spec in specs.values():
        if spec.id == instead_of:
            continue
        objected = _objected(course, spec.id, instead_of, phase)
        found.append(Fit(spec.id, _nearness(spec, old, near), objected))
    return tuple(sorted(found, key=lambda fit: fit.order))


def _objected(
    course: Course, exercise: str, instead_of: str | None, phase: Phase | None
) -> tuple[Objection, ...]:
    if phase is not None:
        whole = objections(course, ComposePhase(phase.id, (ComposedExercise(exercise),)))
        return tuple(one for one in whole if f"exercise: {exercise}" in one.reason.because)
    if instead_of is None:
        return objections(course, AddExercise(exercise))
    return objections(course, SwapExercise(instead_of, exercise))


def _named(course: Course, instead_of: str | None) -> Sequence[str]:
    """What content names as a neighbor of an exercise."""
    places = course.places
    if instead_of is None or places is None:
        return ()
    ladder = [*places.selector.ladder(instead_of, up=False), *places.selector.ladder(instead_of, up=True)]
    items = [place.item for place in places.items if place.exercise == instead_of]
    return [*ladder, *(name for item in items for name in (item.exercise, *item.instead))]


def _nearness(spec: ExerciseSpec, old: ExerciseSpec | None, near: Sequence[str]) -> int:
    if spec.id in near:
        return 0
    if old is None or spec.kind != old.kind:
        return 3 if old is not None else 0
    return 1 if spec.muscles_main[:1] == old.muscles_main[:1] else 2
