"""Reads a coverage question (X12 270) as an insurer receives it."""

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.x12.dates import read_date
from sinew.roster.x12.delimiters import Interchange
from sinew.roster.x12.envelope import Envelope, EnvelopeReader
from sinew.roster.x12.segments import SegmentStream

_NOBODY = CoveredPerson("", "", None)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    Attributes:
        head: of its interchange; the answer goes back to its sender.
        asker: NM1*1P as it stands, element by element; it is repeated in the answer.
        insurer: NM1*PR as it stands.
        trace: TRN02, "" where none was sent; it is repeated in the answer.
        person: whom it is about; the dependent's fields are filled where a dependent is asked for.
        on: the day asked for; ``None`` where none is named.
    """

    head: Interchange
    asker: tuple[str, ...] = ()
    insurer: tuple[str, ...] = ()
    trace: str = ""
    trace_origin: str = ""
    person: CoveredPerson = _NOBODY
    is_dependent: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What arrived: the question, if it can be answered, and what an acknowledgment needs where it cannot."""

    asked: Asked | None
    interchanges: tuple[Envelope, ...]
    problems: ProblemList


def read_270(data: bytes) -> Received:
    """Read an interchange with one question; real time allows one.

    Every broken envelope, and a second question, refuses it.
    """
    problems = ProblemList(Unit.SEGMENT)
    envelopes = EnvelopeReader(problems, kind="270")
    asked: Asked | None = None
    number = questions = 0
    for head, text in SegmentStream(BytesIO(data), problems):
        for part in text.split(head.delimiters.terminator)[:-1]:
            number += 1
            elements = part.strip().split(head.delimiters.element)
            if envelopes.take(elements, head, number) or not elements[0]:
                continue
            questions += elements[0] == "EQ"
            asked = _taken(asked or Asked(head), [*(one.strip() for one in elements), *[""] * 10])
    envelopes.end_file(max(number, 1))
    if questions > 1 and not problems.refuses:
        problems.add(1, "questions", "Real time takes one question, and there are more.", Severity.FILE)
    if not questions and not problems.refuses:
        problems.add(1, "no-question", "Nothing is asked: there is no EQ.", Severity.FILE)
    return Received(None if problems.refuses else asked, tuple(envelopes.interchanges), problems)


def _taken(asked: Asked, given: list[str]) -> Asked:
    """The question with one more segment read."""
    tag, person = given[0], asked.person
    if tag == "NM1":
        return _named(asked, given)
    if tag == "HL" and given[3] == "23":
        return replace(asked, is_dependent=True)
    if tag == "TRN":
        return replace(asked, trace=given[2], trace_origin=given[3])
    if tag == "DMG":
        born_on = read_date(given[2])
        if asked.is_dependent:
            return replace(asked, person=replace(person, dependent_born_on=born_on))
        return replace(asked, person=replace(person, born_on=born_on))
    if tag == "DTP" and given[1] == "291":
        return replace(asked, on=read_date(given[3].partition("-")[0]))
    return asked


def _named(asked: Asked, given: list[str]) -> Asked:
    as_sent = tuple(given[:10])
    if given[1] == "PR":
        return replace(asked, insurer=as_sent)
    if given[1] == "1P":
        return replace(asked, asker=as_sent)
    if given[1] == "IL":
        person = replace(asked.person, last_name=given[3], first_name=given[4], subscriber_id=given[9])
        return replace(asked, person=person)
    if given[1] == "03":
        return replace(asked, person=replace(asked.person, dependent_first_name=given[4]))
    return asked
