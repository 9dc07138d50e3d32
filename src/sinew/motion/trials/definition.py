"""What one movement test is: plain data from content/programs/<program>/movement-tests.yaml."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sinew.motion.tracking import Mode, Posture, Sides, TrackingDefinition, tracking_from_dict
from sinew.vocabulary import Evidence, View


class Reads(StrEnum):
    """What a trial reads.

    ``angle``: the furthest angle that was held. ``count``: complete repetitions in a time. ``time``: seconds
    for a number of repetitions. ``form``: good repetitions until the form is lost. ``balance``: seconds on
    one leg.
    """

    ANGLE = "angle"
    COUNT = "count"
    TIME = "time"
    FORM = "form"
    BALANCE = "balance"


class Aggregate(StrEnum):
    """How trials make one result: the ``best`` of them, or the ``mean`` of the two that agree best."""

    BEST = "best"
    MEAN = "mean"


class Better(StrEnum):
    """Which way a result gets better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Check:
    """A condition without which the number of a trial means nothing.

    Attributes:
        id: names the sentence that tells the person.
        signal: a name in ``geometry.SIGNALS``.
        of: ``tested`` or ``other``: whose limb it is about.
        low, high: limits in the signal's unit; ``None`` = no limit.
    """

    id: str
    signal: str
    of: str = "tested"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DetectableChange:
    """The smallest difference of two results that is more than chance, in the unit of the test.

    Attributes:
        source: ids of the references it stands in; empty where it is a proposal of ours.
    """

    value: float
    evidence: Evidence
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MovementTest:
    """How one test is done with the camera, and what its result is worth.

    Attributes:
        id: the id of the test in the program.
        reads: what a trial reads.
        unit: ``deg``, ``repetitions`` or ``s``.
        per_side: it is done on each side.
        posture, views: how the person is and from where the camera sees it.
        signal: what is measured, a name in ``geometry.SIGNALS``.
        start: the signal before a trial begins; ``furthest``: where it can get at most.
        shown_from: the value is this minus the signal (180 = the angle inside a knee); ``None`` = the signal.
        hold_s, steady: how long the angle has to be held, and within how much.
        fastest: a way out quicker than this (units a second) fails the trial; ``None`` = any speed.
        checks: what has to be true while an angle is held.
        tracking: how repetitions are counted; for ``count``, ``time`` and ``form``.
        window_s: the time of a ``count``, and after how long a balance ends by itself.
        repetitions: how many a ``time`` is taken for.
        good: the signal a good repetition reaches; for ``form``.
        misses: so many repetitions in a row that are not good end a ``form`` trial.
        pause_s: so long without a repetition ends it too.
        lift: percent of the leg's length from which a foot is off the floor; below half of it is down again.
        hands: percent of the trunk's length a hand may move from its place in a balance.
        trials: how many trials there are; ``third_if``: one more where two differ by more than this.
        rest_s: rest between trials; ``longest_s``: when a trial ends by itself.
        aggregate: how trials make the result; ``better``: which way is better.
        camera_error, hand_error: expected error of a result, with the camera and by hand.
        change: the minimal detectable change.
        phases: phases of the program in which somebody may do it unasked.
    """

    id: str
    reads: Reads
    unit: str
    per_side: bool
    posture: Posture
    views: tuple[View, ...]
    signal: str
    start: float
    furthest: float
    trials: int
    rest_s: float
    longest_s: float
    aggregate: Aggregate
    better: Better
    camera_error: float
    hand_error: float
    change: DetectableChange
    third_if: float | None = None
    shown_from: float | None = None
    hold_s: float = 1.0
    steady: float = 8.0
    fastest: float | None = None
    checks: tuple[Check, ...] = ()
    tracking: TrackingDefinition | None = None
    window_s: float = 30.0
    repetitions: int = 5
    good: float | None = None
    misses: int = 2
    pause_s: float = 5.0
    lift: float = 8.0
    hands: float = 60.0
    phases: tuple[str, ...] = ()

    @property
    def direction(self) -> int:
        """+1 if the signal grows on the way out, -1 if it falls."""
        return 1 if self.furthest >= self.start else -1

    def value_of(self, signal: float) -> float:
        """A reading of the signal as the test tells it."""
        return signal if self.shown_from is None else self.shown_from - signal

    def rounded(self, value: float) -> float:
        """A value as the test tells it: seconds to a tenth, angles and repetitions whole; halves upward."""
        factor: int = 10 if self.unit == "s" else 1
        return int(value * factor + 0.5) / factor

    def seen_as(self) -> TrackingDefinition:
        """What the camera has to see for it, as the engine puts it."""
        if self.tracking is not None:
            return self.tracking
        return TrackingDefinition(
            exercise=self.id,
            mode=Mode.HOLD,
            signal=self.signal,
            start_deg=self.start,
            target_deg=self.furthest,
            sides=Sides.ONE,
            views=self.views,
            posture=self.posture,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; `movement_test_from_dict` gives the same test back."""
        raw = asdict(self)
        raw["views"] = [view.value for view in self.views]
        raw["tracking"] = None if self.tracking is None else self.tracking.to_dict()
        raw["change"]["evidence"] = self.change.evidence.value
        return {key: getattr(value, "value", value) for key, value in raw.items()}


def movement_test_from_dict(raw: Mapping[str, Any]) -> MovementTest:
    """Read a test that content has checked.

    Raises:
        ValueError, TypeError, KeyError: it is not one.
    """
    fields = dict(raw)
    change = fields.pop("change")
    tracking = fields.pop("tracking", None)
    test = MovementTest(
        **{
            **fields,
            "reads": Reads(fields["reads"]),
            "posture": Posture(fields["posture"]),
            "views": tuple(View(view) for view in fields["views"]),
            "aggregate": Aggregate(fields["aggregate"]),
            "better": Better(fields["better"]),
            "checks": tuple(Check(**check) for check in fields.get("checks", ())),
            "phases": tuple(fields.get("phases", ())),
            "change": DetectableChange(
                change["value"], Evidence(change["evidence"]), tuple(change.get("source", ()))
            ),
            "tracking": None if tracking is None else tracking_from_dict(tracking),
        }
    )
    if test.tracking is None and test.reads in (Reads.COUNT, Reads.TIME, Reads.FORM):
        raise ValueError(f"{test.id}: repetitions need a tracking definition")
    if test.reads is Reads.FORM and test.good is None:
        raise ValueError(f"{test.id}: form needs what a good repetition reaches")
    return test
