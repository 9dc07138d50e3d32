"""Finds the repetitions of a pattern of several signals in a stream, by warping its time.

Subsequence matching under dynamic time warping, one sample at a time and in constant memory: for every row
of the exemplar the cheapest way to have come there, and when that way began. A match is told once no way
still under way could be better.
Source: Sakurai, Faloutsos, Yamamuro 2007, "Stream Monitoring under the Time Warping Distance" (SPRING),
doi:10.1109/ICDE.2007.368963; what we added is in docs/motion/pattern.md.
"""

from collections import deque
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from sinew.motion.exemplar import NEAR_REST, Row, Template
from sinew.motion.person import Place
from sinew.motion.repetitions import Attempt

_NEVER = 1e18
_BELOW = 3
"""Most rows one sample may climb: places below the first row from which a way begins."""


class Moment(NamedTuple):
    """One sample of the stream.

    Attributes:
        t_ms: when.
        values: the signals.
        fits: the definition's bounds were met.
        difference: of the shown signal between both limbs, 0 with one.
        where: the person's place in the picture.
    """

    t_ms: int
    values: Row
    fits: bool
    difference: float
    where: Place | None


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the stream that follows the exemplar.

    Attributes:
        start, end: numbers of the first and the last sample.
        cost: how far it is from the exemplar; standing still throughout costs 1.
        share: how much of the exemplar it covers, 0..1.
    """

    start: int
    end: int
    cost: float
    share: float = 1.0


class Spring:
    """The columns of SPRING for one size of the movement.

    Args:
        rows: the exemplar's rows.
    """

    __slots__ = ("_costs", "_squares", "_starts")

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self._squares = [sum(value * value for value in row) for row in rows]
        self.forget()

    def forget(self) -> None:
        """Forget every way under way."""
        self._costs = [_NEVER] * (_BELOW + len(self._squares))
        self._starts = [0] * (_BELOW + len(self._squares))

    def forget_before(self, sample: int) -> None:
        """Forget every way that began before this sample."""
        costs, starts = self._costs, self._starts
        for index, start in enumerate(starts):
            if start < sample:
                costs[index] = _NEVER

    def take(self, sample: int, square: float, products: list[float], *, may_begin: bool) -> None:
        """Take one sample: stay at a row, or climb up to three rows, each at its cost.

        Args:
            sample: its number.
            square: the sum of the signals' squares, in the rows' unit.
            products: the sum of the signals times each row.
            may_begin: a repetition may begin here.
        """
        begin = 0.0 if may_begin else _NEVER
        costs, starts = [begin] * _BELOW, [sample] * _BELOW
        # One, two and three rows below: what a way there cost until now, when it began, what its row costs.
        cost_1 = cost_2 = cost_3 = begin
        start_1 = start_2 = start_3 = sample
        here_1 = here_2 = 0.0
        so_far = zip(self._costs[_BELOW:], self._starts[_BELOW:], products, self._squares, strict=True)
        for cost, start, product, row in so_far:
            here = square - product - product + row
            both = here + here_1
            best, began = cost + here, start
            if (way := cost_1 + here) <= best:
                best, began = way, start_1
            if (way := cost_2 + both) < best:
                best, began = way, start_2
            if (way := cost_3 + both + here_2) < best:
                best, began = way, start_3
            costs.append(best)
            starts.append(began)
            cost_1, cost_2, cost_3 = cost, cost_1, cost_2
            start_1, start_2, start_3 = start, start_1, start_2
            here_1, here_2 = here, here_1
        self._costs, self._starts = costs, starts

    def mean_cost(self, index: int, sample: int) -> float:
        """Cost a step of the best way to a row, with this sample as the last; long pauses do not thin it."""
        steps = min(sample - self._starts[_BELOW + index], 2 * index) + 1
        return self._costs[_BELOW + index] / max(index + 1, steps)

    def furthest(self, above: int, sample: int, most: float) -> int | None:
        """The furthest row above another whose mean cost is no more than this."""
        costs, starts = self._costs, self._starts
        for index in range(len(self._squares) - 1, above, -1):
            steps = min(sample - starts[_BELOW + index], 2 * index) + 1
            if costs[_BELOW + index] <= most * max(index + 1, steps):
                return index
        return None

    def start_of(self, index: int) -> int:
        """When the best way to a row began."""
        return self._starts[_BELOW + index]

    def could_better(self, cost: float, before: int) -> bool:
        """Whether a way that began before this sample may still become cheaper than this sum."""
        ways = zip(self._costs, self._starts, strict=True)
        return any(so_far < cost and start < before for so_far, start in ways)

    def sum_cost(self) -> float:
        """The sum along the best way to the last row."""
        return self._costs[-1]


class PatternMachine:
    """Finds attempts at a pattern, relative to the person's own rest and range.

    Has the face of a ``RepetitionMachine``, for several signals instead of one.

    Args:
        template: the repetition to look for; its first signal is the one that is shown.
        direction: +1 if that signal grows on the way out, -1 if it falls.
        min_s, max_s: durations outside which a movement is no repetition.
    """

    _COST = 0.25
    _SMALLER = 0.6
    _LEAST_RANGE, _MOST_RANGE = 0.7, 1.4
    _FASTEST = 0.4
    _LEAST_TRAVEL = 0.35
    _BEGIN, _LEAVING = 0.4, 0.15
    _OPEN = 0.35
    _REST_MS, _PAUSES = 2500, 3
    _PARTIAL, _NEARLY = 0.5, 0.8
    _PATIENCE, _MUCH_BETTER, _OVERLAP = 0.6, 0.7, 0.1
    _GAP_MS = 1000
    _TRACKING_S = 4.0
    _MEMORY = 4

    def __init__(self, template: Template, direction: int, min_s: float, max_s: float) -> None:
        self._template = template
        self._last_row = len(template.rows) - 1
        self._direction = direction
        self._amplitude = abs(template.rows[template.peak][0]) * template.scales[0]
        self._min_ms, self._max_ms = min_s * 1000, max_s * 1000
        self._step_ms = template.step_s * 1000
        self._rest_ms = max(self._REST_MS, self._PAUSES * 1000 * template.pause_s)
        self._springs = (Spring(template.rows), Spring(template.rows))
        self._range = 1.0
        self._rest = list(template.start)
        self._moments: deque[Moment] = deque(maxlen=self._MEMORY * len(template.rows))
        self._sample = 0
        self._away, self._away_sample = 0.0, -10_000
        self._before: Moment | None = None
        self._next_ms = 0.0
        self._pending: Match | None = None
        self._pending_sum = 0.0
        self._furthest: Match | None = None
        self._resting_since_ms: int | None = None
        self.is_out = False
        self.displacement_deg = self.peak_deg = 0.0
        self.match: Match | None = None

    @property
    def is_resting(self) -> bool:
        """Whether every signal is at rest, not just on its way out of it."""
        return not self.is_out and self._away < self._LEAVING

    @property
    def is_lately(self) -> bool:
        """Whether the signals were away from rest within the last moments."""
        return self._sample - self._away_sample < self._rest_ms / self._step_ms

    @property
    def rest_deg(self) -> float:
        """The shown signal where this person rests."""
        return self._rest[0]

    def seed(self, rest: Row) -> None:
        """Say where this person rests; forget a movement that was under way."""
        self._rest = list(rest)
        self.cancel()

    def cancel(self) -> None:
        """Forget a movement that was under way; rest stays where it was."""
        self._forget_before(self._sample + 1)
        self._before = None

    def abandon(self) -> None:
        """Forget a movement that was under way: it was another limb's."""
        self._forget_before(self._sample + 1)

    def close(self, t_ms: int) -> Attempt | None:  # noqa: ARG002 - as a RepetitionMachine is closed
        """End the set: the match that was waiting for a better one."""
        return self._tell() if self._pending is not None else None

    def update(self, now: Moment) -> Attempt | None:
        """Take one frame; return the attempt it closes."""
        before = self._before
        if before is None or now.t_ms - before.t_ms > self._GAP_MS:
            before, self._next_ms = now, float(now.t_ms)
        self._before = now
        attempt = None
        while self._next_ms <= now.t_ms:
            attempt = self._take(_between(before, now, self._next_ms)) or attempt
            self._next_ms += self._step_ms
        return attempt

    def moments(self, match: Match) -> list[Moment]:
        """The samples of a match, as far back as they are remembered."""
        first = self._sample - len(self._moments) + 1
        return [self._moments[number - first] for number in range(max(first, match.start), match.end + 1)]

    def best_cost(self) -> float:
        """The cost of the best match that waits to be told or is nearly there."""
        waiting = [self._pending.cost] if self._pending is not None else []
        nearly = range(round(self._NEARLY * self._last_row), self._last_row + 1)
        under_way = [spring.mean_cost(row, self._sample) for spring in self._springs for row in nearly]
        return min(waiting + under_way)

    def row(self) -> int:
        """The row of the exemplar where the person most likely is."""
        spring = self._springs[0]
        return min(range(1, self._last_row + 1), key=lambda index: spring.mean_cost(index, self._sample))

    def _take(self, moment: Moment) -> Attempt | None:
        self._sample += 1
        self._moments.append(moment)
        is_over = self._follow(moment)
        template, may_begin = self._template, self._away < self._BEGIN
        now = zip(moment.values, self._rest, template.scales, strict=True)
        shifts = [(value - rest) / scale for value, rest, scale in now]
        square = sum(map(mul, shifts, shifts))
        products = [sum(map(mul, shifts, row)) for row in template.rows]
        for spring, size in zip(self._springs, (self._range, self._range * self._SMALLER), strict=True):
            scaled = [product / size for product in products]
            spring.take(self._sample, square / (size * size), scaled, may_begin=may_begin)
            self._look(spring)
        if self._pending is not None:
            return self._tell() if self._is_best(self._pending) else None
        return self._give_up() if is_over else None

    def _look(self, spring: Spring) -> None:
        """Keep the best match that ends now, or how far the best attempt has come."""
        last, sample = self._last_row, self._sample
        start, cost = spring.start_of(last), spring.mean_cost(last, sample)
        if cost <= self._COST and sample - start >= self._FASTEST * last:
            pending = self._pending
            if pending is None or (cost < pending.cost and start < self._next_start(pending)):
                self._pending, self._pending_sum = Match(start, sample, cost), spring.sum_cost()
            return
        if not self.is_out:
            return
        reached = round(self._furthest.share * last) if self._furthest is not None else 0
        index = spring.furthest(max(reached, round(self._PARTIAL * last)), sample, self._COST)
        if index is not None:
            cost = spring.mean_cost(index, sample)
            self._furthest = Match(spring.start_of(index), sample, cost, index / (last + 1))

    def _is_best(self, match: Match) -> bool:
        """Whether no way under way that overlaps it could still become better, or waiting is over."""
        if self._sample - match.end >= self._PATIENCE * self._last_row:
            return True
        much_less, before = self._MUCH_BETTER * self._pending_sum, self._next_start(match)
        return not any(spring.could_better(much_less, before) for spring in self._springs)

    def _next_start(self, match: Match) -> int:
        """Where the next repetition may begin: where this one ends, or a little before."""
        return match.end - round(self._OVERLAP * (match.end - match.start))

    def _follow(self, moment: Moment) -> bool:
        """Keep track of rest and of being away from it; whether a movement came to rest without a match."""
        values, rest = moment.values, self._rest
        bases = self._template.bases
        self._away = away = max(abs(v - r) / base for v, r, base in zip(values, rest, bases, strict=True))
        self.displacement_deg = self._direction * (values[0] - rest[0])
        if away >= NEAR_REST:
            self._away_sample = self._sample
        else:
            share = self._template.step_s / (self._template.step_s + self._TRACKING_S)
            for index, value in enumerate(values):
                rest[index] += share * (value - rest[index])
        if not self.is_out:
            if away > self._OPEN:
                self.is_out, self.peak_deg, self._resting_since_ms = True, self.displacement_deg, None
            return False
        self.peak_deg = max(self.peak_deg, self.displacement_deg)
        if away >= NEAR_REST:
            self._resting_since_ms = None
        elif self._resting_since_ms is None:
            self._resting_since_ms = moment.t_ms
        return self._resting_since_ms is not None and moment.t_ms - self._resting_since_ms >= self._rest_ms

    def _tell(self) -> Attempt | None:
        match = self._pending
        if match is None:
            return None
        attempt = self._attempt(match)
        self._forget_before(self._next_start(match))
        if attempt is not None:
            range_now = 0.7 * self._range + 0.3 * attempt.travel_deg / self._amplitude
            self._range = min(self._MOST_RANGE, max(self._LEAST_RANGE, range_now))
        return attempt

    def _give_up(self) -> Attempt | None:
        """A movement that came back to rest without being whole: an attempt, if it got far enough."""
        match = self._furthest
        attempt = self._attempt(match) if match is not None else None
        self._forget_before(self._sample + 1)
        return attempt

    def _attempt(self, match: Match) -> Attempt | None:
        moments = self.moments(match)
        start, end = moments[0], moments[-1]
        way, rest_deg = self._direction, self._rest[0]
        peak = max(moments, key=lambda moment: way * moment.values[0])
        travel_deg = way * (peak.values[0] - rest_deg)
        is_timely = self._min_ms <= end.t_ms - start.t_ms <= self._max_ms
        if match.start < self._sample - len(self._moments) + 1 or not is_timely:
            return None
        if travel_deg < self._LEAST_TRAVEL * self._amplitude:
            return None
        self.match = match
        return Attempt(
            start_ms=start.t_ms,
            peak_ms=peak.t_ms,
            end_ms=end.t_ms,
            start_deg=rest_deg,
            peak_deg=peak.values[0],
            travel_deg=travel_deg,
            seen_out_deg=travel_deg,
            out_s=None,
            back_s=None,
        )

    def _forget_before(self, sample: int) -> None:
        for spring in self._springs:
            spring.forget_before(sample)
        self._pending = self._furthest = None
        self._resting_since_ms = None
        self.is_out = False


def _between(before: Moment, now: Moment, t_ms: float) -> Moment:
    """The moment at a time between two frames."""
    if now.t_ms == before.t_ms:
        return now
    share = (t_ms - before.t_ms) / (now.t_ms - before.t_ms)
    values = tuple(a + share * (b - a) for a, b in zip(before.values, now.values, strict=True))
    return Moment(round(t_ms), values, now.fits, now.difference, now.where)
