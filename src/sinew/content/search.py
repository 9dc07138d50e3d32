"""Finds articles, exercises and glossary terms by the words a reader types.

The texts are a few hundred, so the index lives in memory and is built in a fraction of a second; nothing has
to be kept in step with a database. It forgives endings ("stretching" finds "stretch"), unfinished words and,
where nothing else fits, a typing mistake.

Source: docs/content.md, "Search".
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sinew.content.exercise import Exercise
from sinew.content.items import Article
from sinew.content.loading import Content
from sinew.content.typing_mistakes import most_similar

MOST_LETTERS = 100
"""Of a question; more is cut off."""
SNIPPET_WORDS = 28

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_UNSAID = frozenset(
    _WORD.findall(
        "a an and are as at be but by can do does for from has have how i if in is it its me my no not of on"
        " or so that the their there they this to was we what when where which who why will with you your"
    )
)
_WEIGHTS = {"title": 6.0, "lead": 2.0, "text": 1.0}
_ENOUGH_OF_A_WORD = 3
_UNFINISHED, _MISTAKEN = 0.7, 0.5
_SATURATION, _LENGTH_SHARE = 1.2, 0.6


@dataclass(frozen=True, slots=True)
class Page:
    """Something that can be found.

    Attributes:
        kind: ``article``, ``exercise`` or ``term``.
        lead: what it is about, shown where the question meets nothing but the title.
    """

    kind: str
    id: str
    title: str
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a snippet; ``is_match`` where it answers the question."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers the question, and the words around the answer."""

    page: Page
    score: float
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, best first.

    Attributes:
        read_as: for each word nobody uses, the word we took it for.
    """

    hits: tuple[Hit, ...]
    read_as: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A page with the weight of each of its stems and its length in weighted words."""

    page: Page
    weights: Mapping[str, float]
    length: float


def stem(word: str) -> str:
    """The word without its commonest English endings; only ever compared with other stems."""
    word = word.casefold().replace("’", "'").removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= _ENOUGH_OF_A_WORD:
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "ls" else base
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _ENOUGH_OF_A_WORD:
        return word[:-1]
    return word


class SearchIndex:
    """All pages of one content, ready to be searched (BM25 over weighted fields)."""

    def __init__(self, content: Content) -> None:
        self._pages = [_counted(page) for page in _pages(content)]
        self._mean_length = sum(page.length for page in self._pages) / max(1, len(self._pages))
        self._spelled = _spellings(page.page for page in self._pages)
        self._stems = sorted(self._spelled)
        self._in_pages = Counter(name for page in self._pages for name in page.weights)

    def search(self, question: str, kind: str = "") -> Answer:
        """The pages that have every word of the question; if there are none, those with most of them.

        Args:
            kind: only pages of this kind; empty for all.
        """
        words = [word for word in _words(question[:MOST_LETTERS]) if word.casefold() not in _UNSAID]
        meant = {word: self._meant(word) for word in words}
        read_as = {word: self._spelled[names[0]] for word, (names, is_guess) in meant.items() if is_guess}
        wanted = [self._shares(word, names, is_guess) for word, (names, is_guess) in meant.items()]
        asked_of = [page for page in self._pages if kind in ("", page.page.kind)]
        scored = [(page, self._matches(page, wanted)) for page in asked_of]
        fullest = max((len(scores) for _, scores in scored), default=0)
        if not fullest:
            return Answer((), {})
        stems = {name for shares in wanted for name in shares}
        hits = [
            Hit(page.page, sum(scores), _snippet(page.page, stems))
            for page, scores in scored
            if len(scores) == fullest
        ]
        asked = {names[0] for names, _ in meant.values() if names}
        return Answer(tuple(sorted(hits, key=lambda hit: _rank(hit, asked))), read_as)

    def _meant(self, word: str) -> tuple[list[str], bool]:
        """The stems a word may stand for, and whether that is a guess at a typing mistake."""
        asked = stem(word)
        if len(asked) >= _ENOUGH_OF_A_WORD:
            start = bisect_left(self._stems, asked)
            end = bisect_left(self._stems, f"{asked}\U0010ffff")
            if start < end:
                return self._stems[start:end], False
        elif asked in self._spelled:
            return [asked], False
        guess = most_similar(asked, self._stems)
        return ([guess], True) if guess else ([], False)

    @staticmethod
    def _shares(word: str, names: Sequence[str], is_guess: bool) -> dict[str, float]:
        """How much each stem counts: whole for the word itself, less for a longer or another one."""
        other = _MISTAKEN if is_guess else _UNFINISHED
        return {name: 1.0 if name == stem(word) else other for name in names}

    def _matches(self, page: _Counted, wanted: Sequence[Mapping[str, float]]) -> list[float]:
        """The score of each word of the question that the page has."""
        scores = (
            max((share * self._score(page, name) for name, share in shares.items()), default=0.0)
            for shares in wanted
        )
        return [score for score in scores if score]

    def _score(self, page: _Counted, name: str) -> float:
        weight = page.weights.get(name, 0.0)
        if not weight:
            return 0.0
        known = self._in_pages[name]
        rarity = math.log(1 + (len(self._pages) - known + 0.5) / (known + 0.5))
        length = 1 - _LENGTH_SHARE + _LENGTH_SHARE * page.length / self._mean_length
        return rarity * weight * (_SATURATION + 1) / (weight + _SATURATION * length)


