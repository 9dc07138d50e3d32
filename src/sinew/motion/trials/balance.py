"""Reads for how long somebody stands on one leg.

Source: docs/motion/tests.md, "Standing on one leg".
"""

from collections.abc import Callable

from sinew.motion.frame import Frame, Part
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, Pose
from sinew.motion.trials.angle import OUT_OF_VIEW
from sinew.motion.trials.definition import MovementTest
from sinew.motion.trials.readers import Gaps, crossing_ms
from sinew.motion.trials.repeats import TOO_SHORT
from sinew.motion.trials.watch import Moment
from sinew.vocabulary import Side

_SEEN = 0.5
Sample = tuple[int, float]


class Lasting:
    """Notices what is true for long enough; one odd frame is not.

    Args:
        for_ms: for how long it has to be true.
        is_end: it ends what is timed. Where nobody looked in between, an end is as early as it can have been
            and a beginning as late, so that no second is counted that was not seen.
    """

    __slots__ = ("_before", "_is_end", "_since_ms", "for_ms")

    _UNSEEN_MS = 400

    def __init__(self, for_ms: int, *, is_end: bool = True) -> None:
        self.for_ms = for_ms
        self._is_end = is_end
        self._since_ms: int | None = None
        self._before: Sample | None = None

    def take(self, sample: Sample, level: float, is_beyond: Callable[[float, float], bool]) -> int | None:
        """Take one sample; since when it is beyond the level, once it has been for long enough."""
        if not is_beyond(sample[1], level):
            self._since_ms, self._before = None, sample
            return None
        if self._since_ms is None:
            self._since_ms = self._passed_ms(sample, level)
        is_long = sample[0] - self._since_ms >= self.for_ms
        return self._since_ms if is_long else None

    def _passed_ms(self, sample: Sample, level: float) -> int:
        before = self._before
        if before is None:
            return sample[0]
        if sample[0] - before[0] > self._UNSEEN_MS:
            return before[0] if self._is_end else sample[0]
        return crossing_ms(before, sample, level)


