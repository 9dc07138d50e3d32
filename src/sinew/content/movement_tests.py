"""The tests the camera measures: programs/hamstring/movement-tests.yaml and its words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from sinew.content.authored import Authored, Id, NonNegative, Phrase, Steps
from sinew.content.source import Report, YamlFile
from sinew.content.vocabulary import validated
from sinew.content.vocabulary_checks import report_unknown
from sinew.motion.geometry import SIGNALS
from sinew.motion.tracking import Posture, TrackingDefinition
from sinew.motion.trials.definition import Aggregate, Better, MovementTest, Reads, movement_test_from_dict
from sinew.program import Program
from sinew.vocabulary import Evidence, View

FACTS, WORDS = "programs/hamstring/movement-tests.yaml", "programs/hamstring/movement-tests.en.yaml"
PROBLEMS = (
    "not-held", "too-fast", "out-of-view", "too-short", "wrong-view", "wrong-posture", "tested-leg-near",
    "face-the-phone",
)  # fmt: skip
"""What can be wrong with any trial, beside the checks of a test."""
ENDS = (
    "returned", "limit", "time-up", "finished", "form-lost", "paused", "foot-down", "hand-moved",
    "foot-moved", "stopped",
)  # fmt: skip
"""What can end a trial that counts."""
_COUNTED = (Reads.COUNT, Reads.TIME, Reads.FORM)


class CheckEntry(Authored):
    """A condition without which the number of a trial means nothing."""

    id: Id
    signal: str
    of: Literal["tested", "other"] = "tested"
    low: float | None = None
    high: float | None = None


class ChangeEntry(Authored):
    """The minimal detectable change and where it stands."""

    value: NonNegative
    evidence: Evidence
    source: list[Id] = []


class MovementTestEntry(Authored):
    """One test; the fields are those of `MovementTest`, `tracking` is the exercise whose definition counts.

    `quickest_s` and `hips_travel` take the place of those of that exercise.
    """

    reads: Reads
    unit: Literal["deg", "repetitions", "s"]
    per_side: bool
    posture: Posture
    views: list[View] = Field(min_length=1)
    signal: str | None = None
    start: float | None = None
    furthest: float | None = None
    shown_from: float | None = None
    hold_s: NonNegative = 1.0
    steady: NonNegative = 8.0
    fastest: NonNegative | None = None
    checks: list[CheckEntry] = []
    tracking: Id | None = None
    quickest_s: NonNegative | None = None
    hips_travel: bool = False
    window_s: NonNegative = 30.0
    repetitions: int = Field(default=5, ge=1)
    good: float | None = None
    misses: int = Field(default=2, ge=1)
    pause_s: NonNegative = 5.0
    lift: NonNegative = 8.0
    hands: NonNegative = 60.0
    trials: int = Field(ge=1, le=5)
    third_if: NonNegative | None = None
    rest_s: NonNegative
    longest_s: NonNegative
    aggregate: Aggregate
    better: Better
    camera_error: NonNegative
    hand_error: NonNegative
    change: ChangeEntry
    phases: list[str] = []


class MovementTestFile(Authored):
    """programs/hamstring/movement-tests.yaml."""

    evidence: Evidence
    tests: dict[Id, MovementTestEntry]


class SpokenSteps(Authored):
    """What is shown and said while a test is done with the camera."""

    set_up: Steps
    start: Phrase
    go: Phrase


class SaidOfTests(Authored):
    """Sentences that belong to every test with the camera."""

    intro: Phrase
    rest: Phrase
    again: Phrase
    given_up: Phrase
    done: Phrase
    better: Phrase
    worse: Phrase
    no_real_change: Phrase
    first: Phrase
    reasons: dict[str, Phrase]
    problems: dict[Id, Phrase]
    ends: dict[Id, Phrase]


class MovementTestWords(Authored):
    """programs/hamstring/movement-tests.en.yaml."""

    words: SaidOfTests
    tests: dict[Id, SpokenSteps]


@dataclass(frozen=True, slots=True)
class MeasuredTest:
    """A test with its words."""

    test: MovementTest
    said: SpokenSteps


@dataclass(frozen=True, slots=True)
class MovementTests:
    """Every test the camera measures, by id, and the sentences they share."""

    words: SaidOfTests
    tests: Mapping[str, MeasuredTest]


def read_movement_tests(
    yaml: Mapping[str, YamlFile], tracked: Mapping[str, TrackingDefinition], report: Report
) -> MovementTests | None:
    """The tests, or ``None`` after reporting why they cannot be read; those without words are left out.

    Args:
        tracked: tracking definitions by exercise.
    """
    for name in (FACTS, WORDS):
        if name not in yaml:
            report.add(name, 1, "missing-file", "This file is missing.")
    if FACTS not in yaml or WORDS not in yaml:
        return None
    facts: MovementTestFile | None = validated(TypeAdapter(MovementTestFile), yaml[FACTS], report)
    texts: MovementTestWords | None = validated(TypeAdapter(MovementTestWords), yaml[WORDS], report)
    if facts is None or texts is None:
        return None
    made = {name: _made(name, entry, tracked, yaml[FACTS], report) for name, entry in facts.tests.items()}
    return MovementTests(
        texts.words,
        {
            name: MeasuredTest(test, texts.tests[name])
            for name, test in made.items()
            if test is not None and name in texts.tests
        },
    )


def _made(
    name: str,
    entry: MovementTestEntry,
    tracked: Mapping[str, TrackingDefinition],
    file: YamlFile,
    report: Report,
) -> MovementTest | None:
    """The test of an entry, or ``None`` after reporting what it lacks."""
    line = file.line("tests", name)
    raw: dict[str, Any] = entry.model_dump(mode="json")
    quickest_s, hips_travel = raw.pop("quickest_s"), raw.pop("hips_travel")
    if entry.reads in _COUNTED:
        definition = tracked.get(entry.tracking or "")
        if definition is None:
            message = "Repetitions are counted as an exercise is; name a tracked one in “tracking”."
            report.add(file.name, line, "unknown-exercise", message)
            return None
        raw |= {
            "tracking": _as_a_test(definition, quickest_s, hips_travel=hips_travel).to_dict(),
            "signal": definition.signal,
            "start": definition.start_deg,
            "furthest": definition.target_deg,
        }
    elif entry.reads is Reads.BALANCE:
        raw |= {"signal": "foot_lift", "start": 0.0, "furthest": 100.0}
    if raw["signal"] not in SIGNALS or raw["start"] is None or raw["furthest"] is None:
        message = "An angle needs a signal the engine knows, its start and how far it can go."
        report.add(file.name, line, "unknown-signal", message)
        return None
    if entry.reads is Reads.FORM and entry.good is None:
        report.add(file.name, line, "missing-good", "Say in “good” what a good repetition reaches.")
        return None
    return movement_test_from_dict({"id": name, **raw})


def _as_a_test(
    definition: TrackingDefinition, quickest_s: float | None, *, hips_travel: bool
) -> TrackingDefinition:
    """The exercise as a test counts it: nobody is corrected, and who hurries is counted too.

    Who stands up quickly is still on the way back to the chair when a repetition closes.
    """
    quickest = definition.min_s if quickest_s is None else quickest_s
    return replace(definition, faults=(), min_s=quickest, hips_travel=hips_travel or definition.hips_travel)


def check_movement_tests(
    found: MovementTests | None,
    program: Program | None,
    references: Mapping[str, object],
    yaml: Mapping[str, YamlFile],
    report: Report,
) -> None:
    """Report tests the program does not know, wrong units and sources, and words that are missing."""
    if found is None or program is None:
        return
    facts, texts = yaml[FACTS], yaml[WORDS]
    for file in (facts, texts):
        named = [(name, file.line("tests", name)) for name in file.data["tests"]]
        report_unknown(named, program.tests, "test", file.name, report)
    for name in facts.data["tests"]:
        if name not in texts.data["tests"]:
            message = f"“{name}” needs words in movement-tests.en.yaml."
            report.add(FACTS, facts.line("tests", name), "missing-words", message)
    for name, measured in found.tests.items():
        _check_test(name, measured.test, program, facts, report)
        report_unknown(
            [(source, facts.line("tests", name, "change")) for source in measured.test.change.source],
            references,
            "reference",
            FACTS,
            report,
        )
    checks = {check.id for measured in found.tests.values() for check in measured.test.checks}
    for what, needed in (("problems", {*PROBLEMS, *checks}), ("ends", set(ENDS))):
        said = set(getattr(found.words, what))
        for name in sorted(needed - said):
            report.add(WORDS, texts.line("words", what), "missing-words", f"“{name}” has no sentence.")
        report_unknown(
            [(name, texts.line("words", what, name)) for name in sorted(said - needed)],
            needed,
            what.removesuffix("s"),
            WORDS,
            report,
        )


def _check_test(name: str, test: MovementTest, program: Program, facts: YamlFile, report: Report) -> None:
    known, line = program.tests.get(name), facts.line("tests", name)
    if known is not None and (known.unit, known.per_side) != (test.unit, test.per_side):
        message = (
            f"gates.yaml has {known.unit}, per side: {known.per_side}; this has {test.unit}, {test.per_side}."
        )
        report.add(FACTS, line, "unit-mismatch", message)
    report_unknown([(phase, line) for phase in test.phases], program.phases, "phase", FACTS, report)
    report_unknown([(c.signal, line) for c in test.checks], SIGNALS, "signal", FACTS, report)
    if test.change.evidence is Evidence.PUBLISHED and not test.change.source:
        message = "A published change needs the source it stands in."
        report.add(FACTS, line, "published-without-source", message)
