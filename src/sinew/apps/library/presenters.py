"""Words and links for articles and exercises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sinew.apps.library.accuracy import AccuracyCard, card_of
from sinew.apps.library.filters import KINDS, POSITIONS
from sinew.apps.library.models import ContentReview
from sinew.apps.web.content import accuracy
from sinew.content import Article, Content, Exercise, Passage, PhaseDosage, Reference, Term
from sinew.vocabulary import Evidence

EVIDENCE_WORDS = {
    Evidence.PUBLISHED: "From published research",
    Evidence.EXPERT: "Expert practice",
    Evidence.DESIGN: "Our proposal, to be signed off by a clinician",
}
TERMS = "vocabulary/terms.en.yaml"
MARK_WORDS = {"found": "", "memory": "to be verified"}


def _muscles(codes: Iterable[str], content: Content) -> list[tuple[str, str]]:
    known = (content.muscles[code] for code in codes if code in content.muscles)
    return [(muscle.name, muscle.plain) for muscle in known]


def numbered_references(ids: Iterable[str], content: Content) -> list["ReferencePresenter"]:
    """The references of these ids that the content has, numbered from 1 in the order given."""
    known = (content.references[one] for one in ids if one in content.references)
    return [ReferencePresenter(number, reference) for number, reference in enumerate(known, 1)]


@dataclass(frozen=True)
class ReferencePresenter:
    """A numbered source."""

    number: int
    reference: Reference

    @property
    def note(self) -> str:
        """Empty, or "to be verified" where we cite from memory."""
        return MARK_WORDS.get(self.reference.mark, "")


@dataclass(frozen=True)
class ExerciseCard:
    """An exercise in a list."""

    exercise: Exercise
    content: Content

    @property
    def address(self) -> str:
        return reverse("library:exercise", args=[self.exercise.id])

    @property
    def language(self) -> str:
        return self.content.language_of(f"exercises/{self.exercise.id}/")

    @property
    def kind(self) -> str:
        return KINDS.get(self.exercise.kind, self.exercise.kind.capitalize())

    @property
    def position(self) -> str:
        return POSITIONS.get(self.exercise.position, self.exercise.position.capitalize())

    @property
    def camera_counts(self) -> bool:
        return self.exercise.tracking is not None


@dataclass(frozen=True)
class ExercisePresenter(ExerciseCard):
    """An exercise on its own page."""

    @property
    def muscles_main(self) -> list[tuple[str, str]]:
        return _muscles(self.exercise.muscles_main, self.content)

    @property
    def muscles_also(self) -> list[tuple[str, str]]:
        return _muscles(self.exercise.muscles_also, self.content)

    @property
    def dosage(self) -> list[PhaseDosage]:
        return list(self.exercise.dosage.values())

    @property
    def needs(self) -> list[str]:
        """What to have at hand, one entry a group: "Exercise mat or Bed"."""
        return [
            " or ".join(self._equipment_name(code) for code in group) for group in self.exercise.equipment
        ]

    @property
    def helps(self) -> list[str]:
        """What is nice to have."""
        return [self._equipment_name(code) for code in self.exercise.optional_equipment]

    @property
    def easier(self) -> ExerciseCard | None:
        return self._neighbor(self.exercise.easier)

    @property
    def harder(self) -> ExerciseCard | None:
        return self._neighbor(self.exercise.harder)

    @property
    def without_camera(self) -> str:
        """How it is counted where a camera cannot, and why."""
        means = "by taps" if self.exercise.counted == "repetitions" else "by the timer"
        because = self.content.camera_limits.get(self.exercise.untracked or "", "a camera cannot see it.")
        return f"Counted {means}, because {because}"

    @property
    def accuracy(self) -> AccuracyCard | None:
        """How exactly the camera measures it; ``None`` where no camera counts it."""
        return card_of(self.exercise, accuracy())

    @property
    def cues(self) -> list[str]:
        """What the camera may remind of: the cues of the faults it looks for."""
        tracking = self.exercise.tracking
        seen = {rule.id for rule in tracking.faults} if tracking else set()
        return [cue for fault, cue in self.exercise.cues.items() if fault in seen]

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """What each side of the exercise rests on, as (side, words), each side once."""
        words: dict[str, list[str]] = {}
        for mark in self.exercise.evidence_marks:
            words.setdefault(mark.of.capitalize(), []).append(EVIDENCE_WORDS[mark.mark])
        return [(side, "; ".join(dict.fromkeys(found))) for side, found in words.items()]

    @property
    def references(self) -> list[ReferencePresenter]:
        return numbered_references(self.exercise.references, self.content)

    @property
    def schema_org(self) -> dict[str, object]:
        """The exercise in schema.org's words."""
        return {
            "@type": "ExercisePlan",
            "name": self.exercise.name,
            "description": self.exercise.summary,
            "exerciseType": self.kind,
            "inLanguage": "en",
        }

    def _equipment_name(self, code: str) -> str:
        known = self.content.equipment.get(code)
        return known.name if known else code

    def _neighbor(self, exercise_id: str | None) -> ExerciseCard | None:
        neighbor = self.content.exercises.get(exercise_id or "")
        return ExerciseCard(neighbor, self.content) if neighbor else None


