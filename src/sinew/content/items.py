"""Clinical content as the application uses it: typed, immutable, and apart from how it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinew.program import DosageRange
from sinew.vocabulary import Evidence


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of clinical facts.

    Attributes:
        mark: ``found`` (seen in the source's abstract, table or opening page) or ``memory`` (to be verified).
        address: where a reader finds it: the DOI's address, else the page we saw, else ``None``.
    """

    id: str
    citation: str
    mark: str
    doi: str | None
    url: str | None
    note: str | None

    @property
    def address(self) -> str | None:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle or muscle group; ``plain`` is what members read."""

    id: str
    name: str
    plain: str


@dataclass(frozen=True, slots=True)
class Equipment:
    """A thing an exercise may need; ``household`` things count as present without asking."""

    id: str
    name: str
    household: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A form fault the motion engine can report; ``seen_as`` says what the camera sees."""

    id: str
    name: str
    seen_as: str


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term for members; ``related`` are ids of other terms."""

    id: str
    name: str
    definition: str
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country a member can choose; ``code`` is ISO 3166-1 alpha-2."""

    code: str
    name: str
    ambulance: str
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whom to call when something cannot wait.

    Attributes:
        countries: in the order they are offered.
        elsewhere: what to do in any other country.
    """

    evidence: Evidence
    countries: tuple[Country, ...]
    elsewhere: str

    def number(self, country: str | None) -> str | None:
        """The number of a country by its code; ``None`` where we do not know it."""
        wanted = (country or "").upper()
        return next((known.ambulance for known in self.countries if known.code == wanted), None)


@dataclass(frozen=True, slots=True)
class CoachingWords:
    """What the program says in every session, by the ids of the engines.

    Attributes:
        camera: by prompt of the motion engine.
        pain: what to do about pain, by light of the program.
        between_sessions: what to do when the session is ``done``, on a ``rest`` day, and while ``waiting``
            for a practitioner.
        checks: why a member is asked between sessions, and what came of the answers.
        mornings: the possible answers to how a morning compares with a usual one, best first.
    """

    camera: Mapping[str, str]
    pain: Mapping[str, str]
    between_sessions: Mapping[str, str]
    mornings: Mapping[str, str]
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InsurerWords:
    """What a member reads about one outcome of asking an insurer.

    Attributes:
        next: what to do, a sentence each.
    """

    title: str
    text: str
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsurerAnswerWords:
    """Everything a member reads about an insurer's answer.

    Attributes:
        answers: by outcome.
        waiting: while there is none.
        unclear: what a visitor reads instead of which detail differs, or that nobody is known.
        by_a_person: where an operator must look at it first.
        facts: sentences with ``{day}``, ``{amount}`` or ``{share}``, by what the insurer said: ``begins``,
            ``through``, ``co_payment``, ``share``.
    """

    answers: Mapping[str, InsurerWords]
    waiting: InsurerWords
    unclear: InsurerWords
    by_a_person: InsurerWords
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EvidenceMark:
    """How well one side of an exercise is supported.

    Attributes:
        of: ``exercise``, ``dosage``, ``limits`` (angles and lengths) or ``coaching`` (steps, cues, cautions).
        phases: of a dosage mark, the phases it speaks of; empty means all others.
    """

    of: str
    mark: Evidence
    references: tuple[str, ...]
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of the way out, the pause and the way back of one repetition."""

    out_s: float
    hold_s: float
    back_s: float

    def to_json(self) -> dict[str, float]:
        return {"out_s": self.out_s, "hold_s": self.hold_s, "back_s": self.back_s}


@dataclass(frozen=True, slots=True)
class PhaseDosage:
    """The dose range of one phase and the sentence that says it to a member."""

    phase: str
    range: DosageRange
    text: str


@dataclass(frozen=True, slots=True)
class Coaching:
    """The prose of an exercise in one language.

    Attributes:
        cues: the sentence that answers a form fault, by fault id.
        why: what the exercise does for the person, in one or two sentences.
    """

    name: str
    summary: str
    start_position: str
    steps: tuple[str, ...]
    camera_setup: str
    cautions: tuple[str, ...]
    cues: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of an article that a reader can jump to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of an article's text, or, if ``exercise`` is set, that exercise's figure over its caption."""

    html: str
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article for members and visitors.

    Attributes:
        body: safe HTML (escaped, no style or script), cut where a figure stands. Its links expect each
            reference at ``#ref-<id>`` and each related term at ``#term-<id>`` of the same page; its section
            ``how-sure-we-are`` explains the marks ``expert`` and ``our view``.
        text: the same body as plain text, for the search.
        place: where it stands in the list of articles.
        references: ids in the order of their numbers in the text.
        reviewed: always ``None`` here; reviews are rows of the database.
        version: hash of the article's files.
    """

    id: str
    title: str
    summary: str
    key_points: tuple[str, ...]
    body: tuple[Passage, ...]
    text: str
    sections: tuple[Section, ...]
    disclaimer: str
    author: str
    updated_on: str
    references: tuple[str, ...]
    related_terms: tuple[str, ...]
    exercises: tuple[str, ...]
    evidence: Evidence
    reading_grade: float
    words: int
    version: str
    place: int
    reviewed: None = None

    @property
    def body_html(self) -> str:
        """The whole body, of figures only the captions."""
        return "\n".join(passage.html for passage in self.body)
