"""From answers to a score: sums, pro-rated sums, means over named activities."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sinew.outcomes.measure import Measure


@dataclass(frozen=True, slots=True)
class Score:
    """What answers are worth.

    Attributes:
        value: ``None`` where too much is missing.
        missing: ids of items without a possible answer.
        is_prorated: missing items were counted as the mean of the others.
        parts: for named activities, the score of each.
    """

    value: float | None
    missing: tuple[str, ...] = ()
    is_prorated: bool = False
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A score on a day; ``parts`` as in `Score`."""

    on: date
    value: float
    parts: Mapping[str, float] = field(default_factory=dict)


def score(measure: Measure, answers: Mapping[str, Any]) -> Score:
    """The score of these answers, by item id (or by the id of the program's question).

    A sum with no more than ``missing_at_most`` items missing is scaled up to all items, to one decimal.

    Source: docs/outcomes.md, "Scoring".
    """
    if measure.question:
        return _of_question(measure, answers.get(measure.question))
    points = {item.id: item.points(answers.get(item.id)) for item in measure.items}
    given = [value for value in points.values() if value is not None]
    missing = tuple(item for item, value in points.items() if value is None)
    if not given or len(missing) > measure.missing_at_most:
        return Score(None, missing)
    total = sum(given)
    if missing:
        return Score(round(total * len(points) / len(given), 1), missing, is_prorated=True)
    return Score(total)


def _of_question(measure: Measure, answer: Any) -> Score:
    if answer is None:
        return Score(None, (measure.question,))
    if measure.rule != "mean":
        return Score(float(answer))
    parts = {str(row["activity"]).strip().casefold(): float(row["score"]) for row in answer}
    return Score(mean(parts), parts=parts) if parts else Score(None, (measure.question,))


def mean(parts: Mapping[str, float]) -> float:
    """The mean of some scores, to one decimal."""
    return round(sum(parts.values()) / len(parts), 1)


def reading(measure: Measure, on: date, answers: Mapping[str, Any]) -> Reading | None:
    """The score of a day; ``None`` where the answers give none."""
    found = score(measure, answers)
    return None if found.value is None else Reading(on, found.value, found.parts)
