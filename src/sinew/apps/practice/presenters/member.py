"""A member's page for practitioners."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.safestring import SafeString

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, RedFlagRaised
from sinew.apps.library.accuracy import AccuracyCard, card_of
from sinew.apps.outcomes.course import Course
from sinew.apps.practice.actions import may_decide, undo_of
from sinew.apps.practice.adherence import weeks
from sinew.apps.practice.forms import SCOPES, exercises, phases
from sinew.apps.practice.presenters.caseload import CaseRow
from sinew.apps.practice.presenters.intake import IntakePresenter
from sinew.apps.practice.presenters.marks import marks_of
from sinew.apps.practice.presenters.outcomes import OutcomeLine, OutcomesPresenter
from sinew.apps.practice.presenters.plan import PlanPresenter
from sinew.apps.practice.presenters.sessions import SessionPresenter
from sinew.apps.practice.presenters.summary import Summary
from sinew.apps.practice.presenters.tests import TestLine, test_lines
from sinew.apps.practice.presenters.trends import Axis, adherence_chart, pain_chart, range_charts
from sinew.apps.practice.record import SESSIONS_SHOWN, MemberRecord, newest_decision
from sinew.apps.web.charts import Mark
from sinew.apps.web.content import accuracy

FUNCTION = "psfs"
"""The measure of function everybody answers: their own activities."""
CHARTED_WEEKS = 26


class FlagLine:
    """A raised red flag with its rule in words."""

    def __init__(self, flag: RedFlagRaised, wording: str) -> None:
        self.flag = flag
        self.says = wording

    @property
    def is_open(self) -> bool:
        return self.flag.resolved_at is None and self.flag.taken_back_at is None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart under its heading."""

    title: str
    drawing: SafeString


