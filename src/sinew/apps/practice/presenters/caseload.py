"""One line of the caseload in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from sinew.apps.practice.caseload import RECENT_DAYS, Case
from sinew.apps.practice.presenters.attention import AttentionLine, lines
from sinew.apps.web.charts import sparkline
from sinew.program import Program

SPARK_SESSIONS = 16
STANDING = {"hold": "level held", "stop": "stopped"}
WITHOUT_PHASE = {
    "practitioner_first": "Not cleared",
    "emergency": "Referred",
    "urgent": "Referred",
    "not_eligible": "Not eligible",
}


@dataclass(frozen=True)
class CaseRow:
    """A member as the caseload shows them."""

    case: Case
    program: Program
    at: datetime

    @property
    def member_id(self) -> str:
        return str(self.case.member.pk)

    @property
    def name(self) -> str:
        return self.case.member.display_name

    @property
    def attention(self) -> list[AttentionLine]:
        return lines(self.case.attention, self.program.presentation_names, self.at)

    @property
    def phase(self) -> str:
        """The phase's id, or where a member without one stands."""
        newest = self.case.newest
        if newest is None:
            return "Intake" if self.case.has_open_intake or self.case.attention else "No plan"
        if self.case.word in STANDING:
            return f"{newest.phase} · {STANDING[self.case.word]}".strip(" ·")
        return newest.phase or WITHOUT_PHASE.get(newest.disposition, "No phase")

    @property
    def phase_says(self) -> str:
        phase = self.case.newest.phase if self.case.newest else ""
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
