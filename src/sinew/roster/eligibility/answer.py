"""Reads the answer to a coverage question (X12 271) and says what it says, no more.

"Not found" is no coverage decision: the insurer could not tell who was meant. Only an answer about coverage
as a whole counts, and only in a file whose envelopes are sound.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from io import BytesIO

from sinew.roster.problems import ProblemList, RosterProblem, Severity, Unit
from sinew.roster.x12.dates import read_date
from sinew.roster.x12.envelope import EnvelopeReader
from sinew.roster.x12.segments import SegmentStream


class Outcome(StrEnum):
    """What an answer allows to be said about somebody's coverage."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NOT_FOUND = "not_found"
    """The insurer does not know the person by these details. It is not said that they are not covered."""
    WRONG_DETAILS = "wrong_details"
    """A detail is missing or does not fit: the birth date, the number or the name."""
    TRY_LATER = "try_later"
    """The insurer cannot answer now."""
    CANNOT_ASK = "cannot_ask"
    """The insurer does not answer this asker. It says nothing about the person."""
    UNREADABLE = "unreadable"
    """The answer is broken, empty or about something else."""


class Where(StrEnum):
    """Whose loop something stands in, by HL03."""

    INSURER = "20"
    ASKER = "21"
    SUBSCRIBER = "22"
    DEPENDENT = "23"


ACTIVE = frozenset({"1", "2", "3", "4", "5"})
INACTIVE = frozenset({"6", "7", "8"})
NON_COVERED = "I"
WHOLE_COVERAGE = "30"
"""EB03 of coverage as a whole; senders leave it out, too."""

MEANINGS = {
    **dict.fromkeys(("42", "80"), Outcome.TRY_LATER),
    **dict.fromkeys(("58", "64", "65", "66", "71", "72", "73", "74"), Outcome.WRONG_DETAILS),
    **dict.fromkeys(("67", "75", "76", "77", "78", "95"), Outcome.NOT_FOUND),
}
"""AAA03 by what it means for the person. Every other code is trouble between the insurer and the asker.

Source: 005010X279A1; what each means for a member is said in docs/eligibility.md.
"""

_WORST_FIRST = (
    Outcome.UNREADABLE,
    Outcome.TRY_LATER,
    Outcome.CANNOT_ASK,
    Outcome.WRONG_DETAILS,
    Outcome.NOT_FOUND,
)


@dataclass(frozen=True, slots=True)
class Rejection:
    """AAA: why something was not answered.

    Attributes:
        follow_up: AAA04: C correct and ask again, R or P ask again, N do not, S, W, X and Y wait.
    """

    where: Where
    reason: str
    follow_up: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """EB: one thing said about coverage.

    Attributes:
        code: EB01: 1 to 5 active, 6 to 8 inactive, B co-payment, C deductible, I not covered, and others.
        services: EB03, one or several types of service; empty means the whole coverage.
        kind: EB04, the kind of insurance: MA and MB are Medicare A and B; mostly empty.
        plan: EB05, the plan's name.
        amount: EB07 in dollars, as written.
        share: EB08, a share of the cost, as written: 0.2 is a fifth.
        in_network: EB12: ``Y``, ``N`` or "".
    """

    where: Where
    code: str
    services: tuple[str, ...]
    kind: str
    plan: str
    amount: str
    share: str
    in_network: str


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """NM1, DMG and INS: who the answer says it is about.

    Attributes:
        is_corrected: the insurer says that it changed what we asked with (INS03 001, INS04 25).
    """

    first_name: str
    last_name: str
    number: str
    born_on: date | None = None
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """What an insurer answered.

    Attributes:
        person: whom it names last: the dependent where there is one, else the subscriber.
        begins_on, through_on: of the plan, where the answer says it.
        traces: numbers that came back with the answer, ours among them if it answers our question.
        may_try_again: a rejection allows to send the same question again.
        problems: what is wrong with the answer as a file.
    """

    outcome: Outcome
    person: NamedPerson | None
    benefits: tuple[Benefit, ...]
    rejections: tuple[Rejection, ...]
    begins_on: date | None
    through_on: date | None
    traces: tuple[str, ...]
    may_try_again: bool
    problems: tuple[RosterProblem, ...]


@dataclass(slots=True)
class _Heard:
    where: Where = Where.INSURER
    is_in_benefit: bool = False
    person: NamedPerson | None = None
    benefits: list[Benefit] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    traces: list[str] = field(default_factory=list)
    dates: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)


