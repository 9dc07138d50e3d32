"""Narrowing the exercise library by what a reader chooses; the address holds it, so it can be shared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sinew.content import Content, Exercise

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
NOTHING = "nothing"


def _main_muscles(exercise: Exercise) -> frozenset[str]:
    return frozenset(exercise.muscles_main)


def _equipment(exercise: Exercise) -> frozenset[str]:
    return frozenset(code for group in exercise.equipment for code in group)


@dataclass(frozen=True)
class Facet:
    """One question of the filter, its possible answers as (code, label), and what was chosen ("" = any)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class LibraryFilter:
    """What the reader chose."""

    facets: tuple[Facet, ...]

    @classmethod
    def from_query(cls, query: Mapping[str, str], content: Content) -> "LibraryFilter":
        """The filter of a query string; answers that are no option count as "any"."""
        return cls(tuple(_facet(name, query.get(name, ""), content) for name in _LABELS))

    @property
    def is_active(self) -> bool:
        return any(facet.chosen for facet in self.facets)

    def matching(self, content: Content) -> list[Exercise]:
        """The exercises that answer every chosen facet, by name."""
        chosen = [(facet.name, facet.chosen) for facet in self.facets if facet.chosen]
        found = (
            one for one in content.exercises.values() if all(_MATCH[name](one, code) for name, code in chosen)
        )
        return sorted(found, key=lambda exercise: exercise.name)


_LABELS = {
    "kind": "Kind",
    "muscle": "Body part",
    "position": "Position",
    "equipment": "Equipment",
    "camera": "Camera",
}


def _matches_equipment(exercise: Exercise, code: str) -> bool:
    return not exercise.equipment if code == NOTHING else code in _equipment(exercise)


_MATCH: Mapping[str, Callable[[Exercise, str], bool]] = {
    "kind": lambda exercise, code: exercise.kind == code,
    "muscle": lambda exercise, code: code in _main_muscles(exercise),
    "position": lambda exercise, code: exercise.position == code,
    "equipment": _matches_equipment,
    "camera": lambda exercise, code: (exercise.tracking is not None) == (code == "yes"),
}


def _facet(name: str, asked: str, content: Content) -> Facet:
    options = _OPTIONS[name](content)
    return Facet(name, _LABELS[name], options, asked if asked in dict(options) else "")


def _in_use(labels: Mapping[str, str], used: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, label) for code, label in labels.items() if code in used)


def _muscle_options(content: Content) -> tuple[tuple[str, str], ...]:
    used = frozenset().union(*(_main_muscles(exercise) for exercise in content.exercises.values()))
    return tuple((code, content.muscles[code].plain.capitalize()) for code in content.muscles if code in used)


def _equipment_options(content: Content) -> tuple[tuple[str, str], ...]:
    used = frozenset().union(*(_equipment(exercise) for exercise in content.exercises.values()))
    things = tuple((code, content.equipment[code].name) for code in content.equipment if code in used)
    return ((NOTHING, "None needed"), *things)


_OPTIONS: Mapping[str, Callable[[Content], tuple[tuple[str, str], ...]]] = {
    "kind": lambda content: _in_use(KINDS, frozenset(one.kind for one in content.exercises.values())),
    "muscle": _muscle_options,
    "position": lambda content: _in_use(
        POSITIONS, frozenset(one.position for one in content.exercises.values())
    ),
    "equipment": _equipment_options,
    "camera": lambda _content: (("yes", "Can count it"), ("no", "By timer or taps")),
}
