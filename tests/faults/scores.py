"""What the engine said about planted recordings, against what was planted."""

from dataclasses import dataclass

from sinew.motion.analysis import analyze
from sinew.motion.events import CueGiven
from sinew.motion.tracking import FaultRule, Mode
from tests.faults.people import PEOPLE, frames_of
from tests.faults.planted import (
    FOUND_FROM,
    STRENGTHS,
    NotPlantable,
    Planted,
    good,
    planted,
    rules_of,
    view_of,
)
from tests.proof.library import definition_of

GOOD, WITH_FAULT = 10, 4
"""Repetitions of a good recording, and of one with a fault. A hold is done once, or twice, in a recording."""
_GOOD_HOLDS, _HOLDS_WITH_FAULT = 2, 1


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one recording.

    Attributes:
        done: repetitions, or holds, that were done.
        seen: those that were told, complete or partial.
        faults: fault ids, one for each repetition that showed it, or for each hold in which it was cued.
        cues: how many cues were given.
    """

    done: int
    seen: int
    faults: tuple[str, ...]
    cues: int


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault planted at one strength in recordings of several people."""

    exercise: str
    rule: FaultRule
    strength: float
    said: tuple[Said, ...]

    @property
    def done(self) -> int:
        return sum(one.done for one in self.said)

    @property
    def found(self) -> int:
        """In how many repetitions or holds the planted fault was found."""
        return sum(min(one.done, one.faults.count(self.rule.id)) for one in self.said)

    @property
    def others(self) -> tuple[str, ...]:
        """Faults found that were not planted."""
        return tuple(name for one in self.said for name in one.faults if name != self.rule.id)


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: good repetitions, planted faults, and what could not be planted, with the reason."""

    name: str
    good: tuple[Said, ...]
    trials: tuple[Trial, ...]
    not_planted: tuple[tuple[str, float, str], ...]

    @property
    def false_cues_per_10(self) -> float:
        """Cues in ten good repetitions, or holds."""
        return 10 * sum(one.cues for one in self.good) / sum(one.done for one in self.good)

    def recall(self, strength: float, fault: str | None = None) -> tuple[int, int]:
        """Found and planted at a strength."""
        trials = [t for t in self.trials if t.strength == strength and fault in (None, t.rule.id)]
        return sum(trial.found for trial in trials), sum(trial.done for trial in trials)

    def said_rightly(self, fault: str) -> int:
        """How often a fault was found where it was planted beyond its threshold."""
        return sum(t.found for t in self.trials if t.rule.id == fault and t.strength >= FOUND_FROM)

    def said_wrongly(self, fault: str) -> int:
        """How often a fault was found in good repetitions, below its threshold, or beside another."""
        in_good = sum(one.faults.count(fault) for one in self.good)
        below = sum(t.found for t in self.trials if t.rule.id == fault and t.strength < 1)
        return in_good + below + sum(t.others.count(fault) for t in self.trials)


def said_of(one: Planted, person_index: int, *, is_good: bool) -> Said:
    """One recording through the engine."""
    definition = definition_of(one.loop.exercise)
    is_hold = definition.mode is Mode.HOLD
    few, many = (_HOLDS_WITH_FAULT, _GOOD_HOLDS) if is_hold else (WITH_FAULT, GOOD)
    times = many if is_good else few
    frames = frames_of(one, PEOPLE[person_index], times, seed=100 + person_index)
    analysis = analyze(frames, definition)
    cues = [event.fault for event in analysis.events if isinstance(event, CueGiven)]
    if is_hold:
        return Said(times, len(analysis.holds), tuple(dict.fromkeys(cues)), len(cues))
    faults = tuple(fault for repetition in analysis.repetitions for fault in repetition.faults)
    return Said(times, len(analysis.repetitions), faults, len(cues))


def judged(exercise: str, people: tuple[int, ...] = tuple(range(len(PEOPLE)))) -> Exercise:
    """Everything about one exercise."""
    rules = rules_of(exercise)
    views = dict.fromkeys([view_of(rule) for rule in rules])
    fine = tuple(said_of(good(exercise, view), person, is_good=True) for view in views for person in people)
    trials: list[Trial] = []
    failed: dict[str, tuple[str, float, str]] = {}
    for rule in rules:
        for strength in STRENGTHS:
            try:
                one = planted(exercise, rule, strength)
            except NotPlantable as reason:
                failed.setdefault(rule.id, (rule.id, strength, str(reason)))
                continue
            said = tuple(said_of(one, person, is_good=False) for person in people)
            trials.append(Trial(exercise, rule, strength, said))
    return Exercise(exercise, fine, tuple(trials), tuple(failed.values()))
