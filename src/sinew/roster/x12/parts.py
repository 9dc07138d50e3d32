"""Reads one large 834 in several processes at once, with the same rows, numbers and problems as in one.

The file is cut before subscribers. Each part is read with the head of the file in front of it; the envelope
segments of all parts are then followed in order by one reader. A file of several interchanges is read in one
piece.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from sinew.roster.problems import ProblemList, Unit
from sinew.roster.rows import RosterRow
from sinew.roster.x12.delimiters import Interchange, read_isa
from sinew.roster.x12.enrollment import ENVELOPE, EnrollmentReader
from sinew.roster.x12.envelope import EnvelopeReader
from sinew.roster.x12.segments import SegmentStream

SMALLEST_PART_BYTES = 8 << 20
"""Below this a second process costs more than it saves."""
_HEAD_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 22
_LONGEST_BYTES = 256

Taken = TypeVar("Taken")
Take = Callable[[Iterator[RosterRow], int], Taken]
"""What a process does with the rows of its part, whose place it is given. It must be importable."""


@dataclass(frozen=True, slots=True)
class EnrollmentInParts(Generic[Taken]):
    """What a whole file held, and what was made of each part, in the order of the file."""

    taken: tuple[Taken, ...]
    envelopes: EnvelopeReader
    problems: ProblemList
    segments: int
    members: int
    rows_sound: int
    subscribers: int
    maintenance: Counter[str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A range of bytes, the head of the file to read before it, and how many segments came before it."""

    place: int
    begin: int
    end: int
    head: bytes
    head_segments: int
    segments: int


@dataclass(frozen=True, slots=True)
class _Read(Generic[Taken]):
    taken: Taken
    outside: list[tuple[list[str], Interchange, int]]
    problems: ProblemList
    of_the_file: ProblemList
    segments: int
    members: int
    rows_sound: int
    subscribers: int
    maintenance: Counter[str]


