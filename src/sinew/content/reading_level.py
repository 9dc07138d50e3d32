"""How hard a text is to read, as a US school grade.

The Flesch-Kincaid grade is 0.39 x words per sentence + 11.8 x syllables per word - 15.59. Syllables are
counted by rule (groups of vowels, silent e, -ed, -es, -le): right for most words, wrong to both sides for
some, so a grade is an estimate.

Source: Kincaid JP et al. Derivation of new readability formulas. Naval Technical Training Command, 1975,
Research Branch Report 8-75.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+(?=[\"“(]?[A-Z0-9])")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(
    r"[^laeiouyscgzx]es$|[^laeiouydt]ed$|[^laeiouy]e$|[^aeiouyl]e(?=(?:ment|ful|less|ly)s?$)"
)
_SPLIT_VOWELS = re.compile(
    r"(?<![cts])ia(?!n)|io(?!u|n)|ium|iet|[^q]ua|ea$|[rv]iou|[aeiou]ing|sci[ae]|creat(?!u)"
)
_BY_HEART = {"people": 2, "whole": 1, "every": 2, "area": 3, "areas": 3}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and the line of the file it begins on."""

    text: str
    line: int


def sentences(text: str, line: int = 1) -> list[Sentence]:
    """Split running text that begins on ``line``; a list item counts as a sentence at least."""
    return [Sentence(part.strip(), line) for part in _SENTENCE_END.split(text) if _WORD.search(part)]


def syllables(word: str) -> int:
    """Syllables of an English word or number by rule; at least 1."""
    if word[0].isdigit():
        return max(1, sum(character.isdigit() for character in word))
    lower = word.lower().replace("’", "'").split("'")[0]
    if lower in _BY_HEART:
        return _BY_HEART[lower]
    count = len(_VOWELS.findall(lower)) + len(_SPLIT_VOWELS.findall(lower)) - len(_SILENT_E.findall(lower))
    return max(1, count)


def grade(parts: Iterable[Sentence]) -> float:
    """Flesch-Kincaid grade of the sentences taken together; 0.0 for no words."""
    counts = [_count(part.text) for part in parts]
    words = sum(count[0] for count in counts)
    if not words:
        return 0.0
    return 0.39 * words / len(counts) + 11.8 * sum(count[1] for count in counts) / words - 15.59


def hardest(parts: Sequence[Sentence]) -> Sentence:
    """The sentence that is hardest to read, among those long enough to judge."""
    long_enough = [part for part in parts if _count(part.text)[0] >= 6] or list(parts)
    return max(long_enough, key=lambda part: grade([part]))


def _count(text: str) -> tuple[int, int]:
    words = _WORD.findall(text)
    return len(words), sum(syllables(word) for word in words)
