"""An attacker who solves: what was published and known goes in, what a group's size can be comes out.

Unknown are whole numbers of people, one for each kind of person. The answers are exact for whole numbers
(branch and bound, HiGHS); nothing of the way reports are made is used here.
"""

from collections.abc import Iterable, Mapping

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

EXACT = {"mip_rel_gap": 0.0}


class Contradiction(Exception):
    """What was published cannot all be true: a fault of the test's model."""


class Auditor:
    """What somebody knows who has read everything."""

    def __init__(self) -> None:
        self._names: dict[object, int] = {}
        self._sums: list[Mapping[int, float]] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def knows(self, group: Iterable[object], low: float, high: float = numpy.inf) -> None:
        """So many people are of these kinds; a kind named twice counts twice."""
        self._sums.append(self._weights(group))
        self._low.append(low)
        self._high.append(high)

    def knows_more(self, group: Iterable[object], less: Iterable[object], low: float) -> None:
        """In the first group are at least so many more than in the other."""
        weights = dict(self._weights(group))
        for kind, weight in self._weights(less).items():
            weights[kind] = weights.get(kind, 0) - weight
        self._sums.append(weights)
        self._low.append(low)
        self._high.append(numpy.inf)

    def span(self, group: Iterable[object]) -> tuple[int, int]:
        """The smallest and the largest size this group can have; the largest of an unbounded one is 10**6."""
        goal = self._weights(group)
        return self._extreme(goal, 1), self._extreme(goal, -1)

    def _weights(self, group: Iterable[object]) -> dict[int, float]:
        weights: dict[int, float] = {}
        for kind in group:
            index = self._names.setdefault(kind, len(self._names))
            weights[index] = weights.get(index, 0) + 1
        return weights

    def _extreme(self, goal: Mapping[int, float], sign: int) -> int:
        count = len(self._names)
        cost = numpy.zeros(count)
        for index, weight in goal.items():
            cost[index] = sign * weight
        cells = [(row, at, weight) for row, one in enumerate(self._sums) for at, weight in one.items()]
        rows, columns, weights = zip(*cells, strict=True)
        matrix = coo_array((weights, (rows, columns)), shape=(len(self._sums), count)).tocsc()
        found = milp(
            cost,
            integrality=numpy.ones(count),
            bounds=Bounds(0, 10**6),
            constraints=LinearConstraint(matrix, self._low, self._high),
            options=EXACT,
        )
        if not found.success:
            raise Contradiction(found.message)
        return sign * round(found.fun)
