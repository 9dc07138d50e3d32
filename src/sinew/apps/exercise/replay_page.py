"""A replay as a page shows it: a figure of lines, the angle over time, and what happened when."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sinew.apps.exercise.models import Replay
from sinew.apps.exercise.presenters import error_deg_of
from sinew.content import Content
from sinew.motion.frame import Part
from sinew.motion.shown import Unit, rounded_deg, unit_of
from sinew.motion.trace import PARTS, Moment
from sinew.motion.uncertainty import plus_minus
from sinew.vocabulary import Side

STAGE = 1000
"""Height of the picture in units of the drawing."""
CHART_WIDTH, CHART_HEIGHT = 1000, 200
WIDTHS = {"trunk": 1.8, "leg": 1.5, "arm": 1.0, "foot": 0.9, "neck": 0.9}
"""How wide a limb is drawn, in widths of an arm."""
MOST_STILLS = 6
SIDE_WORDS = {Side.LEFT: "left side", Side.RIGHT: "right side", Side.BOTH: ""}

Place = tuple[int, int, int]
"""x and y in units of the drawing, and how well the point was seen, 0 to 3."""


@dataclass(frozen=True, slots=True)
class Limb:
    """A line of the figure between two points of a trace, by their index in it."""

    start: int
    end: int
    kind: str


def _limb(start: Part, end: Part, kind: str) -> Limb:
    return Limb(PARTS.index(start), PARTS.index(end), kind)


_LEFT = (
    _limb(Part.LEFT_SHOULDER, Part.NOSE, "neck"),
    _limb(Part.LEFT_SHOULDER, Part.LEFT_ELBOW, "arm"),
    _limb(Part.LEFT_ELBOW, Part.LEFT_WRIST, "arm"),
    _limb(Part.LEFT_SHOULDER, Part.LEFT_HIP, "trunk"),
    _limb(Part.LEFT_HIP, Part.LEFT_KNEE, "leg"),
    _limb(Part.LEFT_KNEE, Part.LEFT_ANKLE, "leg"),
    _limb(Part.LEFT_HEEL, Part.LEFT_TOE, "foot"),
)
_RIGHT = (
    _limb(Part.RIGHT_SHOULDER, Part.NOSE, "neck"),
    _limb(Part.RIGHT_SHOULDER, Part.RIGHT_ELBOW, "arm"),
    _limb(Part.RIGHT_ELBOW, Part.RIGHT_WRIST, "arm"),
    _limb(Part.RIGHT_SHOULDER, Part.RIGHT_HIP, "trunk"),
    _limb(Part.RIGHT_HIP, Part.RIGHT_KNEE, "leg"),
    _limb(Part.RIGHT_KNEE, Part.RIGHT_ANKLE, "leg"),
    _limb(Part.RIGHT_HEEL, Part.RIGHT_TOE, "foot"),
)
_ACROSS = (
    _limb(Part.LEFT_SHOULDER, Part.RIGHT_SHOULDER, "trunk"),
    _limb(Part.LEFT_HIP, Part.RIGHT_HIP, "trunk"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A limb where it is now; faint where it was hardly seen."""

    limb: Limb
    side: str
    x1: int
    y1: int
    x2: int
    y2: int
    width: int
    is_faint: bool