class BalanceReader:
    """Times one foot off the floor.

    The time ends when the foot is down again, when a hand leaves its place (help by a hand), when the
    standing foot moves, or after `window_s`. It begins at the moment the foot comes off, seen later.

    Args:
        test: what is measured.
        side: the leg to stand on.
    """

    _UP_MS, _DOWN_MS, _MOVED_MS, _SETTLE_MS = 300, 150, 300, 500
    _FOOT = 0.15

    def __init__(self, test: MovementTest, side: Side) -> None:
        self._test = test
        self._stands, self._lifts = (LEFT, RIGHT) if side is Side.LEFT else (RIGHT, LEFT)
        self._gaps = Gaps()
        self._up, self._down = Lasting(self._UP_MS, is_end=False), Lasting(self._DOWN_MS)
        self._hand, self._foot = Lasting(self._MOVED_MS), Lasting(self._MOVED_MS)
        self._rest: list[Sample] = []
        self._level: float | None = None
        self._places: dict[int, tuple[float, float]] = {}
        self._now_ms = 0
        self.start_ms: int | None = None
        self.end_ms: int | None = None
        self.ended_by = ""
        self.problems: tuple[str, ...] = ()
        self.value: float | None = None

    def shown(self) -> float | None:
        """Seconds so far."""
        if self.value is not None or self.start_ms is None:
            return self.value or 0.0
        return (self._now_ms - self.start_ms) / 1000

    def take(self, frame: Frame, moment: Moment | None) -> None:
        """Take one frame."""
        if self._gaps.take(frame.t_ms, is_seen=moment is not None) and self.start_ms is not None:
            self._end(frame.t_ms, OUT_OF_VIEW, OUT_OF_VIEW)
            return
        if moment is None:
            return
        self._now_ms = moment.t_ms
        lift = SIGNALS["foot_lift"].read(moment.body, self._lifts)
        if lift is None:
            return
        if self.start_ms is None:
            self._wait(moment, lift)
        else:
            self._stand(moment, lift - (self._level or 0.0), self.start_ms)

    def _wait(self, moment: Moment, lift: float) -> None:
        """Until the foot is off: learn what both feet on the floor look like, as on a tilted phone."""
        if self._level is None or lift - self._level < self._test.lift:
            self._learn(moment.t_ms, lift)
        if self._level is None:
            return
        since_ms = self._up.take((moment.t_ms, lift - self._level), self._test.lift, lambda a, b: a >= b)
        if since_ms is not None:
            self.start_ms = since_ms
            self._places = dict(_places(moment.body, self._stands))

    def _learn(self, t_ms: int, lift: float) -> None:
        self._rest.append((t_ms, lift))
        while t_ms - self._rest[0][0] > self._SETTLE_MS:
            self._rest.pop(0)
        lifts = sorted(value for _, value in self._rest)
        is_settled = t_ms - self._rest[0][0] >= self._SETTLE_MS / 2
        if is_settled and lifts[-1] - lifts[0] < self._test.lift and abs(lifts[0]) < 2 * self._test.lift:
            self._level = lifts[len(lifts) // 2]

    def _stand(self, moment: Moment, lift: float, start_ms: int) -> None:
        t_ms = moment.t_ms
        down_ms = self._down.take((t_ms, lift), self._test.lift / 2, lambda a, b: a < b)
        moved = self._moved(moment.body)
        hand_ms = self._hand.take((t_ms, moved[0]), self._test.hands / 100, lambda a, b: a > b)
        foot_ms = self._foot.take((t_ms, moved[1]), self._FOOT, lambda a, b: a > b)
        limit_ms = start_ms + round(self._test.window_s * 1000)
        ends = [(down_ms, "foot-down"), (hand_ms, "hand-moved"), (foot_ms, "foot-moved")]
        seen = [(at_ms, why) for at_ms, why in ends if at_ms is not None]
        if t_ms >= limit_ms:
            seen.append((limit_ms, "limit"))
        if seen:
            at_ms, why = min(seen)
            at_ms = min(at_ms, limit_ms)
            self.value = max(0, at_ms - start_ms) / 1000
            self._end(at_ms, why)

    def _moved(self, body: Pose) -> tuple[float, float]:
        """How far the hand that moved most, and the standing foot, are from where they were.

        In lengths of the trunk, and of the leg.
        """
        hands, foot = [0.0], 0.0
        for part, now in _places(body, self._stands):
            before = self._places.setdefault(part, now)
            away = ((now[0] - before[0]) ** 2 + (now[1] - before[1]) ** 2) ** 0.5
            if part in _WRISTS:
                hands.append(away)
            else:
                foot = away
        return max(hands), foot

    def stop(self, *, by_hand: bool) -> None:
        """End it: by hand the person says that they are done; a recording may end too early to tell."""
        if self.start_ms is None or self.ended_by:
            return
        if by_hand:
            self.value = (self._now_ms - self.start_ms) / 1000
            self._end(self._now_ms, "stopped")
        else:
            self._end(self._now_ms, "recording-ended", TOO_SHORT)

    def _end(self, t_ms: int, why: str, *problems: str) -> None:
        self.ended_by, self.end_ms, self.problems = why, t_ms, problems


_WRISTS = (int(Part.LEFT_WRIST), int(Part.RIGHT_WRIST))


def _places(body: Pose, stands: int) -> list[tuple[int, tuple[float, float]]]:
    """Where the hands are beside the trunk, and the standing foot in the picture, as far as they are seen."""
    left, right = body[Part.LEFT_HIP], body[Part.RIGHT_HIP]
    x, y = (left[0] + right[0]) / 2, (left[1] + right[1]) / 2
    trunk_x, trunk_y, _ = body.trunk
    trunk = max(1e-6, (trunk_x**2 + trunk_y**2) ** 0.5)
    found = []
    for part in _WRISTS:
        visibility = body.landmarks[part].visibility
        if visibility is None or visibility >= _SEEN:
            found.append((part, ((body[part][0] - x) / trunk, (body[part][1] - y) / trunk)))
    ankle = int(Part.LEFT_ANKLE) + stands
    leg = 1.6 * trunk
    if body.is_flat:
        found.append((ankle, (body[ankle][0] / leg, body[ankle][1] / leg)))
    return found
