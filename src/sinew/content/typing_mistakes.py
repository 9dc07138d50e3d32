"""Which known word a mistyped one was meant to be."""

from collections.abc import Sequence

_LETTERS_FOR_ONE, _LETTERS_FOR_TWO = 4, 7


def most_similar(word: str, known: Sequence[str]) -> str | None:
    """The known word with the fewest typing mistakes: one from 4 letters on, two from 7; else ``None``."""
    allowed = (len(word) >= _LETTERS_FOR_ONE) + (len(word) >= _LETTERS_FOR_TWO)
    near = [other for other in known if abs(len(other) - len(word)) <= allowed]
    found = [(distance(word, other), other[:1] != word[:1], other) for other in near if allowed]
    best = min(found, default=None)
    return best[2] if best and best[0] <= allowed else None


def distance(one: str, other: str) -> int:
    """Letters to add, leave out, replace or swap with their neighbor (optimal string alignment)."""
    before, last, row = list[int](), list[int](), list(range(len(other) + 1))
    for n, letter in enumerate(one, 1):
        before, last, row = last, row, [n]
        for m, wanted in enumerate(other, 1):
            best = min(last[m] + 1, row[m - 1] + 1, last[m - 1] + (letter != wanted))
            if n > 1 and m > 1 and letter == other[m - 2] and one[n - 2] == wanted:
                best = min(best, before[m - 2] + 1)
            row.append(best)
    return row[-1]
