"""An X12 file as a stream of segments, whatever encoding, indentation and line ends its sender used."""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from sinew.roster.problems import ProblemList, Severity
from sinew.roster.x12.delimiters import Interchange, read_isa

BLOCK_BYTES = 1 << 20
SEGMENT_CHARACTERS = 4_000
"""No segment of an 834 is nearly as long: what is longer has lost its terminator."""
_HEAD_BYTES = 4_096
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class SegmentStream:
    """Segments of a file, whole ones of about 1 MB at a time. Memory does not depend on the file's size.

    Blanks and line ends between segments are left to the reader.

    Attributes:
        number: segments given so far.
    """

    def __init__(self, file: BinaryIO, problems: ProblemList) -> None:
        self._interchange: Interchange | None = None
        self.number = 0
        self._file = file
        self._problems = problems
        self._decoder = _Decoder(problems)

    def __iter__(self) -> Iterator[tuple[Interchange, str]]:
        """Texts of whole segments with their terminators, each with the head of its interchange.

        Ends early, with the reason among the problems, where the file is no X12.
        """
        rest = self._first_block()
        if rest is None:
            return
        while True:
            block = self._file.read(BLOCK_BYTES)
            is_last = not block
            text = rest + self._decoder.decode(block, is_last=is_last)
            rest = yield from self._segments(text, is_last=is_last)
            if is_last or (self._problems.refuses and self._interchange is None):
                return

    def _first_block(self) -> str | None:
        head = self._file.read(BLOCK_BYTES)
        while len(head) < _HEAD_BYTES and (more := self._file.read(BLOCK_BYTES)):
            head += more  # a pipe gives what it has
        if head.startswith(_UTF16):
            self._refuse(
                "encoding", "The file is UTF-16. Save it as UTF-8 or plain ASCII, and send it again."
            )
            return None
        text = self._decoder.decode(head.removeprefix(b"\xef\xbb\xbf"), is_last=False).lstrip("\ufeff \t\r\n")
        if not text:
            self._refuse("empty", "The file is empty.")
            return None
        if not text.startswith("ISA"):
            self._refuse("isa-missing", "The file does not begin with ISA: it is no X12 interchange.")
            return None
        return text

    def _segments(self, text: str, *, is_last: bool) -> Generator[tuple[Interchange, str], None, str]:
        """Give the whole segments of ``text``; return the part after the last terminator."""
        while True:
            text = text.lstrip()
            if text.startswith("ISA") and len(text) < 200 and not is_last:
                return text
            if text.startswith("ISA"):
                self._interchange = read_isa(text, self._problems, number=self.number + 1)
            if self._interchange is None or not text:
                return ""
            terminator = self._interchange.delimiters.terminator
            next_isa = re.search(rf"{re.escape(terminator)}\s*ISA[^A-Za-z0-9\s]", text[3:])
            here = text if next_isa is None else text[: 3 + next_isa.start() + 1]
            cut = here.rfind(terminator) + 1
            whole, tail = here[:cut], here[cut:]
            if next_isa is None:
                if is_last and tail.strip():
                    whole += self._last_segment(tail.strip()) + terminator
                elif len(tail) > SEGMENT_CHARACTERS and not is_last:
                    self._refuse(
                        "segment-endless",
                        "A segment does not end. The terminator that ISA names is not used.",
                    )
                    self._interchange = None
                    return ""
            self.number += whole.count(terminator)
            if whole:
                yield self._interchange, whole
            if next_isa is None:
                return "" if is_last else tail
            text = text[3 + next_isa.start() + 1 :]

    def _last_segment(self, segment: str) -> str:
        if segment.startswith("IEA"):
            self._problems.add(
                self.number + 1, "terminator-missing", "The last segment has no terminator.", Severity.WARNING
            )
        return segment

    def _refuse(self, code: str, message: str) -> None:
        self._problems.add(self.number + 1, code, message, Severity.FILE)


class _Decoder:
    """UTF-8, and where that fails Windows-1252; a character is never cut at the end of a block."""

    def __init__(self, problems: ProblemList) -> None:
        self._pending = b""
        self._problems = problems

    def decode(self, block: bytes, *, is_last: bool) -> str:
        data = self._pending + block
        self._pending = b""
        if not is_last:
            cut = _incomplete(data)
            if cut:
                data, self._pending = data[:-cut], data[-cut:]
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            if not self._problems.counts["encoding"]:
                self._problems.add(
                    1, "encoding", "The text is not UTF-8; it is read as Windows-1252.", Severity.WARNING
                )
            return data.decode("cp1252", errors="replace")


def _incomplete(data: bytes) -> int:
    """Bytes at the end that begin a UTF-8 character and do not finish it."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte & 0xC0 == 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < needed else 0
        if byte & 0x80 == 0:
            return 0
    return 0