@dataclass(frozen=True)
class PassagePresenter:
    """A run of an article's text, or, with an exercise, its figure over the caption."""

    passage: Passage
    exercise: Exercise | None

    @property
    def html(self) -> SafeString:
        return mark_safe(self.passage.html)  # noqa: S308 (sinew.content escapes everything it renders)


@dataclass(frozen=True)
class ArticlePresenter:
    """An article on its own page; `signed` is the sign-off of the version shown, if there is one."""

    article: Article
    content: Content
    signed: ContentReview | None = None

    @property
    def language(self) -> str:
        return self.content.language_of(f"articles/{self.article.id}/")

    @property
    def language_of_terms(self) -> str:
        return self.content.language_of(TERMS)

    @property
    def body(self) -> list["PassagePresenter"]:
        return [
            PassagePresenter(passage, self.content.exercises.get(passage.exercise))
            for passage in self.article.body
        ]

    @property
    def updated_on(self) -> date:
        return date.fromisoformat(self.article.updated_on)

    @property
    def picture(self) -> Exercise | None:
        """The exercise of its first figure."""
        return next((part.exercise for part in self.body if part.exercise is not None), None)

    @property
    def minutes(self) -> int:
        """Reading time at 200 words a minute."""
        return max(1, round(self.article.words / 200))

    @property
    def references(self) -> list[ReferencePresenter]:
        return numbered_references(self.article.references, self.content)

    @property
    def terms(self) -> list[Term]:
        return [self.content.terms[one] for one in self.article.related_terms if one in self.content.terms]

    @property
    def exercises(self) -> list[ExerciseCard]:
        found = (self.content.exercises.get(one) for one in self.article.exercises)
        return [ExerciseCard(exercise, self.content) for exercise in found if exercise is not None]

    @property
    def evidence(self) -> str:
        return EVIDENCE_WORDS[self.article.evidence]

    @property
    def schema_org(self) -> dict[str, object]:
        """The article in schema.org's words."""
        return {
            "@type": "MedicalWebPage",
            "name": self.article.title,
            "description": self.article.summary,
            "author": {"@type": "Organization", "name": self.article.author},
            "dateModified": self.article.updated_on,
            "inLanguage": "en",
            "isAccessibleForFree": True,
            "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
            "mentions": [{"@type": "DefinedTerm", "name": term.name} for term in self.terms],
            "citation": [one.reference.citation for one in self.references],
            **self._reviewed,
        }

    @property
    def _reviewed(self) -> dict[str, object]:
        if self.signed is None:
            return {}
        return {
            "lastReviewed": self.signed.signed_at.date().isoformat(),
            "reviewedBy": {
                "@type": "Person",
                "name": self.signed.reviewer_name,
                "jobTitle": self.signed.get_credential_kind_display(),
            },
        }


@dataclass(frozen=True)
class TermPresenter:
    """A term of the glossary with where it leads."""

    term: Term
    content: Content

    @property
    def related(self) -> list[Term]:
        return [self.content.terms[one] for one in self.term.related if one in self.content.terms]

    @property
    def articles(self) -> list[Article]:
        return [one for one in self.content.articles.values() if self.term.id in one.related_terms]


@dataclass(frozen=True)
class GlossaryPresenter:
    """All terms, by their first letter."""

    content: Content

    @property
    def language(self) -> str:
        return self.content.language_of(TERMS)

    @property
    def letters(self) -> list[tuple[str, list[TermPresenter]]]:
        terms = sorted(self.content.terms.values(), key=lambda term: term.name.casefold())
        return [
            (letter, [TermPresenter(term, self.content) for term in found])
            for letter, found in groupby(terms, key=lambda term: term.name[0].upper())
        ]

    @property
    def schema_org(self) -> dict[str, object]:
        """The glossary in schema.org's words."""
        return {
            "@type": ["MedicalWebPage", "DefinedTermSet"],
            "name": "Words explained",
            "inLanguage": "en",
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": term.name, "description": term.definition}
                for term in self.content.terms.values()
            ],
        }
