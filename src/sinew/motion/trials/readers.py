"""The parts every way of reading a trial has in common."""

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from sinew.motion.frame import Frame, Landmark
from sinew.motion.trials.watch import Moment


class Reader(Protocol):
    """Reads one trial, frame by frame.

    Attributes:
        start_ms: when the trial began, ``None`` before; ``end_ms``: when what it reads was over.
        value: the signal or the number read so far, ``None`` while there is none.
        ended_by: what ended it; empty while it goes on.
        problems: ids of what makes it worth nothing.
    """

    start_ms: int | None
    end_ms: int | None
    ended_by: str
    problems: tuple[str, ...]

    @property
    def value(self) -> float | None: ...

    def take(self, frame: Frame, moment: Moment | None) -> None:
        """Take one frame; ``None`` where the measured points were not seen."""

    def shown(self) -> float | None:
        """What a screen shows now."""

    def stop(self, *, by_hand: bool) -> None:
        """End it now: the person ended it, or the recording is over."""


class Gaps:
    """Watches for how long nothing was seen."""

    __slots__ = ("_seen_ms",)

    LONGEST_MS = 1000

    def __init__(self) -> None:
        self._seen_ms: int | None = None

    def take(self, t_ms: int, *, is_seen: bool) -> bool:
        """Take one frame; ``True`` once nothing was seen for longer than a trial can bear."""
        if self._seen_ms is None or is_seen:
            is_lost = self._seen_ms is not None and t_ms - self._seen_ms > self.LONGEST_MS
            self._seen_ms = t_ms
            return is_lost
        return t_ms - self._seen_ms > self.LONGEST_MS


class Track:
    """The last seconds of a value, to look back at when something happened."""

    __slots__ = ("_keep_ms", "samples")

    def __init__(self, keep_ms: int) -> None:
        self._keep_ms = keep_ms
        self.samples: deque[tuple[int, float]] = deque()

    def add(self, t_ms: int, value: float) -> None:
        """Add the newest value."""
        self.samples.append((t_ms, value))
        while t_ms - self.samples[0][0] > self._keep_ms:
            self.samples.popleft()

    def at(self, t_ms: int) -> float | None:
        """The value at an instant, between the two around it; ``None`` before or after everything kept."""
        before: tuple[int, float] | None = None
        for sample in self.samples:
            if sample[0] >= t_ms:
                return sample[1] if before is None or sample[0] == t_ms else _between(before, sample, t_ms)
            before = sample
        return None


def _between(before: tuple[int, float], after: tuple[int, float], t_ms: int) -> float:
    share = (t_ms - before[0]) / (after[0] - before[0])
    return before[1] + share * (after[1] - before[1])


def crossing_ms(before: tuple[int, float], after: tuple[int, float], level: float) -> int:
    """When a value that went from one sample to the next passed a level."""
    if after[1] == before[1]:
        return after[0]
    share = min(1.0, max(0.0, (level - before[1]) / (after[1] - before[1])))
    return round(before[0] + share * (after[0] - before[0]))


_STEP_MS, _LONGEST_STEP_MS = 50, 400
Landmarks = tuple[Landmark, ...] | None


def filled_in(before: Frame | None, frame: Frame) -> Iterator[Frame]:
    """The frame, and before it those a faster camera might have taken since the one before.

    A median over a sixth of a second needs samples in it: at six frames a second it would cut the peak off a
    quick movement. Nothing is made up where nobody was seen, or for longer than a moment.
    """
    if before is not None and frame.t_ms - before.t_ms <= _LONGEST_STEP_MS:
        steps = (frame.t_ms - before.t_ms) // _STEP_MS
        for step in range(1, steps):
            share = step / steps
            image = _mixed(before.image, frame.image, share)
            world = _mixed(before.world, frame.world, share)
            if image is not None or world is not None:
                t_ms = before.t_ms + round(share * (frame.t_ms - before.t_ms))
                yield Frame(t_ms, frame.width, frame.height, image, world)
    yield frame


def _mixed(before: Landmarks, after: Landmarks, share: float) -> Landmarks:
    if before is None or after is None:
        return None
    return tuple(
        Landmark(
            a.x + share * (b.x - a.x),
            a.y + share * (b.y - a.y),
            a.z + share * (b.z - a.z),
            b.visibility if a.visibility is None or b.visibility is None else min(a.visibility, b.visibility),
        )
        for a, b in zip(before, after, strict=True)
    )
