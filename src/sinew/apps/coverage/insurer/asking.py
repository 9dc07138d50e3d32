"""Asks one question, with all the tries that fit into CORE's 20 seconds, over a line that may rest."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import uuid4

from sinew.apps.coverage.insurer import policy
from sinew.apps.coverage.insurer.configuration import Insurer
from sinew.apps.coverage.insurer.exchange import Came, exchange
from sinew.roster.eligibility.answer import EligibilityAnswer, Outcome
from sinew.roster.eligibility.question import CoveredPerson, write_270
from sinew.roster.eligibility.reply import read_reply


class Line(Protocol):
    """An insurer's line: control numbers that are used once, and whether it rests."""

    def control(self) -> int:
        """A number of an interchange that was never used before."""

    def lets_through(self, at: datetime) -> bool:
        """Whether a question may be asked now; the one that tries a rested line is let through alone."""

    def note(self, *, is_trouble: bool, at: datetime) -> None:
        """How a try went."""


@dataclass(slots=True)
class OwnLine:
    """A line of one process, for commands that store nothing.

    Attributes:
        last: the last control number used; begin where no other program of this sender counts.
    """

    last: int
    circuit: policy.Circuit = field(default_factory=policy.Circuit)

    def control(self) -> int:
        self.last = self.last % 999_999_999 + 1
        return self.last

    def lets_through(self, at: datetime) -> bool:
        if not self.circuit.lets_through(at):
            return False
        self.circuit = self.circuit.probed(at)
        return True

    def note(self, *, is_trouble: bool, at: datetime) -> None:
        self.circuit = self.circuit.after(is_trouble=is_trouble, at=at)


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run.

    Attributes:
        outcome: what may be said of the person.
        answer: the last answer, where one came.
        came: what came of each try, in order; empty where the line rested.
        seconds: all of it took.
        again_at: when the next try is due, ``None`` where none is.
    """

    outcome: Outcome
    answer: EligibilityAnswer | None
    came: tuple[Came, ...]
    seconds: float
    again_at: datetime | None


def ask_now(
    insurer: Insurer,
    person: CoveredPerson,
    *,
    on: date,
    at: datetime,
    trace: str,
    line: Line,
    tried: int = 0,
    wait: Callable[[float], None] = time.sleep,
    dice: Callable[[], float] = random.random,
) -> Run:
    """Ask, and try again while it helps and there is time.

    Args:
        trace: of the question; every try carries it.
        tried: tries made in earlier runs.
    """
    began = time.monotonic()
    came: list[Came] = []
    answer: EligibilityAnswer | None = None

    def now() -> datetime:
        return at + timedelta(seconds=time.monotonic() - began)

    while line.lets_through(now()):
        left_s = policy.ANSWER_WITHIN_S - (time.monotonic() - began)
        question = write_270(person, insurer.parties, on=on, at=now(), control=line.control(), trace=trace)
        found = exchange(insurer, question, payload_id=str(uuid4()), at=now(), within_s=left_s)
        came.append(found.came)
        answer = None
        if found.came is Came.ANSWER:
            is_test = insurer.parties.is_test
            answer = read_reply(found.payload, about=person, trace=trace, on=on, is_test=is_test)
        line.note(is_trouble=policy.is_trouble(found.came, answer), at=now())
        if not policy.may_try_again(found.came, answer) or tried + len(came) >= policy.TRIES:
            return Run(_outcome(answer, found.came), answer, tuple(came), time.monotonic() - began, None)
        pause = policy.pause_s(len(came), dice())
        if not policy.fits(time.monotonic() - began, pause):
            break
        wait(pause)
    outcome = _outcome(answer, came[-1]) if came else Outcome.TRY_LATER
    again_at = policy.again_at(tried + len(came), now(), dice()) if came else None
    return Run(outcome, answer, tuple(came), time.monotonic() - began, again_at)


def _outcome(answer: EligibilityAnswer | None, came: Came) -> Outcome:
    return answer.outcome if answer is not None else policy.OUTCOME_OF[came]
