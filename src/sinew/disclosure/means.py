"""Means of answers: each over a group of people of its own, formed once and never again.

A mean over everybody so far, told every quarter, gives away whoever came since. So every person's answer goes
into exactly one mean. A group is closed when the published steps say that eleven or more have come.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sinew.disclosure.bands import SMALLEST


@dataclass(frozen=True, slots=True)
class Scale:
    """From the lowest to the highest an answer can be, and how finely a mean is told."""

    low: float
    high: float
    places: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answers: at the start (``None`` where the measure has no start) and later."""

    person: str
    before: float | None
    after: float


@dataclass(frozen=True, slots=True)
class Group:
    """The means of one group.

    Attributes:
        at_least: how many people it holds at least, as the published steps tell.
        before: ``None`` where the measure is asked once.
        people: who is in it; never published, only kept so that nobody comes into a second group.
    """

    measure: str
    at_least: int
    before: float | None
    after: float
    people: tuple[str, ...] = ()


def mean_of(values: Sequence[float], scale: Scale) -> float | None:
    """The mean, rounded; ``None`` where it would say something of a person.

    That is with fewer than 11 values, where all are equal, or where the mean lies so near an end of the scale
    that some person could not have given any answer there is.
    """
    count, total = len(values), sum(values)
    if count < SMALLEST or min(values) == max(values):
        return None
    others_low, others_high = (count - 1) * scale.low, (count - 1) * scale.high
    if not (total - scale.high >= others_low and total - scale.low <= others_high):
        return None
    return round(total / count, scale.places)


def group_of(measure: str, answers: Sequence[Answer], scale: Scale, at_least: int) -> Group | None:
    """The group of everybody who waits; ``None`` where its means cannot be told, and everybody waits on."""
    after = mean_of([each.after for each in answers], scale)
    first = [each.before for each in answers if each.before is not None]
    before = mean_of(first, scale) if first else None
    if after is None or (first and (before is None or len(first) < len(answers))):
        return None
    return Group(measure, at_least, before, after, tuple(sorted(each.person for each in answers)))
