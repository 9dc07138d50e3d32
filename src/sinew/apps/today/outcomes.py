"""The outcome measures due today as a sitting: one measure a page, and what the answers say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.outcomes.course import Course, wording_of
from sinew.apps.outcomes.presenters import MeasureInWords
from sinew.apps.today.intake_form import ScreenForm
from sinew.apps.web import content as shown
from sinew.errors import InputRefused
from sinew.outcomes import Measure
from sinew.program import Advice, Screen

SECONDS_A_QUESTION = 8
SUPPORT = "support"
"""The program's advice for a positive screening."""


@dataclass(frozen=True, slots=True)
class OutcomesCard:
    """The card on Today."""

    title: str
    text: str
    start: str
    later: str


class Sitting:
    """What is asked today, what was answered in it, and where somebody is."""

    def __init__(self, plan: CarePlan, day: date) -> None:
        self.course = Course(plan, day)
        self._done = self.course.today
        due = {measure.id for measure in self.course.due}
        self.measures = [each for each in self.course.measures if each.id in due or each.id in self._done]

    @property
    def card(self) -> OutcomesCard | None:
        """``None`` when nothing is due."""
        if not self.course.due:
            return None
        words = shown.outcomes().words.card
        return OutcomesCard(
            words["title"], words["text"] % {"minutes": self._minutes}, words["start"], words["later"]
        )

    @property
    def _minutes(self) -> str:
        asked = sum(
            max(len(question.items), 1)
            for measure in self.course.due
            for question in MeasureInWords(self.course, measure).questions
        )
        minutes = max(1, ceil(asked * SECONDS_A_QUESTION / 60))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}

    @property
    def next(self) -> Measure | None:
        """The first measure that is still to be answered today."""
        return next((each for each in self.measures if each.id not in self._done), None)

    def find(self, name: str) -> Measure | None:
        """A measure of today by id."""
        return next((each for each in self.measures if each.id == name), None)

    @property
    def results(self) -> list[MeasureInWords]:
        """What was answered today, in order."""
        given = [each for each in self.measures if each.id in self._done]
        return [MeasureInWords(self.course, each) for each in given if not self._done[each.id].is_left_out]

    @property
    def left_out(self) -> list[str]:
        """Titles of what was left out today."""
        rows = [each for each in self.measures if each.id in self._done]
        return [MeasureInWords(self.course, each).title for each in rows if self._done[each.id].is_left_out]

    @property
    def left_out_says(self) -> str:
        return self.words["left-out"]

    @property
    def words(self) -> Mapping[str, str]:
        return shown.outcomes().words.result

    @property
    def advice(self) -> list[Advice]:
        """The program's support where a screening of today is positive."""
        known = content_of(self.course.plan).program.advice
        is_positive = any(each.is_positive for each in self.results)
        return [known[SUPPORT]] if is_positive and SUPPORT in known else []


class OutcomePage:
    """One measure of a sitting as a form.

    Args:
        data: the POSTed form; ``None`` to show it.
    """

    def __init__(self, sitting: Sitting, measure: Measure, data: QueryDict | None) -> None:
        self._sitting, self.measure = sitting, measure
        self.words = wording_of(measure)
        given = sitting.course.today.get(measure.id)
        questions = MeasureInWords(sitting.course, measure).questions
        screen = Screen(measure.id, self.words.title if self.words else "", "", questions, is_group=True)
        self.is_answered = given is not None and not given.is_left_out
        answers = given.given if given is not None else {}
        self.form = ScreenForm(screen, answers=answers, data=data, day=sitting.course.day)

    @property
    def number(self) -> int:
        """Which of today's measures this is, from 1."""
        return self._sitting.measures.index(self.measure) + 1

    @property
    def count(self) -> int:
        return len(self._sitting.measures)

    @property
    def percent(self) -> int:
        return round(100 * (self.number - 1) / self.count)

    @property
    def previous(self) -> str:
        """The measure before this one; empty at the first."""
        return self._sitting.measures[self.number - 2].id if self.number > 1 else ""

    def refuse(self, refused: InputRefused) -> None:
        """Mark the answers that are missing."""
        of = {problem.where for problem in refused.problems}
        for item in self.form.fields:
            if item.name in of:
                item.error = _("Please answer this one. Only a few can be left open.")

    @property
    def is_single(self) -> bool:
        """One question alone stands in the page's heading."""
        return len(self.form.fields) == 1