class MemberPage:
    """Everything the page shows, in words."""

    def __init__(self, record: MemberRecord, reader: User, *, at: datetime) -> None:
        self.record = record
        self.content = record.content
        self._reader = reader
        self._at = at

    @property
    def member(self) -> object:
        return self.record.member

    @property
    def name(self) -> str:
        return self.record.member.display_name

    @cached_property
    def row(self) -> CaseRow:
        return CaseRow(self.record.case, self.content.program, self._at)

    @cached_property
    def summary(self) -> Summary:
        """How she is doing and what waits."""
        return Summary(self.record, self.row, self.content)

    @property
    def about(self) -> str:
        """Age and side as answered: ``58 years, left side``."""
        answers = self.record.plan.answers if self.record.plan else self._newest_answers()
        age, side = answers.get("age"), answers.get("side")
        parts = [f"{age:g} years" if age else "", f"{side} side" if side in {"left", "right"} else ""]
        return ", ".join(part for part in [*parts, "both sides" if side == "both" else ""] if part)

    def _newest_answers(self) -> dict[str, object]:
        return self.record.intakes[0].current_answers if self.record.intakes else {}

    @property
    def flags(self) -> list[FlagLine]:
        wording = self.content.program.wording
        return [FlagLine(flag, wording.get(flag.rule, "")) for flag in self.record.flags]

    @property
    def open_flags(self) -> list[FlagLine]:
        return [flag for flag in self.flags if flag.is_open]

    @property
    def closed_flags(self) -> list[FlagLine]:
        return [flag for flag in self.flags if not flag.is_open]

    @cached_property
    def plan(self) -> PlanPresenter | None:
        return PlanPresenter(self.record.today, self.content) if self.record.today else None

    @property
    def may_decide(self) -> bool:
        return may_decide(self._reader)

    @property
    def proposals(self) -> int:
        """Changes that somebody of the team proposes and nobody has answered."""
        return self.record.plan.proposals.open().count() if self.record.plan is not None else 0

    @property
    def has_plan(self) -> bool:
        return self.record.today is not None

    @property
    def is_waiting(self) -> bool:
        """Whether going on needs a clearance: never cleared, paused or stopped."""
        return self.record.case.word == "stop" or (
            self.plan is not None and self.plan.minutes is None and not self._rests
        )

    @property
    def _rests(self) -> bool:
        """A planned rest day: the coming week has sessions."""
        return self.plan is not None and any(day.names for day in self.plan.week)

    @property
    def phases(self) -> list[tuple[str, str]]:
        track = self.plan.track if self.plan else ""
        known = self.content.program.phases
        return [choice for choice in phases(self.content) if known[choice[0]].track == track]

    @property
    def exercises(self) -> list[tuple[str, str]]:
        """Exercises of today's session first, then the others."""
        today = [(line.id, line.name) for line in self.plan.exercises] if self.plan else []
        return list(dict.fromkeys([*today, *exercises(self.content)]))

    @property
    def scopes(self) -> tuple[tuple[str, str], ...]:
        return SCOPES

    @property
    def seen(self) -> int:
        """Id of the newest adjustment on this page: a decision made on an older page is refused."""
        return max((adjustment.pk for adjustment in self.record.adjustments), default=0)

    @property
    def scope(self) -> str:
        """The clearance to propose: the one the gate asks for, unless the plan itself waits."""
        return "" if self.is_waiting or self.plan is None else self.plan.sign_off_scope

    @property
    def tests(self) -> list[TestLine]:
        return test_lines(self.record.tests, self.record.today)

    @property
    def undoable(self) -> CareEvent | None:
        """The newest decision, if its maker is reading and it can be taken back today."""
        event = newest_decision(self.record)
        if event is None or event.created_by_id != self._reader.pk or event.on != self.record.day:
            return None
        rows = self.record.adjustments
        place = next(i for i, row in enumerate(rows) if row.event_id == event.pk)
        phase_before = rows[place + 1].phase if place + 1 < len(rows) else ""
        return event if undo_of(event, phase_before) else None

    @cached_property
    def course(self) -> Course | None:
        """The outcome measures of the plan; ``None`` before the first."""
        return Course(self.record.plan, self.record.day) if self.record.plan is not None else None

    @cached_property
    def outcomes(self) -> OutcomesPresenter | None:
        """What the member answered over time; ``None`` before the first plan."""
        return OutcomesPresenter(self.course) if self.course is not None else None

    @cached_property
    def _axis(self) -> Axis:
        plan = self.record.plan
        first = plan.as_of if plan else self.record.day
        since = max(first, self.record.day - CHARTED_WEEKS * timedelta(days=7))
        return Axis(since, self.record.day, marks_of(self.record.adjustments))

    @property
    def marks(self) -> list[Mark]:
        """What the charts mark, for reading; the newest first."""
        inside = [mark for mark in self._axis.marks if mark.on >= self._axis.first]
        return inside[::-1]

    @property
    def charts(self) -> list[Chart]:
        """Pain, adherence, function and range of motion over the same days."""
        since, content = self._axis.first, self.content
        course = [one for one in self.record.course if one.planned_on >= since]
        done = [one.planned_on for one in self.summary.done]
        on = {one.pk: one.planned_on for one in course}
        measured = [one for one in self.record.measured if one.session_id in on]
        asked = weeks(self.summary.asked, done, since, self.record.day)
        points = content.program.progression.improvement.points
        return [
            Chart("Pain", pain_chart(course, self._axis, points=points)),
            Chart("Adherence", adherence_chart(asked, self._axis)),
            *self._function,
            *(
                Chart(f"{name}, range of motion", drawing)
                for name, drawing in range_charts(measured, on, self._axis, content)
            ),
        ]

    @property
    def _function(self) -> list[Chart]:
        if self.course is None or FUNCTION not in self.course.settings.measures:
            return []
        line = OutcomeLine(self.course, self.course.settings.measures[FUNCTION])
        if not line.words.has_line:
            return []
        says = f"{line.start} at the start, {line.now} now: {line.change}."
        return [Chart("Function", line.words.chart_over(self._axis.days, self._axis.marks, says))]

    @property
    def sessions(self) -> list[SessionPresenter]:
        return [SessionPresenter(session, self.content) for session in self.record.sessions]

    @property
    def older_sessions(self) -> date | None:
        """The day before which to read on; ``None`` where nothing is older."""
        shown, course = self.record.sessions, self.record.course
        if len(shown) < SESSIONS_SHOWN or course[0].planned_on >= shown[-1].planned_on:
            return None
        return shown[-1].planned_on

    @property
    def cards(self) -> list[tuple[str, AccuracyCard]]:
        """How exact the camera is, for every exercise of today, this week and the sessions shown."""
        today = [line.id for line in self.plan.exercises] if self.plan else []
        week = [name for day in self.record.today.week for name in day.exercises] if self.record.today else []
        done = [one.exercise for session in self.sessions for one in session.sets]
        known = (self.content.exercises.get(name) for name in dict.fromkeys((*today, *week, *done)))
        found = ((one.name, card_of(one, accuracy())) for one in known if one is not None)
        return [(name, card) for name, card in found if card is not None]

    @property
    def session_count(self) -> int:
        return len(self.record.course)

    @property
    def intakes(self) -> list[IntakePresenter]:
        return [IntakePresenter(intake, self.content.intake) for intake in self.record.intakes]
