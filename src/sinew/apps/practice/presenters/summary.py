"""The first line of a member's page: how she is doing, and what waits, each with the act that answers it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.practice.adherence import Adherence, Asked, adherence, asked_from
from sinew.apps.practice.presenters.attention import AttentionLine
from sinew.apps.practice.presenters.caseload import CaseRow
from sinew.apps.practice.presenters.trends import worst_pain
from sinew.apps.practice.record import MemberRecord
from sinew.apps.web import content as shown
from sinew.attention import Kind, pain_rise
from sinew.content import Content

ADHERENCE_DAYS = 14
ANSWERED_IN_THREAD = {
    Kind.ALARM,
    Kind.MESSAGE,
    Kind.MISSED,
    Kind.SILENT,
    Kind.OUTCOME_DUE,
    Kind.INTAKE_OPEN,
}
ACTS = {
    Kind.ALARM: "Open the message",
    Kind.EMERGENCY: "Read the flag",
    Kind.URGENT: "Read the flag",
    Kind.FIRST_REVIEW: "Decide",
    Kind.PAUSED: "Decide",
    Kind.RED_ZONE: "See the session",
    Kind.WORSE_AFTER: "Read why",
    Kind.NO_IMPROVEMENT: "Decide",
    Kind.MESSAGE: "Answer",
    Kind.SIGN_OFF: "Decide",
    Kind.TOLD: "Read why",
    Kind.STILL_STOPPED: "Decide",
    Kind.RISING_PAIN: "See the chart",
    Kind.MISSED: "Write",
    Kind.SILENT: "Write",
    Kind.OUTCOME_DUE: "Write",
    Kind.INTAKE_OPEN: "Write",
}
PLACES = {
    Kind.EMERGENCY: "#flags",
    Kind.URGENT: "#flags",
    Kind.RED_ZONE: "#sessions",
    Kind.WORSE_AFTER: "#timeline",
    Kind.TOLD: "#timeline",
    Kind.RISING_PAIN: "#charts",
}


@dataclass(frozen=True, slots=True)
class Waits:
    """A reason to look, and where to act."""

    line: AttentionLine
    act: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of the summary: what it is, its value, and a word beside it."""

    name: str
    value: str
    more: str = ""
    url: str = ""
    spark: str = ""


class Summary:
    """The summary of one record."""

    def __init__(self, record: MemberRecord, row: CaseRow, content: Content) -> None:
        self._record, self._row, self._content = record, row, content

    @property
    def waits(self) -> list[Waits]:
        """Why to look, most urgent first."""
        reasons = self._record.case.attention
        return [
            Waits(line, ACTS.get(reason.kind, "Look"), self._place(reason.kind))
            for reason, line in zip(reasons, self._row.attention, strict=True)
        ]

    def _place(self, kind: Kind) -> str:
        if kind in ANSWERED_IN_THREAD:
            return reverse("conversation:member_thread", args=[self._record.member.pk])
        return PLACES.get(kind, "#decide")

    @property
    def facts(self) -> list[Fact]:
        """Phase, day, adherence, pain, the last session and the next visit."""
        plan = [self._phase, self._day, self._adherence, self._pain, self._last] if self._record.plan else []
        return [*plan, self._visit]

    @property
    def _phase(self) -> Fact:
        newest = self._record.adjustments[0] if self._record.adjustments else None
        phase = newest.phase if newest else ""
        says = self._content.program.texts.phases.get(phase, "")
        began = self._phase_began(phase)
        return Fact(
            "Phase", self._row.phase, f"{says}, since {date_format(began, 'M j')}" if began else says, "#plan"
        )

    def _phase_began(self, phase: str) -> date | None:
        began = None
        for one in self._record.adjustments:
            if one.phase != phase:
                break
            began = one.on
        return began if phase else None

    @property
    def _day(self) -> Fact:
        plan = self._record.plan
        if plan is None:
            return Fact("Plan", "none")
        if plan.ended_at is not None:
            return Fact("Plan", "ended", date_format(plan.ended_at, "M j, Y"))
        days = (self._record.day - plan.as_of).days
        return Fact("Day", str(days + 1), f"week {days // 7 + 1}, began {date_format(plan.as_of, 'M j')}")

    @cached_property
    def asked(self) -> list[Asked]:
        """What the phases asked for, oldest first."""
        plan = self._record.plan
        wanted = plan.answers.get("days_per_week") if plan else None
        return asked_from(
            self._record.adjustments[::-1], self._content.program, int(wanted) if wanted else None
        )

    @cached_property
    def done(self) -> list[ExerciseSession]:
        """Sessions that were exercised, oldest first."""
        return [one for one in self._record.course if one.status == ExerciseSession.Status.DONE]

    @cached_property
    def recent(self) -> Adherence:
        """The last two weeks without today, or the plan so far."""
        plan, end = self._record.plan, self._record.day
        first = max(end - timedelta(days=ADHERENCE_DAYS), plan.as_of if plan else end)
        return adherence(self.asked, [one.planned_on for one in self.done], first, end)

    @property
    def _adherence(self) -> Fact:
        found = self.recent
        if found.percent is None:
            return Fact("Adherence", "–", "no sessions were planned", "#charts")
        days = (found.end - found.first).days
        more = f"{found.done} of {found.planned} sessions in {days} days"
        return Fact("Adherence", f"{found.percent} %", more, "#charts")

    @property
    def _pain(self) -> Fact:
        pains = tuple(pain for pain in self._record.case.pains if pain is not None)
        if not pains:
            return Fact("Worst pain", "–", "none told yet", "#charts")
        return Fact("Worst pain", f"{pains[-1]:.0f}", self._trend(pains), "#charts", self._row.spark)

    def _trend(self, pains: tuple[float, ...]) -> str:
        compared = shown.attention().numbers.pain_sessions.value
        rise, points = pain_rise(pains, compared), self._content.program.progression.improvement.points
        if rise is None:
            return "too few sessions for a trend"
        if abs(rise) < points / 2:
            return "steady"
        word = "up" if rise > 0 else "down"
        return f"{word} {abs(rise):.1f} over {compared} sessions"

    @property
    def _last(self) -> Fact:
        if not self.done:
            return Fact("Last session", "none yet", "", "#sessions")
        last = self.done[-1]
        share, pain = last.completed_fraction, worst_pain(last)
        more = [
            f"{100 * share:.0f} % done" if share is not None else "",
            "" if pain is None else f"pain {pain:.0f}",
        ]
        return Fact("Last session", self._row.last_active, ", ".join(filter(None, more)), "#sessions")

    @property
    def _visit(self) -> Fact:
        visit = self._record.next_visit
        if visit is None:
            return Fact("Next visit", "none booked", "Book one", self._book)
        begins = timezone.localtime(visit.begins_at)
        return Fact(
            "Next visit",
            date_format(begins, "D M j"),
            f"{date_format(begins, 'g:i A')}, {visit.practitioner.name}",
        )

    @property
    def _book(self) -> str:
        return reverse("visits:book_for", args=[self._record.member.pk])
