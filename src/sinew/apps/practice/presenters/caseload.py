"""One line of the caseload in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from sinew.apps.practice.caseload import RECENT_DAYS, Case
from sinew.apps.practice.presenters.acts import Act, Form, acts_of
from sinew.apps.practice.presenters.attention import AttentionLine, lines
from sinew.apps.practice.teams import Place
from sinew.apps.web.charts import sparkline
from sinew.attention import NeedsAttention, Rules
from sinew.program import Program

SPARK_SESSIONS = 16
STANDING = {"hold": "level held", "stop": "stopped"}
WITHOUT_PHASE = {
    "practitioner_first": "Not cleared",
    "emergency": "Referred",
    "urgent": "Referred",
    "not_eligible": "Not eligible",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A form of a row that was not taken: what is wrong, and what was typed into it.

    Attributes:
        field: the name of the field that `says` is about.
    """

    member: UUID
    form: Form
    says: str
    text: str
    until: date | None = None
    field: str = "why"


@dataclass(frozen=True)
class CaseRow:
    """A member as the caseload shows them.

    Attributes:
        may_decide: whether the reader clears and signs off.
        replies: keys of quick replies by title.
        visit_at: when their next visit with the reader begins, if that is today or tomorrow.
        rules: say what can be put aside; ``None`` where nothing is.
        next_id: the member whose row comes next, where the list goes on after an act.
        refused: the form of this row that was not taken.
    """

    case: Case
    program: Program
    at: datetime
    may_decide: bool = False
    replies: Mapping[str, str] = field(default_factory=dict)
    visit_at: datetime | None = None
    rules: Rules | None = None
    next_id: str = ""
    refused: Refused | None = None

    @property
    def member_id(self) -> str:
        return str(self.case.member.pk)

    @property
    def name(self) -> str:
        return self.case.member.display_name

    @cached_property
    def attention(self) -> list[AttentionLine]:
        return self._lines(self.case.standing.now)

    @cached_property
    def aside(self) -> list[AttentionLine]:
        """What was put aside and whose day has not come."""
        return self._lines(self.case.standing.aside)

    def _lines(self, found: tuple[NeedsAttention, ...]) -> list[AttentionLine]:
        return lines(found, self.program, self.at, self.case.today)

    @property
    def aside_says(self) -> str:
        """Until when, and why."""
        row = self.case.put_aside
        return f"put aside until {date_format(row.until, 'D M j')}: {row.why}" if row is not None else ""

    @cached_property
    def acts(self) -> list[Act]:
        return acts_of(self.case, may_decide=self.may_decide, replies=self.replies)

    @cached_property
    def may_wait(self) -> bool:
        """Whether the reader can put anything here aside."""
        kinds = self.rules.kinds if self.rules else {}
        return any(
            kinds[reason.kind].may_be_put_aside(by_therapist=self.may_decide)
            for reason in self.case.attention
            if reason.kind in kinds
        )

    @property
    def seen_at(self) -> str:
        """When this row was drawn: what comes after it is not put aside with the rest."""
        return self.at.isoformat()

    @property
    def aside_from(self) -> date:
        """The first day until which something can be put aside."""
        return self.case.today + timedelta(days=1)

    @property
    def aside_until(self) -> date:
        """The day the form proposes: the one that was typed, if it was refused."""
        typed = self.refused.until if self.refused else None
        return typed or self.aside_from

    @property
    def seen(self) -> int | None:
        """Id of the newest decision on this page: what comes after it is still news."""
        return self.case.summary.newest_id if self.case.summary else None

    @property
    def scope(self) -> str:
        """What a clearance has to be for: what the gate asks for, or the program."""
        summary = self.case.summary
        if summary is None or summary.waits_since is not None or not summary.asked_for:
            return "program"
        gates = self.program.gates.get(summary.phase, ())
        wanted = (each for gate in gates for each in gate.criteria if each.id == summary.asked_for)
        return next((each.scopes[0] for each in wanted), "program")

    @property
    def covers(self) -> str:
        """``covering for Ana Ruiz until Dec 12``; empty with a place of one's own."""
        own = self.case.team.own
        if own is None or not own.covers_for or own.last_on is None:
            return ""
        return f"covering for {own.covers_for} until {date_format(own.last_on, 'M j')}"

    @property
    def led_by(self) -> str:
        """Who leads, where it is not the reader."""
        leads = [self.case.team.therapist, self.case.team.coach]
        return ", ".join(place.name for place in leads if place is not None and not self._is_own(place))

    def _is_own(self, place: Place) -> bool:
        return place == self.case.team.own

    @property
    def phase(self) -> str:
        """The phase's id, or where a member without one stands."""
        summary = self.case.summary
        if summary is None or not summary.outcome:
            return "Intake" if self.case.has_open_intake or self.case.attention else "No plan"
        if self.case.word in STANDING:
            return f"{summary.phase} · {STANDING[self.case.word]}".strip(" ·")
        return summary.phase or WITHOUT_PHASE.get(summary.disposition, "No phase")

    @property
    def phase_says(self) -> str:
        phase = self.case.summary.phase if self.case.summary else ""
        return self.program.texts.phases.get(phase, "")

    @property
    def since(self) -> str:
        """How long the plan runs."""
        if self.case.plan is None:
            return "–"
        weeks = (self.case.today - self.case.plan.as_of).days // 7
        return f"{weeks} wk" if weeks else "new"

    @property
    def recent(self) -> str:
        return "–" if self.case.plan is None else str(self.case.recent)

    @property
    def recent_days(self) -> int:
        return RECENT_DAYS

    @property
    def last_active(self) -> str:
        day = self.case.last_active_on
        if day is None:
            return "never"
        days = (self.case.today - day).days
        return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")

    @property
    def visit(self) -> str:
        """The next visit, if it is near."""
        if self.visit_at is None:
            return ""
        begins = timezone.localtime(self.visit_at)
        is_today = begins.date() == timezone.localtime(self.at).date()
        return f"Visit {'today' if is_today else 'tomorrow'}, {date_format(begins, 'g:i A')}"

    @property
    def pain_now(self) -> str:
        pain = next((p for p in reversed(self.case.pains) if p is not None), None)
        return "" if pain is None else f"{pain:.0f}"

    @property
    def spark(self) -> SafeString:
        shown = self.case.pains[-SPARK_SESSIONS:]
        told = [pain for pain in shown if pain is not None]
        says = (
            f"Worst pain of the last {len(told)} sessions, {told[0]:.0f} to {told[-1]:.0f} of 10"
            if told
            else ""
        )
        return sparkline(shown, sentence=says, low=0, high=10)
