"""What a practitioner can change about a plan, as values, and how a history spells each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sinew.program.values import EXPECTED_DAY, Node, Range, as_date


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of the way out, the pause and the way back of one repetition."""

    out_s: float
    hold_s: float
    back_s: float

    @property
    def total_s(self) -> float:
        return self.out_s + self.hold_s + self.back_s

    def to_json(self) -> dict[str, float]:
        return {"out_s": self.out_s, "hold_s": self.hold_s, "back_s": self.back_s}


@dataclass(frozen=True, slots=True)
class DoseChange:
    """What of a dose is set; ``None`` stays as it is. ``per_week`` counts days."""

    sets: int | None = None
    repetitions: int | None = None
    hold_s: int | None = None
    rest_s: int | None = None
    load: str | None = None
    range_of_motion: str | None = None
    per_week: int | None = None
    tempo: Tempo | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields of `set_dose`; what is not set is left out."""
        given = {
            "sets": self.sets,
            "repetitions": self.repetitions,
            "hold_s": self.hold_s,
            "rest_s": self.rest_s,
            "load": self.load,
            "range": self.range_of_motion,
            "per_week": self.per_week,
            "tempo": self.tempo.to_json() if self.tempo is not None else None,
        }
        return {key: value for key, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class SwapExercise:
    """One exercise of the list makes room for another."""

    exercise: str
    to: str


@dataclass(frozen=True, slots=True)
class AddExercise:
    """One exercise more, at its smallest dose."""

    exercise: str


@dataclass(frozen=True, slots=True)
class RemoveExercise:
    """One exercise less in this phase; it may come back with the next one."""

    exercise: str


@dataclass(frozen=True, slots=True)
class PutBackExercise:
    """What was removed or excluded may be used again."""

    exercise: str


@dataclass(frozen=True, slots=True)
class SetDose:
    """The dose of one exercise; the program steps up and down from there."""

    exercise: str
    dose: DoseChange


@dataclass(frozen=True, slots=True)
class SetCue:
    """A sentence of one's own beside an exercise; an empty one takes it away."""

    exercise: str
    cue: str


@dataclass(frozen=True, slots=True)
class SetTime:
    """Minutes of a session and exercise days a week; ``None`` stays as it is."""

    minutes: int | None
    days_per_week: int | None


@dataclass(frozen=True, slots=True)
class SetOrder:
    """The exercises of the list in another order."""

    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """No sessions before a day."""

    until: date


@dataclass(frozen=True, slots=True)
class Resume:
    """The end of a pause before its day."""


@dataclass(frozen=True, slots=True)
class ComposedExercise:
    """One exercise of a phase that a practitioner composes, and what of its dose they set."""

    exercise: str
    dose: DoseChange = DoseChange()


