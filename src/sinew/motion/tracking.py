"""What the camera has to look for in one exercise: the tracking definition.

A definition is plain data (content/exercises/<id>/tracking.yaml): it names a signal, where it starts,
where it should get to, and the form faults a camera can honestly see. All numbers a clinician owns are
in it; the method's own parameters are in docs/motion/methods.md.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from sinew.motion.exemplar import Table, travel
from sinew.motion.geometry import SIGNALS
from sinew.motion.pattern_fields import is_wide, pattern_problems
from sinew.vocabulary import View


class Mode(StrEnum):
    """Whether an exercise is counted by one angle, timed, or counted by the pattern of several signals."""

    REPETITIONS = "repetitions"
    HOLD = "hold"
    PATTERN = "pattern"


class Sides(StrEnum):
    """How the two limbs take part.

    ``both``: they move together and are measured as one. ``one``: one limb works, whichever moves.
    ``alternating``: one limb works after the other. ``left``, ``right``: that limb, whatever the other does.
    """

    BOTH = "both"
    ONE = "one"
    ALTERNATING = "alternating"
    LEFT = "left"
    RIGHT = "right"


class Posture(StrEnum):
    """The position an exercise is done in, as far as a camera can tell it by the trunk."""

    STANDING = "standing"
    SEATED = "seated"
    KNEELING = "kneeling"
    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    HANDS_AND_KNEES = "hands_and_knees"
    BENT_OVER = "bent_over"
    ANY = "any"

    @property
    def is_on_floor(self) -> bool:
        """Whether the body lies or goes on all fours: the trunk is level."""
        return self in _ON_FLOOR

    @property
    def trunk_limits_deg(self) -> tuple[float, float]:
        """Smallest and largest inclination of the trunk (0 = upright) that fits the position."""
        if self is Posture.SEATED:
            return (0.0, 85.0)
        if self in (Posture.STANDING, Posture.KNEELING):
            return (0.0, 70.0)
        if self in (Posture.ANY, Posture.BENT_OVER):
            return (0.0, 180.0)
        return (40.0, 150.0)


_ON_FLOOR = (Posture.SUPINE, Posture.PRONE, Posture.SIDE_LYING, Posture.HANDS_AND_KNEES)


class Phase(StrEnum):
    """When a fault is looked for: on the way out, around the peak, on the way back, or always."""

    OUT = "out"
    PEAK = "peak"
    BACK = "back"
    ANY = "any"


PACE_SIGNALS = ("out_s", "back_s")
CLOSING_SIGNALS = (*PACE_SIGNALS, "peak_share")
"""Facts known when a repetition ends: seconds out, seconds back, peak over target amplitude (0..1)."""
OPERATORS = ("<", ">", "drift")


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition without which the movement is not this exercise.

    Attributes:
        signal: a name in ``geometry.SIGNALS``.
        low, high: limits in the signal's unit; ``None`` = no limit.
        reduce: ``same`` = on the measured side; ``largest`` = the larger of both sides.
    """

    signal: str
    low: float | None = None
    high: float | None = None
    reduce: str = "same"


