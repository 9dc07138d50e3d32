"""A member's page for practitioners."""

from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CareEvent, RedFlagRaised
from sinew.apps.library.accuracy import AccuracyCard, card_of
from sinew.apps.outcomes.course import Course
from sinew.apps.practice.actions import may_decide, undo_of
from sinew.apps.practice.forms import SCOPES, exercises, phases
from sinew.apps.practice.presenters.attention import AttentionLine
from sinew.apps.practice.presenters.caseload import CaseRow
from sinew.apps.practice.presenters.intake import IntakePresenter
from sinew.apps.practice.presenters.outcomes import OutcomesPresenter
from sinew.apps.practice.presenters.plan import PlanPresenter
from sinew.apps.practice.presenters.sessions import SessionPresenter
from sinew.apps.practice.presenters.tests import TestLine, test_lines
from sinew.apps.practice.presenters.timeline import Moment
from sinew.apps.practice.presenters.trends import pain_chart, range_charts
from sinew.apps.practice.record import MemberRecord, newest_decision
from sinew.apps.web.content import accuracy

SESSIONS_SHOWN = 8
MOMENTS_SHOWN = 12


class FlagLine:
    """A raised red flag with its rule in words."""

    def __init__(self, flag: RedFlagRaised, wording: str) -> None:
        self.flag = flag
        self.says = wording

    @property
    def is_open(self) -> bool:
        return self.flag.resolved_at is None and self.flag.taken_back_at is None


class MemberPage:
    """Everything the page shows, in words; `show_all` lists every session and moment."""

    def __init__(self, record: MemberRecord, reader: User, *, at: datetime, show_all: bool) -> None:
        self.record = record
        self.content = record.content
        self._reader = reader
        self._at = at
        self._show_all = show_all

    @property
    def member(self) -> object:
        return self.record.member

    @property
    def name(self) -> str:
        return self.record.member.display_name

    @property
    def row(self) -> CaseRow:
        return CaseRow(self.record.case, self.content.program, self._at)

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
    def attention(self) -> list[AttentionLine]:
        return self.row.attention

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

    @property
    def pain(self) -> SafeString:
        return pain_chart(self.record.sessions, points=self.content.program.progression.improvement.points)

    @cached_property
    def outcomes(self) -> OutcomesPresenter | None:
        """What the member answered over time; ``None`` before the first plan."""
        plan = self.record.plan
        return OutcomesPresenter(Course(plan, self.record.day)) if plan is not None else None

    @property
    def ranges(self) -> list[tuple[str, SafeString]]:
        return range_charts(self.record.sessions, self.content)

    @property
    def sessions(self) -> list[SessionPresenter]:
        shown = self.record.sessions if self._show_all else self.record.sessions[:SESSIONS_SHOWN]
        return [SessionPresenter(session, self.content) for session in shown]

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
        return len(self.record.sessions)

    @property
    def moments(self) -> list[Moment]:
        everything = [Moment(adjustment, self.content) for adjustment in self.record.adjustments]
        if self._show_all:
            return everything
        return [moment for moment in everything if not moment.is_quiet][:MOMENTS_SHOWN]

    @property
    def has_more(self) -> bool:
        has_hidden = len(self.moments) < len(self.record.adjustments)
        return not self._show_all and (len(self.record.sessions) > SESSIONS_SHOWN or has_hidden)

    @property
    def intakes(self) -> list[IntakePresenter]:
        return [IntakePresenter(intake, self.content.intake) for intake in self.record.intakes]
