"""Exercise sessions done over planned: a pure function of a plan's decisions and the days of its sessions.

Planned is what the phase asks for: its days a week, or fewer where the member wanted fewer. Days on which the
plan waits, or gives no sessions, ask for none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sinew.apps.care.models import Adjustment
from sinew.program import Program
from sinew.vocabulary import Disposition

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Asked:
    """From this day on so many exercise days a week are asked for, until the next."""

    on: date
    days_per_week: int


@dataclass(frozen=True, slots=True)
class Adherence:
    """Days with a session, and days that were planned: ``[first, end)``."""

    first: date
    end: date
    done: int
    planned: int

    @property
    def percent(self) -> int | None:
        """Done of planned, at most 100; ``None`` where nothing was planned."""
        return min(100, round(100 * self.done / self.planned)) if self.planned else None


def asked_from(adjustments: Iterable[Adjustment], program: Program, wanted: int | None) -> list[Asked]:
    """What was asked for, from which day on.

    Args:
        adjustments: all decisions about a plan, oldest first.
        wanted: the most days a week the member said they want; ``None`` where they named none.
    """
    return [Asked(one.on, _rate(one, program, wanted)) for one in adjustments]


def _rate(one: Adjustment, program: Program, wanted: int | None) -> int:
    phase = program.phases.get(one.phase)
    if phase is None or one.waits_for_team or one.disposition != Disposition.SELF_CARE:
        return 0
    most = int(phase.days_per_week.high)
    return min(wanted, most) if wanted else most


def adherence(asked: Sequence[Asked], done: Iterable[date], first: date, end: date) -> Adherence:
    """How many days of ``[first, end)`` had a session, and how many should have had one, rounded."""
    days = {day for day in done if first <= day < end}
    planned = sum(rate * span.days / WEEK.days for rate, span in _spans(asked, first, end))
    return Adherence(first, end, len(days), round(planned))


def weeks(asked: Sequence[Asked], done: Iterable[date], first: date, end: date) -> list[Adherence]:
    """Every whole week from ``first`` on that is over by ``end``."""
    days = list(done)
    whole = (end - first).days // WEEK.days
    starts = (first + number * WEEK for number in range(whole))
    return [adherence(asked, days, start, start + WEEK) for start in starts]


def _spans(asked: Sequence[Asked], first: date, end: date) -> Iterator[tuple[int, timedelta]]:
    """The stretches of ``[first, end)`` with what each asked for a week; of one day the last word counts."""
    for number, one in enumerate(asked):
        until = asked[number + 1].on if number + 1 < len(asked) else end
        start, stop = max(one.on, first), min(until, end)
        if start < stop:
            yield one.days_per_week, stop - start
