"""The figures counting, timing and angles are judged by.

MAE = mean of |counted - true| / true; OBO = share of recordings off by at most one; exact = share
counted exactly. Segments are matched one to one, best temporal overlap first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CountScore:
    """How well a group of recordings was counted."""

    recordings: int
    mae: float
    obo: float
    exact: float
    bias: float


def count_score(pairs: Sequence[tuple[int, int]]) -> CountScore:
    """Score pairs of (counted, true) repetitions; true ones are never 0."""
    size = len(pairs)
    return CountScore(
        recordings=size,
        mae=sum(abs(counted - true) / true for counted, true in pairs) / size,
        obo=sum(abs(counted - true) <= 1 for counted, true in pairs) / size,
        exact=sum(counted == true for counted, true in pairs) / size,
        bias=sum(counted - true for counted, true in pairs) / size,
    )


def overlap(one: Span, other: Span) -> float:
    """Temporal intersection over union, 0..1."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0.0, both) / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def matched(found: Sequence[Span], true: Sequence[Span], least: float) -> list[tuple[int, int]]:
    """Indices of found and true segments that belong together, best overlap first, at least this much."""
    candidates = sorted(
        ((overlap(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(true)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    pairs: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_true: set[int] = set()
    for share, i, j in candidates:
        if share >= least and i not in used_found and j not in used_true:
            pairs.append((i, j))
            used_found.add(i)
            used_true.add(j)
    return sorted(pairs)


def f1(groups: Sequence[tuple[Sequence[Span], Sequence[Span]]], least: float) -> float:
    """Segment F1 over recordings of (found, true) segments."""
    hits = sum(len(matched(found, true, least)) for found, true in groups)
    total = sum(len(found) + len(true) for found, true in groups)
    return 2 * hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Measured minus true, degrees: mean absolute error, bias, and the limits of 95 % of the differences."""

    pairs: int
    mae: float
    bias: float
    low: float
    high: float


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement:
    """Bland and Altman's limits for pairs of (measured, true). Source: doi:10.1016/S0140-6736(86)90837-8."""
    gaps = [measured - true for measured, true in pairs]
    bias = sum(gaps) / len(gaps)
    spread = sqrt(sum((gap - bias) ** 2 for gap in gaps) / (len(gaps) - 1)) if len(gaps) > 1 else 0.0
    mae = sum(map(abs, gaps)) / len(gaps)
    return Agreement(len(gaps), mae, bias, bias - 1.96 * spread, bias + 1.96 * spread)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
