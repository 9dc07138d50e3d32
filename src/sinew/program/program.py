"""A program: every clinical number and sentence the engine uses, read from content and checked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sinew.program.conditions import Condition, Mentions, named_conditions, phrase_pattern, questions_of
from sinew.program.exercise import ExerciseSpec
from sinew.program.flags import FlagRule, flag_rules_from
from sinew.program.follow_up import FollowUp, follow_up_from
from sinew.program.gates import Gate, TestDefinition, gates_from, tests_from
from sinew.program.ladders import Ladder, ladders_from
from sinew.program.phases import Phase, Track, phases_from, tracks_from
from sinew.program.presentations import PresentationRule, presentation_rules_from
from sinew.program.progression import Progression, progression_from
from sinew.program.questionnaire import Questionnaire
from sinew.program.tailoring.rules import (
    TailoringRules,
    TailoringWords,
    tailoring_from,
    tailoring_words_from,
)
from sinew.program.values import Node, Problems
from sinew.program.wording import Advice, Wording, wording_from

DERIVED_FACTS = frozenset({"days_since_onset", "minutes_active", "comment", "not_improving", "presentation"})
"""What conditions may ask besides questions: computed from answers and the course of the plan."""


@dataclass(frozen=True)
class Program:
    """One authored course of therapy.

    Attributes:
        exercises: what is in the library, by id.
        planned_exercises: ids the library will have later: allowed in histories, never prescribed.
        review_within_hours: how soon a practitioner looks at what nobody may decide alone.
        household: equipment that counts as present without asking.
        lasting: answers that are news only if they are worse than before, each with its codes, mildest first.
        gates: the ways out of each phase.
        wording: by rule id, the sentence a member reads.
        advice: by advice id, what to do now.
        presentation_names: by id; ``presentation_texts`` explains them in plain words.
        tailoring: how far a practitioner may change a plan; ``None`` where content does not say: not at all.
    """

    id: str
    questionnaire: Questionnaire
    exercises: Mapping[str, ExerciseSpec]
    planned_exercises: frozenset[str]
    flags: tuple[FlagRule, ...]
    presentations: tuple[PresentationRule, ...]
    tracks: Mapping[str, Track]
    phases: Mapping[str, Phase]
    tests: Mapping[str, TestDefinition]
    gates: Mapping[str, tuple[Gate, ...]]
    ladders: Mapping[str, Ladder]
    follow_up: FollowUp
    progression: Progression
    review_within_hours: int
    household: frozenset[str]
    lasting: Mapping[str, tuple[str, ...]]
    texts: Wording
    tailoring: TailoringRules | None = None
    tailoring_words: TailoringWords | None = None

    @property
    def wording(self) -> Mapping[str, str]:
        return self.texts.rules

    @property
    def advice(self) -> Mapping[str, Advice]:
        return self.texts.advice

    @property
    def presentation_names(self) -> Mapping[str, str]:
        return self.texts.presentation_names

    @property
    def presentation_texts(self) -> Mapping[str, str]:
        return self.texts.presentation_texts

    @property
    def stop_rules(self) -> tuple[str, ...]:
        """Sentences shown before every exercise session: when to stop at once."""
        return self.texts.stop_rules

    def track_of(self, presentation: str | None) -> str | None:
        """The track a presentation leads to; ``None`` where nothing may be prescribed."""
        return next((rule.track for rule in self.presentations if rule.id == presentation), None)

    @cached_property
    def by_ladder(self) -> frozenset[str]:
        """Exercises that are only ever prescribed as a step of a ladder."""
        return frozenset().union(*(ladder.owns for ladder in self.ladders.values()))

    def knows_exercise(self, exercise: str) -> bool:
        return exercise in self.exercises or exercise in self.planned_exercises


def program_from_dicts(
    files: Mapping[str, Any],
    exercises: Mapping[str, ExerciseSpec],
    questionnaire: Questionnaire,
    planned_exercises: Collection[str] = (),
) -> Program:
    """Build a program from its parsed files.

    Args:
        files: parsed YAML of ``content/programs/<id>/``, keyed by file name without ``.yaml``: all of
            :data:`FILES`, and what there is of :data:`OPTIONAL_FILES`.
        planned_exercises: ids of content/vocabulary/planned-exercises.yaml.

    Raises:
        InputRefused: with every problem of all files; ``where`` starts with the file's key.
    """
    problems = Problems()
    node = {name: Node(files.get(name), name, problems) for name in FILES}
    node.update({name: Node(files.get(name, {}), name, problems) for name in OPTIONAL_FILES})
    known = frozenset(exercises) | frozenset(planned_exercises)
    shared = named_conditions(node["program"].node("definitions", required=False))
    facts = node["program"]
    phases = phases_from(facts, node["sessions"], known)
    program = Program(
        id=facts.text("id"),
        questionnaire=questionnaire,
        exercises=_with_doses(exercises, phases),
        planned_exercises=frozenset(planned_exercises),
        flags=flag_rules_from(node["red-flags"], _crisis(node["crisis-wording.en"], shared)),
        presentations=presentation_rules_from(
            node["presentations"], named_conditions(node["presentations"].node("definitions"), shared)
        ),
        tracks=tracks_from(facts),
        phases=phases,
        tests=tests_from(node["gates"]),
        gates=gates_from(node["gates"], shared),
        ladders=ladders_from(node["ladders"], shared, known),
        follow_up=follow_up_from(node["follow-up"], shared),
        progression=progression_from(node["progression"], known),
        review_within_hours=facts.whole("review_within_hours"),
        household=frozenset(facts.texts("household")),
        lasting=_lasting(facts.node("lasting", required=False)),
        texts=wording_from(node["wording.en"]),
        tailoring=tailoring_from(node["tailoring"], known) if "tailoring" in files else None,
        tailoring_words=(tailoring_words_from(node["tailoring.en"]) if "tailoring.en" in files else None),
    )
    _check(program, problems)
    problems.refuse_if_any()
    return program


FILES = (
    "program",
    "red-flags",
    "presentations",
    "gates",
    "sessions",
    "progression",
    "crisis-wording.en",
    "wording.en",
)
OPTIONAL_FILES = ("ladders", "follow-up", "tailoring", "tailoring.en")
"""Files a program can do without, as those of older snapshots do."""


def _with_doses(
    exercises: Mapping[str, ExerciseSpec], phases: Mapping[str, Phase]
) -> Mapping[str, ExerciseSpec]:
    """The exercises, each with the doses that phases of a practitioner take over from other phases."""
    taken = {name: phase.doses_from for name, phase in phases.items() if phase.doses_from}
    if not taken:
        return exercises
    return {name: _with_doses_of(spec, taken) for name, spec in exercises.items()}


def _with_doses_of(spec: ExerciseSpec, taken: Mapping[str, tuple[str, ...]]) -> ExerciseSpec:
    own = dict(spec.dosage)
    for phase, sources in taken.items():
        found = next((spec.dosage[name] for name in sources if name in spec.dosage), None)
        if phase not in own and found is not None:
            own[phase] = found
    return replace(spec, dosage=own)


def _lasting(node: Node) -> dict[str, tuple[str, ...]]:
    return {name: node.texts(name) for name in node.names()}


def _crisis(node: Node, named: Mapping[str, Condition]) -> dict[str, Condition]:
    """The condition ``crisis-wording``: any free text that uses one of the listed phrases."""
    return {
        **named,
        "crisis-wording": Mentions(
            node.texts("questions"),
            phrase_pattern(node.texts("phrases")),
            phrase_pattern(node.texts("except", ())),
        ),
    }


def _check(program: Program, problems: Problems) -> None:
    _check_questions(program, problems)
    _check_wording(program, problems)
    for phase in program.phases.values():
        if phase.track not in program.tracks:
            problems.add(f"program.phases.{phase.id}", "unknown-track", f"no track {phase.track!r}")
        for source in phase.doses_from:
            if source not in program.phases:
                problems.add(f"program.phases.{phase.id}", "unknown-phase", f"no phase {source!r}")
        for following in (phase.next, *(gate.to for gate in program.gates.get(phase.id, ()))):
            if following is not None and following not in program.phases:
                problems.add(f"program.phases.{phase.id}", "unknown-phase", f"no phase {following!r}")
    for rule in program.presentations:
        if rule.track is not None and rule.track not in program.tracks:
            problems.add(f"presentations.{rule.id}", "unknown-track", f"no track {rule.track!r}")


def _check_questions(program: Program, problems: Problems) -> None:
    known = frozenset(program.questionnaire.by_id) | DERIVED_FACTS
    used: list[tuple[str, Condition]] = []
    for flag in program.flags:
        used += [(f"red-flags.{flag.id}", level.when) for level in flag.levels]
    for rule in program.presentations:
        used += [(f"presentations.{rule.id}", route.when) for route in rule.routes]
        used += [(f"presentations.{rule.id}", rule.when)] if rule.when is not None else []
    for ladder in program.ladders.values():
        asking = [track.when for track in ladder.tracks.values()] + [step.when for step in ladder.steps]
        used += [(f"ladders.{ladder.id}", condition) for condition in asking if condition is not None]
    for gate in (gate for ways in program.gates.values() for gate in ways):
        asking = [gate.when, *(criterion.when for criterion in gate.criteria)]
        used += [(f"gates.{gate.phase}", condition) for condition in asking if condition is not None]
    used += [("follow-up", condition) for condition in program.follow_up.conditions]
    asked = {question for check in program.follow_up.checks for question in check.questions}
    for question in sorted(asked - known):
        problems.add("follow-up", "unknown-question", f"no question {question!r}")
    for where, condition in used:
        for question in sorted(questions_of(condition) - known):
            problems.add(where, "unknown-question", f"no question {question!r}")


def _check_wording(program: Program, problems: Problems) -> None:
    wanted = [*(flag.id for flag in program.flags), *program.progression.rules, *program.follow_up.rules]
    wanted += [rule.id for rule in program.presentations]
    for rule_id in wanted:
        if rule_id not in program.wording:
            problems.add(f"wording.en.rules.{rule_id}", "missing", "every rule needs a sentence for members")
    levels = [level.advice for flag in program.flags for level in flag.levels]
    routes = [route.advice for rule in program.presentations for route in rule.routes]
    for advice in dict.fromkeys([*levels, *routes]):
        if advice not in program.advice:
            problems.add(f"wording.en.advice.{advice}", "missing", "this advice needs a title and steps")
    for rule in program.presentations:
        if rule.id not in program.presentation_names:
            problems.add(
                f"wording.en.presentations.{rule.id}", "missing", "a presentation needs name and text"
            )
