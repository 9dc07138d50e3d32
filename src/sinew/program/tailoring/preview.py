"""What proposed changes would do: the plan before and after, and every difference by its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sinew.errors import Problem
from sinew.program.course import Course
from sinew.program.events import Event, PractitionerDecision
from sinew.program.follower import branch_of
from sinew.program.intake import Intake
from sinew.program.levels import Dose
from sinew.program.plan import Plan, course_until, plan_of
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.program.session import Session
from sinew.program.tailoring.changes import SetDose, SwapExercise, Tempo
from sinew.program.tailoring.limits import place_of
from sinew.program.tailoring.listing import Listed, Listing, listing_of
from sinew.program.tailoring.objections import RefusedChange
from sinew.program.tailoring.words import limit_in_words

Kind = Literal["added", "removed", "swapped", "dose", "cue", "tempo"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different about one exercise of the list.

    Attributes:
        instead_of: what made room for it, where it was swapped in.
        before, after: the dose; ``None`` where it is not in the list.
    """

    kind: Kind
    exercise: str
    instead_of: str | None = None
    before: Dose | None = None
    after: Dose | None = None
    tempo: Tempo | None = None
    cue: str = ""


@dataclass(frozen=True, slots=True)
class DayMinutes:
    """How long the session of one day is; 0 is rest."""

    on: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What some changes would do.

    Attributes:
        before, after: the plan of the day without and with the changes that fit.
        was, now: the list without and with them.
        refusals: changes that do not fit, each with everything that speaks against it.
        warnings: what fits but should be known.
    """

    before: Plan
    after: Plan
    was: Listing
    now: Listing
    differences: tuple[Difference, ...]
    minutes: tuple[DayMinutes, ...]
    refusals: tuple[RefusedChange, ...]
    warnings: tuple[Reason, ...]

    @property
    def next_before(self) -> Session | None:
        return next_session(self.before)

    @property
    def next_after(self) -> Session | None:
        return next_session(self.after)


def next_session(plan: Plan) -> Session | None:
    """The first session of the coming week; ``None`` where there is none."""
    return next((day.session for day in plan.week if day.session is not None), None)


def preview(
    program: Program,
    intake: Intake,
    events: Sequence[Event],
    changes: Sequence[PractitionerDecision],
    day: date,
) -> Preview:
    """The plan of a day before and after some changes made on it.

    Raises:
        InputRefused: ``day`` lies before the intake.
    """
    course = course_until(program, intake, events, day)
    before, was = _seen(course, day)
    course.come_to(day)
    course.see_gap(day)
    known, warnings = len(course.refused), []
    for change in changes:
        warnings += _warnings(course, change)
        course.read(change)
    after, now = _seen(course, day)
    return Preview(
        before=before,
        after=after,
        was=was,
        now=now,
        differences=differences(was, now, changes),
        minutes=_minutes(before, after),
        refusals=course.refused[known:],
        warnings=tuple(
            dict.fromkeys((*warnings, *_dropped(before, after, set(now.ids) - set(was.ids), course)))
        ),
    )


def refused_changes(program: Program, intake: Intake, events: Sequence[Event], day: date) -> list[Problem]:
    """Every change of a history that did not fit when it was made, as problems of that history."""
    found = []
    for refused in course_until(program, intake, events, day).refused:
        where = f"history.{refused.decision.decision} on {refused.decision.on.isoformat()}"
        for objection in refused.objections:
            said = limit_in_words(objection.reason, program)
            hint = "" if objection.is_hard else " A reason with `override` lifts this limit."
            found.append(Problem(where, objection.reason.rule, said + hint))
    return found


def _seen(course: Course, day: date) -> tuple[Plan, Listing]:
    """The plan and the list of a day, without a trace of having looked."""
    branch = branch_of(course)
    branch.finish(day)
    return plan_of(branch), listing_of(branch)


def differences(
    was: Listing, now: Listing, changes: Sequence[PractitionerDecision] = ()
) -> tuple[Difference, ...]:
    """What is different between two lists; a swap is one difference, not two."""
    old = {listed.exercise: listed for listed in was.exercises}
    new = {listed.exercise: listed for listed in now.exercises}
    swapped = {
        made.change.to: made.change.exercise
        for made in changes
        if isinstance(made.change, SwapExercise)
        and made.change.to in new.keys() - old.keys()
        and made.change.exercise in old.keys() - new.keys()
    }
    found = [_arrived(listed, swapped.get(name)) for name, listed in new.items() if name not in old]
    found += [
        Difference("removed", name, before=listed.dose)
        for name, listed in old.items()
        if name not in new and name not in swapped.values()
    ]
    for name in [name for name in new if name in old]:
        found += _changed(old[name], new[name])
    return tuple(found)


def _arrived(listed: Listed, instead_of: str | None) -> Difference:
    kind: Kind = "added" if instead_of is None else "swapped"
    return Difference(
        kind, listed.exercise, instead_of, after=listed.dose, tempo=listed.tempo, cue=listed.cue
    )


def _changed(old: Listed, new: Listed) -> list[Difference]:
    found = []
    if (old.dose, old.range_of_motion) != (new.dose, new.range_of_motion):
        found.append(Difference("dose", new.exercise, before=old.dose, after=new.dose))
    if old.tempo != new.tempo:
        found.append(Difference("tempo", new.exercise, tempo=new.tempo))
    if old.cue != new.cue:
        found.append(Difference("cue", new.exercise, cue=new.cue))
    return found


def _minutes(before: Plan, after: Plan) -> tuple[DayMinutes, ...]:
    pairs = zip(before.week, after.week, strict=True)
    return tuple(DayMinutes(b.on, _length(b.session), _length(a.session)) for b, a in pairs)


def _length(session: Session | None) -> int:
    return session.minutes if session is not None else 0


def _warnings(course: Course, made: PractitionerDecision) -> list[Reason]:
    """What fits but should be known: other muscles, less than content gives."""
    change, specs = made.change, course.program.exercises
    if isinstance(change, SwapExercise) and {change.to, change.exercise} <= specs.keys():
        old, new = specs[change.exercise], specs[change.to]
        if old.kind != new.kind or old.muscles_main[:1] != new.muscles_main[:1]:
            facts = (f"exercise: {change.to}", f"instead of: {change.exercise}")
            return [course.reason("other-muscle", *facts)]
    if isinstance(change, SetDose) and _is_below(course, change):
        return [course.reason("below-dose", f"exercise: {change.exercise}")]
    return []


def _is_below(course: Course, change: SetDose) -> bool:
    """Whether a dose is less than content gives in the phase."""
    place, places = place_of(course, change.exercise), course.places
    if place is None or places is None:
        return False
    dosage, dose = places.spec(place).dosage[places.phase.id], change.dose
    pairs = (
        (dose.sets, dosage.sets),
        (dose.repetitions, dosage.repetitions),
        (dose.hold_s, dosage.hold_s),
    )
    return any(value is not None and limits is not None and value < limits.low for value, limits in pairs)


def _dropped(before: Plan, after: Plan, fresh: set[str], course: Course) -> list[Reason]:
    """Exercises, new ones among them, that now find no room in the whole week."""
    shown = {name for day in after.week for name in day.exercises}
    earlier = {name for day in before.week for name in day.exercises}
    left = {
        one.exercise
        for day in after.week
        for one in (day.session.left_out if day.session is not None else ())
        if any(reason.rule == "no-time" for reason in one.reasons)
    }
    names = sorted(left & (earlier | fresh) - shown)
    return [course.reason("no-room-this-week", f"exercise: {name}") for name in names]
