"""The shape of every content file that `sinew.content` owns, as authors write it.

These models say which fields there are and of which type; whether references exist and ladders close is for
`sinew.content.checks`. Unknown fields are refused. `sinew content schema` writes them as JSON Schema.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from sinew.vocabulary import Evidence

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Phrase = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _as_range(value: object) -> object:
    """A number ``n`` as ``[n, n]``; anything else as it is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return [value, value] if is_number else value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


_RANGE_SCHEMA = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
    ]
}
NonNegative = Annotated[float, Field(ge=0)]
Range = Annotated[tuple[NonNegative, NonNegative], BeforeValidator(_as_range), WithJsonSchema(_RANGE_SCHEMA)]
Steps = Annotated[list[Phrase], BeforeValidator(_as_list)]


class Authored(BaseModel):
    """An authored mapping; a field we do not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Muscles(Authored):
    """Which muscles an exercise works, as ids of vocabulary/muscles.yaml."""

    main: list[Id] = Field(min_length=1)
    also: list[Id] = []


class Dosage(Authored):
    """The dose in one phase; every range is a number or ``[low, high]``."""

    sets: Range
    repetitions: Range | None
    hold_s: Range | None
    rest_s: Range
    per_week: Range
    per_day: Range = (1, 1)
    load: Steps | None = None
    range: Steps | None = None
    effort_rpe: Range | None = None


class Tempo(Authored):
    """Seconds of the way out, the pause and the way back of one repetition."""

    out_s: NonNegative
    hold_s: NonNegative
    back_s: NonNegative


class EvidenceMark(Authored):
    """How well one side of an exercise is supported; for the dosage, in the phases named or in all others."""

    of: Literal["exercise", "dosage", "limits", "coaching"]
    mark: Evidence
    phases: list[str] = []
    references: list[Id] = []


class ExerciseFile(Authored):
    """content/exercises/<id>/exercise.yaml: the facts of an exercise."""

    id: Id
    kind: Literal["strength", "mobility", "stretch", "control", "aerobic"]
    position: Literal["standing", "supine", "prone", "side_lying", "hands_and_knees", "kneeling", "seated"]
    needs_floor: bool
    unilateral: bool
    counted: Literal["repetitions", "holds", "time"]
    equipment: list[Id | list[Id]]
    optional_equipment: list[Id] = []
    muscles: Muscles
    easier: Id | None
    harder: Id | None
    hip_flexion_max_deg: float = Field(ge=0, le=150)
    elongation_deg: float = Field(ge=-180, le=180)
    lengthened: bool
    tempo: Tempo | None
    dosage: dict[str, Dosage] = Field(min_length=1)
    faults: list[Id]
    untracked: Id | None = None
    evidence: list[EvidenceMark] = Field(min_length=1)
    references: list[Id]


class ArticleFile(Authored):
    """content/articles/<id>/article.yaml: what an article rests on and leads to."""

    id: Id
    author: Phrase
    updated_on: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    evidence: Evidence
    references: list[Id] = Field(min_length=1)
    related_terms: list[Id]
    exercises: list[Id]
    place: int = Field(default=99, ge=1)


class ReferenceEntry(Authored):
    """One source; ``found``: seen in abstract, table or opening page; ``memory``: to be verified."""

    citation: Phrase
    mark: Literal["found", "memory"]
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    note: Phrase | None = None


class MuscleEntry(Authored):
    """A muscle or group: what therapists call it and what members read."""

    name: Phrase
    plain: Phrase


class EquipmentEntry(Authored):
    """A thing an exercise may need; ``household`` things count as present without asking."""

    household: bool


class NamedEntry(Authored):
    """What something is called."""

    name: Phrase


class FaultEntry(Authored):
    """A form fault the motion engine can report; the cue for it stands in each exercise's coaching."""

    name: Phrase
    seen_as: Phrase


class TermEntry(Authored):
    """A glossary term and those that belong to it."""

    related: list[Id]


