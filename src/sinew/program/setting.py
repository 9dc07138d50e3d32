"""Which exercises one person can use in one phase, and the reason why another cannot be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sinew.program.conditions import Answers
from sinew.program.exercise import ExerciseSpec
from sinew.program.ladders import Ladder
from sinew.program.phases import Phase, TemplateItem
from sinew.program.program import Program
from sinew.program.reasons import Reason
from sinew.vocabulary import Side

SETTING_QUESTIONS = frozenset({"floor", "equipment", "side", "minutes_per_day", "rf-28"})
"""The answers a :class:`Setting` is read from."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the answers and the practitioner say about how somebody can exercise."""

    equipment: frozenset[str]
    is_floor_safe: bool
    is_pregnant: bool
    side: Side
    minutes: float
    excluded: Mapping[str, str]
    allowed: frozenset[tuple[str, str]] = frozenset()


def setting_from(
    answers: Answers,
    excluded: Mapping[str, str],
    household: frozenset[str],
    default_minutes: float,
    allowed: frozenset[tuple[str, str]] = frozenset(),
) -> Setting:
    """Read the setting; a floor that is not clearly safe counts as not safe.

    Args:
        excluded: exercises a practitioner has taken out, each with the reason.
        household: equipment that counts as present without asking.
        allowed: exercises and the rules about floor and equipment that a practitioner lifts for them.
    """
    floor = answers.get("floor") == "yes"
    owned = frozenset(answers.get("equipment") or ()) - {"mat"}
    return Setting(
        equipment=owned | household | ({"mat"} if floor else frozenset()),
        is_floor_safe=floor,
        is_pregnant=answers.get("rf-28") in ("pregnant", "postpartum-12-weeks"),
        side=side_of(answers),
        minutes=answers.get("minutes_per_day") or default_minutes,
        excluded=excluded,
        allowed=allowed,
    )


