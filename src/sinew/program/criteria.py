"""Criteria: single things that must be true of a care plan before somebody may go on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Protocol

from sinew.program.conditions import Answers, Condition, condition_from
from sinew.program.events import SessionResult, TestResult
from sinew.program.phases import Light
from sinew.program.values import Node
from sinew.vocabulary import Side

CRITERIA = (
    "answer",
    "any_of",
    "cleared",
    "completed",
    "days_in_phase",
    "days_in_plan",
    "days_since_injury",
    "effort",
    "exercise_done",
    "green",
    "lengthened",
    "mornings",
    "no_red",
    "not_worse",
    "sessions",
    "sides_alike",
    "step_done",
    "test",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must be true; which fields count depends on ``kind``.

    Attributes:
        days: separate days on which a test must have been passed, or days looked back on.
        last: how many of the latest exercise sessions are looked at.
        side: whose side a test counts for: ``injured``, ``each``, or ``any``.
        margin: largest allowed difference: a share or degrees for ``sides_alike``, degrees for ``not_worse``.
        scopes: of a practitioner's clearance, any of which is enough.
        question: whose latest answer counts.
        ladder, step: a step of a ladder that must have been done as often as the ladder asks.
        presentations: only these have to fulfill it; empty means everybody.
        when: only those whose answers fulfill it have to; ``None`` means everybody.
    """

    id: str
    kind: str
    at_least: float | None = None
    at_most: float | None = None
    pain_at_most: float | None = None
    days: int = 1
    last: int = 1
    side: str = "any"
    test: str = ""
    margin: float = 0
    relative: bool = False
    exercise: str = ""
    sets: int = 0
    repetitions: int = 0
    effort_at_most: float | None = None
    scopes: tuple[str, ...] = ("program",)
    question: str = ""
    ladder: str = ""
    step: str = ""
    presentations: tuple[str, ...] = ()
    when: Condition | None = None
    any_of: tuple["Criterion", ...] = ()


class Record(Protocol):
    """What a gate may look at: the care plan so far, on one day."""

    day: date
    started_on: date
    phase_since: date
    tests: list[TestResult]
    bad_mornings: list[date]

    @property
    def answers(self) -> Answers: ...

    @property
    def injured_on(self) -> date: ...

    @property
    def side(self) -> Side: ...

    @property
    def presentation(self) -> str | None: ...

    @property
    def cleared_scopes(self) -> Sequence[str]: ...

    @property
    def sessions(self) -> Sequence[SessionResult]: ...

    @property
    def lights(self) -> Sequence[tuple[date, Light]]: ...

    def phase_sessions(self) -> Sequence[tuple[SessionResult, Light]]:
        """The exercise sessions of the present phase, oldest first, each with its light."""

    def lengthened_sessions(self) -> int:
        """How many sessions of the present phase held an exercise at long muscle length."""

    def has_done_step(self, ladder: str, step: str) -> bool:
        """Whether a step of a ladder was done as often as it asks, without a breach."""


def applies(criterion: Criterion, record: Record) -> bool:
    """Whether somebody has to fulfill a criterion."""
    if criterion.presentations and record.presentation not in criterion.presentations:
        return False
    return criterion.when is None or criterion.when.facts(record.answers) is not None


def is_met(criterion: Criterion, record: Record) -> bool:
    """Whether one criterion is met; what was never measured is never met."""
    return _CHECKS[criterion.kind](criterion, record)


def _bounded(criterion: Criterion, value: float) -> bool:
    low, high = criterion.at_least, criterion.at_most
    return (low is None or value >= low) and (high is None or value <= high)


def _days(since: Callable[[Record], date]) -> "Check":
    def check(criterion: Criterion, record: Record) -> bool:
        return _bounded(criterion, (record.day - since(record)).days)

    return check


def _cleared(criterion: Criterion, record: Record) -> bool:
    return any(scope in record.cleared_scopes for scope in criterion.scopes)


def _answer(criterion: Criterion, record: Record) -> bool:
    value = record.answers.get(criterion.question)
    return isinstance(value, int | float) and not isinstance(value, bool) and _bounded(criterion, value)


def _lengthened(criterion: Criterion, record: Record) -> bool:
    return _bounded(criterion, record.lengthened_sessions())


def _step_done(criterion: Criterion, record: Record) -> bool:
    return record.has_done_step(criterion.ladder, criterion.step)


def _latest(criterion: Criterion, record: Record) -> list[tuple[SessionResult, Light]]:
    return list(record.phase_sessions())[-criterion.last :]


def _sessions(criterion: Criterion, record: Record) -> bool:
    return _bounded(criterion, len(record.phase_sessions()))


def _completed(criterion: Criterion, record: Record) -> bool:
    latest = _latest(criterion, record)
    if not latest or len(latest) < criterion.last:
        return False
    return _bounded(criterion, sum(s.completed_fraction for s, _ in latest) / len(latest))


def _green(criterion: Criterion, record: Record) -> bool:
    latest = _latest(criterion, record)
    return len(latest) == criterion.last and all(light is Light.GREEN for _, light in latest)


def _effort(criterion: Criterion, record: Record) -> bool:
    latest = _latest(criterion, record)
    if not latest or len(latest) < criterion.last:
        return False
    return all(s.effort is not None and _bounded(criterion, s.effort) for s, _ in latest)


def _mornings(criterion: Criterion, record: Record) -> bool:
    return not any((record.day - day).days < criterion.days for day in record.bad_mornings)


def _no_red(criterion: Criterion, record: Record) -> bool:
    return not any(
        light is Light.RED and (record.day - day).days < criterion.days for day, light in record.lights
    )


