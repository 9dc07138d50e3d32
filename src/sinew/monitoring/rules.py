"""What a code asks for; the numbers come from content and carry the days on which they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Clock(StrEnum):
    """What is counted: days with data in a period, or minutes in a calendar month."""

    DAYS = "days"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class CodeRule:
    """What one code asks for.

    Attributes:
        code: as the code book names it.
        clock: whether `least`, `most` and `every` are days or minutes.
        least: the least count.
        most: the greatest count; ``None`` where there is no limit.
        every: each further block of so many, from `least` on; ``None`` where it is reached once.
        needs_live: whether somebody must have spoken with the member in that time.
        is_once: whether it is for the first period of a course only.
    """

    code: str
    clock: Clock
    least: int
    most: int | None = None
    every: int | None = None
    needs_live: bool = False
    is_once: bool = False

    def units(self, count: int, *, has_live: bool, is_first: bool) -> int:
        """How often the thresholds are reached by this count: 0, 1, or more where there are blocks."""
        if count < self.least or (self.most is not None and count > self.most):
            return 0
        if (self.needs_live and not has_live) or (self.is_once and not is_first):
            return 0
        return 1 if self.every is None else 1 + (count - self.least) // self.every


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a span of days.

    Attributes:
        begins_on, ends_on: they hold for what begins from the one on and before the other.
        period_days: how long a period is.
        data: which kinds of data make a day count.
        live: which kinds of time are a live conversation.
        roles: whose minutes count.
    """

    begins_on: date
    ends_on: date | None
    period_days: int
    codes: tuple[CodeRule, ...]
    data: frozenset[str]
    live: frozenset[str]
    roles: frozenset[str]

    def holds_on(self, day: date) -> bool:
        """Whether these are the rules of what begins on a day."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)

    def of(self, clock: Clock) -> tuple[CodeRule, ...]:
        """The codes that count by this clock."""
        return tuple(rule for rule in self.codes if rule.clock is clock)


def rules_on(day: date, sets: Iterable[RuleSet]) -> RuleSet | None:
    """The rules that hold for what begins on a day; ``None`` where none are known."""
    return next((each for each in sets if each.holds_on(day)), None)