@dataclass(frozen=True, slots=True)
class ComposePhase:
    """The whole list of a phase that content leaves to a practitioner."""

    phase: str
    exercises: tuple[ComposedExercise, ...]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The latest so many changes never happened."""

    count: int


Change = (
    SwapExercise
    | AddExercise
    | RemoveExercise
    | PutBackExercise
    | SetDose
    | SetCue
    | SetTime
    | SetOrder
    | Pause
    | Resume
    | ComposePhase
    | TakeBack
)

BOUNDS: Mapping[str, Range] = {
    "sets": Range(1, 20),
    "repetitions": Range(1, 200),
    "hold_s": Range(1, 4 * 3600),
    "rest_s": Range(0, 4 * 3600),
    "per_week": Range(1, 7),
    "minutes": Range(5, 120),
    "days_per_week": Range(1, 7),
}
"""What a change can say at all, by field; what content allows is less."""
TEMPO_BOUNDS: Mapping[str, Range] = dict.fromkeys(("out_s", "hold_s", "back_s"), Range(0, 60))
_MOST_TAKEN_BACK = Range(1, 50)

Known = Callable[[str], bool]


def change_from(decision: str, node: Node, knows_exercise: Known) -> Change:
    """Read the fields that belong to one of :data:`TAILORING`; problems are noted in the node.

    Raises:
        KeyError: `decision` is none of them.
    """
    return _READERS[decision](node, knows_exercise)


def _exercise(node: Node, key: str, knows: Known) -> str:
    name = node.text(key)
    if name and not knows(name):
        node.problems.add(f"{node.where}.{key}", "unknown-exercise", f"no exercise {name!r}")
    return name


def _whole(node: Node, key: str, limits: Range) -> int | None:
    if key not in node:
        return None
    value = node.number(key)
    if value not in limits or value != int(value):
        message = f"expected a whole number from {limits.low:g} to {limits.high:g}"
        node.problems.add(f"{node.where}.{key}", "out-of-range", message)
        return None
    return int(value)


def _dose(node: Node) -> DoseChange:
    return DoseChange(
        sets=_whole(node, "sets", BOUNDS["sets"]),
        repetitions=_whole(node, "repetitions", BOUNDS["repetitions"]),
        hold_s=_whole(node, "hold_s", BOUNDS["hold_s"]),
        rest_s=_whole(node, "rest_s", BOUNDS["rest_s"]),
        load=node.text_or_none("load"),
        range_of_motion=node.text_or_none("range"),
        per_week=_whole(node, "per_week", BOUNDS["per_week"]),
        tempo=_tempo(node.node("tempo")) if "tempo" in node else None,
    )


def _tempo(node: Node) -> Tempo:
    read = {}
    for key, limits in TEMPO_BOUNDS.items():
        read[key] = node.number(key)
        if read[key] not in limits:
            node.problems.add(f"{node.where}.{key}", "out-of-range", "expected 0 to 60 seconds")
    node.refuse_unread()
    return Tempo(**read)


def _set_dose(node: Node, knows: Known) -> SetDose:
    change = SetDose(_exercise(node, "exercise", knows), _dose(node))
    if change.dose == DoseChange():
        node.problems.add(node.where, "missing", "say what of the dose is set: sets, repetitions, ...")
    return change


def _set_cue(node: Node, knows: Known) -> SetCue:
    cue = node.text("cue", "").strip()
    if any(not character.isprintable() for character in cue):
        node.problems.add(f"{node.where}.cue", "wrong-type", "expected one line of text")
    return SetCue(_exercise(node, "exercise", knows), cue)


def _set_time(node: Node, _knows: Known) -> SetTime:
    change = SetTime(*(_whole(node, key, BOUNDS[key]) for key in ("minutes", "days_per_week")))
    if change == SetTime(None, None):
        node.problems.add(node.where, "missing", "say minutes, days_per_week or both")
    return change


def _set_order(node: Node, knows: Known) -> SetOrder:
    names = node.texts("exercises")
    for name in names:
        if not knows(name):
            node.problems.add(f"{node.where}.exercises", "unknown-exercise", f"no exercise {name!r}")
    return SetOrder(names)


def _pause(node: Node, _knows: Known) -> Pause:
    raw = node.raw("until")
    until = as_date(raw)
    if until is None and raw is not None:
        node.problems.add(f"{node.where}.until", "wrong-type", EXPECTED_DAY)
    return Pause(until or date.max)


def _compose(node: Node, knows: Known) -> ComposePhase:
    composed = []
    for child in node.nodes("exercises"):
        composed.append(ComposedExercise(_exercise(child, "exercise", knows), _dose(child)))
        child.refuse_unread()
    names = [each.exercise for each in composed]
    for name in sorted({name for name in names if names.count(name) > 1}):
        node.problems.add(f"{node.where}.exercises", "twice", f"{name!r} stands there twice")
    if not composed:
        node.problems.add(f"{node.where}.exercises", "missing", "name at least one exercise")
    return ComposePhase(node.text("phase"), tuple(composed))


_READERS: Mapping[str, Callable[[Node, Known], Change]] = {
    "swap_exercise": lambda n, k: SwapExercise(_exercise(n, "exercise", k), _exercise(n, "to", k)),
    "add_exercise": lambda n, k: AddExercise(_exercise(n, "exercise", k)),
    "remove_exercise": lambda n, k: RemoveExercise(_exercise(n, "exercise", k)),
    "put_back_exercise": lambda n, k: PutBackExercise(_exercise(n, "exercise", k)),
    "set_dose": _set_dose,
    "set_cue": _set_cue,
    "set_time": _set_time,
    "set_order": _set_order,
    "pause": _pause,
    "resume": lambda _n, _k: Resume(),
    "compose_phase": _compose,
    "take_back": lambda n, _k: TakeBack(_whole(n, "count", _MOST_TAKEN_BACK) or 1),
}
TAILORING = tuple(_READERS)
"""The decisions that change a plan in detail."""
