"""What the engine reports: small values with a JSON form, each at a time on the frame's clock."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sinew.vocabulary import Side


class State(StrEnum):
    """What the engine is doing.

    ``setup`` waits for a visible person in the start position; ``ready`` may count; ``moving`` is
    inside a repetition; ``holding`` counts seconds; ``resting`` has seen no repetition for a while;
    ``lost`` cannot see the joints it needs.
    """

    SETUP = "setup"
    READY = "ready"
    MOVING = "moving"
    HOLDING = "holding"
    RESTING = "resting"
    LOST = "lost"


class Prompt(StrEnum):
    """What a person can do so that the camera sees the exercise."""

    STEP_INTO_VIEW = "step-into-view"
    MOVE_BACK = "move-back"
    COME_CLOSER = "come-closer"
    SHOW_ANKLE = "show-ankle"
    SHOW_KNEE = "show-knee"
    SHOW_HIP = "show-hip"
    SHOW_SHOULDER = "show-shoulder"
    TURN_SIDE_ON = "turn-side-on"
    STAND_UPRIGHT_PHONE = "stand-upright-phone"
    CHECK_PHONE = "check-phone"
    SIT_UP_FIRST = "sit-up-first"
    TAKE_START_POSITION = "take-start-position"
    HOLD_STILL = "hold-still"


class Event:
    """Something the engine noticed; ``type`` names it in JSON."""

    __slots__: tuple[str, ...] = ()
    type: ClassVar[str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, with ``type`` first."""
        facts = {name: getattr(self, name) for name in self.__slots__}
        return {"type": self.type, **{name: getattr(fact, "value", fact) for name, fact in facts.items()}}


@dataclass(frozen=True, slots=True)
class StateChanged(Event):
    """The engine's state from ``t_ms`` on."""

    type: ClassVar[str] = "state"
    t_ms: int
    state: State


@dataclass(frozen=True, slots=True)
class RepetitionCompleted(Event):
    """One movement out of the start position and back.

    Attributes:
        start_ms, peak_ms, end_ms: when it left the start, was furthest, and was back.
        side: whose limb it was; ``both`` when they move together.
        start_deg, peak_deg: the signal at the start and at the furthest point.
        tempo_s: seconds from start to end.
        faults: ids of the form faults seen in it.
        is_complete: it went far enough; otherwise it is a partial repetition.
    """

    type: ClassVar[str] = "repetition"
    start_ms: int
    peak_ms: int
    end_ms: int
    side: Side
    start_deg: float
    peak_deg: float
    tempo_s: float
    faults: tuple[str, ...]
    is_complete: bool

    def to_dict(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "start_ms": self.start_ms,
            "peak_ms": self.peak_ms,
            "end_ms": self.end_ms,
            "side": self.side.value,
            "start_deg": self.start_deg,
            "peak_deg": self.peak_deg,
            "tempo_s": self.tempo_s,
            "faults": list(self.faults),
            "complete": self.is_complete,
        }


@dataclass(frozen=True, slots=True)
class HoldStarted(Event):
    """The position was taken at ``t_ms`` (told once it was kept for half a second)."""

    type: ClassVar[str] = "hold_started"
    t_ms: int


@dataclass(frozen=True, slots=True)
class HoldPaused(Event):
    """The position was left, or cannot be seen, since ``t_ms``; the seconds so far are kept."""

    type: ClassVar[str] = "hold_paused"
    t_ms: int


@dataclass(frozen=True, slots=True)
class HoldResumed(Event):
    """The position was taken again; the seconds go on."""

    type: ClassVar[str] = "hold_resumed"
    t_ms: int


@dataclass(frozen=True, slots=True)
class HoldEnded(Event):
    """A hold is over.

    Attributes:
        start_ms, end_ms: from taking the position to leaving it for good.
        seconds: time in position, without pauses.
        mean_deg: mean of the signal while in position.
    """

    type: ClassVar[str] = "hold_ended"
    start_ms: int
    end_ms: int
    seconds: float
    mean_deg: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "seconds": self.seconds,
            "mean_deg": self.mean_deg,
        }


@dataclass(frozen=True, slots=True)
class CueGiven(Event):
    """A form fault worth a sentence now."""

    type: ClassVar[str] = "cue"
    t_ms: int
    fault: str


@dataclass(frozen=True, slots=True)
class PraiseGiven(Event):
    """The fault cued last is gone."""

    type: ClassVar[str] = "praise"
    t_ms: int
    fault: str


@dataclass(frozen=True, slots=True)
class PromptShown(Event):
    """What the person should do for the camera."""

    type: ClassVar[str] = "prompt"
    t_ms: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class PromptCleared(Event):
    """Nothing is left to ask for."""

    type: ClassVar[str] = "prompt_cleared"
    t_ms: int