def read_in_parts(path: Path, take: Take[Taken], *, processes: int) -> EnrollmentInParts[Taken]:
    """Read an 834 with several processes.

    Args:
        take: called in each process with the rows of its part.
        processes: how many at most; a small file is read by one.

    Raises:
        ValueError: ``processes`` is below 1.
    """
    if processes < 1:
        raise ValueError("processes: at least 1")
    parts = _parts(path, min(processes, 1 + path.stat().st_size // SMALLEST_PART_BYTES))
    work = partial(_read, path, take)
    if len(parts) == 1:
        read = [work(parts[0])]
    else:
        with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
            read = list(pool.map(work, parts))
    whole = _put_together(read)
    if whole is None:  # a part did not begin where members are: only one reader can say what that means
        whole = _put_together([work(_Part(0, 0, path.stat().st_size, b"", 0, 0))])
    if whole is None:
        raise AssertionError("a file in one piece begins at its beginning")
    return whole


def _parts(path: Path, count: int) -> list[_Part]:
    size = path.stat().st_size
    whole = [_Part(0, 0, size, b"", 0, 0)]
    if count == 1 or size == 0:
        return whole
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        begin = head.find(b"ISA")
        interchange = (
            read_isa(head[begin:].decode("latin-1"), ProblemList(Unit.SEGMENT)) if begin >= 0 else None
        )
        if interchange is None:
            return whole
        delimiters = interchange.delimiters
        if not (delimiters.element + delimiters.terminator).isascii():
            return whole  # how many bytes they are depends on the file's encoding
        separator, terminator = delimiters.element.encode(), delimiters.terminator.encode()
        after = b"(?:" + re.escape(separator) + b"|" + re.escape(terminator) + b")"
        first = re.search(re.escape(terminator) + rb"\s*INS\s*" + after, head)
        another = re.compile(rb"(ISA" + re.escape(separator) + b")")
        if first is None or _find(file, another, begin + 3) is not None:
            return whole
        prologue = head[: first.start() + 1]
        subscriber = re.compile(
            re.escape(terminator) + rb"\s*(INS" + re.escape(separator + b"Y" + separator) + b")"
        )
        cuts = [0]
        for place in range(1, count):
            found = _find(file, subscriber, max(size * place // count, first.end()))
            if found is not None and found > cuts[-1]:
                cuts.append(found)
        cuts.append(size)
        parts, segments = [], 0
        for place, (at, end) in enumerate(pairwise(cuts)):
            front = prologue if place else b""
            parts.append(_Part(place, at, end, front, front.count(terminator), segments))
            segments += sum(block.count(terminator) for block in _blocks(file, at, end))
        return parts


def _blocks(file: BinaryIO, at: int, end: int | None = None) -> Iterator[bytes]:
    """A range of a file, little by little, so that memory stays small whatever its size."""
    file.seek(at)
    while block := file.read(_BLOCK_BYTES if end is None else min(_BLOCK_BYTES, end - at)):
        yield block
        at += len(block)


def _find(file: BinaryIO, pattern: re.Pattern[bytes], at: int) -> int | None:
    """Where the pattern's first group next begins; ``None``: nowhere."""
    held = b""
    for block in _blocks(file, at):
        text = held + block
        found = pattern.search(text)
        if found is not None:
            return at - len(held) + found.start(1)
        held = text[-_LONGEST_BYTES:]
        at += len(block)
    return None


def _read(path: Path, take: Take[Taken], part: _Part) -> _Read[Taken]:
    with path.open("rb") as file:
        reader = _PartReader(file, part)
        taken = take(reader.rows(), part.place)
    return _Read(
        taken,
        reader.outside,
        reader.problems,
        reader.of_the_file,
        reader.segments,
        reader.members,
        reader.rows_sound,
        reader.subscribers,
        reader.maintenance,
    )


class _PartReader(EnrollmentReader):
    """Reads one part, and notes what the reader of the whole must follow."""

    def __init__(self, file: BinaryIO, part: _Part) -> None:
        range_of_file = _Range(file, part)
        super().__init__(range_of_file)
        self.of_the_file = ProblemList(Unit.SEGMENT)
        self._stream = SegmentStream(range_of_file, self.of_the_file)
        self.envelopes = EnvelopeReader(ProblemList(Unit.SEGMENT))  # judged once all parts are read
        self.outside: list[tuple[list[str], Interchange, int]] = []
        self.segments = part.segments - part.head_segments
        self._before = part.segments

    def _outside(self, tag: str, elements: list[str], number: int) -> None:
        if number > self._before and self._head is not None:
            self.outside.append((elements, self._head, number))
        super()._outside(tag, elements, number)

    def _trailing(self, segment: str, number: int) -> None:
        if number > self._before:  # the head was judged with the first part
            super()._trailing(segment, number)

    def _finish(self) -> Iterator[RosterRow]:
        self._members.end_members()  # the next part begins with the next member
        yield from self._counted()


def _put_together(read: list[_Read[Taken]]) -> EnrollmentInParts[Taken] | None:
    """Follow the envelopes through all parts; ``None`` where a part does not begin among members."""
    problems = ProblemList(Unit.SEGMENT)
    envelopes = EnvelopeReader(problems)
    for place, part in enumerate(read):
        if place and not envelopes.has_members:
            return None
        for problem in part.of_the_file.listed:  # the head is read with every part, and says the same
            if problem.code not in problems.counts:
                problems.add(problem.number, problem.code, problem.message, problem.severity)
        problems.take(part.problems)
        for elements, head, number in part.outside:
            _follow(envelopes, elements, head, number)
    segments = read[-1].segments
    envelopes.end_file(max(segments, 1))
    return EnrollmentInParts(
        tuple(part.taken for part in read),
        envelopes,
        problems,
        segments,
        sum(part.members for part in read),
        sum(part.rows_sound for part in read),
        sum(part.subscribers for part in read),
        sum((part.maintenance for part in read), Counter()),
    )


def _follow(envelopes: EnvelopeReader, elements: list[str], head: Interchange, number: int) -> None:
    transaction = envelopes.transaction
    if elements[0] in ENVELOPE or transaction is None:
        envelopes.take(elements, head, number)
    elif transaction.has_members:
        return  # the first member of a part is not the first of its transaction
    elif elements[0] == "INS":
        envelopes.end_header(transaction, number)
    else:
        envelopes.header(transaction, elements, number)


class _Range(BytesIO):
    """The head of a file, then a range of it."""

    def __init__(self, file: BinaryIO, part: _Part) -> None:
        super().__init__(part.head)
        self._file = file
        self._left = part.end - part.begin
        file.seek(part.begin)

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes; never beyond the range."""
        front = super().read(size)
        if front:
            return front
        asked = self._left if size is None or size < 0 else min(size, self._left)
        data = self._file.read(asked)
        self._left -= len(data)
        return data
