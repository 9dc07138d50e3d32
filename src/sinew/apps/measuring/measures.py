"""What can be measured in a visit: the movement tests that read an angle, and every joint angle there is."""

from dataclasses import dataclass

from sinew.apps.web import content as shown
from sinew.motion.angles import SIGNAL_OF
from sinew.motion.geometry import LEFT
from sinew.motion.live import NAMES
from sinew.motion.steady import WITHIN_DEG, Limit, Wanted
from sinew.motion.trials.definition import Check, MovementTest, Reads
from sinew.motion.uncertainty import ErrorRow, ExpectedError
from sinew.vocabulary import Side, View

BOTH_SIDES = (Side.LEFT, Side.RIGHT)


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that can be measured.

    Attributes:
        id: the id of a movement test, or the name of a joint angle.
        label: for practitioners; ``title``: for members.
        signal: what is read; ``sides``: on which side, empty where it has none.
        test: the movement test, ``None`` for a joint.
    """

    id: str
    label: str
    title: str
    signal: str
    sides: tuple[Side, ...]
    test: MovementTest | None = None

    def angle(self, side: Side | None) -> str:
        """The angle of a live frame that is read."""
        return self.signal if side is None else f"{self.signal}_{side}"

    def wanted(self, side: Side | None) -> Wanted:
        """What makes a reading of it."""
        if self.test is None:
            return Wanted(self.angle(side), within_deg=WITHIN_DEG)
        return Wanted(
            self.angle(side),
            within_deg=self.test.steady,
            views=self.test.views,
            limits=tuple(_limit(check, side) for check in self.test.checks),
        )

    def value_of(self, angle_deg: float) -> float:
        """A reading as the measure tells it, in whole degrees."""
        told = angle_deg if self.test is None else self.test.value_of(angle_deg)
        return float(int(told + 0.5)) if told >= 0 else -float(int(0.5 - told))

    @property
    def expected(self) -> ExpectedError:
        """What its angle is expected to be off by, before what the test itself says."""
        return shown.accuracy().expected(self.id if self.test else "", self.signal)

    def error_deg(self, view: View, tracked_fraction: float) -> int | None:
        """What a reading is expected to be off by."""
        expected_deg = self.expected.degrees(view, tracked_fraction)
        if expected_deg is None or self.test is None:
            return expected_deg
        return max(expected_deg, int(self.test.camera_error))

    def errors(self) -> list[ErrorRow]:
        """The same as rows, for a screen."""
        return [
            {**row, "error_deg": self.error_deg(row["view"], row["tracked_from"]) or 0}
            for row in self.expected.table()
        ]


def _limit(check: Check, side: Side | None) -> Limit:
    tested = side or Side.LEFT
    on = tested if check.of == "tested" else tested.other
    return Limit(check.id, _name_of(check.signal, on), check.low, check.high)


def _name_of(signal: str, side: Side) -> str:
    return signal if signal in SIGNAL_OF else f"{signal}_{side}"


def measures() -> dict[str, Measure]:
    """Everything that can be measured, by id: the tests first."""
    return {one.id: one for one in (*_tests(), *_joints())}


def _tests() -> list[Measure]:
    content = shown.current()
    found, guided = content.movement_tests, content.guided_tests
    if found is None:
        return []
    titles = {name: told.title for name, told in guided.tests.items()} if guided is not None else {}
    return [
        Measure(
            id=name,
            label=_in_words(name),
            title=titles.get(name, _in_words(name)),
            signal=measured.test.signal,
            sides=BOTH_SIDES if measured.test.per_side else (),
            test=measured.test,
        )
        for name, measured in found.tests.items()
        if measured.test.reads is Reads.ANGLE and _can_be_seen(measured.test)
    ]


def _can_be_seen(test: MovementTest) -> bool:
    """Whether all it needs is among the angles a live frame carries."""
    return all(
        _name_of(signal, Side.LEFT) in NAMES for signal in (test.signal, *(c.signal for c in test.checks))
    )


def _joints() -> list[Measure]:
    paired = {signal: name != signal for name, (signal, side) in SIGNAL_OF.items() if side == LEFT}
    return [
        Measure(signal, _in_words(signal), _in_words(signal), signal, BOTH_SIDES if is_paired else ())
        for signal, is_paired in paired.items()
    ]


def _in_words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
