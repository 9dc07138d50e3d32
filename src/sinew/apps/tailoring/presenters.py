"""The editor in words: rows, picker, what would be different, and what the member will read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sinew.apps.accounts.models import User
from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.care.tailoring import (
    Tailored,
    change_says,
    course_of,
    is_own_reason,
    limit_says,
    name_of,
    preview_of,
    suggested_reason,
    tailored_since,
)
from sinew.apps.practice.actions import may_decide
from sinew.apps.practice.presenters.plan import dosage_words
from sinew.apps.practice.presenters.reasons import ReasonLine, reason_lines
from sinew.apps.tailoring.doses import dose_of
from sinew.apps.tailoring.editor import Step, lifted, list_after, newest_of
from sinew.apps.tailoring.models import ListTemplate, Proposal
from sinew.content import Content, Exercise
from sinew.program import Difference, DosageRange, Fit, Listed, Objection, Preview, Range, fits
from sinew.program.levels import Dose
from sinew.program.tailoring.changes import BOUNDS, TEMPO_BOUNDS

LABELS = {
    "sets": "Sets",
    "repetitions": "Repetitions",
    "hold_s": "Hold, s",
    "rest_s": "Rest, s",
    "per_week": "Days a week",
}
TIME_LABEL = "Time, s"


@dataclass(frozen=True, slots=True)
class NumberField:
    """A number of a dose with what content allows."""

    name: str
    label: str
    value: str
    hint: str
    least: int
    most: int
    problem: str


@dataclass(frozen=True, slots=True)
class StepField:
    """A load or a range with the steps content knows."""

    name: str
    label: str
    value: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One exercise of the list."""

    exercise: Exercise
    numbers: tuple[NumberField, ...]
    steps: tuple[StepField, ...]
    tempo: tuple[NumberField, ...]
    cue: str
    reasons: list[ReasonLine]
    problems: tuple[str, ...]
    is_resting: bool
    is_own: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One exercise of the picker; `why` says what speaks against it, nothing where it fits."""

    exercise: Exercise
    dose: str
    why: tuple[str, ...]
    is_hard: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a change does not fit."""

    why: tuple[str, ...]
    sources: str


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """One day of the coming week: how long its session is before and after."""

    on: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the draft that can be dropped again."""

    number: int
    says: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """What somebody of the team would change."""

    proposal: Proposal
    who: str
    says: str


class EditorPage:
    """Everything the editor shows of one plan and one draft."""

    def __init__(self, plan: CarePlan, step: Step, reader: User, *, day: date, at: datetime) -> None:
        self.plan, self.step, self.reader = plan, step, reader
        self.day, self.at = day, at
        self.content: Content = content_of(plan)
        self.preview: Preview = preview_of(plan, step.draft.stated, day)

    @property
    def member(self) -> Any:
        return self.plan.member

    @property
    def seen(self) -> int:
        """Id of the newest adjustment: what is saved from an older page is refused."""
        return newest_of(self.plan)

    @property
    def may_decide(self) -> bool:
        return may_decide(self.reader)

    @property
    def phase(self) -> str:
        return name_of(self.content, "phase", self.listing.phase or "")

    @property
    def is_stopped(self) -> bool:
        """Whether exercise is not allowed now: what is changed counts once the plan goes on."""
        return not (self.preview.before.session or any(day.exercises for day in self.preview.before.week))

    @cached_property
    def listing(self) -> Any:
        return list_after(self.step, self.plan, self.day)

    @property
    def composable(self) -> list[tuple[str, str]]:
        """Phases to build, where this member's plan waits for that or goes on with the next one."""
        names = [one for one in self.listing.composable if one != self.listing.phase]
        return [(name, name_of(self.content, "phase", name)) for name in names]

    # rows

    @cached_property
    def rows(self) -> list[Row]:
        return [self._row(listed) for listed in self.listing.exercises]

    def _row(self, listed: Listed) -> Row:
        name = listed.exercise
        dose, limits = dose_of(listed), listed.limits
        values = {**dose, "per_week": listed.dose.per_week}
        ranges = _ranges(limits, self.content)
        numbers = tuple(
            self._number(name, field, self._label(name, field), values.get(field), ranges[field])
            for field in ranges
        )
        steps = (
            StepField(f"dose.{name}.load", "Load", str(dose.get("load", "")), limits.load),
            StepField(f"dose.{name}.range", "Range", str(dose.get("range", "")), limits.range_of_motion),
        )
        return Row(
            exercise=self.content.exercises[name],
            numbers=numbers,
            steps=tuple(one for one in steps if len(one.options) > 1),
            tempo=self._tempo(listed),
            cue=self.step.posted.get(f"cue.{name}", listed.cue),
            reasons=reason_lines([reason.to_json() for reason in listed.reasons], self.content),
            problems=self._problems(name),
            is_resting=listed.is_resting,
            is_own=listed.is_own,
            is_new=name not in self.preview.was.ids,
        )

    def _label(self, exercise: str, field: str) -> str:
        """What a number of a dose is called; nobody holds a walk."""
        return TIME_LABEL if field == "hold_s" and self.content.counts_time(exercise) else LABELS[field]

    def _number(self, exercise: str, field: str, label: str, value: Any, limits: Range) -> NumberField:
        name = f"dose.{exercise}.{field}"
        low, high = int(limits.low), int(limits.high)
        return NumberField(
            name=name,
            label=label,
            value=self.step.posted.get(name, "" if value is None else f"{value:g}"),
            hint=f"{low} to {high}" if low != high else f"up to {high}",
            least=0 if field == "rest_s" else 1,
            most=high,
            problem=self._wrong(name, BOUNDS.get(field) or TEMPO_BOUNDS[field.removeprefix("tempo_")]),
        )

    def _wrong(self, name: str, bounds: Range) -> str:
        """What to write into a field that holds no number it can hold."""
        if name not in self.step.draft.wrong:
            return ""
        return f"Write a whole number from {bounds.low:g} to {bounds.high:g}."

    @property
    def minutes_problem(self) -> str:
        return self._wrong("minutes", BOUNDS["minutes"])

    @property
    def days_problem(self) -> str:
        return self._wrong("days_per_week", BOUNDS["days_per_week"])

    def _tempo(self, listed: Listed) -> tuple[NumberField, ...]:
        rules, exercise = self.content.program.tailoring, self.content.exercises[listed.exercise]
        if rules is None or exercise.tempo is None:
            return ()
        own = listed.tempo or exercise.tempo
        parts = (
            ("out_s", "Out, s", own.out_s, rules.tempo.out_s),
            ("hold_s", "Pause, s", own.hold_s, rules.tempo.hold_s),
            ("back_s", "Back, s", own.back_s, rules.tempo.back_s),
        )
        return tuple(
            self._number(listed.exercise, f"tempo_{part}", label, value, limits)
            for part, label, value, limits in parts
        )

    def _problems(self, exercise: str) -> tuple[str, ...]:
        """What speaks against the changes of one exercise."""
        return tuple(
            limit_says(objection.reason, self.content)
            for refused in self.preview.refusals
            for objection in refused.objections
            if f"exercise: {exercise}" in objection.reason.because
        )

    # picker

    @property
    def picks_for(self) -> Exercise | None:
        """The exercise to swap; ``None`` where one more is chosen."""
        return self.content.exercises.get(self.step.picker or "")

    @cached_property
    def _choices(self) -> list[Choice]:
        if self.step.picker is None:
            return []
        course = course_of(self.plan, lifted(self.step.draft), self.day)
        asked = self.step.search.casefold()
        listed = fits(course, self.step.picker or None)
        known = [fit for fit in listed if fit.exercise in self.content.exercises]
        return [self._choice(f) for f in known if asked in self.content.exercises[f.exercise].name.casefold()]

    def _choice(self, fit: Fit) -> Choice:
        exercise, phase = self.content.exercises[fit.exercise], self.listing.phase
        dosage = self.content.program.exercises[fit.exercise].dosage.get(phase or "")
        return Choice(
            exercise=exercise,
            dose=_smallest(dosage, self.content, fit.exercise) if dosage is not None else "",
            why=tuple(limit_says(one.reason, self.content) for one in fit.objections),
            is_hard=any(one.is_hard for one in fit.objections),
        )

    @property
    def fitting(self) -> list[Choice]:
        return [choice for choice in self._choices if not choice.is_hard]

    @property
    def not_fitting(self) -> list[Choice]:
        return [choice for choice in self._choices if choice.is_hard]

    # what would be different

    @property
    def has_changes(self) -> bool:
        return bool(self.step.draft.changes)

    @property
    def step_lines(self) -> list[StepLine]:
        """The steps so far, each to be dropped again; doses and tips are changed in their fields."""
        return [
            StepLine(number, change_says(step, "You", self.content))
            for number, step in enumerate(self.step.draft.steps)
        ]

    @property
    def differences(self) -> list[str]:
        """What is different in the list, in the words of a therapist."""
        return [self._difference(one) for one in self.preview.differences]

    def _difference(self, one: Difference) -> str:
        name = name_of(self.content, "exercise", one.exercise)
        match one.kind:
            case "swapped":
                old = name_of(self.content, "exercise", one.instead_of or "")
                return f"{old} → {name}, {self._dose(one.exercise, one.after)}"
            case "added":
                return f"Added: {name}, {self._dose(one.exercise, one.after)}"
            case "removed":
                return f"Taken out: {name}"
            case "cue":
                return f"Tip for {name}: “{one.cue}”" if one.cue else f"No tip for {name} any more"
            case "tempo":
                tempo = one.tempo
                said = (
                    f"{tempo.out_s:g}–{tempo.hold_s:g}–{tempo.back_s:g} s" if tempo else "as in the library"
                )
                return f"{name}: tempo {said}"
        before, after = self._dose(one.exercise, one.before), self._dose(one.exercise, one.after)
        return f"{name}: {before} → {after}"

    def _dose(self, exercise: str, dose: Dose | None) -> str:
        if dose is None:
            return ""
        return dosage_words(dose.to_json(), counts_time=self.content.counts_time(exercise))

    @property
    def refusals(self) -> list[Refused]:
        return [
            Refused(
                why=tuple(self._limit(one) for one in refused.objections),
                sources="; ".join(self._sources(refused.objections)),
            )
            for refused in self.preview.refusals
        ]

    def _limit(self, objection: Objection) -> str:
        said = limit_says(objection.reason, self.content)
        return said if objection.is_hard else f"{said} A stated reason lifts this."

    def _sources(self, objections: Sequence[Objection]) -> list[str]:
        lines = reason_lines([one.reason.to_json() for one in objections], self.content)
        return list(dict.fromkeys(source.citation for line in lines for source in line.sources))

    @property
    def needs_reason(self) -> bool:
        """Whether a stated reason would let everything pass that does not fit now."""
        stated = bool(self.preview.refusals) and all(one.can_be_stated for one in self.preview.refusals)
        return stated or self.step.draft.override

    @property
    def warnings(self) -> list[str]:
        return [limit_says(reason, self.content) for reason in self.preview.warnings]

    @property
    def minutes(self) -> list[MinutesLine]:
        return [MinutesLine(day.on, day.before, day.after) for day in self.preview.minutes]

    @property
    def minutes_next(self) -> tuple[int, int]:
        """Minutes of the next session, before and after; 0 where there is none."""
        before, after = self.preview.next_before, self.preview.next_after
        return before.minutes if before else 0, after.minutes if after else 0

    @property
    def week_total(self) -> tuple[int, int]:
        return sum(day.before for day in self.minutes), sum(day.after for day in self.minutes)

    @property
    def member_reads(self) -> list[str]:
        """What the member will read, one kind sentence a change."""
        said = (change_says(change, self.reader.name, self.content) for change in self.step.draft.changes)
        return list(dict.fromkeys(filter(None, said)))

    @property
    def reason(self) -> str:
        """The reason in somebody's own words, or one to begin with that fits all of the changes."""
        said = self.step.draft.reason
        if is_own_reason(said, self.content):
            return said
        return suggested_reason(self.step.draft.changes, self.content) or said

    # what is there to begin with

    @property
    def removed(self) -> list[Exercise]:
        known = self.content.exercises
        return [known[name] for name in self.listing.removed if name in known]

    @property
    def excluded(self) -> list[tuple[Exercise, str]]:
        known = self.content.exercises
        return [(known[name], why) for name, why in self.listing.excluded if name in known]

    @property
    def templates(self) -> list[ListTemplate]:
        return list(ListTemplate.objects.visible_to(self.reader).select_related("owner"))

    @property
    def proposals(self) -> list[ProposalLine]:
        """What coaches propose and nobody has answered."""
        found = self.plan.proposals.open().select_related("proposed_by")
        return [self._proposal(one) for one in found if one != self.step.proposal]

    def _proposal(self, proposal: Proposal) -> ProposalLine:
        who = proposal.proposed_by.name if proposal.proposed_by else "A coach"
        said = (change_says(change, who, self.content) for change in proposal.changes)
        return ProposalLine(proposal, who, " ".join(dict.fromkeys(filter(None, said))))

    @property
    def history(self) -> list[Tailored]:
        """What was changed since the plan began and stands, newest first."""
        return tailored_since(self.plan, self.plan.as_of)


def _ranges(limits: DosageRange, content: Content) -> dict[str, Range]:
    """The numbers of a dose that this exercise counts, each with its limits."""
    rules = content.program.tailoring
    pairs = {
        "sets": limits.sets,
        "repetitions": limits.repetitions,
        "hold_s": limits.hold_s,
        "rest_s": rules.rest_s if rules is not None else limits.rest_s,
        "per_week": limits.per_week,
    }
    return {name: span for name, span in pairs.items() if span is not None}


def _smallest(dosage: DosageRange, content: Content, exercise: str) -> str:
    """The dose an exercise begins with."""
    dose = {
        "sets": dosage.sets.low,
        "repetitions": dosage.repetitions.low if dosage.repetitions else None,
        "hold_s": dosage.hold_s.low if dosage.hold_s else None,
        "rest_s": None,
        "load": None,
        "per_week": None,
    }
    return dosage_words(dose, counts_time=content.counts_time(exercise))
