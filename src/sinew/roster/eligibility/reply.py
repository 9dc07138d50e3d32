"""What comes back for one question: whose answer it is, and whether the question itself was refused.

An answer counts for a person only if it is about that person. Insurers answer with their own spelling and
their own number, so names are compared as the matching compares them, and a birth date must be equal.
"""

from dataclasses import replace
from datetime import date
from io import BytesIO

from sinew.roster.eligibility.answer import EligibilityAnswer, NamedPerson, Outcome, read_271
from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.matching.agreement import AGREEING, Level, compare
from sinew.roster.matching.identity import Identity, identity
from sinew.roster.matching.weights import default_nicknames
from sinew.roster.problems import ProblemList, RosterProblem, Severity, Unit
from sinew.roster.x12.envelope import EnvelopeReader
from sinew.roster.x12.segments import SegmentStream

SAID_OF_COVERAGE = (Outcome.ACTIVE, Outcome.INACTIVE)


def read_reply(
    data: bytes, *, about: CoveredPerson, trace: str, on: date, is_test: bool = False
) -> EligibilityAnswer:
    """Read what came back for the question about a person.

    ``CANNOT_ASK`` where a TA1 or 999 refuses the question. ``UNREADABLE`` where the answer is about somebody
    else, is a test's to a real question, or says active of a plan whose days do not hold the one asked for.
    ``WRONG_DETAILS`` where the insurer holds another birth date or first name and says that it is one
    person all the same: that is for the person to put right, and proves no coverage.

    Args:
        trace: the number of the question.
        on: the day that was asked for.
        is_test: the question said that it is one.
    """
    answer = read_271(data, trace=trace)
    if answer.outcome is Outcome.UNREADABLE and _refuses_the_question(data):
        return replace(answer, outcome=Outcome.CANNOT_ASK)
    if answer.outcome not in SAID_OF_COVERAGE:
        return answer
    if not is_test and any(one.code == "test-file" for one in answer.problems):
        return _unreadable(answer, "test-answer", "A test's answer to a real question says nothing.")
    if answer.outcome is Outcome.ACTIVE and not _holds(answer, on):
        return _unreadable(answer, "other-days", "It says active, and the plan's days are others.")
    if answer.person is None or not (answer.traces or answer.person.born_on):
        return _of_another(answer)
    if _agrees(about, answer.person):
        return answer
    return (
        replace(answer, outcome=Outcome.WRONG_DETAILS) if answer.person.is_corrected else _of_another(answer)
    )


def _holds(answer: EligibilityAnswer, on: date) -> bool:
    """Whether the plan's days, where they are said, hold the day asked for."""
    begins, through = answer.begins_on or on, answer.through_on or on
    return begins <= on <= through


def _of_another(answer: EligibilityAnswer) -> EligibilityAnswer:
    return _unreadable(answer, "another-person", "The answer is not about the person asked for.")


def _unreadable(answer: EligibilityAnswer, code: str, message: str) -> EligibilityAnswer:
    problem = RosterProblem(Unit.SEGMENT, 1, code, message, Severity.FILE)
    return replace(answer, outcome=Outcome.UNREADABLE, problems=(*answer.problems, problem))


def _agrees(asked: CoveredPerson, named: NamedPerson) -> bool:
    """Whether an answer is about the person asked for. What it does not say contradicts nothing."""
    found = compare(
        _asked(asked),
        identity(
            first_name=named.first_name,
            last_name=named.last_name,
            born_on=named.born_on,
            member_id=named.number,
        ),
        default_nicknames(),
    )
    names = (found.first, found.last)
    if found.born_on not in (Level.EQUAL, Level.MISSING) or found.suffix_conflicts:
        return False
    if found.born_on is Level.EQUAL and found.member_id is Level.EQUAL and found.first in AGREEING:
        return True  # another last name, by marriage
    return all(level in AGREEING or level is Level.MISSING for level in names)


def is_exactly(asked: CoveredPerson, named: NamedPerson | None) -> bool:
    """Whether an answer names the person asked for with the very number, name and birth date.

    Stricter than what makes an answer readable: nothing may be missing, and no nickname or slip counts.
    """
    if named is None or named.is_corrected:
        return False
    wanted = _asked(asked)
    found = identity(
        first_name=named.first_name,
        last_name=named.last_name,
        born_on=named.born_on,
        member_id=named.number,
    )
    if wanted.suffix and found.suffix and wanted.suffix != found.suffix:
        return False
    one = (wanted.member_id, wanted.first.whole, wanted.last.whole, wanted.born_on)
    return all(one) and one == (found.member_id, found.first.whole, found.last.whole, found.born_on)


def _asked(person: CoveredPerson) -> Identity:
    is_dependent = bool(person.dependent_first_name)
    return identity(
        first_name=person.dependent_first_name or person.first_name,
        last_name=person.last_name,
        born_on=person.dependent_born_on if is_dependent else person.born_on,
        member_id="" if is_dependent else person.subscriber_id,
    )


def _refuses_the_question(data: bytes) -> bool:
    """Whether the file is a sound TA1 or 999 that refuses what we sent."""
    problems = ProblemList(Unit.SEGMENT)
    envelopes = EnvelopeReader(problems, kind="999")
    verdicts: list[str] = []
    number = 0
    for head, text in SegmentStream(BytesIO(data), problems):
        for part in text.split(head.delimiters.terminator)[:-1]:
            number += 1
            elements = [*(one.strip() for one in part.strip().split(head.delimiters.element)), *[""] * 5]
            envelopes.take(elements[:-5], head, number)
            if elements[0] == "TA1":
                verdicts.append(elements[4])
            elif elements[0] in ("IK5", "AK5", "AK9"):
                verdicts.append(elements[1])
    envelopes.end_file(max(number, 1))
    is_sound = all(one.code == "no-transaction" for one in problems.listed if one.severity is Severity.FILE)
    return is_sound and "R" in verdicts
