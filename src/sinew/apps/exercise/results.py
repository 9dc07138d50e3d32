"""The result a player sends: its exact shape, its bounds, and every problem of one that does not fit."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from sinew.apps.exercise.session_types import HurtAction
from sinew.errors import InputRefused, Problem
from sinew.vocabulary import Side, View

Score = Annotated[int, Field(ge=0, le=10)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
Milliseconds = Annotated[int, Field(ge=0, le=6 * 3600 * 1000)]
Degrees = Annotated[float, Field(ge=-90, le=270)]
Seconds = Annotated[float, Field(ge=0, le=3 * 3600)]

CountedBy = Literal["camera", "tap", "timer"]
StoppedReason = Literal["pain", "member", "declined"]
"""Why a session ended early: it hurt, the member ended it, or they told their pain and did not start."""
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Free text; PostgreSQL stores no NUL."""
Instant = Annotated[AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC))]
"""A device without a clock says 1970; what lies before cannot be stored in every time zone."""

MAX_SESSION_H = 12


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Repetition(Strict):
    """One repetition as the motion engine reports it; angles are flexion, 0 = straight."""

    type: Literal["repetition"] = "repetition"
    start_ms: Milliseconds
    peak_ms: Milliseconds
    end_ms: Milliseconds
    side: Side
    start_deg: Degrees
    peak_deg: Degrees
    tempo_s: Seconds
    faults: Annotated[list[Id], Field(max_length=20)]
    complete: bool


class Hold(Strict):
    """One hold as the motion engine reports it."""

    type: Literal["hold_ended"] = "hold_ended"
    start_ms: Milliseconds
    end_ms: Milliseconds
    seconds: Seconds
    mean_deg: Degrees | None


class RangeOfMotion(Strict):
    """The least and the greatest flexion of the set's joint."""

    joint: Annotated[str, Field(pattern=r"^[a-z][a-z_-]{0,39}$")]
    min_deg: Degrees
    max_deg: Degrees


class SetDone(Strict):
    """One set; `side` is which leg did it where an exercise of both sides alternates.

    `trace` is the movement itself (`sinew.motion.trace`, in Base64), only where the member chose to share it.
    A trace that cannot be read is no reason to refuse the result.
    """

    side: Side | None = None
    counted_by: CountedBy
    repetitions_done: Annotated[int, Field(ge=0, le=500)]
    hold_s_done: Seconds | None = None
    repetitions: Annotated[list[Repetition], Field(max_length=500)] = []
    holds: Annotated[list[Hold], Field(max_length=200)] = []
    range_of_motion: RangeOfMotion | None = None
    view: View | None = None
    tracked_fraction: Fraction | None = None
    trace: str | None = None


class ExerciseDone(Strict):
    """What was done of one exercise; `replaced` is the prescribed one this took the place of."""

    exercise: Id
    side: Side
    replaced: Id | None = None
    skipped: bool = False
    pain: Score | None = None
    effort: Score | None = None
    sets: Annotated[list[SetDone], Field(max_length=20)]


class Hurt(Strict):
    """A press of "this hurts": in which exercise, how much, and what the member chose to do."""

    exercise: Id
    pain: Score
    action: HurtAction


class SessionResult(Strict):
    """Everything the player reports about one sitting; ``declined``: it was looked at and not begun."""

    started_at: Instant
    finished_at: Instant
    mode: Literal["camera", "no_camera"]
    pain_before: Score | None = None
    pain_during: Score | None = None
    pain_after: Score | None = None
    effort: Score | None = None
    comment: Annotated[Words, Field(max_length=2000)] = ""
    completed_fraction: Fraction
    stopped_reason: StoppedReason | None = None
    exercises: Annotated[list[ExerciseDone], Field(max_length=40)]
    hurts: Annotated[list[Hurt], Field(max_length=100)] = []

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """Refuse a sitting that ends before it starts or lasts longer than half a day."""
        hours = (self.finished_at - self.started_at).total_seconds() / 3600
        if not 0 <= hours <= MAX_SESSION_H:
            raise ValueError(f"finished_at must be within {MAX_SESSION_H} hours after started_at")
        return self

    @model_validator(mode="after")
    def check_declined(self) -> Self:
        """Refuse a sitting that was declined and yet done."""
        if self.stopped_reason == "declined" and any(done.sets for done in self.exercises):
            raise ValueError("a declined session has no sets")
        return self

    @property
    def worst_pain(self) -> int | None:
        """The highest pain reported while exercising, wherever it was reported; ``None`` if nowhere."""
        told = [self.pain_during, *(e.pain for e in self.exercises), *(h.pain for h in self.hurts)]
        return max((pain for pain in told if pain is not None), default=None)


def read_result(
    payload: Any, *, prescribed: Mapping[str, Any], known_exercises: frozenset[str], now: datetime
) -> SessionResult:
    """Check a report against its shape, the session it answers and the clock.

    Args:
        prescribed: the ``session`` that was prescribed.
        known_exercises: ids the plan's content has; an easier exercise need not be prescribed.
        now: our time; a device whose clock is more than a day ahead is refused.

    Raises:
        InputRefused: every problem is listed, each at the path of its field.
    """
    try:
        result = SessionResult.model_validate(payload)
    except ValidationError as refused:
        raise InputRefused(tuple(_problem(error) for error in refused.errors(include_url=False))) from None
    problems = _strangers(result, {row["exercise"] for row in prescribed["exercises"]}, known_exercises)
    if (result.finished_at - now).total_seconds() > 24 * 3600:
        message = "the clock of this device is more than a day ahead"
        problems.append(Problem("finished_at", "in-the-future", message))
    if problems:
        raise InputRefused(tuple(problems))
    return result


def _strangers(result: SessionResult, given: Collection[str], known: Collection[str]) -> list[Problem]:
    """Exercises that were neither prescribed nor, as a stand-in, exist."""
    problems = []
    for n, done in enumerate(result.exercises):
        prescribed = done.replaced or done.exercise
        if prescribed not in given or done.exercise not in known:
            message = "this exercise is not part of the session"
            problems.append(Problem(f"exercises.{n}.exercise", "unknown-exercise", message))
    return problems


def _problem(error: Any) -> Problem:
    where = ".".join(str(part) for part in error["loc"]) or "result"
    return Problem(where, error["type"].replace("_", "-"), error["msg"])


def traces_of(payload: Any) -> list[str | None]:
    """The trace of every set of a report that was read, in the order sets are stored."""
    return [done.get("trace") for exercise in payload["exercises"] for done in exercise["sets"]]


def without_traces(payload: Any) -> dict[str, Any]:
    """A report that was read, less its traces: they are stored apart, so that they can be forgotten."""
    return {**payload, "exercises": [_without_traces(exercise) for exercise in payload["exercises"]]}


def _without_traces(exercise: Mapping[str, Any]) -> dict[str, Any]:
    sets = [{name: fact for name, fact in done.items() if name != "trace"} for done in exercise["sets"]]
    return {**exercise, "sets": sets}
