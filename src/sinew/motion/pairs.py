"""Joins movements that make one repetition only together, such as one lift with each foot."""

from dataclasses import replace

from sinew.motion.events import RepetitionCompleted
from sinew.motion.tracking import Sides, TrackingDefinition
from sinew.vocabulary import Side


class Pairing:
    """Waits for the second movement of a pair; a movement left alone is shown as a partial repetition.

    Args:
        definition: says how many movements make a repetition, and whether the limbs must take turns.
    """

    __slots__ = ("_alternates", "_is_paired", "_waiting")

    def __init__(self, definition: TrackingDefinition) -> None:
        self._is_paired = definition.movements == 2
        self._alternates = definition.sides is Sides.ALTERNATING
        self._waiting: RepetitionCompleted | None = None

    def take(self, movement: RepetitionCompleted) -> list[RepetitionCompleted]:
        """Take a finished movement; return the repetitions that are known by it."""
        first = self._waiting
        if not self._is_paired:
            return [movement]
        if first is None:
            self._waiting = movement
            return []
        if self._alternates and first.side is movement.side:
            self._waiting = movement
            return [replace(first, is_complete=False)]
        self._waiting = None
        return [_joined(first, movement)]

    def finish(self) -> list[RepetitionCompleted]:
        """End the set: a first movement without a second was half a repetition."""
        left, self._waiting = self._waiting, None
        return [] if left is None else [replace(left, is_complete=False)]


def _joined(first: RepetitionCompleted, second: RepetitionCompleted) -> RepetitionCompleted:
    """Both movements as one repetition, which went as far as the smaller of them."""
    smaller = min((first, second), key=lambda movement: abs(movement.peak_deg - movement.start_deg))
    return RepetitionCompleted(
        start_ms=first.start_ms,
        peak_ms=smaller.peak_ms,
        end_ms=second.end_ms,
        side=Side.BOTH,
        start_deg=smaller.start_deg,
        peak_deg=smaller.peak_deg,
        tempo_s=(second.end_ms - first.start_ms) / 1000,
        faults=tuple(dict.fromkeys((*first.faults, *second.faults))),
        is_complete=first.is_complete and second.is_complete,
    )
