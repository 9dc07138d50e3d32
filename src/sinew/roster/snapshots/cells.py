"""A table to clean cells, one row a line, many rows at once: what an engine reads without a second thought.

A cell is clean when nothing is left to trim: no blanks at its ends, none doubled, no control characters.
Blocks of the file without quotation marks are passed on whole; every other is read by the csv module, row by
row. Rows that an engine cannot take are put aside for `sinew.roster.table.row`.
"""

import codecs
import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator
from io import StringIO
from operator import methodcaller
from typing import BinaryIO, NamedTuple, TextIO

from sinew.roster.snapshots.engine import LONGEST_LINE_BYTES, SEPARATOR
from sinew.roster.table.layout import TableLayout
from sinew.roster.table.reader import CELL_CHARACTERS, QUOTE_OPEN, ROW_UNREADABLE

_BLOCK_BYTES = 1 << 18


class Aside(NamedTuple):
    """A row that is not clean, or what stands in its place.

    Attributes:
        code: empty for a row; the code of a problem where no row can be read.
    """

    number: int
    code: str
    cells: list[str]


def write_cells(file: BinaryIO, layout: TableLayout, clean: BinaryIO, aside: TextIO) -> None:
    """Write the rows of a table after its headings.

    Args:
        file: at its beginning.
        clean: takes the clean ones as `sinew.roster.snapshots.engine.Engine.read_text` reads them: the number
            of the line, then the cells. All cells of a row may be empty; it is nobody's, then.
        aside: takes all others, in order, for `read_aside`.
    """
    _Scribe(_blocks(file, layout.encoding), layout, clean, aside).write()


def read_aside(file: Iterable[str]) -> Iterator[Aside]:
    """The rows that were put aside."""
    for line in file:
        number, code, cells = json.loads(line)
        yield Aside(number, code, cells)


def _blocks(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8, in parts that end with a line. What is no UTF-8 in it is left as it is."""
    encoded = _encoded(file, encoding)
    rest = b""
    for data in encoded:
        rest += data
        cut = rest.rfind(b"\n") + 1 or rest.rfind(b"\r", 0, -1) + 1
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


def _encoded(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    if encoding in ("utf-8", "utf-8-sig"):
        data = file.read(_BLOCK_BYTES)
        yield data.removeprefix(codecs.BOM_UTF8) if encoding == "utf-8-sig" else data
        yield from iter(lambda: file.read(_BLOCK_BYTES), b"")
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while data := file.read(_BLOCK_BYTES):
        yield decoder.decode(data).encode()
    yield decoder.decode(b"", final=True).encode()


class _Scribe:
    """One pass over a table."""

    def __init__(self, blocks: Iterator[bytes], layout: TableLayout, clean: BinaryIO, aside: TextIO) -> None:
        self._blocks = blocks
        self._separator = separator = layout.separator.encode()
        self._width = len(layout.headings)
        self._separators = {self._width - 1}
        self._count = methodcaller("count", separator)
        self._untidy = (b"  ", b" " + separator, separator + b" ")
        self._ordinary = _ORDINARY + separator
        self._clean = clean
        self._aside = aside
        self._line = 0
        self._lines: deque[str] = deque()
        self._reader = csv.reader(self._feed(), delimiter=layout.separator)
        self._has_headings = False

    def write(self) -> None:
        """Pass on whole blocks where that is the same as reading them row by row."""
        for block in self._blocks:
            text = self._plain(block) if self._has_headings else None
            if text is not None:
                self._pass_on(text)
                continue
            self._split(block)
            while self._lines:
                if not self._row():
                    return

    def _feed(self) -> Iterator[str]:
        """Lines of the block that is read row by row, and of the next ones where a row goes on there."""
        while True:
            while self._lines:
                yield self._lines.popleft()
            block = next(self._blocks, None)
            if block is None:
                return
            self._split(block)

    def _split(self, block: bytes) -> None:
        self._lines.extend(StringIO(block.decode(errors="replace"), newline=""))

    def _row(self) -> bool:
        """One row, as `TableReader` reads it; false where the rest of the file cannot be read."""
        number, before = self._line + 1, self._reader.line_num
        try:
            cells = next(self._reader, None)
        except csv.Error:
            self._put_aside(Aside(number, ROW_UNREADABLE, []))
            return True
        finally:
            self._line += self._reader.line_num - before
        if cells is None:
            return False
        if not any(map(str.strip, cells)):
            return True
        if not self._has_headings:
            self._has_headings = True
            return True
        if max(map(len, cells)) > CELL_CHARACTERS:
            self._put_aside(Aside(number, QUOTE_OPEN, []))
            return False
        text = SEPARATOR.join([" ".join(cell.split()) for cell in cells])
        is_short = len(text) < LONGEST_LINE_BYTES // 8
        if is_short and len(cells) == self._width and text.replace(SEPARATOR, "").isprintable():
            self._clean.write(f"{number}{SEPARATOR}{text}\n".encode())
        else:
            self._put_aside(Aside(number, "", cells))
        return True

    def _put_aside(self, one: Aside) -> None:
        self._aside.write(json.dumps(one) + "\n")

    def _plain(self, block: bytes) -> bytes | None:
        """The block with one kind of line end, if every line of it is one row of clean cells."""
        if b'"' in block or not _is_printable(block.translate(None, self._ordinary)):
            return None
        text = block.replace(b"\r\n", b"\n") if b"\r" in block else block
        between = self._separator + text.removesuffix(b"\n").replace(b"\n", self._separator) + self._separator
        if b"\r" in text or any(untidy in between for untidy in self._untidy):
            return None
        lines = text.removesuffix(b"\n").split(b"\n")
        if set(map(self._count, lines)) != self._separators or max(map(len, lines)) > CELL_CHARACTERS:
            return None
        return text

    def _pass_on(self, text: bytes) -> None:
        lines = text.decode().removesuffix("\n").replace(self._separator.decode(), SEPARATOR).split("\n")
        begin = self._line + 1
        self._line += len(lines)
        numbered = [f"{at}{SEPARATOR}{line}\n" for at, line in enumerate(lines, begin)]
        self._clean.write("".join(numbered).encode())


_ORDINARY = bytes(range(32, 127)) + b"\r\n"


def _is_printable(extraordinary: bytes) -> bool:
    """Whether what is left of a block without its ordinary characters is letters of UTF-8."""
    try:
        return extraordinary.decode().isprintable()
    except UnicodeDecodeError:
        return False