@dataclass(frozen=True, slots=True)
class FaultRule:
    """A form fault and how it is seen.

    Attributes:
        id: an id of content/vocabulary/faults.yaml.
        signal: a name in ``geometry.SIGNALS`` or in ``CLOSING_SIGNALS``.
        op: ``<``, ``>``, or ``drift`` (away from its value at rest by more than the threshold).
        threshold: in the signal's unit.
        phase: when it is looked for.
        views: from where it can be seen; elsewhere the rule is silent.
        at_once: once is too often: it is spoken of when first seen, not when it comes back.
    """

    id: str
    signal: str
    op: str
    threshold: float
    phase: Phase = Phase.ANY
    views: tuple[View, ...] = (View.SIDE,)
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class TrackingDefinition:
    """How one exercise is measured. Angles in degrees of flexion, 0 = straight.

    Attributes:
        exercise: content id, or a name for a definition outside the library.
        mode: counted by one angle, timed, or counted by a pattern.
        signal: what is measured, a name in ``geometry.SIGNALS``; of a pattern, the one that is shown.
        start_deg: the signal in the start position.
        target_deg: the signal a full repetition reaches, or a hold keeps.
        sides: how the limbs take part.
        movements: how many movements make one repetition: 2 where, say, one lift with each foot is one.
        views: from where the exercise can be measured.
        posture: the position it is done in.
        hips_travel: the hips move on by design, as in a lunge or a step-up; else who moves on is walking.
        min_s, max_s: a repetition outside these durations is none.
        hold_low_deg, hold_high_deg: the band in which time is counted, ``None`` = no hold.
        lead: signal that tells, by its larger value, whose limb a repetition belongs to;
            ``None`` = the measured signal itself.
        bounds: what must be true at the peak of a repetition, or during a hold.
        faults: the form faults looked for.
        signals: of a pattern, everything that is compared.
        exemplar: of a pattern, one repetition: rows of seconds and each signal's value. Empty until the
            exercise's own figure has demonstrated it (``demonstrated.demonstrated``).
    """

    exercise: str
    mode: Mode
    signal: str
    start_deg: float
    target_deg: float
    sides: Sides
    movements: int = 1
    views: tuple[View, ...] = (View.SIDE, View.OBLIQUE)
    posture: Posture = Posture.ANY
    hips_travel: bool = False
    min_s: float = 0.3
    max_s: float = 20.0
    hold_low_deg: float | None = None
    hold_high_deg: float | None = None
    lead: str | None = None
    bounds: tuple[Bound, ...] = ()
    faults: tuple[FaultRule, ...] = ()
    signals: tuple[str, ...] = ()
    exemplar: Table = ()

    @property
    def measured(self) -> tuple[str, ...]:
        """Every signal that has to be seen."""
        return self.signals or (self.signal,)

    @property
    def amplitude_deg(self) -> float:
        """How far the signal travels in a full repetition, always positive."""
        return abs(self.target_deg - self.start_deg)

    @property
    def direction(self) -> int:
        """+1 if the signal grows on the way to the target, -1 if it falls."""
        return 1 if self.target_deg >= self.start_deg else -1

    def unpaced(self) -> "TrackingDefinition":
        """The same for somebody who was asked for no tempo: no pace is too fast."""
        return replace(self, faults=tuple(rule for rule in self.faults if rule.signal not in PACE_SIGNALS))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; ``tracking_from_dict`` gives the same definition back."""
        raw = asdict(self)
        raw["views"] = [view.value for view in self.views]
        raw["bounds"] = [asdict(bound) for bound in self.bounds]
        raw["faults"] = [
            {**asdict(rule), "phase": rule.phase.value, "views": [view.value for view in rule.views]}
            for rule in self.faults
        ]
        if self.mode is not Mode.PATTERN:
            del raw["signals"], raw["exemplar"]
        return {key: getattr(value, "value", value) for key, value in raw.items()}

    def problems(self) -> list[str]:
        """What is wrong between fields that are each well formed."""
        return [*_contradictions(self), *pattern_problems(self, is_pattern=self.mode is Mode.PATTERN)]


class DefinitionError(ValueError):
    """A definition that cannot be used; ``problems`` lists everything wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def tracking_from_dict(raw: Mapping[str, Any]) -> TrackingDefinition:
    """Read a definition.

    Raises:
        DefinitionError: lists every field that is missing, unknown or wrong.
    """
    reader = _Reader(raw)
    mode = reader.choice("mode", Mode, Mode.REPETITIONS)
    signals, exemplar = reader.signals("signals"), reader.table("exemplar")
    is_pattern = mode is Mode.PATTERN
    signal = reader.signal("signal", default=next(iter([*signals, *SIGNALS])) if is_pattern else None)
    start_deg, target_deg = (
        travel(exemplar, signals.index(signal))
        if is_pattern and signal in signals and is_wide(exemplar, signals)
        else (0.0, 0.0)
    )
    definition = TrackingDefinition(
        exercise=reader.text("exercise"),
        mode=mode,
        signal=signal,
        start_deg=reader.number("start_deg", start_deg if is_pattern else None),
        target_deg=reader.number("target_deg", target_deg if is_pattern else None),
        sides=reader.choice("sides", Sides, Sides.BOTH),
        movements=int(reader.number("movements", 1)),
        views=reader.views("views", (View.SIDE, View.OBLIQUE)),
        posture=reader.choice("posture", Posture, Posture.ANY),
        hips_travel=reader.flag("hips_travel"),
        min_s=reader.number("min_s", 0.3),
        max_s=reader.number("max_s", 20.0),
        hold_low_deg=reader.optional_number("hold_low_deg"),
        hold_high_deg=reader.optional_number("hold_high_deg"),
        lead=reader.optional_signal("lead"),
        bounds=tuple(_bound(row) for row in reader.rows("bounds")),
        faults=tuple(_fault(row) for row in reader.rows("faults")),
        signals=signals,
        exemplar=exemplar,
    )
    reader.finish()
    problems = reader.problems or definition.problems()
    if problems:
        raise DefinitionError(problems)
    return definition


