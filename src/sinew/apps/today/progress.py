"""Progress over time: sessions, pain and range of motion, each with the sentence that says what it shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.exercise.presenters import error_deg_of
from sinew.apps.members.models import Member
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.presenters import MeasureInWords, answered_measures
from sinew.apps.web import content as shown
from sinew.apps.web.charts import Band, Point, Series, line_chart
from sinew.content import Content
from sinew.motion.shown import rounded_deg
from sinew.motion.uncertainty import plus_minus, smallest_change_deg
from sinew.outcomes import Measure
from sinew.vocabulary import Side

PAIN = "nprs"
MOST_CHARTS = 4
WEEK = timedelta(days=7)
SIDE_NAMES = {
    Side.LEFT: gettext_lazy("Left"),
    Side.RIGHT: gettext_lazy("Right"),
    Side.BOTH: gettext_lazy("Both"),
}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One done session in the list."""

    session: ExerciseSession
    percent: int


@dataclass(frozen=True, slots=True)
class RangeChart:
    """The range of motion of one exercise over time."""

    name: str
    chart: SafeString


class ProgressPresenter:
    """A member's sessions as charts, numbers and sentences.

    Args:
        day: today where the member is.
    """

    def __init__(self, member: Member, content: Content, day: date) -> None:
        self._member, self.day, self._content = member, day, content
        done = ExerciseSession.objects.filter(plan__member=member).done()
        self._sessions = list(done.without_details().order_by("planned_on", "recorded_at"))
        self._sets = list(
            MeasuredSet.objects.filter(session__in=self._sessions, rom_max_deg__isnull=False)
            .without_details()
            .order_by("session__planned_on", "id")
        )
        self._day_of = {session.pk: session.planned_on for session in self._sessions}

    @property
    def is_empty(self) -> bool:
        return not self._sessions

    @property
    def count(self) -> int:
        return len(self._sessions)

    @property
    def this_week(self) -> int:
        """Sessions of the last seven days."""
        return sum(self.day - WEEK < session.planned_on <= self.day for session in self._sessions)

    @property
    def sentence(self) -> str:
        first = date_format(self._sessions[0].planned_on, "F j")
        done = ngettext("%(n)d session", "%(n)d sessions", self.count) % {"n": self.count}
        values = {"done": done, "first": first, "week": self.this_week}
        return _("%(done)s since %(first)s, %(week)d of them in the last seven days.") % values

    @property
    def lines(self) -> list[SessionLine]:
        """Newest first."""
        return [
            SessionLine(session, round(100 * (session.completed_fraction or 0)))
            for session in reversed(self._sessions)
        ]

    @property
    def pain_chart(self) -> SafeString:
        pain = shown.outcomes().measures[PAIN]
        during = Series(_("while exercising"), self._pain("pain_during"), tone="warm")
        before = Series(_("before"), self._pain("pain_before"), tone="neutral")
        return line_chart(
            [during, before],
            sentence=_pain_sentence(during, pain),
            axis=_("Pain, %(low)g to %(high)g") % {"low": pain.low, "high": pain.high},
            low=pain.low,
            high=pain.high,
            band=_band(during, pain),
        )

    def _pain(self, moment: str) -> tuple[Point, ...]:
        return tuple(Point(session.planned_on, getattr(session, moment)) for session in self._sessions)

    @cached_property
    def outcomes(self) -> list[MeasureInWords]:
        """The outcome measures of the plan that is followed now, each with a chart."""
        plan = self._member.care_plans.active().first()
        return answered_measures(Course(plan, self.day)) if plan is not None else []

    @property
    def range_charts(self) -> list[RangeChart]:
        """The exercises measured on most days, each with one line a side."""
        days: dict[str, set[date]] = {}
        for measured in self._sets:
            if measured.rom_deg is not None:
                days.setdefault(measured.exercise, set()).add(self._day_of[measured.session_id])
        names = sorted(days, key=lambda name: (-len(days[name]), name))[:MOST_CHARTS]
        return [self._range_chart(name) for name in names]

    def _range_chart(self, exercise: str) -> RangeChart:
        best: dict[str, dict[date, float]] = {}
        measured = [one for one in self._sets if one.exercise == exercise and one.rom_deg is not None]
        for one in measured:
            of_side = best.setdefault(one.side, {})
            on = self._day_of[one.session_id]
            of_side[on] = max(of_side.get(on, 0), one.rom_deg or 0)
        series = [
            Series(
                str(SIDE_NAMES[Side(side)]),
                tuple(Point(on, rounded_deg(value)) for on, value in sorted(values.items())),
                tone=("accent", "warm")[number % 2],
            )
            for number, (side, values) in enumerate(sorted(best.items()))
        ]
        seen = [point.value for one in series for point in one.points if point.value is not None]
        low, high = 30 * (min(seen) // 30), 30 * (max(seen) // 30 + 1)
        known = self._content.exercises.get(exercise)
        chart = line_chart(
            series,
            sentence=_range_sentence([*max(best.values(), key=len).items()], error_deg_of(measured)),
            axis=_("Arc of the movement, degrees"),
            low=low,
            high=high,
            unit="°",
        )
        return RangeChart(known.name if known else exercise, chart)


def _values(series: Series) -> list[float]:
    return [point.value for point in series.seen if point.value is not None]


def _band(series: Series, measure: Measure) -> Band | None:
    """Around the first value, what is no meaningful change; ``None`` while there is nothing to compare."""
    values = _values(series)
    if len(values) < 2 or measure.mic is None:
        return None
    margin = measure.mic.value
    label = _("less than %(margin)g points from the start") % {"margin": margin}
    return Band(max(values[0] - margin, measure.low), min(values[0] + margin, measure.high), label)


def _pain_sentence(series: Series, measure: Measure) -> str:
    """From the first value to the last, and whether that difference means something."""
    values = _values(series)
    if len(values) < 2:
        return (
            _("One session is not enough to see a direction yet.")
            if values
            else _("No pain was reported yet.")
        )
    first, last = values[0], values[-1]
    numbers = {
        "first": first,
        "last": last,
        "top": measure.high,
        "margin": measure.mic.value if measure.mic else 0,
    }
    if last == first:
        return _("Pain while exercising is where it was at first: %(last)g of %(top)g.") % numbers
    moved = (
        _("Pain while exercising went from %(first)g to %(last)g of %(top)g.")
        if last < first
        else _("Pain while exercising is %(last)g of %(top)g now; it was %(first)g at first.")
    )
    meaning = (
        _("That is a clear change: %(margin)g points or more.")
        if abs(last - first) >= numbers["margin"]
        else _("That is less than the %(margin)g points that make a clear change.")
    )
    return f"{moved % numbers} {meaning % numbers}"


def _range_sentence(measured: list[tuple[date, float]], error_deg: int | None) -> str:
    """What the arcs of one side (degrees, in any order of days) show, no finer than measured."""
    angles = [angle for _on, angle in sorted(measured)]
    change, least = angles[-1] - angles[0], smallest_change_deg(error_deg)
    numbers = {
        "last": f"{rounded_deg(angles[-1])}° {plus_minus(error_deg)}".rstrip(),
        "change": rounded_deg(abs(change)),
        "least": least,
    }
    if len(angles) < 2:
        return _("About %(last)s so far.") % numbers
    if change >= least:
        return _("About %(last)s now, about %(change)d° more than the first time.") % numbers
    if change <= -least:
        return _("About %(last)s now, about %(change)d° less than the first time.") % numbers
    if rounded_deg(angles[-1]) == rounded_deg(angles[0]):
        return _("About %(last)s, as the first time.") % numbers
    return _("About %(last)s now. One camera cannot tell changes of less than %(least)d° here.") % numbers
