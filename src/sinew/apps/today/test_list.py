"""Every test a member may do, and every result so far, on one page."""

from datetime import date
from functools import cached_property

from sinew.apps.care import planning
from sinew.apps.care.models import CarePlan
from sinew.apps.today.self_tests import TestCard, due_cards, open_unasked
from sinew.apps.today.test_history import TestHistory, histories


class TestList:
    """The page of all tests of a member.

    Args:
        day: today where the member is.
    """

    __test__ = False

    def __init__(self, plan: CarePlan, day: date) -> None:
        self._plan = plan
        self._planned = planning.current_plan(plan, day)

    @cached_property
    def due(self) -> list[TestCard]:
        """The tests a gate asks for today."""
        return due_cards(self._planned)

    @cached_property
    def unasked(self) -> list[TestCard]:
        """The tests that may be done as well."""
        return open_unasked(self._planned)

    @property
    def may_test(self) -> bool:
        """Whether tests are all right today."""
        return self._planned.may_test

    @cached_property
    def histories(self) -> list[TestHistory]:
        """What was done so far, the test done last first."""
        return histories(self._plan.events.tests())
