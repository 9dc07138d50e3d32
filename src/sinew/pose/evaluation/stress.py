"""Recordings made worse on purpose: what a poor camera, a crooked phone or an odd pace does to them.

Every stress is repeatable and knows no label but one: pauses are put where a repetition is half done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sin
from random import Random

from sinew.motion.frame import Frame, Landmark, Part, mirrored

Span = tuple[int, int]
"""Start and end of a labelled repetition, milliseconds."""
_SPIKE_M = 0.3
_SWAY_M = 0.005
_MOVED = tuple(int(part) for part in Part)


@dataclass(frozen=True, slots=True)
class Stress:
    """How a motion-capture recording is made worse before it is counted.

    Attributes:
        name: as the tables call it.
        fps: frames a second kept, ``None`` = all.
        noise_m: standard deviation of noise added to every coordinate, meters.
        drop: share of frames in which nobody is seen.
        spikes: share of frames in which every point is thrown 0.3 m (standard deviation) off.
        roll_deg: how far the camera is turned about its axis.
        is_mirrored: left and right change places.
        pace: how many times faster the movement is done.
        pause_s: seconds of standing still put into the middle of every repetition.
    """

    name: str
    fps: float | None = None
    noise_m: float = 0.0
    drop: float = 0.0
    spikes: float = 0.0
    roll_deg: float = 0.0
    is_mirrored: bool = False
    pace: float = 1.0
    pause_s: float = 0.0

    def apply(self, frames: Sequence[Frame], spans: Sequence[Span] = ()) -> tuple[list[Frame], list[Span]]:
        """The frames as the worse camera would give them, and where the repetitions then are.

        Args:
            frames: in order of time.
            spans: labelled repetitions, used for the pauses and moved with the clock.
        """
        random = Random(1)  # noqa: S311 - repeatable noise, not a secret
        kept = list(frames)
        if self.pause_s:
            kept, spans = _paused(kept, spans, round(self.pause_s * 1000), random)
        if self.pace != 1.0:
            kept = [replace(frame, t_ms=round(frame.t_ms / self.pace)) for frame in kept]
            spans = [(round(start / self.pace), round(end / self.pace)) for start, end in spans]
        if self.fps is not None:
            kept = _thinned(kept, self.fps)
        return [self._worse(frame, random) for frame in kept], list(spans)

    def _worse(self, frame: Frame, random: Random) -> Frame:
        if random.random() < self.drop:
            return Frame(frame.t_ms, frame.width, frame.height, None, None)
        if self.is_mirrored:
            frame = mirrored(frame)
        if self.roll_deg:
            frame = _rolled(frame, self.roll_deg)
        if random.random() < self.spikes:
            return _shaken(frame, _SPIKE_M, random)
        return _shaken(frame, self.noise_m, random) if self.noise_m else frame


def _changed(frame: Frame, change: Callable[[Landmark], Landmark]) -> Frame:
    if frame.world is None:
        return frame
    changed = {index: change(frame.world[index]) for index in _MOVED}
    world = tuple([changed.get(index, point) for index, point in enumerate(frame.world)])
    return replace(frame, image=None, world=world)


def _shaken(frame: Frame, noise_m: float, random: Random) -> Frame:
    def moved(point: Landmark) -> Landmark:
        x, y, z, visibility = point
        gauss = random.gauss
        return Landmark(x + gauss(0, noise_m), y + gauss(0, noise_m), z + gauss(0, noise_m), visibility)

    return _changed(frame, moved)


def _rolled(frame: Frame, roll_deg: float) -> Frame:
    c, s = cos(radians(roll_deg)), sin(radians(roll_deg))
    return _changed(frame, lambda p: p._replace(x=p.x * c - p.y * s, y=p.x * s + p.y * c))


def _thinned(frames: Sequence[Frame], fps: float) -> list[Frame]:
    kept, next_ms = [], 0.0
    for frame in frames:
        if frame.t_ms >= next_ms - 1:
            kept.append(frame)
            next_ms += 1000 / fps
    return kept


def _paused(
    frames: list[Frame], spans: Sequence[Span], pause_ms: int, random: Random
) -> tuple[list[Frame], list[Span]]:
    """Stand still half-way through every repetition, swaying by half a centimeter."""
    paused: list[Frame] = []
    moved: list[Span] = []
    waited_ms, index = 0, 0
    for start_ms, end_ms in spans:
        middle_ms = (start_ms + end_ms) // 2
        while index < len(frames) and frames[index].t_ms <= middle_ms:
            paused.append(replace(frames[index], t_ms=frames[index].t_ms + waited_ms))
            index += 1
        still = paused[-1]
        paused += [
            _shaken(replace(still, t_ms=still.t_ms + after_ms), _SWAY_M, random)
            for after_ms in range(33, pause_ms, 33)
        ]
        moved.append((start_ms + waited_ms, end_ms + waited_ms + pause_ms))
        waited_ms += pause_ms
    paused += [replace(frame, t_ms=frame.t_ms + waited_ms) for frame in frames[index:]]
    return paused, moved


AS_RECORDED = Stress("as recorded, 30 fps")
STRESSES = (
    AS_RECORDED,
    Stress("15 fps", fps=15),
    Stress("10 fps", fps=10),
    Stress("6 fps", fps=6),
    Stress("1 cm noise on every point", noise_m=0.01),
    Stress("2 cm noise on every point", noise_m=0.02),
    Stress("4 cm noise on every point", noise_m=0.04),
    Stress("10 % of frames lost", drop=0.1),
    Stress("30 % of frames lost", drop=0.3),
    Stress("2 % of frames 30 cm off", spikes=0.02),
    Stress("5 % of frames 30 cm off", spikes=0.05),
    Stress("camera rolled 15 degrees", roll_deg=15),
    Stress("camera rolled -15 degrees", roll_deg=-15),
    Stress("mirrored", is_mirrored=True),
    Stress("half the pace", pace=0.5),
    Stress("twice the pace", pace=2.0),
    Stress("a pause of 3 s in every repetition", pause_s=3),
    Stress("15 fps, 10 % lost, 2 cm noise, 2 % off", fps=15, drop=0.1, noise_m=0.02, spikes=0.02),
)
"""Every way in which the counted recordings are made worse, the first being none."""