def _bound(reader: "_Reader") -> Bound:
    bound = Bound(
        signal=reader.signal("signal"),
        low=reader.optional_number("low"),
        high=reader.optional_number("high"),
        reduce=reader.one_of("reduce", ("same", "largest"), "same"),
    )
    if bound.low is None and bound.high is None:
        reader.report("low", "a bound needs low, high or both")
    reader.finish()
    return bound


def _fault(reader: "_Reader") -> FaultRule:
    rule = FaultRule(
        id=reader.text("id"),
        signal=reader.signal("signal", CLOSING_SIGNALS),
        op=reader.one_of("op", OPERATORS, None),
        threshold=reader.number("threshold"),
        phase=reader.choice("phase", Phase, Phase.ANY),
        views=reader.views("views", (View.SIDE,)),
        at_once=reader.flag("at_once"),
    )
    reader.finish()
    return rule


def _contradictions(definition: TrackingDefinition) -> list[str]:
    """What is wrong between fields that are each well formed."""
    problems = []
    low, high = definition.hold_low_deg, definition.hold_high_deg
    if (low is None) != (high is None):
        problems.append("hold_low_deg, hold_high_deg: give both or neither")
    elif low is not None and high is not None and low >= high:
        problems.append("hold_low_deg: must be below hold_high_deg")
    if definition.mode is Mode.HOLD and low is None:
        problems.append("hold_low_deg: a hold needs the band in which time counts")
    if definition.mode is Mode.REPETITIONS and definition.amplitude_deg < 10:
        problems.append("target_deg: must differ from start_deg by 10 or more; less cannot be counted")
    problems += [
        f"faults[{index}].op: {rule.signal} is known once, when a repetition ends; it has no drift"
        for index, rule in enumerate(definition.faults)
        if rule.op == "drift" and rule.signal in CLOSING_SIGNALS
    ]
    if definition.movements not in (1, 2):
        problems.append("movements: 1, or 2 where two movements make one repetition")
    if definition.movements == 2 and definition.mode is Mode.HOLD:
        problems.append("movements: holds are not counted in pairs")
    if not 0 < definition.min_s < definition.max_s:
        problems.append("min_s: must be above 0 and below max_s")
    return problems


_MISSING = object()
_LARGEST = 1e6
"""No angle, share or number of seconds is beyond this; infinity and NaN are not within it."""
E = TypeVar("E", bound=StrEnum)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST


