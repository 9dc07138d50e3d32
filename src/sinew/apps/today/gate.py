"""What would let a member move on: every criterion of the gate, how far it has come, and what to do."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from sinew.apps.care import planning
from sinew.apps.care.models import CarePlan
from sinew.content import Content
from sinew.program import Plan, TestProgress


@dataclass(frozen=True, slots=True)
class GateRow:
    """One criterion as the list shows it.

    Attributes:
        badge, tone: where it stands.
        note: when it can be tested next, or who has to act.
        test: id of the test to do today; empty where there is none.
    """

    text: str
    badge: str
    tone: str
    note: str = ""
    test: str = ""


class GatePresenter:
    """The gate of one day; false where no phase comes next."""

    def __init__(self, care_plan: CarePlan, day: date, plan: Plan | None = None) -> None:
        self._day = day
        self._plan = plan or planning.current_plan(care_plan, day)
        self._content: Content = planning.content_of(care_plan)
        self._care_plan = care_plan
        self._progress = {each.criterion: each for each in self._plan.test_progress}
        self._due = {due.test for due in self._plan.tests_due}

    def __bool__(self) -> bool:
        gate = self._plan.gate
        return gate is not None and bool(gate.met or gate.unmet)

    @property
    def rows(self) -> list[GateRow]:
        """What is still to come first: it is what a member can do something about."""
        gate = self._plan.gate
        if gate is None:
            return []
        met = [GateRow(self._text(name), _("Done"), "green") for name in gate.met]
        return [*(self._unmet(name) for name in gate.unmet), *met]

    @property
    def next_phase(self) -> str:
        gate = self._plan.gate
        return self._content.program.texts.phases.get(gate.next, "") if gate is not None else ""

    def _text(self, criterion: str) -> str:
        return self._content.program.texts.criteria.get(criterion, criterion)

    def _unmet(self, name: str) -> GateRow:
        sign_off = self._plan.sign_off
        if sign_off is not None and sign_off.criterion == name:
            waits = sign_off.is_last
            note = (
                _("Your care team decides this. The rest is done.")
                if waits
                else _("Your care team decides this.")
            )
            badge, tone = (_("Waits for sign-off"), "amber") if waits else (_("To come"), "neutral")
            return GateRow(self._text(name), badge, tone, note)
        progress = self._progress.get(name)
        if progress is None:
            return GateRow(self._text(name), _("To come"), "neutral")
        return GateRow(
            self._text(name),
            _days(progress) or _("To come"),
            "green" if progress.passed else "neutral",
            note=self._next_test_day(progress),
            test=progress.test if progress.test in self._due else "",
        )

    def _next_test_day(self, progress: TestProgress) -> str:
        if progress.test in self._due or progress.test not in self._tested_today:
            return ""
        return _("Next test day: tomorrow, or any day after")

    @cached_property
    def _tested_today(self) -> set[str]:
        events = self._care_plan.events.tests().filter(on=self._day)
        return {event.payload["test"] for event in events}


def _days(progress: TestProgress) -> str:
    if not progress.passed or progress.needed < 2:
        return ""
    return _("%(n)d of %(all)d days") % {"n": min(progress.passed, progress.needed), "all": progress.needed}