def _rank(hit: Hit, asked: set[str]) -> tuple[bool, float, str]:
    """A page called exactly as asked comes first, then the best score."""
    called = {stem(word) for word in _words(hit.page.title)}
    return called != asked, -hit.score, hit.page.title


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _counted(page: Page) -> _Counted:
    weights: Counter[str] = Counter()
    for field, weight in _WEIGHTS.items():
        for word in _words(getattr(page, field)):
            weights[stem(word)] += weight  # type: ignore[assignment]  # Counter adds floats as well
    return _Counted(page, weights, float(sum(weights.values())))


def _spellings(pages: Iterator[Page]) -> dict[str, str]:
    """Each stem with the way it is most often written."""
    written: dict[str, Counter[str]] = {}
    for page in pages:
        for word in _words(f"{page.title} {page.lead} {page.text}"):
            written.setdefault(stem(word), Counter())[word.casefold()] += 1
    return {name: words.most_common(1)[0][0] for name, words in written.items()}


def _snippet(page: Page, stems: set[str]) -> tuple[Piece, ...]:
    """The stretch of text with most different answers; the lead where the text has none."""
    for text in (page.text, page.lead):
        found = [match for match in _WORD.finditer(text) if stem(match[0]) in stems]
        if found:
            start, end = _window(text, [match.span() for match in found], stems)
            inside = [match.span() for match in found if start <= match.start() < end]
            return tuple(_pieces(text, start, end, inside))
    return (Piece(_shortened(page.lead), is_match=False),)


def _window(text: str, found: Sequence[tuple[int, int]], stems: set[str]) -> tuple[int, int]:
    spans = [match.span() for match in _WORD.finditer(text)]
    at = {start: number for number, (start, _) in enumerate(spans)}
    best = max(found, key=lambda span: (_worth(text, spans, at[span[0]], stems), -span[0]))
    first = max(0, at[best[0]] - 6)
    last = min(len(spans), first + SNIPPET_WORDS) - 1
    return spans[first][0], spans[last][1]


def _worth(text: str, spans: Sequence[tuple[int, int]], first: int, stems: set[str]) -> int:
    near = spans[first : first + SNIPPET_WORDS - 6]
    return len({stem(text[start:end]) for start, end in near} & stems)


def _pieces(text: str, start: int, end: int, inside: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = start
    before = "… " if start else ""
    for match_start, match_end in inside:
        if before or match_start > at:
            yield Piece(f"{before}{text[at:match_start]}", is_match=False)
        yield Piece(text[match_start:match_end], is_match=True)
        before, at = "", match_end
    rest = f"{text[at:end]} …" if end < len(text.rstrip(".")) else text[at:]
    if rest:
        yield Piece(rest, is_match=False)


def _shortened(text: str) -> str:
    spans = [match.span() for match in _WORD.finditer(text)]
    return text if len(spans) <= SNIPPET_WORDS else f"{text[: spans[SNIPPET_WORDS - 1][1]]} …"


def _pages(content: Content) -> Iterator[Page]:
    for article in content.articles.values():
        yield _article(article)
    for exercise in content.exercises.values():
        yield _exercise(exercise, content)
    for term in content.terms.values():
        yield Page("term", term.id, term.name, term.definition, "")


def _article(article: Article) -> Page:
    lead = " ".join((article.summary, *article.key_points))
    return Page("article", article.id, article.title, lead, article.text)


def _exercise(exercise: Exercise, content: Content) -> Page:
    muscles = [content.muscles[code] for code in exercise.muscles_main if code in content.muscles]
    equipment = [content.equipment[code].name for group in exercise.equipment for code in group]
    works = ", ".join(f"{muscle.name} ({muscle.plain})" for muscle in muscles)
    parts = (
        exercise.why, exercise.start_position, *exercise.steps, *exercise.cautions,
        f"Works most: {works}.", f"Needs: {', '.join(equipment) or 'nothing'}.",
    )  # fmt: skip
    return Page("exercise", exercise.id, exercise.name, exercise.summary, " ".join(parts))
