"""Ladders: runs and Nordics climb by steps of their own, each with its dose, its pace and its conditions."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program.conditions import Condition, condition_from, named_conditions
from sinew.program.criteria import Criterion, criteria_from
from sinew.program.levels import Dose
from sinew.program.phases import PainLimits, pain_limits
from sinew.program.values import Node


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder.

    Attributes:
        exercises: what is done, by phase; a phase that is absent does not have this step.
        dose: the same in every phase; ``load`` is left to the wording.
        minutes: how long it takes, ``None`` where the dose tells.
        per_week, gap_days: most days in seven, and days from one to the next.
        gap_days: days from one to the next.
        when: whose answers fulfill it have this step; ``None`` means everybody.
        sessions: how many without a breach before the next step.
        min_days: days from the first session of this step to the next step.
        criteria: what must be true before this step.
    """

    id: str
    exercises: Mapping[str, str]
    dose: Dose
    minutes: float | None
    gap_days: int
    sessions: int
    min_days: int
    criteria: tuple[Criterion, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class LadderTrack:
    """How a ladder is used on one track: its pain limits, for whom, and what must be true before it."""

    pain: PainLimits
    when: Condition | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps that are climbed one at a time.

    Attributes:
        owns: exercises that are only ever prescribed as a step of this ladder.
        tracks: a track that is absent does not use the ladder.
        own_day: it is not done on two exercise days in a row, and comes before everything but the warm-up.
        rank: as in a template: the higher, the earlier it is dropped when time is short.
        back: steps down after a breach.
        repeat_mornings: answers of the morning after that do not count as a breach, but not as good either.
    """

    id: str
    owns: frozenset[str]
    tracks: Mapping[str, LadderTrack]
    own_day: bool
    in_pregnancy: bool
    rank: int
    back: int
    repeat_mornings: frozenset[str]
    steps: tuple[Step, ...]

    @property
    def exercises(self) -> frozenset[str]:
        return frozenset(exercise for step in self.steps for exercise in step.exercises.values())


def ladders_from(
    node: Node, shared: Mapping[str, Condition], known_exercises: frozenset[str]
) -> dict[str, Ladder]:
    """Read ``ladders.yaml``; a program may do without."""
    named = named_conditions(node.node("definitions", required=False), shared)
    return {
        name: _ladder(name, child, named, known_exercises)
        for name, child in node.node("ladders", required=False).children()
    }


def _ladder(name: str, node: Node, named: Mapping[str, Condition], known: frozenset[str]) -> Ladder:
    node.texts("source", ())
    ladder = Ladder(
        id=name,
        owns=frozenset(node.texts("owns")),
        tracks={track: _track(child, named) for track, child in node.node("tracks").children()},
        own_day=node.flag("own_day"),
        in_pregnancy=node.flag("in_pregnancy"),
        rank=node.whole("rank", 1),
        back=node.whole("back"),
        repeat_mornings=frozenset(node.texts("repeat_mornings", ())),
        steps=tuple(_step(child, named) for child in node.nodes("steps")),
    )
    for exercise in sorted((ladder.owns | ladder.exercises) - known):
        node.problems.add(node.where, "unknown-exercise", f"no exercise {exercise!r}")
    node.refuse_unread()
    return ladder


def _track(node: Node, named: Mapping[str, Condition]) -> LadderTrack:
    track = LadderTrack(
        pain_limits(node.node("pain")),
        condition_from(node.node("when"), named) if "when" in node else None,
        criteria_from(node, named),
    )
    node.refuse_unread()
    return track


def _step(node: Node, named: Mapping[str, Condition]) -> Step:
    exercises = node.node("exercises")
    step = Step(
        id=node.text("id"),
        exercises={phase: exercises.text(phase) for phase in exercises.names()},
        dose=Dose(
            sets=node.whole("sets"),
            repetitions=node.whole_or_none("repetitions"),
            hold_s=node.whole_or_none("hold_s"),
            rest_s=node.whole("rest_s", 0),
            load=None,
            per_week=node.whole("per_week"),
        ),
        minutes=node.number_or_none("minutes"),
        gap_days=node.whole("gap_days"),
        sessions=node.whole("sessions"),
        min_days=node.whole("min_days", 0),
        criteria=criteria_from(node, named),
        when=condition_from(node.node("when"), named) if "when" in node else None,
    )
    node.refuse_unread()
    return step
