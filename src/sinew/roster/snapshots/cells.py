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

from sinew.roster.snapshots.engine import SEPARATOR
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


def write_cells(file: BinaryIO, layout: TableLayout, clean: TextIO, aside: TextIO) -> None:
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


def _blocks(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The text of a file in parts that end with a line."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = ""
    while data := file.read(_BLOCK_BYTES):
        text += decoder.decode(data)
        cut = text.rfind("\n") + 1
        if cut:
            yield text[:cut]
            text = text[cut:]
    text += decoder.decode(b"", final=True)
    if text:
        yield text


class _Scribe:
    """One pass over a table."""

    def __init__(self, blocks: Iterator[str], layout: TableLayout, clean: TextIO, aside: TextIO) -> None:
        self._blocks = blocks
        self._separator = layout.separator
        self._width = len(layout.headings)
        self._separators = {self._width - 1}
        self._count = methodcaller("count", layout.separator)
        self._untidy = ("  ", f"{layout.separator} ", f" {layout.separator}", "\n ", " \n")
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
            self._lines.extend(StringIO(block, newline=""))
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
            self._lines.extend(StringIO(block, newline=""))

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
        if len(cells) == self._width and text.replace(SEPARATOR, "").isprintable():
            self._clean.write(f"{number}{SEPARATOR}{text}\n")
        else:
            self._put_aside(Aside(number, "", cells))
        return True

    def _put_aside(self, one: Aside) -> None:
        self._aside.write(json.dumps(one) + "\n")

    def _plain(self, block: str) -> str | None:
        """The block with one kind of line end, if every line of it is one row of clean cells."""
        if '"' in block or "\0" in block:
            return None
        text = block.replace("\r\n", "\n")
        tidy = text.replace("\n", "").replace(self._separator, "")
        if (
            not tidy.isprintable()
            or text[0] == " "
            or text[-1] == " "
            or any(map(text.__contains__, self._untidy))
        ):
            return None
        lines = text.removesuffix("\n").split("\n")
        if set(map(self._count, lines)) != self._separators or max(map(len, lines)) > CELL_CHARACTERS:
            return None
        return text

    def _pass_on(self, text: str) -> None:
        lines = text.removesuffix("\n").replace(self._separator, SEPARATOR).split("\n")
        begin = self._line + 1
        self._line += len(lines)
        self._clean.write("".join([f"{at}{SEPARATOR}{line}\n" for at, line in enumerate(lines, begin)]))
