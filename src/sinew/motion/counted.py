"""One exercise set that somebody else watches while it is done: where it stands, and what it came to."""

from typing import Any, TypedDict

from sinew.motion.engine import Engine
from sinew.motion.events import CueGiven, Event, HoldEnded, PraiseGiven, Prompt, RepetitionCompleted, State
from sinew.motion.frame import Frame
from sinew.motion.tracking import TrackingDefinition
from sinew.vocabulary import Side, View


class Standing(TypedDict):
    """Where a set stands.

    `low_deg` and `high_deg` are the least and the most the angle was while somebody moved, null before;
    `cue` is the form fault that was told last and is not mended.
    """

    state: State
    count: int
    partial_count: int
    hold_s: float
    angle_deg: float | None
    low_deg: float | None
    high_deg: float | None
    prompt: Prompt | None
    cue: str | None


class SetTold(TypedDict):
    """What a set came to; `repetitions` and `holds` are as the engine's events have them."""

    exercise: str
    side: Side
    joint: str
    count: int
    partial_count: int
    low_deg: float | None
    high_deg: float | None
    view: View
    tracked_fraction: float
    repetitions: list[dict[str, Any]]
    holds: list[dict[str, Any]]


class CountedSet:
    """Follows one set with the engine and remembers what an onlooker wants to know.

    Args:
        side: the working side, where one limb works; ``None`` = whichever moves.
    """

    MOST_KEPT = 200
    """Repetitions and holds that are kept in full; more are still counted."""

    def __init__(self, definition: TrackingDefinition, side: Side | None) -> None:
        self._definition, self._side = definition, side
        self._engine = Engine(definition, side=side)
        self._repetitions: list[dict[str, Any]] = []
        self._holds: list[dict[str, Any]] = []
        self._cue: str | None = None
        self._low_deg: float | None = None
        self._high_deg: float | None = None
        self._frames = self._seen = 0

    def update(self, frame: Frame) -> Standing:
        """Take the next frame."""
        self._take(self._engine.update(frame))
        shown = self._engine.snapshot()
        angle_deg = shown["angle_deg"]
        self._frames += 1
        self._seen += angle_deg is not None
        if angle_deg is not None and shown["state"] in (State.MOVING, State.HOLDING):
            self._low_deg = angle_deg if self._low_deg is None else min(self._low_deg, angle_deg)
            self._high_deg = angle_deg if self._high_deg is None else max(self._high_deg, angle_deg)
        return {
            "state": shown["state"],
            "count": shown["count"],
            "partial_count": shown["partial_count"],
            "hold_s": shown["hold_s"],
            "angle_deg": angle_deg,
            "low_deg": self._low_deg,
            "high_deg": self._high_deg,
            "prompt": shown["prompt"],
            "cue": self._cue,
        }

    def finish(self) -> SetTold:
        """End the set; a hold under way ends with it."""
        self._take(self._engine.finish())
        return {
            "exercise": self._definition.exercise,
            "side": self._side or Side.BOTH,
            "joint": self._definition.signal,
            "count": self._engine.count,
            "partial_count": self._engine.partial_count,
            "low_deg": self._low_deg,
            "high_deg": self._high_deg,
            "view": self._engine.view,
            "tracked_fraction": round(self._seen / self._frames, 3) if self._frames else 0.0,
            "repetitions": self._repetitions,
            "holds": self._holds,
        }

    def _take(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, CueGiven):
                self._cue = event.fault
            elif isinstance(event, PraiseGiven):
                self._cue = None
            elif isinstance(event, RepetitionCompleted):
                if not event.faults:
                    self._cue = None
                self._keep(self._repetitions, event)
            elif isinstance(event, HoldEnded):
                self._keep(self._holds, event)

    def _keep(self, kept: list[dict[str, Any]], event: Event) -> None:
        if len(kept) < self.MOST_KEPT:
            kept.append({name: value for name, value in event.to_dict().items() if name != "type"})
