"""Free text that may describe an emergency: phrases from content, read so as to miss none.

A phrase is a row of words; ``a|b`` is either, ``swell*`` any ending, ``...`` up to six words between,
``word?`` may be missing. A phrase that stands behind a negation in the same clause ("no chest pain") counts
not, unless a word lies between that a plain negation would not have ("no relief from the chest pain"), or
nothing takes the phrases of its group back ("I do not want to die").
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

GAP_WORDS = 6
_APOSTROPHES = re.compile(r"['’‘`´]")
_SENTENCE = re.compile(r"[.!?;\n]+")
_PIECE = re.compile(r"[a-z0-9]+|[,:()]")
_BREAKS = frozenset({",", ":", "(", ")", "but", "however", "although", "though", "yet", "except", "now"})


@dataclass(frozen=True, slots=True)
class Sign:
    """One group of phrases that mean the same.

    Attributes:
        id: kebab-case, permanent.
        phrases: see the module.
        is_always: no negation takes it back.
    """

    id: str
    phrases: tuple[str, ...]
    is_always: bool = False


@dataclass(frozen=True)
class EmergencyWords:
    """Everything the reading needs.

    Attributes:
        signs: in the order they are reported.
        negations: words that take a phrase back when they stand before it.
        fillers: words that may stand between a negation and the phrase.
        doubts: phrases with a negation that take nothing back ("not sure if it is chest pain").
    """

    signs: tuple[Sign, ...]
    negations: tuple[str, ...]
    fillers: tuple[str, ...]
    doubts: tuple[str, ...] = field(default=())

    @cached_property
    def patterns(self) -> Mapping[str, tuple[re.Pattern[str], ...]]:
        """The phrases of every sign, by its id, as regular expressions."""
        return {sign.id: tuple(map(pattern_of, sign.phrases)) for sign in self.signs}

    @cached_property
    def doubtful(self) -> re.Pattern[str]:
        return re.compile("|".join(pattern_of(phrase).pattern for phrase in self.doubts) or r"(?!)")


def signs_in(text: str, words: EmergencyWords) -> tuple[str, ...]:
    """Ids of the signs this text may describe, each once; empty for nearly every message."""
    sentences = [Sentence.of(part) for part in _SENTENCE.split(normalized(text))]
    return tuple(sign.id for sign in words.signs if any(_says(one, sign, words) for one in sentences))


def normalized(text: str) -> str:
    """Small letters without accents or apostrophes; commas, stops and line ends stay."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    return re.sub(r"[ \t]+", " ", plain.lower())


def pattern_of(phrase: str) -> re.Pattern[str]:
    """A phrase as a regular expression over words with single spaces between."""
    parts, is_first = "", True
    for part in phrase.split():
        if part == "...":
            parts += rf"(?: \w+){{0,{GAP_WORDS}}}"
            continue
        word = "(?:" + "|".join(_word(one) for one in part.rstrip("?").split("|")) + ")"
        here = word if is_first else f" {word}"
        parts += f"(?:{here})?" if part.endswith("?") else here
        is_first = False
    return re.compile(rf"\b{parts}\b")


def _word(word: str) -> str:
    plain = _APOSTROPHES.sub("", word.lower())
    return re.escape(plain.rstrip("*")) + (r"\w*" if plain.endswith("*") else "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, and the number of the clause each stands in."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Read a normalized sentence; commas and words such as "but" begin a clause."""
        found: list[tuple[str, int]] = []
        clause = 0
        for piece in _PIECE.findall(text):
            clause += piece in _BREAKS
            if piece[0].isalnum():
                found.append((piece, clause))
        return cls(tuple(word for word, _ in found), tuple(number for _, number in found))

    def before(self, position: int) -> list[str]:
        """The words before this one in its own clause."""
        here = self.clauses[position]
        return [
            word for word, clause in zip(self.words[:position], self.clauses, strict=False) if clause == here
        ]


def _says(sentence: Sentence, sign: Sign, words: EmergencyWords) -> bool:
    """Whether some phrase of the sign stands here and is not ruled out; commas do not part a phrase."""
    text = " ".join(sentence.words)
    for pattern in words.patterns[sign.id]:
        for match in pattern.finditer(text):
            position = text.count(" ", 0, match.start())
            if sign.is_always or not _is_ruled_out(sentence.before(position), words):
                return True
    return False


def _is_ruled_out(before: Sequence[str], words: EmergencyWords) -> bool:
    """Whether exactly one negation stands before, with nothing but fillers after it, and no doubt is said."""
    if words.doubts and words.doubtful.search(" ".join(before)):
        return False
    negated = [position for position, word in enumerate(before) if word in words.negations]
    return len(negated) == 1 and all(word in words.fillers for word in before[negated[0] + 1 :])
