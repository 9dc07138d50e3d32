"""What a plan looks ahead to: tests to do, questions to ask again, and how long it may take."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sinew.program.climbing import waiting_criteria
from sinew.program.course import Course
from sinew.program.criteria import Criterion, applies, days_passed, is_met
from sinew.program.follow_up import Check
from sinew.program.reasons import Reason
from sinew.program.values import Range
from sinew.vocabulary import Side


@dataclass(frozen=True, slots=True)
class TestDue:
    """A test that would bring somebody closer to the next phase or step.

    Attributes:
        sides: those still to be tested; empty where a test is not done on each side.
    """

    test: str
    sides: tuple[Side, ...]

    __test__ = False

    def to_json(self) -> dict[str, Any]:
        return {"test": self.test, "sides": [str(side) for side in self.sides]}


@dataclass(frozen=True, slots=True)
class TestProgress:
    """How far a criterion that asks for a test has come.

    Attributes:
        passed: on how many of the latest test days in a row it was passed, out of the ``needed`` ones.
    """

    criterion: str
    test: str
    passed: int
    needed: int
    is_met: bool

    __test__ = False


@dataclass(frozen=True, slots=True)
class SignOff:
    """A practitioner's clearance that the way on asks for.

    Attributes:
        scopes: any of these is enough.
        is_last: nothing else is open, so somebody waits for it.
    """

    criterion: str
    scopes: tuple[str, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class QuestionsDue:
    """Questions that should be asked now; the reason names the check they belong to."""

    questions: tuple[str, ...]
    reason: Reason

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.reason.rule,
            "questions": list(self.questions),
            "reasons": [self.reason.to_json()],
        }


@dataclass(frozen=True, slots=True)
class Outlook:
    """How long it may take, as a range; ``expected_weeks`` is what the person thinks."""

    weeks: Range
    expected_weeks: float | None
    reason: Reason

    def to_json(self) -> dict[str, Any]:
        return {
            "weeks": [self.weeks.low, self.weeks.high],
            "expected_weeks": self.expected_weeks,
            "reasons": [self.reason.to_json()],
        }


def may_test(course: Course) -> bool:
    """Whether somebody may test themselves on this day at all."""
    return course.places is not None and course.safety.allows_exercise and not _is_too_early(course)


def tests_due(course: Course) -> tuple[TestDue, ...]:
    """The tests whose criteria are open, without those already done on this day or not offered yet."""
    if not may_test(course):
        return ()
    wanted = dict.fromkeys(criterion.test for criterion in _open(course) if criterion.test)
    return tuple(TestDue(test, sides) for test in wanted if (sides := _sides(course, test)) is not None)


def _open(course: Course) -> Iterator[Criterion]:
    """Unmet criteria of the way on and of the ladders in use."""
    for criterion in [*_of_way(course), *waiting_criteria(course)]:
        if applies(criterion, course) and not is_met(criterion, course):
            yield from criterion.any_of or (criterion,)


def _of_way(course: Course) -> list[Criterion]:
    """The criteria of the way on that apply to this person."""
    way = course.way
    return [each for each in way[0].criteria if applies(each, course)] if way is not None else []


def progress_of_tests(course: Course) -> tuple[TestProgress, ...]:
    """How far every test of the way on has come, met or not."""
    parts = [part for criterion in _of_way(course) for part in criterion.any_of or (criterion,)]
    return tuple(
        TestProgress(part.id, part.test, days_passed(part, course), part.days, is_met(part, course))
        for part in parts
        if part.test
    )


def sign_off(course: Course) -> SignOff | None:
    """The first clearance the way on still asks for, while exercise is allowed."""
    unmet = [criterion for criterion in _of_way(course) if not is_met(criterion, course)]
    wanted = next((criterion for criterion in unmet if criterion.kind == "cleared"), None)
    if wanted is None or not course.safety.allows_exercise:
        return None
    return SignOff(wanted.id, wanted.scopes, all(criterion.kind == "cleared" for criterion in unmet))


def _is_too_early(course: Course) -> bool:
    """Tests wait for the first days after an injury to be over."""
    early = course.phase.early if course.phase is not None else None
    return early is not None and (course.day - course.injured_on).days < early.days


def _sides(course: Course, test: str) -> tuple[Side, ...] | None:
    """The sides still to be tested on this day; ``None`` where the test is not to be done."""
    definition = course.program.tests[test]
    if not all(is_met(criterion, course) for criterion in definition.criteria):
        return None
    done = {result.side for result in course.tests if result.test == test and result.on == course.day}
    if not definition.per_side:
        return None if done else ()
    left = tuple(side for side in (Side.LEFT, Side.RIGHT) if not {side, Side.BOTH} & done)
    return left or None


def questions_due(course: Course) -> tuple[QuestionsDue, ...]:
    """The checks that are due, each with its questions."""
    if course.phase is None:
        return ()
    checks = (check for check in course.program.follow_up.checks if _belongs(check, course))
    found = ((check, _since(check, course)) for check in checks)
    return tuple(
        QuestionsDue(check.questions, Reason(check.id, (f"due since: {since.isoformat()}",), check.source))
        for check, since in found
        if since is not None
    )


def _belongs(check: Check, course: Course) -> bool:
    if check.phases and (course.phase is None or course.phase.id not in check.phases):
        return False
    if check.for_days is not None and (course.day - course.phase_since).days > check.for_days:
        return False
    return check.when is None or check.when.facts(course.answers) is not None


def _since(check: Check, course: Course) -> date | None:
    """The day since which a check is due; ``None`` where it is not."""
    asked = min(course.answered_on.get(question, course.intake.as_of) for question in _needed(check, course))
    if check.after:
        began = course.flare_on if check.after == "flare" else course.away_on
        return began if began is not None and asked < began else None
    days = [course.intake.as_of + timedelta(days=number) for number in check.on_days]
    if check.every_days is not None:
        days = [asked + timedelta(days=check.every_days)]
    return max((day for day in days if asked < day <= course.day), default=None)


def _needed(check: Check, course: Course) -> tuple[str, ...]:
    """The questions that keep a check due; one that may be left out does not, unless there is no other."""
    known = course.program.questionnaire.by_id
    return tuple(name for name in check.questions if not known[name].is_optional) or check.questions


def outlook(course: Course) -> Outlook | None:
    """How long it may take; ``None`` where content says nothing or there is no track to follow."""
    if course.track is None:
        return None
    for prognosis in course.program.follow_up.prognoses:
        facts = prognosis.when.facts(course.answers)
        if facts is not None:
            weeks = f"weeks: {prognosis.weeks.low:g} to {prognosis.weeks.high:g}"
            reason = Reason(prognosis.id, (weeks,), prognosis.source)
            return Outlook(prognosis.weeks, course.answers.get("expected_weeks"), reason)
    return None
