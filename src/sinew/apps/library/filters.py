"""Narrowing the exercise library by what a reader chooses; the address holds it, so it can be shared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sinew.apps.library.search import AnswerPresenter, answer
from sinew.content import Content, Exercise
from sinew.content.search import MOST_LETTERS

KINDS = {
    "strength": "Strength",
    "mobility": "Mobility",
    "stretch": "Stretch",
    "control": "Balance and control",
    "aerobic": "Walking",
}
POSITIONS = {
    "standing": "Standing",
    "seated": "Seated",
    "supine": "On the back",
    "prone": "On the belly",
    "side_lying": "On the side",
    "hands_and_knees": "Hands and knees",
    "kneeling": "Kneeling",
}
TRACKS = {
    "STRAIN": "After a strain",
    "TIGHT": "Tight or weak hamstrings",
    "PHT": "A sore tendon at the sit bone",
    "M": "Afterwards",
}
NOTHING = "nothing"


def _main_muscles(exercise: Exercise) -> frozenset[str]:
    return frozenset(exercise.muscles_main)


def _equipment(exercise: Exercise) -> frozenset[str]:
    return frozenset(code for group in exercise.equipment for code in group)


Options = tuple[tuple[str, str], ...]
"""Possible answers as (code, label)."""


@dataclass(frozen=True)
class Group:
    """Answers that belong together."""

    label: str
    options: Options


@dataclass(frozen=True)
class Facet:
    """One question of the filter, its possible answers, and what was chosen ("" = any).

    Attributes:
        groups: the same answers, where they come in groups.
    """

    name: str
    label: str
    options: Options
    chosen: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class LibraryFilter:
    """What the reader chose, and the words they typed with what was found for them."""

    facets: tuple[Facet, ...]
    found: AnswerPresenter

    @classmethod
    def from_query(cls, query: Mapping[str, str], content: Content) -> "LibraryFilter":
        """The filter of a query string; answers that are no option count as "any"."""
        facets = tuple(_facet(name, query.get(name, ""), content) for name in _LABELS)
        words = query.get("q", "").strip()[:MOST_LETTERS]
        return cls(facets, answer(words, content, "exercise"))

    @property
    def words(self) -> str:
        return self.found.question

    @property
    def is_active(self) -> bool:
        return bool(self.words) or any(facet.chosen for facet in self.facets)

    def matching(self, content: Content) -> list[Exercise]:
        """The exercises that answer every chosen facet: by name, or those the words fit best first."""
        chosen = [(facet.name, facet.chosen) for facet in self.facets if facet.chosen]
        every = sorted(content.exercises.values(), key=lambda exercise: exercise.name)
        if self.words:
            every = [content.exercises[hit.page.id] for hit in self.found.answer.hits]
        return [one for one in every if all(_MATCH[name](one, code) for name, code in chosen)]


_LABELS = {
    "kind": "Kind",
    "muscle": "Body part",
    "phase": "Phase",
    "position": "Position",
    "equipment": "Equipment",
    "camera": "Camera",
}


def _matches_equipment(exercise: Exercise, code: str) -> bool:
    return not exercise.equipment if code == NOTHING else code in _equipment(exercise)


_MATCH: Mapping[str, Callable[[Exercise, str], bool]] = {
    "kind": lambda exercise, code: exercise.kind == code,
    "muscle": lambda exercise, code: code in _main_muscles(exercise),
    "phase": lambda exercise, code: code in exercise.dosage,
    "position": lambda exercise, code: exercise.position == code,
    "equipment": _matches_equipment,
    "camera": lambda exercise, code: (exercise.tracking is not None) == (code == "yes"),
}


def _facet(name: str, asked: str, content: Content) -> Facet:
    groups = _phases(content) if name == "phase" else ()
    options = _OPTIONS[name](content)
    return Facet(name, _LABELS[name], options, asked if asked in dict(options) else "", groups)


def _phases(content: Content) -> tuple[Group, ...]:
    """The phases that have exercises, by track."""
    used = frozenset().union(*(exercise.dosage for exercise in content.exercises.values()))
    found: dict[str, list[tuple[str, str]]] = {}
    for phase in content.program.phases.values():
        if phase.id in used:
            text = content.program.texts.phases.get(phase.id, phase.id)
            found.setdefault(phase.track, []).append((phase.id, text))
    return tuple(Group(TRACKS.get(track, track), tuple(options)) for track, options in found.items())


def _in_use(labels: Mapping[str, str], used: frozenset[str]) -> Options:
    return tuple((code, label) for code, label in labels.items() if code in used)


def _muscle_options(content: Content) -> Options:
    used = frozenset().union(*(_main_muscles(exercise) for exercise in content.exercises.values()))
    return tuple((code, content.muscles[code].plain.capitalize()) for code in content.muscles if code in used)


def _equipment_options(content: Content) -> Options:
    used = frozenset().union(*(_equipment(exercise) for exercise in content.exercises.values()))
    things = tuple((code, content.equipment[code].name) for code in content.equipment if code in used)
    return ((NOTHING, "None needed"), *things)


_OPTIONS: Mapping[str, Callable[[Content], Options]] = {
    "kind": lambda content: _in_use(KINDS, frozenset(one.kind for one in content.exercises.values())),
    "muscle": _muscle_options,
    "phase": lambda content: tuple(option for group in _phases(content) for option in group.options),
    "position": lambda content: _in_use(
        POSITIONS, frozenset(one.position for one in content.exercises.values())
    ),
    "equipment": _equipment_options,
    "camera": lambda _content: (("yes", "Can count it"), ("no", "By timer or taps")),
}
