"""Words, counts and choices for the review of the content."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.library.filters import Facet
from sinew.apps.library.models import ContentReview
from sinew.apps.library.presenters import (
    EVIDENCE_WORDS,
    ArticlePresenter,
    ExercisePresenter,
    ReferencePresenter,
    numbered_references,
)
from sinew.apps.library.reviews import Standing, State
from sinew.content import ChangedFile, Content, Fact, ReviewableItem, differences
from sinew.content.reviewable import KINDS, WEAKEST_FIRST
from sinew.program import Question
from sinew.vocabulary import Evidence, Role

KIND_WORDS = {
    "program": "Program",
    "questionnaire": "Questionnaire",
    "article": "Article",
    "exercise": "Exercise",
}
KINDS_WORDS = {
    "program": "Program",
    "questionnaire": "Questionnaires",
    "article": "Articles",
    "exercise": "Exercises",
}
STATE_WORDS = {
    State.NOT_YET: "Not yet reviewed",
    State.CHANGED: "Changed since review",
    State.REVIEWED: "Reviewed",
}
STATE_TONES = {State.NOT_YET: "neutral", State.CHANGED: "amber", State.REVIEWED: "green"}
MARK_NAMES = {
    Evidence.DESIGN: "Our proposal",
    Evidence.EXPERT: "Expert practice",
    Evidence.PUBLISHED: "Published research",
}


@dataclass(frozen=True)
class ReviewRow:
    """An item in the list of what needs review."""

    item: ReviewableItem
    standing: Standing

    @property
    def address(self) -> str:
        return reverse("library:review_item", args=[self.item.kind, self.item.id])

    @property
    def kind(self) -> str:
        return KIND_WORDS[self.item.kind]

    @property
    def state(self) -> str:
        return STATE_WORDS[self.standing.state]

    @property
    def tone(self) -> str:
        return STATE_TONES[self.standing.state]

    @property
    def weakest(self) -> str:
        return MARK_NAMES[self.item.weakest]

    @property
    def proposals(self) -> int:
        """How many of its facts are proposals of ours."""
        return self.item.count(Evidence.DESIGN)

    @property
    def order(self) -> tuple[bool, int, int, int, str]:
        """What needs review first, proposals of ours before the rest, then by kind and name."""
        return (
            self.standing.state is State.REVIEWED,
            WEAKEST_FIRST.index(self.item.weakest),
            list(State).index(self.standing.state),
            list(KIND_WORDS).index(self.item.kind),
            self.item.title,
        )


@dataclass(frozen=True)
class KindCount:
    """How far the review of one kind has come."""

    kind: str
    reviewed: int
    changed: int
    total: int

    @property
    def title(self) -> str:
        return KINDS_WORDS[self.kind]


@dataclass(frozen=True)
class ReviewList:
    """The dashboard: every row, narrowed by what the reader chose."""

    rows: tuple[ReviewRow, ...]
    chosen: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[ReviewRow], query: Mapping[str, str]) -> "ReviewList":
        """The rows in order of need; an unknown choice counts as any."""
        known: dict[str, Iterable[str]] = {"kind": KINDS, "evidence": list(Evidence), "state": list(State)}
        chosen = {name: query.get(name, "") for name in known}
        kept = {name: value if value in known[name] else "" for name, value in chosen.items()}
        return cls(tuple(sorted(rows, key=lambda row: row.order)), kept)

    @property
    def matching(self) -> list[ReviewRow]:
        return [row for row in self.rows if self._fits(row)]

    @property
    def is_active(self) -> bool:
        return any(self.chosen.values())

    @property
    def counts(self) -> list[KindCount]:
        return [self._count(kind) for kind in KINDS_WORDS]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def reviewed(self) -> int:
        return sum(count.reviewed for count in self.counts)

    @property
    def facets(self) -> list[Facet]:
        return [
            Facet("kind", "Kind", tuple(KIND_WORDS.items()), self.chosen["kind"]),
            Facet("evidence", "Rests on", _pairs(MARK_NAMES), self.chosen["evidence"]),
            Facet("state", "State", _pairs(STATE_WORDS), self.chosen["state"]),
        ]

    def _fits(self, row: ReviewRow) -> bool:
        mark = self.chosen["evidence"]
        return (
            self.chosen["kind"] in ("", row.item.kind)
            and self.chosen["state"] in ("", row.standing.state)
            and (not mark or row.item.count(Evidence(mark)) > 0)
        )

    def _count(self, kind: str) -> KindCount:
        states = [row.standing.state for row in self.rows if row.item.kind == kind]
        return KindCount(kind, states.count(State.REVIEWED), states.count(State.CHANGED), len(states))


def _pairs(words: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(code), label) for code, label in words.items())


@dataclass(frozen=True)
class FactPresenter:
    """One marked fact with its sources."""

    fact: Fact
    content: Content

    @property
    def name(self) -> str:
        return self.fact.name or ("The whole file" if self.fact.file.endswith(".yaml") else "This line")

    @property
    def mark(self) -> str:
        return EVIDENCE_WORDS[self.fact.mark]

    @property
    def is_proposal(self) -> bool:
        return self.fact.mark is Evidence.DESIGN

    @property
    def references(self) -> list[ReferencePresenter]:
        return numbered_references(self.fact.references, self.content)


@dataclass(frozen=True)
class SignOff:
    """A sign-off in the history of an item, as a reviewer may see it."""

    review: ContentReview
    item: ReviewableItem
    reader: User

    @property
    def is_current(self) -> bool:
        return self.review.is_of(self.item)

    @property
    def withdrawal(self) -> Any:
        return getattr(self.review, "withdrawal", None)

    @property
    def may_withdraw(self) -> bool:
        own = self.review.reviewer_id == self.reader.pk
        return self.withdrawal is None and (own or self.reader.role == Role.CLINICAL_EDITOR)


@dataclass(frozen=True)
class ReviewPage(ReviewRow):
    """An item as members see it, its facts, what changed since it was reviewed, and its sign-offs."""

    content: Content
    reviews: tuple[ContentReview, ...]
    reader: User

    @property
    def exercise(self) -> ExercisePresenter:
        return ExercisePresenter(self.content.exercises[self.item.id], self.content)

    @property
    def article(self) -> ArticlePresenter:
        return ArticlePresenter(self.content.articles[self.item.id], self.content)

    @property
    def body(self) -> str:
        """The template that shows the item as members see it."""
        is_measure = self.item.kind == "questionnaire" and self.item.id != self.content.intake.id
        return f"library/parts/{'measure' if is_measure else self.item.kind}_body.html"

    @property
    def questions(self) -> tuple[Question, ...]:
        """What an outcome measure asks; empty where its wording waits for a license."""
        found = self.content.outcomes
        if found is None or self.item.id not in found.measures:
            return ()
        measure, words = found.measures[self.item.id], found.wording[self.item.id]
        can_be_shown = measure.question or words.items
        return measure.questions(words, self.content.intake) if can_be_shown else ()

    @property
    def license_note(self) -> str:
        """What is known about the license of an outcome measure."""
        found = self.content.outcomes
        measure = found.measures.get(self.item.id) if found else None
        return measure.license.note if measure else ""

    @property
    def sentences(self) -> list[str]:
        """The sentences members read around all outcome measures."""
        found = self.content.outcomes
        if found is None or self.item.id in found.measures:
            return []
        words = found.words
        return [*words.card.values(), *words.meaning.values(), *words.result.values()]

    @property
    def facts(self) -> list[FactPresenter]:
        """Proposals of ours first, then in reading order."""
        ordered = sorted(self.item.facts, key=lambda fact: WEAKEST_FIRST.index(fact.mark))
        return [FactPresenter(fact, self.content) for fact in ordered]

    @property
    def changes(self) -> tuple[ChangedFile, ...]:
        """What changed since the newest sign-off; empty while it stands or if there is none."""
        if self.standing.state is not State.CHANGED or self.standing.review is None:
            return ()
        return differences(self.standing.review.files, self.item.files)

    @property
    def sign_offs(self) -> list[SignOff]:
        return [SignOff(review, self.item, self.reader) for review in self.reviews]
