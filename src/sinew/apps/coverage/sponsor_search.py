"""Finds "my employer or plan" by what people type: typos, accents, short forms, no legal form."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

FOUND_AT_MOST = 8
"""More than these nobody reads; a longer name narrows it."""
SHORTEST_QUERY = 2
"""Letters. One letter would list the sponsors instead of finding one."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEGAL_FORMS = _words(
    "ab ag as aps asa bhd bv co company corp corporation eg ek ev gmbh inc incorporated kg kgaa lc limited "
    "llc llp lp ltd mbh nv ohg oy oyj pbc pc plc pllc pty pvt sa sarl sas sdn se spa srl sro ug"
)
_SMALL_WORDS = _words("the and of for at in a an der die das und fur la le les de du des et el los y")
_GENERIC = _words(
    "benefit benefits care employee employees grp health healthcare hldg insurance intl medical natl plan "
    "plans svc trust us usa"
)
"""Words that many sponsors share: they say little about which one is meant."""
_SHORT_FORMS = {
    long: short
    for short, longs in {
        "assn": "association assoc ass",
        "bros": "brothers",
        "ctr": "center centre",
        "dept": "department",
        "dist": "district",
        "grp": "group",
        "hldg": "holding holdings",
        "hosp": "hospital",
        "inst": "institute",
        "intl": "international internationale int",
        "mfg": "manufacturing manufacturers",
        "mt": "mount",
        "natl": "national nat",
        "sch": "school schools",
        "st": "saint street",
        "svc": "service services svcs serv",
        "tech": "technology technologies technical",
        "univ": "university uni",
    }.items()
    for long in longs.split()
}
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "&": " and ",
    }
)
_GENERIC_WEIGHT = 0.25
_LEAST_COVERED = 0.6
"""Of what somebody typed, by letters. Below it another sponsor is meant."""


@dataclass(frozen=True, slots=True)
class Findable:
    """A sponsor with every name people know it by.

    Attributes:
        id: returned with what is found.
        names: its own name first, then the others.
    """

    id: Hashable
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One sponsor that fits what was typed.

    Attributes:
        name: the sponsor's own name.
        known_as: the other name that fitted better, or "".
        score: how well, 0 to 1; for sorting and tests.
    """

    id: Hashable
    name: str
    known_as: str
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    sponsor: Findable
    shown: str
    words: tuple[str, ...]
    initials: tuple[str, ...]


class SponsorIndex:
    """Every name of every sponsor, in a normal form. Make it once and ask it often."""

    def __init__(self, sponsors: Iterable[Findable]) -> None:
        self._names = [
            _Name(sponsor, shown, words, _initials(shown))
            for sponsor in sponsors
            for shown in sponsor.names
            if (words := normal_words(shown))
        ]
        self._having: dict[str, list[int]] = defaultdict(list)
        """Word, or all words as one, to the names that have it."""
        for place, name in enumerate(self._names):
            for word in {*name.words, "".join(name.words)}:
                self._having[word].append(place)
        self._vocabulary = list(self._having)

    def search(self, typed: str, *, limit: int = FOUND_AT_MOST) -> list[Found]:
        """The sponsors that fit, best first; each once, under the name that fits best."""
        words = normal_words(typed)
        whole = "".join(words)
        if len(whole) < SHORTEST_QUERY:
            return []
        scores = self._by_words(words)
        for place, quality in self._like(whole).items():
            if self._is_whole(place, whole):
                scores[place] = max(scores[place], quality)
        for place, name in enumerate(self._names):
            if whole in name.initials:
                scores[place] = max(scores[place], 0.9)
        return self._best(scores, whole, limit)

    def _by_words(self, words: Sequence[str]) -> dict[int, float]:
        """How much of what was typed each name covers, word by word and in any order."""
        weights = [_weight(word) for word in words]
        scores: dict[int, float] = defaultdict(float)
        for word, weight in zip(words, weights, strict=True):
            for place, quality in self._like(word).items():
                scores[place] += quality * weight / sum(weights)
        return defaultdict(float, {place: one for place, one in scores.items() if one >= _LEAST_COVERED})

    def _like(self, word: str) -> dict[int, float]:
        """Names with a word like this one: the same, begun by it, or as far from it as its length excuses."""
        found: dict[int, float] = {}
        for known, quality in self._known(word):
            for place in self._having[known]:
                found[place] = max(found.get(place, 0.0), quality)
        return found

    def _known(self, word: str) -> Iterator[tuple[str, float]]:
        """Words of names that may be meant by this one, each with how like it is."""
        letters = len(word)
        near = process.extract(
            word, self._vocabulary, scorer=OSA.distance, score_cutoff=_slips_excused(letters + 2), limit=None
        )
        for known, distance, _ in near:
            if distance <= _slips_excused(max(letters, len(known))) and (distance < 2 or known[0] == word[0]):
                yield known, 1.0 - 0.1 * distance
        if letters < SHORTEST_QUERY:
            return
        slips = min(_slips_excused(letters - 1), 1)
        begins = [known[:letters] for known in self._vocabulary]
        for _, distance, place in process.extract(
            word, begins, scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            yield self._vocabulary[place], 0.95 - 0.1 * distance

    def _is_whole(self, place: int, typed: str) -> bool:
        """Whether the name as one word is about as long as what was typed, or begins with it."""
        whole = "".join(self._names[place].words)
        return whole.startswith(typed) or OSA.distance(whole, typed) <= _slips_excused(len(typed))

    def _best(self, scores: Mapping[int, float], whole: str, limit: int) -> list[Found]:
        best: dict[Hashable, Found] = {}
        for place, score in scores.items():
            name = self._names[place]
            covered = min(len(whole) / max(len("".join(name.words)), 1), 1.0)
            total = 0.9 * score + 0.1 * covered
            known = best.get(name.sponsor.id)
            own = name.sponsor.names[0]
            if known is None or total > known.score:
                best[name.sponsor.id] = Found(
                    name.sponsor.id, own, "" if name.shown == own else name.shown, total
                )
        return sorted(best.values(), key=lambda one: (-one.score, one.name))[:limit]


def normal_words(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation, small words and legal forms.

    What would leave nothing is kept: a company called "The Co" is found as such.
    """
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = re.sub(r"(?<=\w)[.'’](?=\w)", "", text)
    words = [word for word in re.split(r"[\W_]+", text) if word]
    words = [word for word in words if word not in _SMALL_WORDS] or words
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return tuple(_SHORT_FORMS.get(word, word) for word in words)


def _initials(name: str) -> tuple[str, ...]:
    """The first letters of a name of several words, with and without its legal form and small words."""
    every = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    sorts = (
        every,
        [word for word in every if word not in _SMALL_WORDS],
        [word for word in every if word not in _SMALL_WORDS | _LEGAL_FORMS],
    )
    return tuple({"".join(word[0] for word in words) for words in sorts if len(words) > 1})


def _weight(word: str) -> float:
    return len(word) * (_GENERIC_WEIGHT if word in _GENERIC else 1.0)


def _slips_excused(letters: int) -> int:
    """Letters left out, added, changed or exchanged that a word of this length excuses."""
    return 0 if letters < 4 else 1 if letters < 8 else 2
