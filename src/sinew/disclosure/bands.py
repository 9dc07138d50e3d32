"""The one scale on which every count of people is given.

A count below 11 is one step, 0 to 10. From 11 on all steps are equally wide and begin at the same places for
every count of every report, so that no two of them can be played off against each other (docs/reports.md,
"Proof").
"""

from dataclasses import dataclass

SMALLEST = 11
"""The least number of people of whom anything is said."""
FEWEST_COVERED = 50
"""A sponsor with fewer people covered gets no report and no count on an invoice."""
LISTS = 2
"""A person may be on so many rosters that are compared: an employer's and a health plan's."""


@dataclass(frozen=True, slots=True)
class Band:
    """A count as it is given: somewhere from ``low`` to ``high``, both included.

    Attributes:
        is_open: the highest step of its scale; the count may also be above it.
    """

    low: int
    high: int
    is_open: bool = False

    @property
    def is_shown(self) -> bool:
        """Whether it is known to be 11 people or more."""
        return self.low >= SMALLEST

    @property
    def middle(self) -> float:
        """What percentages and drawings are made of: the middle of the step."""
        return (self.low + self.high) / 2

    def to_json(self) -> dict[str, int | bool]:
        """As it is kept."""
        return {"low": self.low, "high": self.high, "is_open": self.is_open}


HIDDEN = Band(0, SMALLEST - 1)


@dataclass(frozen=True, slots=True)
class Steps:
    """A scale: 0 to 10, then steps of ``width`` from 11 on.

    Scales of which one's width divides the other's begin their steps at the same places, so a count given on
    both is known no better than on the finer.
    """

    width: int

    def plain(self, count: int) -> Band:
        """The step a count is on."""
        if count < SMALLEST:
            return HIDDEN
        low = count - (count - SMALLEST) % self.width
        return Band(low, low + self.width - 1)

    def band(self, count: int, *, of: int) -> Band:
        """The step a count is on, among so many people who could have been counted.

        The sponsor knows ``of``. So that it cannot tell how few were *not* counted, the highest step is the
        one that holds half of them less ten, and everything above is on it as well.
        """
        most = max(of // LISTS - SMALLEST + 1, 0)
        step = self.plain(min(count, most))
        return Band(step.low, step.high, is_open=step.low <= most <= step.high)


REPORT_STEPS = Steps(10)
INVOICE_STEPS = Steps(5)
"""Finer than a report's, as invoices are agreed: rounded up to 5, starting at 11."""


def higher(before: Band | None, now: Band) -> Band:
    """What is given of a count that only grows: a published step is never taken back."""
    return now if before is None or now.low >= before.low else before


def between(inner: Band | None, outer: Band) -> Band:
    """How many are in a group and not in one inside it, as far as both steps tell; ``None``: nobody is."""
    if inner is None:
        return outer
    low = 0 if inner.is_open else max(outer.low - inner.high, 0)
    return Band(low, max(outer.high - inner.low, low), outer.is_open)