def read_271(data: bytes, *, trace: str | None = None) -> EligibilityAnswer:
    """Read one answer.

    Args:
        data: what the insurer or clearinghouse sent.
        trace: the number of our question; an answer that carries only others is none to it.
    """
    problems = ProblemList(Unit.SEGMENT)
    heard = _Heard()
    envelopes = EnvelopeReader(problems, kind="271")
    number = 0
    for head, text in SegmentStream(BytesIO(data), problems):
        delimiters = head.delimiters
        for part in text.split(delimiters.terminator)[:-1]:
            number += 1
            elements = part.strip().split(delimiters.element)
            if not envelopes.take(elements, head, number) and elements[0]:
                _hear(heard, elements, delimiters.repetition)
    envelopes.end_file(max(number, 1))
    if trace is not None and heard.traces and trace not in heard.traces:
        problems.add(1, "another-question", "The answer is to another question.", Severity.FILE)
    return _judged(heard, problems)


def _hear(heard: _Heard, elements: list[str], repetition: str) -> None:
    given = [*(element.strip() for element in elements), *[""] * 14]
    tag = given[0]
    if tag == "HL":
        heard.is_in_benefit = False
        if given[3] in set(Where):
            heard.where = Where(given[3])
            heard.person = None
    elif tag == "TRN" and given[2]:
        heard.traces.append(given[2])
    elif tag == "AAA":
        heard.rejections.append(Rejection(heard.where, given[3], given[4]))
    elif tag == "EB":
        heard.is_in_benefit = True
        services = given[3].split(repetition) if repetition else [given[3]]
        heard.benefits.append(
            Benefit(
                heard.where,
                given[1],
                tuple(service for service in services if service),
                given[4],
                given[5],
                given[7],
                given[8],
                given[12],
            )
        )
    elif tag in ("NM1", "DMG", "INS") and not heard.is_in_benefit:
        _hear_who(heard, given)
    elif tag == "DTP" and not heard.is_in_benefit and heard.where in (Where.SUBSCRIBER, Where.DEPENDENT):
        first, _, last = given[3].partition("-")
        heard.dates[given[1]] = (read_date(first), read_date(last) if given[2] == "RD8" else None)


def _hear_who(heard: _Heard, given: list[str]) -> None:
    """The name, birth date and correction of the person whose loop is open."""
    if given[0] == "NM1":
        if given[1] in ("IL", "03") and heard.person is None:
            heard.person = NamedPerson(given[4], given[3], given[9] if given[8] == "MI" else "")
    elif heard.person is not None and given[0] == "DMG":
        heard.person = replace(heard.person, born_on=read_date(given[2]))
    elif heard.person is not None:
        heard.person = replace(heard.person, is_corrected=(given[3], given[4]) == ("001", "25"))


def _judged(heard: _Heard, problems: ProblemList) -> EligibilityAnswer:
    begins_on, through_on = _dates(heard)
    return EligibilityAnswer(
        outcome=_outcome(heard, is_sound=not problems.refuses),
        person=heard.person,
        benefits=tuple(heard.benefits),
        rejections=tuple(heard.rejections),
        begins_on=begins_on,
        through_on=through_on,
        traces=tuple(heard.traces),
        may_try_again=any(one.follow_up in ("P", "R") for one in heard.rejections),
        problems=tuple(problems.listed),
    )


def _outcome(heard: _Heard, *, is_sound: bool) -> Outcome:
    """What may be said. Anything rejected outweighs anything said to be active."""
    meant = {MEANINGS.get(one.reason, Outcome.CANNOT_ASK) for one in heard.rejections}
    if meant:
        return next(outcome for outcome in _WORST_FIRST if outcome in meant)
    if not is_sound:
        return Outcome.UNREADABLE
    whose = Where.DEPENDENT if heard.where is Where.DEPENDENT else Where.SUBSCRIBER
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for benefit in heard.benefits:
        if benefit.where is whose and (not benefit.services or WHOLE_COVERAGE in benefit.services):
            by_kind[benefit.kind].add(benefit.code)
    said = {_state(codes) for codes in by_kind.values()} - {None}
    if Outcome.UNREADABLE in said or not said:
        return Outcome.UNREADABLE
    return Outcome.ACTIVE if Outcome.ACTIVE in said else Outcome.INACTIVE


def _state(codes: set[str]) -> Outcome | None:
    """What is said of one kind of insurance; ``None`` where nothing is, unreadable where it is both."""
    is_active, is_inactive = bool(codes & ACTIVE), bool(codes & INACTIVE) or NON_COVERED in codes
    if is_active and is_inactive:
        return Outcome.UNREADABLE
    return Outcome.ACTIVE if is_active else Outcome.INACTIVE if is_inactive else None


def _dates(heard: _Heard) -> tuple[date | None, date | None]:
    """The plan's first and last day: 346 and 347, else 356 and 357, else a span of 291 or 307."""
    begins = through = None
    for first, last in (("346", "347"), ("356", "357")):
        begins = begins or heard.dates.get(first, (None, None))[0]
        through = through or heard.dates.get(last, (None, None))[0]
    for span in ("291", "307"):
        from_on, to_on = heard.dates.get(span, (None, None))
        begins, through = begins or from_on, through or to_on
    return begins, through