@dataclass(frozen=True, slots=True)
class Still:
    """The figure at one instant; ``lines`` is empty and ``head`` unset where nobody was seen."""

    says: str
    lines: tuple[Line, ...]
    head: Place | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A repetition or hold: where in the chart, and what is said about it.

    Attributes:
        at_ms, peak_ms, end_ms: from the beginning of the replay.
        x, width, peak_x: in units of the chart.
    """

    name: str
    at_ms: int
    peak_ms: int
    end_ms: int
    x: int
    width: int
    peak_x: int
    arc: str
    seconds: str
    faults: tuple[str, ...]
    is_complete: bool

    @property
    def clock(self) -> str:
        """When it begins, as minutes and seconds."""
        return clock(self.at_ms)


def clock(t_ms: int) -> str:
    """``0:05``."""
    return f"{t_ms // 60_000}:{t_ms // 1000 % 60:02d}"


class ReplayPage:
    """One replay.

    Args:
        content: for the names of exercises and form faults, and the target.
    """

    def __init__(self, replay: Replay, content: Content) -> None:
        self.replay, self.done = replay, replay.measured_set
        self._content = content
        self._trace = replay.read()
        self._exercise = content.exercises.get(self.done.exercise)
        self._start_ms = self._trace.moments[0].t_ms

    @property
    def name(self) -> str:
        return self._exercise.name if self._exercise else self.done.exercise

    @property
    def side(self) -> str:
        return SIDE_WORDS[Side(self.done.side)]

    @property
    def member_name(self) -> str:
        return self.replay.member.display_name

    @property
    def duration_ms(self) -> int:
        return max(1, self._trace.duration_ms)

    @property
    def duration(self) -> str:
        return clock(self.duration_ms)

    @property
    def unit(self) -> Unit:
        return unit_of(self.done.joint)

    @property
    def joint(self) -> str:
        """What the curve shows, for people."""
        return self.done.joint.replace("_", " ").removesuffix(" signed").capitalize()

    @property
    def error(self) -> str:
        return plus_minus(error_deg_of([self.done]))

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The part of the picture the body was in: x, y, width and height in units of the drawing."""
        places = [place for moment in self._moments for place in moment if place[2]]
        if not places:
            return 0, 0, STAGE, STAGE
        xs, ys = sorted(x for x, _, _ in places), sorted(y for _, y, _ in places)
        margin = STAGE // 12
        left, top = _low(xs) - margin, _low(ys) - margin
        return left, top, _high(xs) + margin - left, _high(ys) + margin - top

    @property
    def view_box(self) -> str:
        return " ".join(map(str, self.box))

    @property
    def picture_width(self) -> int:
        """Width of the picture in units of the drawing; its height is `STAGE`."""
        return round(STAGE * self._trace.width / self._trace.height)

    @cached_property
    def _moments(self) -> list[tuple[Place, ...]]:
        width = self.picture_width
        return [
            tuple((round(x * width), round(y * STAGE), round(3 * seen)) for x, y, seen in moment.points)
            for moment in self._trace.moments
        ]

    @cached_property
    def is_left_near(self) -> bool:
        """Whether the left side was seen better over the whole: it is drawn in front."""
        balance = sum(
            moment[limb.end][2] * (1 if limb in _LEFT else -1)
            for moment in self._moments
            if moment
            for limb in (*_LEFT, *_RIGHT)
        )
        return balance >= 0

    @property
    def head_radius(self) -> int:
        """A tenth of the body's height in the picture."""
        return max(8, min(self.box[2], self.box[3]) // 14)

    @property
    def stroke(self) -> int:
        """The width of an arm in units of the drawing."""
        return max(6, max(self.box[2], self.box[3]) // 36)

    @property
    def mark_width(self) -> int:
        """How wide a line is that somebody drew on the figure."""
        return max(4, round(0.7 * self.stroke))

    @property
    def ring_radius(self) -> int:
        """Of the ring around a marked joint."""
        return round(1.6 * self.stroke)

    @property
    def longest_s(self) -> str:
        """The duration in seconds, to the tenth below."""
        return f"{self.duration_ms // 100 / 10:.1f}"

    @property
    def first(self) -> Still:
        """Where the replay begins; the one that moves."""
        return self._still(next((i for i, places in enumerate(self._moments) if places), 0), "")

    @property
    def stills(self) -> list[Still]:
        """A strip for reading without script, and on paper: each repetition or hold at its farthest."""
        marks = self.marks[:MOST_STILLS]
        return [self._still(self._index(m.peak_ms), f"{m.name}, {clock(m.peak_ms)}") for m in marks]

    def still_at(self, t_ms: int, says: str) -> Still:
        """The figure at a moment of the replay."""
        return self._still(self._index(t_ms), says)

    def place_at(self, t_ms: int, point: int) -> tuple[int, int] | None:
        """Where a point of the trace is at a moment; ``None`` where nobody was seen."""
        places = self._moments[self._index(t_ms)]
        return places[point][:2] if places else None

    def share_of(self, place: tuple[int, int]) -> tuple[float, float]:
        """A place in units of the drawing in shares of the picture, as lines on it are kept."""
        x, y = place
        return min(1.0, max(0.0, x / self.picture_width)), min(1.0, max(0.0, y / STAGE))

    def chart_x(self, t_ms: int) -> int:
        """Where a moment stands in the chart."""
        return self._x(t_ms)

    def _index(self, t_ms: int) -> int:
        times = [moment.t_ms - self._start_ms for moment in self._trace.moments]
        return min(range(len(times)), key=lambda index: abs(times[index] - t_ms))

    def _still(self, index: int, says: str) -> Still:
        return drawn(self._moments[index], stroke=self.stroke, is_left_near=self.is_left_near, says=says)

    @cached_property
    def marks(self) -> list[Mark]:
        """Repetitions, else holds, that lie within the replay."""
        names = self._content.faults
        rows = [
            self._mark(
                f"Repetition {number}",
                (row["start_ms"], row["peak_ms"], row["end_ms"]),
                arc=f"{self._shown(row['start_deg'])} to {self._shown(row['peak_deg'])}",
                seconds=f"{row['tempo_s']:.1f}",
                faults=tuple(names[id_].name if id_ in names else id_ for id_ in row["faults"]),
                is_complete=row["complete"],
            )
            for number, row in enumerate(self.done.repetitions, 1)
        ] or [
            self._mark(
                f"Hold {number}",
                (row["start_ms"], (row["start_ms"] + row["end_ms"]) // 2, row["end_ms"]),
                arc="" if row["mean_deg"] is None else self._shown(row["mean_deg"]),
                seconds=f"{row['seconds']:.0f}",
                faults=(),
                is_complete=True,
            )
            for number, row in enumerate(self.done.holds, 1)
        ]
        return [mark for mark in rows if 0 <= mark.at_ms <= self.duration_ms]

    def _mark(self, name: str, times_ms: tuple[int, int, int], **said: Any) -> Mark:
        at_ms, peak_ms, end_ms = (t_ms - self._start_ms for t_ms in times_ms)
        x, peak_x, end_x = (self._x(t_ms) for t_ms in (at_ms, peak_ms, end_ms))
        return Mark(
            name=name, at_ms=at_ms, peak_ms=peak_ms, end_ms=end_ms, x=x, width=max(2, end_x - x),
            peak_x=peak_x, **said,
        )  # fmt: skip

    def _x(self, t_ms: int) -> int:
        return round(CHART_WIDTH * min(self.duration_ms, max(0, t_ms)) / self.duration_ms)

    def _shown(self, value: float) -> str:
        return f"{rounded_deg(value)}{self.unit}"

    @cached_property
    def _range(self) -> tuple[float, float]:
        angles = [m.angle_deg for m in self._trace.moments if m.angle_deg is not None]
        angles += [] if self._target is None else [self._target]
        low, high = min(angles, default=0.0), max(angles, default=1.0)
        room = max(5.0, 0.08 * (high - low))
        return low - room, high + room

    @property
    def _target(self) -> float | None:
        tracking = self._exercise.tracking if self._exercise else None
        return tracking.target_deg if tracking is not None and tracking.signal == self.done.joint else None

    def _y(self, angle_deg: float) -> float:
        low, high = self._range
        return round(CHART_HEIGHT * (high - angle_deg) / (high - low), 1)

    @property
    def target_y(self) -> float | None:
        return None if self._target is None else self._y(self._target)

    @property
    def curves(self) -> list[str]:
        """The angle as polylines; a gap where the joint was not seen."""
        runs: list[list[str]] = [[]]
        for moment in self._trace.moments:
            if moment.angle_deg is None:
                runs.append([])
            else:
                runs[-1].append(f"{self._x(moment.t_ms - self._start_ms)},{self._y(moment.angle_deg)}")
        return [" ".join(run) for run in runs if len(run) > 1]

    @property
    def sentence(self) -> str:
        """What the curve shows."""
        angles = [m.angle_deg for m in self._trace.moments if m.angle_deg is not None]
        if not angles:
            return "No angle was measured in this set."
        arc = f"{self.joint}, about {self._shown(min(angles))} to {self._shown(max(angles))} {self.error}"
        target = (
            "" if self._target is None else f"; the broken line is the target, {self._shown(self._target)}"
        )
        return f"{arc.rstrip()}{target}. Shaded: repetitions and holds; a bar at the top: a form fault."

    @property
    def data(self) -> dict[str, object]:
        """What the controller plays; whole numbers only."""
        return {
            "unit": self.unit,
            "stage": [self.picture_width, STAGE],
            "duration_ms": self.duration_ms,
            "t_ms": [moment.t_ms - self._start_ms for moment in self._trace.moments],
            "angles": [_told(moment) for moment in self._trace.moments],
            "places": [[value for place in places for value in place] for places in self._moments],
            "marks": [
                {
                    "name": m.name,
                    "at_ms": m.at_ms,
                    "peak_ms": m.peak_ms,
                    "end_ms": m.end_ms,
                    "faults": m.faults,
                }
                for m in self.marks
            ],
        }


def _told(moment: Moment) -> int | None:
    return None if moment.angle_deg is None else round(moment.angle_deg)


def drawn(places: Sequence[Place], *, stroke: int, is_left_near: bool, says: str = "") -> Still:
    """The figure of these places, which are those of a trace, with the near side in front."""
    if not places:
        return Still(says, (), None)
    far, near = (_RIGHT, _LEFT) if is_left_near else (_LEFT, _RIGHT)
    sides = ((far, "far"), (_ACROSS, "near"), (near, "near"))
    lines = (_line(limb, side, places, stroke) for limbs, side in sides for limb in limbs)
    return Still(says, tuple(lines), places[0])


def _line(limb: Limb, side: str, places: Sequence[Place], stroke: int) -> Line:
    (x1, y1, seen), (x2, y2, seen_too) = places[limb.start], places[limb.end]
    return Line(limb, side, x1, y1, x2, y2, round(stroke * WIDTHS[limb.kind]), min(seen, seen_too) < 1)


def _low(values: Sequence[int]) -> int:
    """The lowest but for one in a hundred, which the model may have thrown anywhere."""
    return values[len(values) // 100]


def _high(values: Sequence[int]) -> int:
    return values[-1 - len(values) // 100]
