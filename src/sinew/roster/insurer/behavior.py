"""How the simulated insurer behaves for a question: rightly, slowly, or with a fault seen in the wild.

A member number that begins with ``SIM-`` chooses it, one word a try: ``SIM-42-ACTIVE`` says "later" first and
"covered" then. The last word holds for all further tries.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sinew.roster.insurer.asked import Asked, Received, read_270
from sinew.roster.insurer.book import Book
from sinew.roster.insurer.written import Said, write_271
from sinew.roster.problems import Severity
from sinew.roster.x12.acknowledgment import acknowledgment

CHOOSES = re.compile(r"SIM((?:-[A-Z0-9]+)+)")
HUGE_CHARACTERS = 20_000_000


class Behavior(StrEnum):
    """What happens to a question. Any AAA03 code of two characters is a behavior, too."""

    RIGHT = "RIGHT"
    """Answered from the roster."""
    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"
    SLOW = "SLOW"
    """Answered as active after some seconds."""
    SILENT = "SILENT"
    """Never answered; the connection stays open."""
    DRIP = "DRIP"
    """The answer comes character by character."""
    DROP = "DROP"
    """The connection closes without a word."""
    ERROR = "ERROR"
    """HTTP 500."""
    HTML = "HTML"
    """An error page that claims to be a success."""
    EMPTY = "EMPTY"
    CUT = "CUT"
    """The answer breaks off."""
    HALF = "HALF"
    """The connection breaks in the middle of the answer."""
    COUNT = "COUNT"
    """SE01 counts one segment too many."""
    TRACE = "TRACE"
    """The trace number is another question's."""
    OTHER = "OTHER"
    """About another person."""
    HUGE = "HUGE"
    """Larger than any answer."""
    TA1 = "TA1"
    """The interchange is refused."""
    REFUSED = "999"
    """The question is refused by an acknowledgment."""


AAA = re.compile(r"[0-9]{2}|T4|C[A-Z]")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the text, how it is sent, and the trace number of the question, where it has one."""

    text: str
    behavior: str = Behavior.RIGHT
    trace: str = ""


def is_behavior(word: str) -> bool:
    """Whether a word chooses a behavior."""
    return word in set(Behavior) or bool(AAA.fullmatch(word))


def chosen(number: str, *, attempt: int) -> str | None:
    """The behavior that a member number chooses for the so-manieth try, counted from 1."""
    found = CHOOSES.fullmatch(number.upper())
    if found is None:
        return None
    words = found[1].strip("-").split("-")
    word = words[min(attempt, len(words)) - 1]
    return word if is_behavior(word) else None


class SimulatedInsurer:
    """Answers questions from a book.

    Args:
        always: a behavior for every question that does not choose one itself.
        co_payment: dollars a visit costs the people it covers, "" where it says nothing of it.
    """

    def __init__(self, book: Book, *, always: str = Behavior.RIGHT, co_payment: str = "") -> None:
        self._book = book
        self._always = always
        self._co_payment = co_payment
        self._tries: dict[str, int] = {}

    def answer(self, data: bytes, *, at: datetime, control: int) -> Reply:
        """What is sent back for what was received."""
        received = read_270(data)
        if received.asked is None:
            return Reply(_refused(received, at=at, control=control))
        asked = received.asked
        attempt = self._tries[asked.trace] = self._tries.get(asked.trace, 0) + 1
        behavior = chosen(asked.person.subscriber_id, attempt=attempt) or self._always
        if behavior in (Behavior.TA1, Behavior.REFUSED):
            message = "Refused because it was asked for."
            received.problems.add(1, "asked-for", message, Severity.FILE)
            if behavior == Behavior.TA1:
                received.interchanges[0].note = "022"
            return Reply(_refused(received, at=at, control=control), behavior, asked.trace)
        said = self._said(asked, behavior, at=at)
        about = _of_another(asked) if behavior == Behavior.OTHER else asked
        text = _broken(write_271(about, said, at=at, control=control), behavior)
        return Reply(text, behavior, asked.trace)

    def _said(self, asked: Asked, behavior: str, *, at: datetime) -> Said:
        trace = f"{asked.trace}X" if behavior == Behavior.TRACE else asked.trace
        if AAA.fullmatch(behavior):
            return Said(trace, rejection=behavior)
        if behavior != Behavior.RIGHT:
            is_active = behavior != Behavior.INACTIVE
            return Said(trace, is_active=is_active, co_payment=self._co_payment)
        found = self._book.find(asked.person, is_dependent=asked.is_dependent)
        if found.person is None:
            return Said(trace, rejection=found.reason)
        is_active = found.person.is_covered_on(asked.on or at.date())
        return Said(trace, listed=found.person, is_active=is_active, co_payment=self._co_payment)


def _of_another(asked: Asked) -> Asked:
    if asked.is_dependent:
        return replace(asked, person=replace(asked.person, dependent_first_name="ZEBEDEE"))
    return replace(asked, person=replace(asked.person, first_name="ZEBEDEE"))


def _broken(text: str, behavior: str) -> str:
    if behavior == Behavior.CUT:
        return text[: text.index("EB*")]
    if behavior == Behavior.COUNT:
        return re.sub(r"~SE\*(\d+)\*", lambda found: f"~SE*{int(found[1]) + 1}*", text)
    if behavior == Behavior.HUGE:
        return text.replace("EB*", f"MSG*{'A' * HUGE_CHARACTERS}~EB*", 1)
    if behavior == Behavior.EMPTY:
        return ""
    return text


def _refused(received: Received, *, at: datetime, control: int) -> str:
    """A TA1 where the interchange is at fault, else a 999; nothing where not even an ISA arrived."""
    if not received.interchanges:
        return ""
    note = any(one.note != "000" for one in received.interchanges)
    kinds = () if note else ("HS",)
    return acknowledgment(received.interchanges, received.problems, at=at, control=control, kinds=kinds)
