"""Free text that may describe an emergency: phrases from content, in several languages.

A phrase is a row of words; ``a|b`` is either, ``swell*`` any ending, ``...`` up to six words between,
``word?`` may be missing, and ``one & other`` stand in any order with up to six words between. Common
misspellings are put right first. A phrase counts not if a plain negation stands before it in its clause, or
between its parts ("no chest pain", "my chest doesn't hurt"), unless a word lies between that a plain negation
would not have ("no relief from the chest pain"), what follows takes the negation back ("no chest pain unless
I walk"), or nothing takes the phrases of its group back ("I do not want to die").
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, permutations

GAP_WORDS = 6
_GAP = rf"(?: \w+){{0,{GAP_WORDS}}}"
_NOTHING = re.compile(r"(?!)")
_APOSTROPHES = re.compile(r"['’‘`´]")
_SENTENCE = re.compile(r"[.!?;\n]+")
_PIECE = re.compile(r"[a-z0-9]+|[,:()]")
_MARKS = frozenset(",:()")


@dataclass(frozen=True, slots=True)
class Sign:
    """One group of phrases that mean the same.

    Attributes:
        id: kebab-case, permanent, the same in every language.
        phrases: see the module.
        is_always: no negation takes it back.
    """

    id: str
    phrases: tuple[str, ...]
    is_always: bool = False


@dataclass(frozen=True)
class EmergencyWords:
    """Everything the reading of one language needs.

    Attributes:
        signs: in the order they are reported.
        negations: words that take a phrase back.
        fillers: words that may stand between a negation and the phrase.
        joins: words that carry a negation on to the next phrase ("no chest pain or numbness").
        clauses: words that begin a clause, as a comma does.
        doubts: phrases with a negation that take nothing back ("not sure if it is chest pain").
        doubts_after: phrases that take a negation back when they follow ("never had chest pain like this").
        exceptions: phrases that are left out before anything is looked for ("suicide sprints").
        spellings: right spellings, each with the wrong ones that people write.
    """

    signs: tuple[Sign, ...]
    negations: tuple[str, ...]
    fillers: tuple[str, ...]
    joins: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    doubts_after: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    language: str = "en"

    @cached_property
    def rows(self) -> Mapping[str, tuple["Row", ...]]:
        """Every phrase of every sign in every order it may have, by the sign's id."""
        return {
            sign.id: tuple(row for phrase in sign.phrases for row in rows_of(phrase)) for sign in self.signs
        }

    @cached_property
    def doubtful(self) -> re.Pattern[str]:
        return _any_of(self.doubts)

    @cached_property
    def doubtful_after(self) -> re.Pattern[str]:
        return _any_of(self.doubts_after)

    @cached_property
    def excepted(self) -> re.Pattern[str]:
        return _any_of(self.exceptions)

    @cached_property
    def rightly(self) -> Mapping[str, str]:
        """Wrong spellings to right ones."""
        return {normalized(wrong): right for right, wrongs in self.spellings.items() for wrong in wrongs}

    @cached_property
    def misspelled(self) -> re.Pattern[str]:
        longest_first = sorted(self.rightly, key=len, reverse=True)
        return (
            re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if longest_first else _NOTHING
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text may describe.

    Attributes:
        signs: ids, each once; empty for nearly every message.
        languages: in which something was found.
    """

    signs: tuple[str, ...]
    languages: tuple[str, ...]


def read(text: str, languages: Iterable[EmergencyWords]) -> Reading:
    """Read a text in every language there is: people mix them, and nobody says which one they write."""
    found = {words.language: signs_in(text, words) for words in languages}
    signs = dict.fromkeys(sign for some in found.values() for sign in some)
    return Reading(tuple(signs), tuple(language for language, some in found.items() if some))


def signs_in(text: str, words: EmergencyWords) -> tuple[str, ...]:
    """Ids of the signs this text may describe in one language, each once."""
    plain = words.misspelled.sub(lambda wrong: words.rightly[wrong.group()], normalized(text))
    sentences = [Sentence.of(part, words) for part in _SENTENCE.split(plain)]
    return tuple(sign.id for sign in words.signs if any(one.says(sign) for one in sentences))


def normalized(text: str) -> str:
    """Small letters without accents or apostrophes; commas, stops and line ends stay."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode()
    return re.sub(r"[ \t]+", " ", plain.lower())


Row = tuple[re.Pattern[str], ...]
"""Stretches of words that follow one another, with gaps between."""


def rows_of(phrase: str) -> tuple[Row, ...]:
    """A phrase as rows of stretches, one row for each order in which its parts may stand."""
    orders = permutations(part.strip() for part in phrase.split("&"))
    return tuple(tuple(map(_stretch, " ... ".join(order).split(" ... "))) for order in orders)


def _stretch(words: str) -> re.Pattern[str]:
    """Finds every place where these words begin; the group is what they are there."""
    return re.compile(rf"\b(?=({_words(words)})\b)")


def _words(stretch: str) -> str:
    """Words with single spaces between, the first of which has to be there."""
    expression, is_first = "", True
    for part in stretch.split():
        word = "(?:" + "|".join(_word(one) for one in part.rstrip("?").split("|")) + ")"
        here = word if is_first else f" {word}"
        expression += f"(?:{here})?" if part.endswith("?") else here
        is_first = False
    return expression


def _word(word: str) -> str:
    plain = _APOSTROPHES.sub("", word.lower())
    return re.escape(plain.rstrip("*")) + (r"\w*" if plain.endswith("*") else "")


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Whether one of these stands somewhere, each in the order it is written."""
    rows = (_GAP.join(f" {_words(part)}" for part in phrase.split(" ... ")).strip() for phrase in phrases)
    return re.compile("|".join(rf"\b{row}\b" for row in rows)) if phrases else _NOTHING


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, and the number of the clause each stands in."""

    words: tuple[str, ...]
    clauses: tuple[int, ...]
    known: EmergencyWords

    @classmethod
    def of(cls, text: str, known: EmergencyWords) -> "Sentence":
        """Read a normalized sentence; commas and words such as "but" begin a clause."""
        pieces = _PIECE.findall(known.excepted.sub(" , ", " ".join(_PIECE.findall(text))))
        found: list[tuple[str, int]] = []
        clause = 0
        for piece in pieces:
            clause += piece in _MARKS or piece in known.clauses
            if piece not in _MARKS:
                found.append((piece, clause))
        return cls(tuple(word for word, _ in found), tuple(number for _, number in found), known)

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    def says(self, sign: Sign) -> bool:
        """Whether some phrase of the sign stands here and is not ruled out; commas do not part a phrase."""
        found = self._found[sign.id]
        return any(sign.is_always or not self._is_ruled_out(parts) for parts in _tightest(found))

    @cached_property
    def _found(self) -> Mapping[str, list[tuple[range, ...]]]:
        """Every phrase that stands here, by its sign: the positions of the words of its stretches."""
        return {
            sign: [places for row in rows for places in self._places(row)]
            for sign, rows in self.known.rows.items()
        }

    def _places(self, row: Row) -> list[tuple[range, ...]]:
        """Every way in which the stretches of a row stand one after the other, with no gap too long."""
        found: list[tuple[range, ...]] = [()]
        for stretch in row:
            here = [self._positions(*match.span(1)) for match in stretch.finditer(self.text)]
            found = [(*before, one) for before in found for one in _reached(here, before)]
        return found

    def _positions(self, start: int, end: int) -> range:
        first = self.text.count(" ", 0, start)
        return range(first, first + self.text.count(" ", start, end) + 1)

    @cached_property
    def _named(self) -> frozenset[int]:
        """Positions of words that belong to some phrase."""
        found = (parts for some in self._found.values() for parts in some)
        return frozenset(position for parts in found for part in parts for position in part)

    def _is_ruled_out(self, parts: tuple[range, ...]) -> bool:
        """Whether a plain negation rules out one of the parts, and nothing that follows takes it back."""
        if self.known.doubtful_after.search(self._after(parts[-1].stop)):
            return False
        gaps = (range(one.stop, other.start) for one, other in pairwise(parts))
        stretches = (self._before(parts[0].start), *gaps)
        return any(self._is_negated(words) or self._is_negated(self._unnamed(words)) for words in stretches)

    def _is_negated(self, words: range) -> bool:
        """Whether exactly one negation is among these words and reaches what follows them, without doubt."""
        if self.known.doubtful.search(" ".join(self.words[at] for at in words)):
            return False
        negated = [at for at in words if self.words[at] in self.known.negations]
        return len(negated) == 1 and self._leads(negated[0], words.stop)

    def _unnamed(self, words: range) -> range:
        """The last of these words that belong to no phrase: of "not red and not" the second "and not"."""
        first = next((at + 1 for at in reversed(words) if at in self._named), words.start)
        return range(first, words.stop)

    def _before(self, start: int) -> range:
        """The positions before this one in its own clause."""
        first = next(at for at in range(start + 1) if self.clauses[at] == self.clauses[start])
        return range(first, start)

    def _after(self, stop: int) -> str:
        """The words from here to the end of the next clause."""
        last = self.clauses[stop - 1] + 1
        return " ".join(self.words[at] for at in range(stop, len(self.words)) if self.clauses[at] <= last)

    def _leads(self, negation: int, start: int) -> bool:
        """Whether a negation reaches this word: over fillers, and over phrases where they are joined."""
        if self.clauses[negation] != self.clauses[start]:
            return False
        between = range(negation + 1, start)
        is_joined = any(self.words[at] in self.known.joins for at in between)
        passed = (*self.known.fillers, *self.known.joins)
        return all(self.words[at] in passed or (is_joined and at in self._named) for at in between)


def _tightest(found: Sequence[tuple[range, ...]]) -> list[tuple[range, ...]]:
    """Without those whose first and last words both stand in shorter ones: those say what is meant."""
    shortest: dict[range, int] = {}
    for parts in found:
        for end in (parts[0], parts[-1]):
            shortest[end] = min(_length(parts), shortest.get(end, _length(parts)))
    return [parts for parts in found if _length(parts) <= max(shortest[parts[0]], shortest[parts[-1]])]


def _length(parts: tuple[range, ...]) -> int:
    return parts[-1].stop - parts[0].start


def _reached(places: Sequence[range], before: tuple[range, ...]) -> Sequence[range]:
    """Those of these places, which rise, that a phrase reaches from where it stands."""
    if not before:
        return places
    first = bisect_left(places, before[-1].stop, key=_start)
    return places[first : bisect_right(places, before[-1].stop + GAP_WORDS, key=_start)]


def _start(place: range) -> int:
    return place.start