def side_of(answers: Answers) -> Side:
    """The sore side; both where nobody said."""
    return Side(answers.get("side") or Side.BOTH)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which exercise stands at one place of a session (``None``: none can), and why."""

    exercise: str | None
    reasons: tuple[Reason, ...]


class Selector:
    """Chooses exercises for one phase and setting."""

    def __init__(self, program: Program, phase: Phase, setting: Setting) -> None:
        self.program, self.phase, self.setting = program, phase, setting

    def objection(self, exercise: str) -> Reason | None:
        """Why an exercise cannot be used; ``None`` if it can."""
        spec = self.program.exercises.get(exercise)
        if spec is None:
            return self._reason("not-in-library", f"exercise: {exercise}")
        if exercise in self.program.by_ladder:
            return self._reason("by-ladder", f"exercise: {exercise}")
        return self._excluded(spec) or self._dose(spec) or self._unfit(spec)

    def ladder_objection(self, exercise: str, ladder: Ladder) -> Reason | None:
        """Why a step of a ladder cannot be done; its dose is the ladder's own."""
        spec = self.program.exercises.get(exercise)
        if spec is None:
            return self._reason("not-in-library", f"exercise: {exercise}")
        if self.setting.is_pregnant and not ladder.in_pregnancy:
            return self._reason("pregnancy-ladder", f"exercise: {exercise}")
        return self._excluded(spec) or self._unfit(spec)

    def _unfit(self, spec: ExerciseSpec) -> Reason | None:
        return self._limits(spec) or self._pregnancy(spec) or self._floor(spec) or self._equipment(spec)

    def can_use(self, exercise: str) -> bool:
        return self.objection(exercise) is None

    def _reason(self, rule: str, *because: str, source: tuple[str, ...] = ()) -> Reason:
        return self.program.progression.reason(rule, *because, source=source)

    def _chosen(self, rule: str, exercise: str, *facts: str, source: tuple[str, ...] = ()) -> Reason:
        """Why an exercise was chosen, on the sources of the exercise itself too."""
        return self._reason(rule, *facts, source=(*source, *self.program.exercises[exercise].references))

    def _as_wanted(self, item: TemplateItem) -> Reason:
        """Why the exercise an item names stands there."""
        if item.chosen:
            return self._chosen("practitioner-chose", item.exercise, *item.chosen)
        fact = f"phase: {self.phase.id}"
        return self._chosen("template", item.exercise, fact, source=self.phase.source)

    def _is_allowed(self, spec: ExerciseSpec, rule: str) -> bool:
        return (spec.id, rule) in self.setting.allowed

    def _excluded(self, spec: ExerciseSpec) -> Reason | None:
        if spec.id not in self.setting.excluded:
            return None
        return self._reason("excluded", f"exercise: {spec.id}", f"reason: {self.setting.excluded[spec.id]}")

    def _dose(self, spec: ExerciseSpec) -> Reason | None:
        if self.phase.id in spec.dosage:
            return None
        return self._reason("no-dose-in-phase", f"exercise: {spec.id}", f"phase: {self.phase.id}")

    def _limits(self, spec: ExerciseSpec) -> Reason | None:
        flexion, elongation = self.phase.hip_flexion_max_deg, self.phase.elongation_max_deg
        if flexion is not None and spec.hip_flexion_max_deg > flexion:
            fact = f"hip flexion: {spec.hip_flexion_max_deg:g} deg, at most {flexion:g}"
            return self._reason("hip-flexion-limit", f"exercise: {spec.id}", fact)
        if elongation is not None and spec.elongation_deg > elongation:
            fact = f"elongation: {spec.elongation_deg:g} deg, at most {elongation:g}"
            return self._reason("elongation-limit", f"exercise: {spec.id}", fact)
        return None

    def _pregnancy(self, spec: ExerciseSpec) -> Reason | None:
        left_out = self.program.progression.pregnancy_positions
        if not self.setting.is_pregnant or spec.position not in left_out:
            return None
        return self._reason("pregnancy-position", f"exercise: {spec.id}", f"position: {spec.position}")

    def _floor(self, spec: ExerciseSpec) -> Reason | None:
        if self.setting.is_floor_safe or not spec.needs_floor or self._is_allowed(spec, "not-on-floor"):
            return None
        return self._reason("not-on-floor", f"exercise: {spec.id}", "floor: not safe without help")

    def _equipment(self, spec: ExerciseSpec) -> Reason | None:
        missing = [group for group in spec.equipment if not self.setting.equipment.intersection(group)]
        if not missing or self._is_allowed(spec, "no-equipment"):
            return None
        named = (f"missing: {' or '.join(group)}" for group in missing)
        return self._reason("no-equipment", f"exercise: {spec.id}", *named)

    def choices(self, items: tuple[TemplateItem, ...]) -> list[Choice]:
        """One choice for every place; an exercise is never chosen twice."""
        objections = [self.objection(item.exercise) for item in items]
        usable = zip(items, objections, strict=True)
        taken = {item.exercise for item, objection in usable if objection is None}
        found: list[Choice] = []
        for item, objection in zip(items, objections, strict=True):
            if objection is None:
                found.append(Choice(item.exercise, (self._as_wanted(item),)))
                continue
            stand_in = next((e for e in self._stand_ins(item) if e not in taken and self.can_use(e)), None)
            if stand_in is None:
                found.append(Choice(None, (objection,)))
                continue
            taken.add(stand_in)
            instead = self._chosen("stands-in", stand_in, f"instead of: {item.exercise}")
            found.append(Choice(stand_in, (instead, objection)))
        return found

    def _stand_ins(self, item: TemplateItem) -> Iterator[str]:
        """What may take the place, nearest first: as authored, easier, harder, then of the same muscle."""
        yield from item.instead
        spec = self.program.exercises.get(item.exercise)
        if spec is None:
            return
        yield from self.ladder(spec.id, up=False)
        yield from self.ladder(spec.id, up=True)
        for other in sorted(self.program.exercises.values(), key=lambda e: e.id):
            if other.kind == spec.kind and other.muscles_main[:1] == spec.muscles_main[:1]:
                yield other.id

    def ladder(self, exercise: str, *, up: bool) -> Iterator[str]:
        """The ids above or below an exercise, nearest first, whether they can be used or not."""
        seen = {exercise}
        current = self.program.exercises.get(exercise)
        while current is not None:
            following = current.harder if up else current.easier
            if following is None or following in seen:
                return
            seen.add(following)
            yield following
            current = self.program.exercises.get(following)

    def neighbor(self, exercise: str, *, up: bool) -> str | None:
        """One place up or down the ladder, skipping what cannot be used; ``None`` at its end."""
        return next((other for other in self.ladder(exercise, up=up) if self.can_use(other)), None)