def _exercise_done(criterion: Criterion, record: Record) -> bool:
    return any(
        done.exercise == criterion.exercise
        and (done.sets_done or 0) >= criterion.sets
        and (done.repetitions_done or 0) >= criterion.repetitions
        and _effort_within(criterion, done.effort if done.effort is not None else session.effort)
        for session in record.sessions
        for done in session.exercises
    )


def _effort_within(criterion: Criterion, effort: float | None) -> bool:
    return criterion.effort_at_most is None or (effort is not None and effort <= criterion.effort_at_most)


def _any_of(criterion: Criterion, record: Record) -> bool:
    return any(is_met(part, record) for part in criterion.any_of)


def _sides(criterion: Criterion, record: Record) -> tuple[Side | None, ...]:
    """The sides that each have to pass; ``None`` stands for "whichever was tested"."""
    if criterion.side == "each" or (criterion.side == "injured" and record.side is Side.BOTH):
        return (Side.LEFT, Side.RIGHT)
    return (record.side,) if criterion.side == "injured" else (None,)


def results(test: str, side: Side | None, record: Record) -> list[TestResult]:
    """Results that speak for a side, oldest first: its own, and those of both sides or none named."""
    return [t for t in record.tests if t.test == test and (side is None or t.side in (side, Side.BOTH, None))]


def days_passed(criterion: Criterion, record: Record) -> int:
    """On how many of its latest test days in a row a test was passed; the side that lags counts."""
    if criterion.kind == "sides_alike":
        days = reversed(_by_day(criterion.test, record))
        return len(list(takewhile(lambda values: _is_alike(criterion, values), days)))
    if criterion.kind != "test":
        return int(is_met(criterion, record))
    sides = (results(criterion.test, side, record) for side in _sides(criterion, record))
    return min(_passed_in_a_row(criterion, found) for found in sides)


def _test(criterion: Criterion, record: Record) -> bool:
    """Passed on the latest ``days`` separate days the test was done, every time it was done on them."""
    return days_passed(criterion, record) >= criterion.days


def _passed_in_a_row(criterion: Criterion, found: list[TestResult]) -> int:
    by_day: dict[date, bool] = {}
    for result in found:
        by_day[result.on] = by_day.get(result.on, True) and _passes(criterion, result)
    return len(list(takewhile(lambda day: by_day[day], sorted(by_day, reverse=True))))


def _passes(criterion: Criterion, result: TestResult) -> bool:
    limit = criterion.pain_at_most
    calm = limit is None or (result.pain is not None and result.pain <= limit)
    return calm and _bounded(criterion, result.value)


def _by_day(test: str, record: Record) -> list[tuple[float, float]]:
    """Left and right of every day both sides were tested on, oldest first; a day's last result counts."""
    days: dict[date, dict[Side | None, float]] = {}
    for result in record.tests:
        if result.test == test:
            days.setdefault(result.on, {})[result.side] = result.value
    return [
        (sides[Side.LEFT], sides[Side.RIGHT]) for _, sides in sorted(days.items()) if set(_PAIR) <= set(sides)
    ]


_PAIR = (Side.LEFT, Side.RIGHT)


def _is_alike(criterion: Criterion, values: tuple[float, float]) -> bool:
    difference = max(values) - min(values)
    return difference <= criterion.margin * (max(values) if criterion.relative else 1)


def _not_worse(criterion: Criterion, record: Record) -> bool:
    for side in _sides(criterion, record):
        found = results(criterion.test, side, record)
        if not found or found[0].value - found[-1].value > criterion.margin:
            return False
    return True


Check = Callable[[Criterion, Record], bool]

_CHECKS: Mapping[str, Check] = {
    "answer": _answer,
    "any_of": _any_of,
    "cleared": _cleared,
    "completed": _completed,
    "days_in_phase": _days(lambda record: record.phase_since),
    "days_in_plan": _days(lambda record: record.started_on),
    "days_since_injury": _days(lambda record: record.injured_on),
    "effort": _effort,
    "exercise_done": _exercise_done,
    "green": _green,
    "lengthened": _lengthened,
    "mornings": _mornings,
    "no_red": _no_red,
    "not_worse": _not_worse,
    "sessions": _sessions,
    "sides_alike": _test,
    "step_done": _step_done,
    "test": _test,
}


def criteria_from(node: Node, named: Mapping[str, Condition]) -> tuple[Criterion, ...]:
    """Read the list ``criteria`` of a gate or of a step."""
    return tuple(_criterion(child, named) for child in node.nodes("criteria", required=False))


def _criterion(node: Node, named: Mapping[str, Condition]) -> Criterion:
    kind = node.text("kind")
    if kind not in CRITERIA:
        node.problems.add(f"{node.where}.kind", "not-in-list", f"expected one of {', '.join(CRITERIA)}")
    criterion = Criterion(
        id=node.text("id"),
        kind=kind,
        at_least=node.number_or_none("at_least"),
        at_most=node.number_or_none("at_most"),
        pain_at_most=node.number_or_none("pain_at_most"),
        days=node.whole("days", 1),
        last=node.whole("last", 1),
        side=node.text("side", "any"),
        test=node.text("test", node.text("id")) if kind in ("test", "sides_alike", "not_worse") else "",
        margin=node.number("margin", 0),
        relative=node.flag("relative"),
        exercise=node.text("exercise", ""),
        sets=node.whole("sets", 0),
        repetitions=node.whole("repetitions", 0),
        effort_at_most=node.number_or_none("effort_at_most"),
        scopes=node.texts("scope", ["program"]),
        question=node.text("question", ""),
        ladder=node.text("ladder", ""),
        step=node.text("step", ""),
        presentations=node.texts("presentations", ()),
        when=condition_from(node.node("when"), named) if "when" in node else None,
        any_of=tuple(_criterion(child, named) for child in node.nodes("any_of", required=False)),
    )
    node.refuse_unread()
    return criterion
