"""One repetition to compare with: what several signals do over its time, as a table of numbers.

A row is the time in seconds and the value of each signal, in the order in which a tracking definition
names them. Between rows the signals move evenly. Source: docs/motion/pattern.md, "The exemplar".
"""

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

Row = tuple[float, ...]
Table = tuple[Row, ...]

FEWEST_ROWS, MOST_ROWS = 3, 600
SHORTEST_S, LONGEST_S = 0.5, 60.0
LEAST_TRAVEL = 15.0
"""Degrees or percent that at least one signal moves; less cannot be told from noise."""
_RETURNED = 0.35
_STEPS = 32
_SHORTEST_STEP_S, _LONGEST_STEP_S = 0.05, 0.25
_LEAST_SCALE, _SMALL = 25.0, 0.5
_AT_REST = 0.08
NEAR_REST = 0.2
"""Share of a signal's base below which it is near the start."""


def table_problems(rows: Table) -> list[str]:
    """What keeps a table from being an exemplar; empty if nothing does."""
    if not FEWEST_ROWS <= len(rows) <= MOST_ROWS:
        return [f"expected {FEWEST_ROWS} to {MOST_ROWS} rows, found {len(rows)}"]
    if not all(isfinite(value) for row in rows for value in row):
        return ["every value must be a number"]
    times = [row[0] for row in rows]
    if any(later <= earlier for earlier, later in pairwise(times)):
        return ["the first number of each row is the time in seconds, and must rise"]
    if not SHORTEST_S <= times[-1] - times[0] <= LONGEST_S:
        return [f"one repetition lasts {SHORTEST_S:g} to {LONGEST_S:g} seconds"]
    ranges = _ranges(rows)
    if max(ranges) < LEAST_TRAVEL:
        return [f"no signal moves by {LEAST_TRAVEL:.0f} or more; less cannot be counted"]
    for index, span in enumerate(ranges):
        if abs(rows[-1][index + 1] - rows[0][index + 1]) > max(LEAST_TRAVEL, _RETURNED * span):
            return ["the last row must be near the first: a repetition ends where it began"]
    return []


def travel(rows: Table, index: int) -> tuple[float, float]:
    """Where a signal starts, and its value furthest from there."""
    track = [row[index + 1] for row in rows]
    return track[0], max(track, key=lambda value: abs(value - track[0]))


def _ranges(rows: Table) -> list[float]:
    columns = list(zip(*rows, strict=True))[1:]
    return [max(column) - min(column) for column in columns]


@dataclass(frozen=True, slots=True)
class Template:
    """An exemplar made ready for matching.

    Attributes:
        step_s: time between two rows.
        start: the signals where a repetition starts.
        bases: how far each signal moves, or enough to tell it from noise and to matter beside the others.
        scales: what a signal is divided by, so that standing still throughout costs one on average.
        rows: the signals less their start, divided by the scales; rest before and after is left out.
        peak: the row in which the first signal is furthest from its start.
        pause_s: the longest time within it that is spent near its start.
    """

    step_s: float
    start: Row
    bases: Row
    scales: Row
    rows: Table
    peak: int
    pause_s: float

    @property
    def duration_s(self) -> float:
        """How long the movement takes, without the rest before and after it."""
        return self.step_s * (len(self.rows) - 1)


def template_of(table: Table) -> Template:
    """An exemplar cut to its movement and sampled evenly, in about thirty rows where it is short.

    Raises:
        ValueError: the table is no exemplar.
    """
    problems = table_problems(table)
    if problems:
        raise ValueError(f"exemplar: {problems[0]}")
    start, ranges = table[0][1:], _ranges(table)
    bases = tuple(max(_LEAST_SCALE, _SMALL * max(ranges), span) for span in ranges)
    begin_s, end_s = _moving_s(table, start, bases)
    step_s = min(_LONGEST_STEP_S, max(_SHORTEST_STEP_S, (end_s - begin_s) / _STEPS))
    count = max(FEWEST_ROWS, round((end_s - begin_s) / step_s) + 1)
    step_s = (end_s - begin_s) / (count - 1)
    shifts = [
        tuple((value - rest) / base for value, rest, base in zip(sample, start, bases, strict=True))
        for sample in (_at(table, begin_s + index * step_s) for index in range(count))
    ]
    size = (sum(value * value for row in shifts for value in row) / count) ** 0.5
    return Template(
        step_s=step_s,
        start=start,
        bases=bases,
        scales=tuple(base * size for base in bases),
        rows=tuple(tuple(value / size for value in row) for row in shifts),
        peak=max(range(count), key=lambda index: abs(shifts[index][0])),
        pause_s=step_s * _longest_pause([max(map(abs, row)) < NEAR_REST for row in shifts]),
    )


def _longest_pause(is_near: list[bool]) -> int:
    """How many rows in a row are near the start, between two that are not."""
    away = [index for index, near in enumerate(is_near) if not near]
    return max((later - earlier - 1 for earlier, later in pairwise(away)), default=0)


def _moving_s(table: Table, start: Row, bases: Row) -> tuple[float, float]:
    """From when to when the signals are away from their start."""

    def is_away(row: Row) -> bool:
        return any(
            abs(value - rest) > _AT_REST * base
            for value, rest, base in zip(row[1:], start, bases, strict=True)
        )

    away = [index for index, row in enumerate(table) if is_away(row)]
    first, last = max(0, away[0] - 1), min(len(table) - 1, away[-1] + 1)
    return table[first][0], table[last][0]


def _at(table: Table, t_s: float) -> Row:
    """The signals at a time, between the rows before and after it."""
    after = next((index for index, row in enumerate(table) if row[0] >= t_s), len(table) - 1)
    before = max(0, after - 1)
    (t0, *lows), (t1, *highs) = table[before], table[after]
    share = min(1.0, max(0.0, (t_s - t0) / (t1 - t0))) if t1 > t0 else 0.0
    return tuple(low + share * (high - low) for low, high in zip(lows, highs, strict=True))
