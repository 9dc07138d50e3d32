"""Scores over time in words and as charts, for members and their care team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sinew.apps.outcomes.course import Course, wording_of
from sinew.apps.web import content as shown
from sinew.apps.web.charts import Band, Mark, Point, Series, line_chart, number
from sinew.outcomes import Measure, PointState, Reading, readings_compared
from sinew.program import Question

WEEKLY_GAP = 3
"""A line of a weekly measure breaks where so many of its answers are missing."""
NO_GAP_DAYS = 10_000
"""Lines of measures asked at weeks break at the points that were missed, not by days."""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One of the member's own activities: at the start and now."""

    name: str
    before: float | None
    now: float


class MeasureInWords:
    """One measure of a course: its score, what it means, and its chart."""

    def __init__(self, course: Course, measure: Measure) -> None:
        self.course, self.measure = course, measure
        self._words = wording_of(measure) or shown.outcomes().wording[measure.id]
        self._sentences = shown.outcomes().words

    @property
    def title(self) -> str:
        return self._words.title

    @property
    def short(self) -> str:
        """What practitioners call it; empty for a question of our own."""
        return self._words.short

    @property
    def attribution(self) -> str:
        """Who has to be named beside licensed wording."""
        return self._words.attribution

    @property
    def readings(self) -> Sequence[Reading]:
        return self.course.readings[self.measure.id]

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.measure.questions(self._words, shown.current().intake)

    @property
    def says(self) -> str:
        """The newest score in a sentence; empty where there is none."""
        if not self.readings:
            return ""
        answer = self._last_answer() if "%(answer)s" in self._words.says else ""
        values = {"score": number(self.readings[-1].value), "high": number(self.measure.high)}
        return self._words.says % {**values, "answer": answer}

    def _last_answer(self) -> str:
        question = self.questions[0]
        given = [each.answers[question.id] for each in self._answered() if question.id in each.answers]
        return question.label(given[-1]).lower() if given else ""

    def _answered(self) -> list[Any]:
        return [each for each in self.course.told[self.measure.id] if each.answers]

    @property
    def meaning(self) -> str:
        """What the newest score means: since the start, or as a screening."""
        if not self.readings:
            return ""
        if self.measure.positive_from is not None:
            return self._sentences.result["positive" if self.is_positive else "not-positive"]
        if not self.measure.compared_with_start:
            return ""
        if len(self.readings) == 1:
            return self._sentences.result["first"]
        found = self.course.change(self.measure)
        return self._sentences.meaning[found.meaning] if found is not None else ""

    @property
    def sentence(self) -> str:
        return f"{self.says} {self.meaning}".strip()

    @property
    def is_positive(self) -> bool:
        """Whether a screening says "look closer"."""
        limit = self.measure.positive_from
        return limit is not None and bool(self.readings) and self.readings[-1].value >= limit.value

    @property
    def activities(self) -> list[ActivityLine]:
        """The member's own activities as scored last; empty for other measures."""
        if self.measure.rule != "mean" or not self.readings:
            return []
        start, now = self.readings[0].parts, self.readings[-1].parts
        rows = self._answered()[-1].answers[self.measure.question]
        names = {row["activity"].strip().casefold(): row["activity"].strip() for row in rows}
        return [ActivityLine(names.get(key, key), start.get(key), value) for key, value in now.items()]

    @property
    def line(self) -> list[tuple[date, float | None]]:
        """Days and values in order; ``None`` where a point of the schedule was missed."""
        missed = [
            (point.due_on, None)
            for point in self.course.points(self.measure)
            if point.state is PointState.MISSED
        ]
        return sorted([*readings_compared(self.readings), *missed], key=lambda each: each[0])

    @property
    def has_line(self) -> bool:
        """Whether there are two scores, so that a chart says more than a sentence."""
        return len(self.readings) > 1

    @property
    def chart(self) -> SafeString:
        """The scores over time, with the change that matters drawn in around the start."""
        return self.chart_over(None, (), self.sentence)

    def chart_over(self, days: tuple[date, date] | None, marks: Sequence[Mark], sentence: str) -> SafeString:
        """The same chart over these days, with marks and what a reader should take from it."""
        measure, every_days = self.measure, self.measure.schedule.every_days
        return line_chart(
            [Series("", tuple(Point(on, value) for on, value in self.line))],
            sentence=sentence,
            axis=_("%(title)s, %(low)g to %(high)g")
            % {"title": self.title, "low": measure.low, "high": measure.high},
            low=measure.low,
            high=measure.high,
            band=self._band(),
            gap_days=every_days * WEEKLY_GAP if every_days else NO_GAP_DAYS,
            marks=marks,
            days=days,
        )

    def _band(self) -> Band | None:
        measure = self.measure
        if measure.mic is None or not self.has_line:
            return None
        start, margin = self.readings[0].value, measure.mic.value
        label = _("less than %(margin)g points from the start") % {"margin": margin}
        return Band(max(start - margin, measure.low), min(start + margin, measure.high), label)


def answered_measures(course: Course) -> list[MeasureInWords]:
    """Every measure with a score, in the order they are asked."""
    everything = course.settings.measures.values()
    return [MeasureInWords(course, each) for each in everything if course.readings[each.id]]
