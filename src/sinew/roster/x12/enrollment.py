"""Reads an 834 from a file, as a stream, and says everything that is wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from sinew.roster.problems import ProblemList, Severity, Unit
from sinew.roster.rows import RosterRow
from sinew.roster.x12.delimiters import Interchange
from sinew.roster.x12.envelope import ENROLLMENT, EnvelopeReader
from sinew.roster.x12.members import MemberReader
from sinew.roster.x12.segments import SegmentStream
from sinew.roster.x12.standard import StandardMembers, blanks

ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE", "TA1"})


class EnrollmentReader:
    """One pass over an 834.

    Take the rows first, then look at ``problems``: a broken trailer is seen last, and refuses the rows
    before it. Memory is that of about one megabyte of the file, whatever its size.

    Args:
        file: at its beginning; it need not be sought.
        shortcut: read plain members by one pattern. Without it every segment is judged by itself, with the
            same answer.
        problems: where to note what is wrong; a new list where not given.

    Attributes:
        problems: everything found wrong so far.
        envelopes: the interchanges, groups and transactions, for acknowledgments.
        segments: segments read.
        maintenance: sound rows by what they ask for.
    """

    def __init__(self, file: BinaryIO, *, shortcut: bool = True, problems: ProblemList | None = None) -> None:
        self._shortcut = shortcut
        self.problems = problems if problems is not None else ProblemList(Unit.SEGMENT)
        self.envelopes = EnvelopeReader(self.problems)
        self.segments = 0
        self.rows_sound = 0
        self.subscribers = 0
        self.maintenance: Counter[str] = Counter()
        self._stream = SegmentStream(file, self.problems)
        self._members = MemberReader(self.problems)
        self._head: Interchange | None = None
        self._standard: StandardMembers
        self._blanks: re.Pattern[str]

    @property
    def members(self) -> int:
        """Members in the file, also those whose row cannot be applied."""
        return self._members.members

    def rows(self) -> Iterator[RosterRow]:
        """Every sound row, in the order of the file."""
        for head, text in self._stream:
            if head is not self._head:
                self._head = head
                self._standard = StandardMembers(head.delimiters)
                self._blanks = re.compile(blanks(head.delimiters))
            self._take(head, self._standard, text)
            yield from self._counted()
        yield from self._finish()

    def _counted(self) -> list[RosterRow]:
        rows, self._members.rows = self._members.rows, []
        self.maintenance.update([row.maintenance for row in rows])
        self.subscribers += sum([row.is_subscriber for row in rows])
        self.rows_sound += len(rows)
        return rows

    def _finish(self) -> Iterator[RosterRow]:
        """The file is over: what is still open was cut off."""
        self.envelopes.end_file(max(self.segments, 1))
        yield from ()

    def _take(self, head: Interchange, standard: StandardMembers, text: str) -> None:
        """Read whole segments: a plain member by one pattern, everything else segment by segment."""
        separator, terminator = head.delimiters.element, head.delimiters.terminator
        ins = f"INS{separator}"
        number = self.segments
        members, envelopes = self._members, self.envelopes
        handlers = members.handlers
        is_inside = envelopes.has_members
        at = 0
        while True:
            if is_inside and self._shortcut and text.startswith(ins, at):
                found = standard.read(
                    text, at, number=number + 1, family=members.family, made_on=members.made_on
                )
                if found is not None:
                    row, after = found
                    members.take(row)
                    number += text.count(terminator, at, after)
                    at = after
                    continue
            cut = text.find(terminator, at)
            if cut < 0:
                break
            segment = text[at:cut].strip()
            at = cut + 1
            between = self._blanks.match(text, at)
            if between is not None:
                at = between.end()
            number += 1
            if not segment.isprintable():
                segment = self._unprintable(segment, number)
            elements = segment.split(separator)
            tag = elements[0]
            if not elements[-1] and tag != "ISA":
                self._trailing(segment, number)
            handler = handlers.get(tag) if is_inside else None
            if handler is not None:
                handler(elements, number)
            else:
                self._outside(tag, elements, number)
                is_inside = envelopes.has_members
        self.segments = number

    def _outside(self, tag: str, elements: list[str], number: int) -> None:
        """A segment outside the members: an envelope, a header, a first member or a mistake."""
        envelopes = self.envelopes
        transaction = envelopes.transaction
        if tag in ENVELOPE:
            self._envelope(tag, elements, number)
        elif transaction is None:
            if tag:
                envelopes.stray(number, tag)
        elif transaction.kind != ENROLLMENT:
            return
        elif tag == "INS":
            envelopes.end_header(transaction, number)
            self._members.handlers[tag](elements, number)
        elif not transaction.has_members:
            envelopes.header(transaction, elements, number)
        elif tag:
            self._members.spoil(
                number, "segment-unknown", f"The segment {tag[:3]} has no place in a member's loops."
            )

    def _trailing(self, segment: str, number: int) -> None:
        if segment:
            self.problems.add(
                number, "trailing-separator", "A segment ends with element separators.", Severity.WARNING
            )
        else:
            self.problems.add(number, "segment-empty", "A segment is empty.", Severity.WARNING)

    def _unprintable(self, segment: str, number: int) -> str:
        """Say what a control character in a segment does, and read the segment without it."""
        message = "A line break or control character stands inside a segment."
        transaction = self.envelopes.transaction
        if transaction is not None and transaction.has_members and not segment.startswith(tuple(ENVELOPE)):
            if segment.startswith("INS"):  # the break belongs to the member that begins here
                self._members.end_members()
                self.problems.add(number, "line-break", message, Severity.WARNING)
            else:
                self._members.spoil(number, "line-break", message)
        else:
            self.problems.add(number, "line-break", message, Severity.FILE)
        return "".join(character if character.isprintable() else " " for character in segment)

    def _envelope(self, tag: str, elements: list[str], number: int) -> None:
        if tag != "TA1":
            self._members.end_members()
        if self._head is not None:
            self.envelopes.take(elements, self._head, number)
        if tag == "ST":
            self._members.begin_transaction()
        elif tag == "GS":
            self._members.made_on = self.envelopes.made_on
