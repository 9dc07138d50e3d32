"""What the days and minutes of one member show, for a period and for a calendar month."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sinew.monitoring.minutes import MinuteEntry, Standing, standing, whole_minutes
from sinew.monitoring.periods import Period
from sinew.monitoring.rules import Clock, CodeRule, RuleSet


@dataclass(frozen=True, slots=True)
class DataDay:
    """A day on which data of the member arrived from their device, and of which kinds."""

    on: date
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A code beside what was found.

    Attributes:
        units: how often its thresholds are reached; 0 where they are not.
    """

    rule: CodeRule
    units: int


@dataclass(frozen=True, slots=True)
class PeriodEvidence:
    """Days with data in one period."""

    period: Period
    days: tuple[DataDay, ...]
    codes: tuple[Reached, ...]

    @property
    def count(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class MonthEvidence:
    """Minutes in one calendar month.

    Attributes:
        entries: what stands, those of roles that do not count among them.
        minutes: whole minutes that count.
        others_minutes: whole minutes of everybody else.
        has_live: whether somebody whose minutes count spoke with the member live.
    """

    month: Period
    entries: tuple[Standing, ...]
    minutes: int
    others_minutes: int
    has_live: bool
    codes: tuple[Reached, ...]


def data_days(transmissions: Iterable[tuple[date, str]], rules: RuleSet) -> tuple[DataDay, ...]:
    """Days that count, oldest first: several things on a day make one day.

    Args:
        transmissions: the day where the member is, and the kind of what arrived.
    """
    found: dict[date, set[str]] = defaultdict(set)
    for on, kind in transmissions:
        if kind in rules.data:
            found[on].add(kind)
    return tuple(DataDay(on, tuple(sorted(kinds))) for on, kinds in sorted(found.items()))


def period_evidence(
    transmissions: Iterable[tuple[date, str]], period: Period, rules: RuleSet, *, is_first: bool
) -> PeriodEvidence:
    """The days with data in a period, and which codes so many days reach.

    Args:
        is_first: whether it is the first period of the course; what is there once is asked in that one only.
    """
    days = tuple(day for day in data_days(transmissions, rules) if day.on in period)
    codes = tuple(
        Reached(rule, rule.units(len(days), has_live=False, is_first=is_first))
        for rule in rules.of(Clock.DAYS)
        if is_first or not rule.is_once
    )
    return PeriodEvidence(period, days, codes)


@dataclass(frozen=True, slots=True)
class TimeSpent:
    """Whole minutes somebody wrote down in a month for everybody they look after, and those of them live."""

    minutes: int
    live_minutes: int


def time_spent(entries: Iterable[MinuteEntry], month: Period, live: Collection[str]) -> TimeSpent:
    """What one person wrote down in a month: what was taken back is not there, no second counts twice.

    Args:
        live: the kinds of time that are a live conversation.
    """
    stands = [each for each in standing(entries) if each.entry.on in month]
    spoken = [each for each in stands if each.entry.kind in live]
    return TimeSpent(whole_minutes(stands), whole_minutes(spoken))


def month_evidence(entries: Iterable[MinuteEntry], month: Period, rules: RuleSet) -> MonthEvidence:
    """The minutes of a month, and which codes so many minutes reach."""
    stands = tuple(each for each in standing(entries) if each.entry.on in month)
    counting = [each for each in stands if each.entry.role in rules.roles]
    others = [each for each in stands if each.entry.role not in rules.roles]
    minutes = whole_minutes(counting)
    has_live = any(each.entry.kind in rules.live and each.entry.seconds for each in counting)
    codes = tuple(
        Reached(rule, rule.units(minutes, has_live=has_live, is_first=False))
        for rule in rules.of(Clock.MINUTES)
    )
    return MonthEvidence(month, stands, minutes, whole_minutes(others), has_live, codes)