class _Reader:
    """Reads typed fields from one mapping and collects everything wrong with it."""

    def __init__(self, raw: Mapping[str, Any], path: str = "", problems: list[str] | None = None) -> None:
        self._raw = raw
        self._path = path
        self._seen: set[str] = set()
        self.problems: list[str] = [] if problems is None else problems

    def report(self, name: str, message: str) -> None:
        self.problems.append(f"{self._path}{name}: {message}")

    def _get(self, name: str) -> Any:
        self._seen.add(name)
        return self._raw.get(name, _MISSING)

    def _has(self, name: str) -> bool:
        self._seen.add(name)
        return self._raw.get(name) is not None

    def text(self, name: str) -> str:
        value = self._get(name)
        if isinstance(value, str) and value:
            return value
        self.report(name, "missing" if value is _MISSING else f"expected text, found {value!r}")
        return ""

    def number(self, name: str, default: float | None = None) -> float:
        value = self._get(name)
        if value is _MISSING and default is not None:
            return default
        if _is_number(value):
            return float(value)
        self.report(name, "missing" if value is _MISSING else f"expected a number, found {value!r}")
        return 0.0

    def flag(self, name: str) -> bool:
        value = self._get(name)
        if value is _MISSING or isinstance(value, bool):
            return value is True
        self.report(name, f"expected true or false, found {value!r}")
        return False

    def optional_number(self, name: str) -> float | None:
        return self.number(name) if self._has(name) else None

    def one_of(self, name: str, allowed: tuple[str, ...], default: str | None) -> str:
        value = self._get(name)
        if value is _MISSING and default is not None:
            return default
        if isinstance(value, str) and value in allowed:
            return value
        found = "missing" if value is _MISSING else f"unknown value {value!r}"
        self.report(name, f"{found} (one of {', '.join(allowed)})")
        return allowed[0]

    def choice(self, name: str, kind: type[E], default: E) -> E:
        return kind(self.one_of(name, tuple(member.value for member in kind), default.value))

    def signal(self, name: str, also: tuple[str, ...] = (), default: str | None = None) -> str:
        return self.one_of(name, (*SIGNALS, *also), default)

    def signals(self, name: str) -> tuple[str, ...]:
        value = self._get(name)
        if value is _MISSING:
            return ()
        if isinstance(value, list | tuple) and value and all(isinstance(item, str) for item in value):
            unknown = [item for item in value if item not in SIGNALS]
            if not unknown:
                return tuple(value)
            self.report(name, f"unknown value {unknown[0]!r} (one of {', '.join(SIGNALS)})")
        else:
            self.report(name, f"expected a list of signals, found {value!r}")
        return ()

    def table(self, name: str) -> Table:
        """Rows of numbers; what the numbers must be is not its concern."""
        value = self._get(name)
        if value is _MISSING:
            return ()
        if isinstance(value, list | tuple) and value:
            for index, row in enumerate(value):
                if not isinstance(row, list | tuple) or not all(_is_number(item) for item in row):
                    self.report(f"{name}[{index}]", f"expected a list of numbers, found {row!r}")
                    return ()
            return tuple(tuple(float(item) for item in row) for row in value)
        self.report(name, f"expected a list of rows, found {value!r}")
        return ()

    def optional_signal(self, name: str) -> str | None:
        return self.signal(name) if self._has(name) else None

    def views(self, name: str, default: tuple[View, ...]) -> tuple[View, ...]:
        value = self._get(name)
        if value is _MISSING:
            return default
        allowed = [view.value for view in View if view is not View.UNKNOWN]
        if isinstance(value, list | tuple) and value and all(item in allowed for item in value):
            return tuple(View(item) for item in value)
        self.report(name, f"expected a list of {', '.join(allowed)}, found {value!r}")
        return default

    def rows(self, name: str) -> list["_Reader"]:
        value = self._get(name)
        if value is _MISSING or value is None:
            return []
        if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
            self.report(name, "expected a list of mappings")
            return []
        return [
            _Reader(row, f"{self._path}{name}[{index}].", self.problems) for index, row in enumerate(value)
        ]

    def finish(self) -> None:
        """Report every field nobody asked for."""
        for name in self._raw:
            if name not in self._seen:
                self.report(str(name), "unknown field")
