"""The numbers of progression and regression; the rules that use them are in ``reactions`` and ``places``."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program.phases import LIGHTS, Light, PainLimits, pain_limits
from sinew.program.reasons import Reason
from sinew.program.values import Node, Range


@dataclass(frozen=True, slots=True)
class Steps:
    """How much one step adds: repetitions, hold seconds, walking seconds, sets."""

    repetitions: int
    hold_s: int
    walk_s: int
    sets: int


@dataclass(frozen=True, slots=True)
class MissedRule:
    """What a gap in the exercise days does: ``days`` missed, how many places down, what is asked again."""

    rule: str
    days: Range
    places: int
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class MorningRule:
    """What an answer the next morning does: ``places`` down, and whether the care team is told."""

    rule: str
    places: int
    tells_team: bool


@dataclass(frozen=True, slots=True)
class Improvement:
    """When a plan must have helped: change against the intake, 0-10 points.

    Attributes:
        early_tracks: tracks that must show any fall of average pain after ``early_days``.
    """

    points: float
    early_days: int
    early_tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that the length of a session is estimated with, and the least a hold or walk is cut to."""

    repetition_s: float
    hold_change_s: float
    exercise_change_s: float
    shortest_hold_s: int


START_CHOICES = ("start", "decline")
"""What a person can do after telling their pain before a session."""
HURT_CHOICES = ("continue", "easier", "skip", "stop")
"""What a person can do after "this hurts"."""


@dataclass(frozen=True, slots=True)
class PainChoices:
    """What is offered at each light, the suggestion first: before a session, and when something hurts."""

    before: Mapping[Light, tuple[str, ...]]
    hurts: Mapping[Light, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Progression:
    """Numbers of double progression, regression and the limits around them.

    Attributes:
        green_sessions: sessions in a row, mornings included, that must be green before a step up.
        exercises_per_session: exercises that may change at one time.
        harder_every_days: days between two harder variations of one exercise.
        weekly_sets_increase: largest rise of hard sets a week, as a share.
        volume_cut: share taken off at the lowest place of a ladder.
        effort_cut: share of repetitions taken off when effort is at or above ``effort_from`` while the
            target is at or below ``effort_target``.
        form_faults_above: share of repetitions with faults above which the easier version is used.
        ambers_in_row, reds, reds_within_days: how many lead down, or to a practitioner.
        settles_in_days: for how many days a session that did not go well keeps every gate closed.
        fever_free_days: days after the last report of fever before exercise goes on.
        pain_by_exercise: stricter pain limits of single exercises, by track and exercise.
        pain_choices: what is offered at each light of pain.
        missed, mornings, lasted: by what was reported.
        pregnancy_positions: body positions left out after a pregnancy or birth was reported.
        rules: every rule id the engine can name, so that content gives each a sentence.
    """

    steps: Steps
    green_sessions: int
    exercises_per_session: int
    harder_every_days: int
    weekly_sets_increase: float
    volume_cut: float
    effort_from: float
    effort_target: float
    effort_cut: float
    form_faults_above: float
    ambers_in_row: int
    reds: int
    reds_within_days: int
    settles_in_days: int
    fever_free_days: int
    pain_by_exercise: Mapping[tuple[str, str], PainLimits]
    pain_choices: PainChoices
    missed: tuple[MissedRule, ...]
    mornings: Mapping[str, MorningRule]
    lasted: Mapping[str, MorningRule]
    improvement: Improvement
    timing: Timing
    pregnancy_positions: frozenset[str]
    sources: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]

    def pain_limits_of(self, track: str, exercise: str, otherwise: PainLimits) -> PainLimits:
        """The pain limits of an exercise on a track: its own, or else those of its phase."""
        return self.pain_by_exercise.get((track, exercise), otherwise)

    def reason(self, rule: str, *because: str, source: tuple[str, ...] = ()) -> Reason:
        """A reason with the sources that content gives for its rule, and those of the case at hand."""
        return Reason(rule, because, tuple(dict.fromkeys((*self.sources.get(rule, ()), *source))))


