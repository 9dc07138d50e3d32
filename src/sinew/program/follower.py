"""Follows one care plan event by event, so that a long course need not be folded anew for every day."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cached_property

from sinew.errors import InputRefused, Problem
from sinew.program.course import Course
from sinew.program.events import Event
from sinew.program.gates import GateState
from sinew.program.intake import Intake
from sinew.program.outlook import TestDue, tests_due
from sinew.program.plan import Plan, plan_of, session_today
from sinew.program.program import Program
from sinew.program.reactions import Adjustment
from sinew.program.session import Session
from sinew.vocabulary import Disposition


class FollowedDay:
    """One day of a care plan; each part is worked out when it is asked for.

    It is good until the next event is read: then ask for the day again.
    """

    def __init__(self, course: Course) -> None:
        self._course = course

    @property
    def disposition(self) -> Disposition:
        return self._course.safety.disposition

    @property
    def allows_exercise(self) -> bool:
        return self._course.safety.allows_exercise

    @property
    def has_sessions(self) -> bool:
        """Whether the phase has sessions; without them a practitioner builds the plan."""
        return self._course.places is not None

    @property
    def phase(self) -> str | None:
        return self._course.phase.id if self._course.phase is not None else None

    @property
    def presentation(self) -> str | None:
        return self._course.presentation

    @property
    def adjustments(self) -> Sequence[Adjustment]:
        """Every change since the beginning, oldest first."""
        return self._course.adjustments

    @cached_property
    def session(self) -> Session | None:
        return session_today(self._course)

    @cached_property
    def gate(self) -> GateState | None:
        return self._course.gate()

    @cached_property
    def tests_due(self) -> tuple[TestDue, ...]:
        return tests_due(self._course)

    def plan(self) -> Plan:
        """The whole plan of the day: the same as :func:`sinew.program.plan` makes of the same facts."""
        return plan_of(self._course)


class Follower:
    """Reads events as they come and gives any later day, without a trace of the days that were looked at."""

    def __init__(self, program: Program, intake: Intake) -> None:
        self._course = Course(program, intake)

    def read(self, event: Event) -> None:
        """Take in the next event.

        Raises:
            ValueError: ``event`` is of an earlier day than the one before it.
        """
        if event.on < self._course.day:
            raise ValueError("event comes before one that was already read")
        self._course.read(event)

    def day(self, day: date) -> FollowedDay:
        """A day, the time until then passed.

        Raises:
            InputRefused: ``day`` lies before what was already read.
        """
        if day < self._course.day:
            message = f"events were read up to {self._course.day.isoformat()}"
            raise InputRefused((Problem("day", "before-events", message),))
        branch = branch_of(self._course)
        branch.finish(day)
        return FollowedDay(branch)


def branch_of(course: Course) -> Course:
    """A copy time can pass in: of all that :meth:`Course.finish` writes into, nothing is shared.

    Answers, tests and done sessions only change by events, which a branch never reads.
    """
    branch = copy(course)
    branch.adjustments = list(course.adjustments)
    branch.climbs = {name: copy(climb) for name, climb in course.climbs.items()}
    if course.places is not None:
        places = course.places
        branch.places = replace(
            places, items=[copy(place) for place in places.items], sets_added=list(places.sets_added)
        )
    return branch
