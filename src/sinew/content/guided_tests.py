"""The tests of the program as a member does them alone: a way to measure, a figure, steps in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from sinew.content.authored import Authored, Id, Phrase, Steps
from sinew.content.source import Report, YamlFile
from sinew.content.vocabulary import validated
from sinew.content.vocabulary_checks import report_unknown
from sinew.program import Program
from sinew.vocabulary import Evidence

FACTS, WORDS = "programs/hamstring/tests.yaml", "programs/hamstring/tests.en.yaml"

Way = Literal["timer", "count", "angle", "share", "done", "number"]


class TestEntry(Authored):
    """How one test is done."""

    way: Way
    exercise: Id | None = None
    aim: float | None = None
    angles: list[int] = []

    __test__ = False


class TestFile(Authored):
    """programs/hamstring/tests.yaml."""

    evidence: Evidence
    tests: dict[Id, TestEntry]

    __test__ = False


class TestText(Authored):
    """What a member reads about one test."""

    title: Phrase
    why: Phrase
    steps: Steps

    __test__ = False


class GeneralWords(Authored):
    """Sentences that belong to every test, and what its result means."""

    intro: Phrase
    two_days: Phrase
    pain: Phrase
    stop: Phrase
    met: Phrase
    met_once: Phrase
    not_yet: Phrase
    noted: Phrase
    one_side: Phrase


class TestWords(Authored):
    """programs/hamstring/tests.en.yaml."""

    words: GeneralWords
    tests: dict[Id, TestText]

    __test__ = False


@dataclass(frozen=True, slots=True)
class GuidedTest:
    """One test as a page guides through it.

    Attributes:
        way: ``timer`` counts time in the unit of the test, ``count`` counts taps, ``angle`` compares pictures
            of the knee, ``share`` asks for percent, ``done`` asks whether it was possible, ``number`` for
            what somebody read off.
        exercise: whose figure shows it; ``None`` where no exercise is like it.
        aim: what the timer counts up to.
        angles: knee angles of the pictures, in degrees; 180 is straight.
    """

    id: str
    way: Way
    exercise: str | None
    aim: float | None
    angles: tuple[int, ...]
    title: str
    why: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidedTests:
    """Every guided test by id, and the sentences they share."""

    words: GeneralWords
    tests: Mapping[str, GuidedTest]


def read_guided_tests(yaml: Mapping[str, YamlFile], report: Report) -> GuidedTests | None:
    """The guided tests, or ``None`` after reporting why they cannot be read; those without words left out."""
    for name in (FACTS, WORDS):
        if name not in yaml:
            report.add(name, 1, "missing-file", "This file is missing.")
    if FACTS not in yaml or WORDS not in yaml:
        return None
    facts: TestFile | None = validated(TypeAdapter(TestFile), yaml[FACTS], report)
    texts: TestWords | None = validated(TypeAdapter(TestWords), yaml[WORDS], report)
    if facts is None or texts is None:
        return None
    return GuidedTests(
        words=texts.words,
        tests={
            name: GuidedTest(
                id=name,
                way=entry.way,
                exercise=entry.exercise,
                aim=entry.aim,
                angles=tuple(entry.angles),
                title=texts.tests[name].title,
                why=texts.tests[name].why,
                steps=tuple(texts.tests[name].steps),
            )
            for name, entry in facts.tests.items()
            if name in texts.tests
        },
    )


def check_guided_tests(
    guided: GuidedTests | None,
    program: Program | None,
    exercises: Mapping[str, object],
    yaml: Mapping[str, YamlFile],
    report: Report,
) -> None:
    """Report tests of the gates nobody can do, guides to no test, and pictures that cannot be drawn."""
    if guided is None or program is None:
        return
    facts, texts = yaml[FACTS], yaml[WORDS]
    for name in [name for name in program.tests if name not in guided.tests]:
        message = f"The test “{name}” of gates.yaml needs a way here and words in tests.en.yaml."
        report.add(FACTS, facts.line("tests"), "missing-test", message)
    for file in (facts, texts):
        named = [(name, file.line("tests", name)) for name in file.data["tests"]]
        report_unknown(named, program.tests, "test", file.name, report)
    for test in guided.tests.values():
        line = facts.line("tests", test.id)
        if test.exercise is not None:
            report_unknown([(test.exercise, line)], exercises, "exercise", FACTS, report)
        if (test.way == "angle") != bool(test.angles) or (test.angles and test.exercise is None):
            message = "Pictures to compare need angles and an exercise; other ways have no angles."
            report.add(FACTS, line, "angles", message)
        if (test.way == "timer") != (test.aim is not None):
            report.add(FACTS, line, "aim", "A timer needs an aim; other ways have none.")