class TermWords(Authored):
    """A glossary term as members read it."""

    name: Phrase
    definition: Phrase


class StepWords(Authored):
    """content/vocabulary/steps.en.yaml: the steps of a dose in words."""

    load: dict[Id, Phrase]
    range: dict[Id, Phrase]


class PlannedExercises(Authored):
    """Exercises of the evidence pack (docs/evidence.md) still to be written; ladders may point to them."""

    planned: list[Id]


class EmergencyNumber(Authored):
    """The number to call for an ambulance in one country."""

    ambulance: Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
    references: list[Id] = []


class EmergencyNumbers(Authored):
    """content/vocabulary/emergency-numbers.yaml; countries are ISO 3166-1 alpha-2 codes."""

    evidence: Evidence
    numbers: dict[CountryCode, EmergencyNumber] = Field(min_length=1)


class EmergencyWords(Authored):
    """content/vocabulary/emergency.en.yaml: names of countries, and what to do in all others."""

    elsewhere: Phrase
    countries: dict[CountryCode, Phrase] = Field(min_length=1)


class CoachingWords(Authored):
    """content/vocabulary/coaching.en.yaml: what is said in every session; the ids are the engines'."""

    camera: dict[str, Phrase]
    pain: dict[str, Phrase]
    between_sessions: dict[str, Phrase]
    mornings: dict[str, Phrase]
    checks: dict[str, Phrase] = {}


class CameraLimit(Authored):
    """Why a camera cannot count some exercises; ``because`` ends the sentence "Counted by taps, because"."""

    because: Phrase


class InsurerAnswer(Authored):
    """What a member reads about one outcome, and what they can do next."""

    title: Phrase
    text: Phrase
    next: list[Phrase] = Field(min_length=1)


class InsurerOutcomes(Authored):
    """One answer for each outcome of asking an insurer (`sinew.roster.eligibility`)."""

    active: InsurerAnswer
    inactive: InsurerAnswer
    not_found: InsurerAnswer
    wrong_details: InsurerAnswer
    try_later: InsurerAnswer
    cannot_ask: InsurerAnswer
    unreadable: InsurerAnswer


def _holds(*names: str) -> AfterValidator:
    """That a sentence has exactly these places to fill in, each once."""

    def check(text: str) -> str:
        if sorted(re.findall(r"[{}][^{}]*[{}]?", text)) != sorted(f"{{{name}}}" for name in names):
            raise ValueError(f"the sentence needs {', '.join(f'{{{name}}}' for name in names)} once")
        return text

    return AfterValidator(check)


class InsurerFacts(Authored):
    """What an active answer may add, as far as the insurer said it."""

    begins: Annotated[Phrase, _holds("day")]
    through: Annotated[Phrase, _holds("day")]
    co_payment: Annotated[Phrase, _holds("amount")]
    share: Annotated[Phrase, _holds("share")]


class InsurerAnswerWords(Authored):
    """content/vocabulary/insurer-answers.en.yaml: what members read of an insurer's answer."""

    answers: InsurerOutcomes
    waiting: InsurerAnswer
    unclear: InsurerAnswer
    by_a_person: InsurerAnswer
    facts: InsurerFacts


VOCABULARIES: dict[str, Any] = {
    "references": dict[Id, ReferenceEntry],
    "muscles.en": dict[Id, MuscleEntry],
    "equipment": dict[Id, EquipmentEntry],
    "equipment.en": dict[Id, NamedEntry],
    "faults.en": dict[Id, FaultEntry],
    "terms": dict[Id, TermEntry],
    "terms.en": dict[Id, TermWords],
    "steps.en": StepWords,
    "planned-exercises": PlannedExercises,
    "emergency-numbers": EmergencyNumbers,
    "emergency.en": EmergencyWords,
    "coaching.en": CoachingWords,
    "camera-limits.en": dict[Id, CameraLimit],
    "insurer-answers.en": InsurerAnswerWords,
}
"""The type of each file in content/vocabulary that this package reads."""
