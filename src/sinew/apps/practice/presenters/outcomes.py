"""Outcome measures of a member for practitioners, and the summary over everybody they look after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.presenters import MeasureInWords
from sinew.apps.web import content as shown
from sinew.apps.web.charts import number, sparkline
from sinew.outcomes import (
    Criterion,
    Meaning,
    Measure,
    PointState,
    Responder,
    Tally,
    next_point,
    summary,
)

MEANINGS = {
    Meaning.SAME: "the same",
    Meaning.NO_REAL_CHANGE: "within measurement error",
    Meaning.LESS_THAN_NOTICED: "below the important change",
    Meaning.BETTER: "better, an important change",
    Meaning.WORSE: "worse, an important change",
    Meaning.TOWARD_BETTER: "better, importance not known",
    Meaning.TOWARD_WORSE: "worse, importance not known",
}
MET = {True: "met", False: "not met", None: "no answer"}
RESPONDED = {True: "Responder", False: "No responder", None: "Not known yet"}
TONES = {True: "green", False: "neutral", None: "neutral"}


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion in words, and how it stands."""

    says: str
    state: str


class OutcomeLine:
    """One measure as a row: start, now, change with its meaning, and what is due."""

    def __init__(self, course: Course, measure: Measure) -> None:
        self._course, self.measure = course, measure
        self.words = MeasureInWords(course, measure)

    @property
    def start(self) -> str:
        found = self.words.readings
        return number(found[0].value) if found and self.measure.compared_with_start else "–"

    @property
    def now(self) -> str:
        found = self.words.readings
        return f"{number(found[-1].value)} of {number(self.measure.high)}" if found else "–"

    @property
    def on(self) -> str:
        found = self.words.readings
        return date_format(found[-1].on, "M j") if found else ""

    @property
    def change(self) -> str:
        """The change in points with its sign, and what it means; the screening's answer where it is one."""
        if self.words.is_positive:
            return "positive screen"
        found = self._course.change(self.measure)
        if found is None:
            return "–"
        moved = found.after - found.before
        return f"{'+' if moved > 0 else ''}{number(moved)}, {MEANINGS[found.meaning]}"

    @property
    def is_positive(self) -> bool:
        return self.words.is_positive

    @property
    def spark(self) -> SafeString:
        return sparkline(
            [value for _on, value in self.words.line],
            sentence=self.words.says,
            low=self.measure.low,
            high=self.measure.high,
        )

    @property
    def due(self) -> str:
        """What comes next, and what was missed."""
        if self._course.plan.ended_at is not None:
            return "plan ended"
        if self.measure.schedule.every_days is not None:
            return self._weekly()
        points = self._course.points(self.measure)
        following = next_point(points)
        missed = [f"week {point.week}" for point in points if point.state is PointState.MISSED]
        said = f"missed: {', '.join(missed)}" if missed else ""
        if following is None:
            return said or "complete"
        when = f"week {following.week}, {_when(following.state, date_format(following.due_on, 'M j'))}"
        return f"{when}; {said}" if said else when

    def _weekly(self) -> str:
        found = self._course.weekly(self.measure)
        return f"weekly, {_when(found.state, date_format(found.due_on, 'M j'))}"

    @property
    def is_overdue(self) -> bool:
        if self._course.plan.ended_at is not None:
            return False
        if self.measure.schedule.every_days is not None:
            return self._course.weekly(self.measure).state is PointState.OVERDUE
        return any(point.state is PointState.OVERDUE for point in self._course.points(self.measure))


def _when(state: PointState, day: str) -> str:
    words = {PointState.DUE: f"due since {day}", PointState.OVERDUE: f"overdue since {day}"}
    return words.get(state, day)


class OutcomesPresenter:
    """A member's outcome measures on their page."""

    def __init__(self, course: Course) -> None:
        self._course = course

    @property
    def lines(self) -> list[OutcomeLine]:
        return [OutcomeLine(self._course, measure) for measure in self._course.measures]

    @property
    def waiting(self) -> list[str]:
        """Measures that would be asked as well if there were a license for their wording."""
        return [f"{_short(each.id)}: {each.license.note}" for each in self._course.waiting]

    @cached_property
    def _responder(self) -> Responder:
        return self._course.responder

    @property
    def responded(self) -> str:
        return RESPONDED[self._responder.responded]

    @property
    def tone(self) -> str:
        return TONES[self._responder.responded]

    @property
    def criteria(self) -> list[CriterionLine]:
        rule = self._course.settings.responder
        found = self._responder.criteria
        return [CriterionLine(criterion_in_words(each), MET[found[each.measure]]) for each in rule.criteria]


def _short(measure: str) -> str:
    words = shown.outcomes().wording[measure]
    return words.short or words.title


def criterion_in_words(criterion: Criterion) -> str:
    """A criterion as practitioners write it: ``NPRS: 2 points or 30 % better``."""
    name = _short(criterion.measure)
    if criterion.within is not None:
        return f"{name}: {criterion.within.low:g} to {criterion.within.high:g}"
    share = f" or {criterion.or_share:.0%} better" if criterion.or_share is not None else ""
    points = f"{criterion.improves_by:g} points"
    return f"{name}: {points}{share}" if share else f"{name}: {points} better"


@dataclass(frozen=True, slots=True)
class TallyLine:
    """How many of everybody who started met something."""

    says: str
    tally: Tally

    @property
    def percent(self) -> str:
        """Of everybody who started; empty where nobody did."""
        return f"{self.tally.met / self.tally.started:.0%}" if self.tally.started else ""


class SummaryPresenter:
    """Who responded by the summary's week, of everybody who began at least so long ago."""

    def __init__(self, courses: Sequence[Course]) -> None:
        self._settings = shown.outcomes()
        asking, self.week = self._settings.asking, self._settings.summary_week
        reached = self.week * 7 + asking.open_days
        self._began = [each for each in courses if (each.day - each.plan.as_of).days >= reached]
        self.too_early = len(courses) - len(self._began)

    @property
    def started(self) -> int:
        return len(self._began)

    @cached_property
    def lines(self) -> list[TallyLine]:
        """All criteria together first, then each on its own."""
        rule = self._settings.responder
        found = summary(rule, [each.responder_at(self.week) for each in self._began])
        each = [TallyLine(criterion_in_words(one), found.criteria[one.measure]) for one in rule.criteria]
        return [TallyLine("All together", found.responded), *each]