def progression_from(node: Node, known_exercises: frozenset[str]) -> Progression:
    """Read ``progression.yaml``."""
    effort, reds = node.node("effort"), node.node("reds")
    node.text("evidence")
    progression = Progression(
        steps=_steps(node.node("steps")),
        green_sessions=node.whole("green_sessions"),
        exercises_per_session=node.whole("exercises_per_session"),
        harder_every_days=node.whole("harder_every_days"),
        weekly_sets_increase=node.number("weekly_sets_increase"),
        volume_cut=node.number("volume_cut"),
        effort_from=effort.number("from"),
        effort_target=effort.number("target_at_most"),
        effort_cut=effort.number("cut"),
        form_faults_above=node.number("form_faults_above"),
        ambers_in_row=node.whole("ambers_in_row"),
        reds=reds.whole("count"),
        reds_within_days=reds.whole("within_days"),
        settles_in_days=node.whole("settles_in_days", 2),
        fever_free_days=node.whole("fever_free_days"),
        pain_by_exercise=_pain_by_exercise(node, known_exercises),
        pain_choices=_pain_choices(node.node("pain_choices")),
        missed=tuple(_missed(child) for child in node.nodes("missed")),
        mornings={name: _morning(child) for name, child in node.node("mornings").children()},
        lasted={name: _morning(child) for name, child in node.node("lasted").children()},
        improvement=_improvement(node.node("improvement")),
        timing=_timing(node.node("timing")),
        pregnancy_positions=frozenset(node.texts("pregnancy_positions")),
        sources=_sources(node.node("sources")),
        rules=node.texts("rules"),
    )
    node.refuse_unread()
    return progression


def _steps(node: Node) -> Steps:
    return Steps(node.whole("repetitions"), node.whole("hold_s"), node.whole("walk_s"), node.whole("sets"))


def _pain_by_exercise(node: Node, known: frozenset[str]) -> dict[tuple[str, str], PainLimits]:
    limits: dict[tuple[str, str], PainLimits] = {}
    for child in node.nodes("pain_by_exercise"):
        tracks = child.texts("tracks", ["STRAIN"])
        for exercise in child.texts("exercises"):
            if exercise not in known:
                child.problems.add(child.where, "unknown-exercise", f"no exercise {exercise!r}")
            limits.update({(track, exercise): pain_limits(child) for track in tracks})
    return limits


def _pain_choices(node: Node) -> PainChoices:
    return PainChoices(
        before=_by_light(node.node("before"), START_CHOICES),
        hurts=_by_light(node.node("hurts"), HURT_CHOICES),
    )


def _by_light(node: Node, known: tuple[str, ...]) -> dict[Light, tuple[str, ...]]:
    offered = {light: node.texts(light) for light in LIGHTS}
    for light, choices in offered.items():
        if not choices or not set(choices) <= set(known):
            message = f"expected some of {', '.join(known)}"
            node.problems.add(f"{node.where}.{light}", "not-in-list", message)
    return offered


def _missed(node: Node) -> MissedRule:
    return MissedRule(
        node.text("rule"),
        node.range_or_none("days") or Range(0, 0),
        node.whole("places"),
        node.flag("asks_again"),
    )


def _morning(node: Node) -> MorningRule:
    return MorningRule(node.text("rule"), node.whole("places"), node.flag("tells_team"))


def _improvement(node: Node) -> Improvement:
    return Improvement(node.number("points"), node.whole("early_days"), node.texts("early_tracks"))


def _timing(node: Node) -> Timing:
    return Timing(
        repetition_s=node.number("repetition_s"),
        hold_change_s=node.number("hold_change_s"),
        exercise_change_s=node.number("exercise_change_s"),
        shortest_hold_s=node.whole("shortest_hold_s", 30),
    )


def _sources(node: Node) -> dict[str, tuple[str, ...]]:
    return {rule: node.texts(rule) for rule in node.names()}
