"""The report on monitoring in words: one member's month, and a line for each member of a caseload."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sinew import monitoring
from sinew.apps.charting.evidence import EARLIEST_MONTH, MemberEvidence, PlanPeriod
from sinew.apps.charting.presenters import LedgerLine
from sinew.apps.web import content as shown
from sinew.content.monitoring import MonitoringWords, Source
from sinew.monitoring import Clock, Period, Reached, calendar_month


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code beside what was found."""

    code: str
    about: str
    asks: str
    units: int
    is_running: bool

    @property
    def says(self) -> str:
        """What was found; in a time that still runs, more can come and another code take its place."""
        so_far = " so far" if self.is_running else ""
        if not self.units:
            return f"not reached{so_far}"
        times = f" {self.units} times" if self.units > 1 else ""
        return f"thresholds reached{times}{so_far}"


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day with data, and what arrived."""

    on: date
    kinds: str


class PeriodSection:
    """One period of days of one care plan.

    Attributes:
        plan_ended_on: the day the plan ended, where that is in this period; ``None`` elsewhere.
    """

    def __init__(self, one: PlanPeriod, today: date, words: MonitoringWords) -> None:
        self.found, self._words = one.found, words
        period, ended_on = one.found.period, one.plan_ended_on
        self.plan_ended_on = ended_on if ended_on is not None and ended_on in period else None
        self.is_running = self.plan_ended_on is None and period.ends_on > today
        self.length = (period.ends_on - period.begins_on).days

    @property
    def begins_on(self) -> date:
        return self.found.period.begins_on

    @property
    def last_on(self) -> date:
        return self.found.period.last_on

    @property
    def count(self) -> int:
        return self.found.count

    @property
    def days(self) -> list[DayLine]:
        return [DayLine(day.on, ", ".join(map(self._kind, day.kinds))) for day in self.found.days]

    def _kind(self, kind: str) -> str:
        return self._words.kinds[kind].lower()

    @property
    def codes(self) -> list[CodeLine]:
        return code_lines(self.found.codes, self._words, is_running=self.is_running)


class MonthReport:
    """One member's month; everything the page, the CSV and the PDF show."""

    def __init__(self, found: MemberEvidence, month: Period) -> None:
        self.found, self.month = found, month
        self.member = found.member
        self.words = shown.monitoring().words
        self.is_reviewed = shown.monitoring().file.is_reviewed
        self._rules = monitoring.rules_on(month.begins_on, shown.monitoring().sets)

    @property
    def begins_on(self) -> date:
        return self.month.begins_on

    @property
    def name(self) -> str:
        """How an address names the month."""
        return f"{self.month.begins_on:%Y-%m}"

    @property
    def before(self) -> str:
        """The month before; empty where an address can name none."""
        before = self.month.begins_on - timedelta(days=1)
        return f"{before:%Y-%m}" if before >= EARLIEST_MONTH else ""

    @property
    def after(self) -> str:
        """The month after; empty where it is still to come."""
        return f"{self.month.ends_on:%Y-%m}" if self.month.ends_on <= self.found.today else ""

    @property
    def is_running(self) -> bool:
        return self.month.ends_on > self.found.today

    @property
    def no_period(self) -> str:
        """Why there is no period in this month."""
        return self.words.no_period if self.found.has_plan else self.words.no_plan

    @property
    def periods(self) -> list[PeriodSection]:
        return [PeriodSection(one, self.found.today, self.words) for one in self.found.periods]

    @property
    def minutes(self) -> int:
        return self.found.month.minutes if self.found.month else 0

    @property
    def others_minutes(self) -> int:
        return self.found.month.others_minutes if self.found.month else 0

    @property
    def has_live(self) -> bool:
        return self.found.month is not None and self.found.month.has_live

    @property
    def month_codes(self) -> list[CodeLine]:
        codes = self.found.month.codes if self.found.month else ()
        return code_lines(codes, self.words, is_running=self.is_running)

    @property
    def ledger(self) -> list[LedgerLine]:
        """Every entry of the month, those that were taken back among them."""
        counted = (
            {one.entry.id: one.counted_seconds for one in self.found.month.entries}
            if self.found.month
            else {}
        )
        taken_back = {row.reverses_id for row in self.found.rows if row.reverses_id is not None}
        roles = self._rules.roles if self._rules is not None else frozenset()
        return [
            LedgerLine(row, counted.get(str(row.pk)), row.pk in taken_back, roles) for row in self.found.rows
        ]

    @property
    def sources(self) -> tuple[Source, ...]:
        return shown.monitoring().sources_of(self._rules) if self._rules is not None else ()

    @property
    def reached(self) -> str:
        """Codes whose thresholds are reached, in one line: "98985, 98980"."""
        lines = [line for section in self.periods for line in section.codes] + self.month_codes
        return ", ".join(dict.fromkeys(_times(line) for line in lines if line.units))


def _times(line: CodeLine) -> str:
    return line.code if line.units == 1 else f"{line.code} × {line.units}"


def code_lines(codes: Sequence[Reached], words: MonitoringWords, *, is_running: bool) -> list[CodeLine]:
    """Codes with what they ask for and whether that is reached."""
    return [
        CodeLine(one.rule.code, words.codes[one.rule.code], _asks(one), one.units, is_running)
        for one in codes
    ]


def _asks(one: Reached) -> str:
    """ "2 to 15 days", "from 40 minutes, and each further 20, with a live conversation"."""
    rule = one.rule
    unit = "days" if rule.clock is Clock.DAYS else "minutes"
    asks = f"from {rule.least} {unit}" if rule.most is None else f"{rule.least} to {rule.most} {unit}"
    asks += f", and each further {rule.every}" if rule.every is not None else ""
    asks += ", with a live conversation" if rule.needs_live else ""
    return asks + (", first period only" if rule.is_once else "")


def months_until(today: date, count: int) -> list[Period]:
    """The last months, this one first."""
    found = [calendar_month(today)]
    while len(found) < count:
        found.append(calendar_month(found[-1].begins_on - timedelta(days=1)))
    return found
