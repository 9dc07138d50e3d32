"""The search over the current content, and its answers as a page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from sinew.content import Content
from sinew.content.search import Answer, Hit, Piece, SearchIndex

KINDS = {"article": "Article", "exercise": "Exercise", "term": "Word explained"}


@dataclass(frozen=True)
class HitPresenter:
    """One finding in the list."""

    hit: Hit

    @property
    def title(self) -> str:
        return self.hit.page.title

    @property
    def kind(self) -> str:
        return KINDS[self.hit.page.kind]

    @property
    def address(self) -> str:
        if self.hit.page.kind == "term":
            return f"{reverse('library:terms')}#term-{self.hit.page.id}"
        return reverse(f"library:{self.hit.page.kind}", args=[self.hit.page.id])

    @property
    def snippet(self) -> tuple[Piece, ...]:
        return self.hit.snippet


@dataclass(frozen=True)
class AnswerPresenter:
    """What was asked and what was found."""

    question: str
    answer: Answer

    @property
    def hits(self) -> list[HitPresenter]:
        return [HitPresenter(hit) for hit in self.answer.hits]

    @property
    def read_as(self) -> Mapping[str, str]:
        return self.answer.read_as


def answer(question: str, content: Content, kind: str = "") -> AnswerPresenter:
    """What the content says to the question; nothing for an empty one.

    Args:
        kind: one of `KINDS`; empty for all.
    """
    kept = _INDEXES.get(content.language)
    if kept is None or kept[0] != content.version:
        kept = _INDEXES[content.language] = (content.version, SearchIndex(content))
    return AnswerPresenter(question, kept[1].search(question, kind))


_INDEXES: dict[str, tuple[str, SearchIndex]] = {}
"""By language, the version of the content and its index; building one takes a fraction of a second."""
