"""What sessions, mornings and pauses do to somebody's ladders, and which steps are due on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sinew.program.climb import Climb
from sinew.program.criteria import Criterion
from sinew.program.ladders import Step
from sinew.program.levels import Dose
from sinew.program.phases import Light
from sinew.program.reactions import DoneSession
from sinew.program.reasons import Reason
from sinew.program.schedule import WEEK_DAYS
from sinew.program.setting import Selector
from sinew.program.state import State


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step of a ladder that belongs to a day; ``objection`` says why it cannot be done."""

    ladder: str
    step: str
    exercise: str
    dose: Dose
    minutes: float | None
    rank: int
    own_day: bool
    reasons: tuple[Reason, ...]
    objection: tuple[Reason, ...] = ()


def exercise_of(state: State, climb: Climb) -> str | None:
    """What the present step asks for in the present phase; ``None`` where the phase does not have it."""
    return climb.step.exercises.get(state.phase.id) if state.phase is not None else None


def _in_use(state: State) -> list[Climb]:
    return [climb for climb in state.climbs.values() if climb.track(state, state.climbing_track) is not None]


def waiting_criteria(state: State) -> list[Criterion]:
    """What the ladders somebody could use wait for: to begin, or to take the next step."""
    criteria: list[Criterion] = []
    for climb in _in_use(state):
        track = climb.track(state, state.climbing_track)
        if track is not None and exercise_of(state, climb) is not None:
            criteria += track.criteria
            criteria += climb.ladder.steps[min(climb.index + 1, len(climb.ladder.steps) - 1)].criteria
    return criteria


# after a session and its morning


def held(state: State, done: DoneSession, planned: Mapping[str, str]) -> list[tuple[Climb, Light]]:
    """The ladders a session held, each with its light.

    Args:
        planned: exercise by ladder of what was planned for the day; it counts where nobody named exercises.
    """
    found = []
    for climb in _in_use(state):
        named = climb.holds(done.result) or (not done.result.exercises and climb.ladder.id in planned)
        track = climb.track(state, state.climbing_track)
        if named and track is not None:
            found.append((climb, climb.light(done.result, track)))
    return found


def after_session(state: State, done: DoneSession, held_now: Sequence[tuple[Climb, Light]]) -> list[Reason]:
    """Write a session down on its ladders; the reasons why something goes back."""
    reasons = []
    for climb, light in held_now:
        step = climb.step
        climb.take(done.number, done.result, light, state.phase.id if state.phase is not None else "")
        if light is Light.RED:
            climb.back(climb.ladder.back, done.number)
            reasons.append(_moved(state, climb, "back", step))
        elif light is Light.AMBER:
            reasons.append(_moved(state, climb, "repeat", step))
    return reasons


def after_good_morning(state: State, session: DoneSession, compared: str) -> list[Reason]:
    """Count what the session held, and climb where a step is done."""
    for climb in _in_use(state):
        climb.good_morning(session.number, compared)
    return climb_up(state)


def climb_up(state: State) -> list[Reason]:
    """One step up on every ladder that allows it, within what may change at a time."""
    last = state.done[-1] if state.done else None
    is_bad = last is None or not last.may_be_good or state.has_flare(state.day)
    if state.is_on_hold or is_bad or last is None or state.phase is None:
        return []
    reasons = []
    for climb in _in_use(state):
        step = climb.next_step(state, state.phase.id)
        if step is not None and state.changes_left > 0:
            state.changes_left -= 1
            climb.up(last.number)
            rule = f"step-{climb.ladder.id}"
            reasons.append(state.reason(rule, f"exercise: {exercise_of(state, climb)}", f"step: {step.id}"))
    return reasons


def after_bad_morning(state: State, session: DoneSession | None) -> list[Reason]:
    """Go back on every ladder the session held, and take steps back that it had opened."""
    number, reasons = session.number if session is not None else 0, []
    for climb in state.climbs.values():
        climb.undo(number)
        if any(number in (0, at) for at, _, _ in climb.sessions):
            step = climb.step
            if climb.back(climb.ladder.back, number):
                reasons.append(_moved(state, climb, "back", step))
    return reasons


def undo(state: State, session: int) -> None:
    """Take steps up back that a session had opened."""
    for climb in state.climbs.values():
        climb.undo(session)


def go_back(state: State, steps: int) -> None:
    """Down on every ladder, after days missed or by a practitioner's word."""
    for climb in state.climbs.values():
        climb.back(steps)


def restart(state: State) -> None:
    """All ladders begin again at the bottom."""
    for climb in state.climbs.values():
        climb.restart()


def _moved(state: State, climb: Climb, what: str, step: Step) -> Reason:
    return state.reason(f"{climb.ladder.id}-{what}", f"step done: {step.id}", f"step now: {climb.step.id}")


# the day


def steps_of_day(state: State) -> dict[str, str]:
    """Exercise by ladder of the steps that are due on the present day and can be done."""
    climbed = {name: climb.recent_days() for name, climb in state.climbs.items()}
    steps = due_steps(state, state.day, state.recent_sessions(), climbed)
    return {step.ladder: step.exercise for step in steps if not step.objection}


def due_steps(
    state: State,
    day: date,
    done: Sequence[tuple[date, frozenset[str]]],
    climbed: Mapping[str, Sequence[date]],
) -> list[DueStep]:
    """The steps of a day, those that have to wait among them.

    Args:
        done: exercise days before this one, planned ones included.
        climbed: the same for each ladder.
    """
    if state.places is None or state.has_flare(day):
        return []
    steps = []
    for climb in _in_use(state):
        exercise = exercise_of(state, climb)
        if exercise is None:
            continue
        waits = climb.waits_for(state, state.climbing_track)
        if waits:
            rule = state.reason(f"{climb.ladder.id}-waits", *(f"waits for: {name}" for name in waits))
            steps.append(_due(state, climb, exercise, (rule,)))
        elif _is_due(state, climb, day, done, climbed[climb.ladder.id]):
            selector = Selector(state.program, state.places.phase, state.setting)
            reason = selector.ladder_objection(exercise, climb.ladder)
            steps.append(_due(state, climb, exercise, (reason,) if reason is not None else ()))
    return steps


def _is_due(
    state: State,
    climb: Climb,
    day: date,
    done: Sequence[tuple[date, frozenset[str]]],
    climbed: Sequence[date],
) -> bool:
    step = climb.step
    recent = [on for on in climbed if 0 < (day - on).days < WEEK_DAYS]
    if len(set(recent)) >= step.dose.per_week or any(0 < (day - on).days < step.gap_days for on in climbed):
        return False
    if not climb.ladder.own_day:
        return True
    last = max((on for on, _ in done if on >= state.phase_since), default=None)
    return last is not None and last not in climbed


def _due(state: State, climb: Climb, exercise: str, objection: tuple[Reason, ...]) -> DueStep:
    step = climb.step
    count = f"done well: {climb.good} of {step.sessions}"
    return DueStep(
        ladder=climb.ladder.id,
        step=step.id,
        exercise=exercise,
        dose=replace(step.dose, load=state.program.texts.steps.get(step.id, step.id)),
        minutes=step.minutes,
        rank=climb.ladder.rank,
        own_day=climb.ladder.own_day,
        reasons=(state.reason(f"{climb.ladder.id}-step", f"step: {step.id}", count),),
        objection=objection,
    )
