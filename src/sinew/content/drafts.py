"""Content files parsed one by one, before anything is known to fit together."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter

from sinew.content.article import ArticleText, read_article_text
from sinew.content.authored import ArticleFile, ExerciseFile
from sinew.content.coaching import CoachingFile, read_coaching
from sinew.content.files import Files
from sinew.content.guided_tests import GuidedTests, read_guided_tests
from sinew.content.movement_tests import MovementTests, read_movement_tests
from sinew.content.outcomes import read_outcomes
from sinew.content.programs import read_intake, read_program
from sinew.content.source import MISSHAPEN, Report, YamlFile, misshapen, read_yaml
from sinew.content.vocabulary import Vocabulary, read_vocabulary, validated
from sinew.errors import InputRefused
from sinew.motion.demonstrated import demonstrated
from sinew.motion.movement import Movement, movement_from_dict
from sinew.motion.tracking import TrackingDefinition, tracking_from_dict
from sinew.outcomes import Outcomes
from sinew.program import ExerciseSpec, Program, Questionnaire, exercise_spec_from_dict

Read = TypeVar("Read")

_EXERCISE = TypeAdapter(ExerciseFile)
_ARTICLE = TypeAdapter(ArticleFile)


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """The parsed files of one exercise; a part is ``None`` where its file is missing or was refused."""

    yaml: YamlFile
    file: ExerciseFile | None
    spec: ExerciseSpec | None
    coaching: CoachingFile | None
    movement: Movement | None
    tracking: TrackingDefinition | None
    figure_yaml: YamlFile | None
    tracking_yaml: YamlFile | None

    def path(self, name: str) -> str:
        """The path of one of its files, whether it exists or not."""
        return f"{self.yaml.name.rpartition('/')[0]}/{name}"


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """The parsed files of one article."""

    yaml: YamlFile
    file: ArticleFile | None
    text: ArticleText | None
    text_name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All content, parsed; exercises and articles by the name of their folder."""

    files: Files
    yaml: Mapping[str, YamlFile]
    vocabulary: Vocabulary
    exercises: Mapping[str, ExerciseDraft]
    articles: Mapping[str, ArticleDraft]
    intake: Questionnaire | None
    program: Program | None
    guided_tests: GuidedTests | None
    movement_tests: MovementTests | None
    outcomes: Outcomes | None

    @property
    def specs(self) -> dict[str, ExerciseSpec]:
        """What the program must know of each exercise that could be read."""
        return _specs(self.exercises)


def read_yaml_files(files: Files, report: Report) -> dict[str, YamlFile]:
    """Every YAML file, parsed; what cannot be parsed is reported and reads as an empty mapping."""
    return {name: read_yaml(name, text, report) for name, text in files.items() if name.endswith(".yaml")}


def read_draft(files: Files, yaml: Mapping[str, YamlFile], report: Report) -> Draft:
    """Read every part from the texts and the parsed YAML; what cannot be read is reported and left out."""
    vocabulary = read_vocabulary(yaml, report)
    exercises = {
        name: _exercise(f"exercises/{name}", files, yaml, vocabulary, report)
        for name in _folders(files, "exercises")
    }
    intake = read_intake(yaml, report)
    without_spec = {*vocabulary.planned_exercises, *exercises} - set(_specs(exercises))
    return Draft(
        files=files,
        yaml=yaml,
        vocabulary=vocabulary,
        exercises=exercises,
        articles={
            name: _article(f"articles/{name}", files, yaml, report) for name in _folders(files, "articles")
        },
        intake=intake,
        program=read_program(yaml, _specs(exercises), without_spec, intake, report) if intake else None,
        guided_tests=read_guided_tests(yaml, report),
        movement_tests=read_movement_tests(yaml, _tracked(exercises), report),
        outcomes=read_outcomes(files, yaml, intake, report) if intake else None,
    )


def _specs(exercises: Mapping[str, ExerciseDraft]) -> dict[str, ExerciseSpec]:
    return {name: draft.spec for name, draft in exercises.items() if draft.spec is not None}


def _tracked(exercises: Mapping[str, ExerciseDraft]) -> dict[str, TrackingDefinition]:
    return {name: draft.tracking for name, draft in exercises.items() if draft.tracking is not None}


def _folders(files: Files, kind: str) -> list[str]:
    return sorted(
        {name.split("/")[1] for name in files if name.startswith(f"{kind}/") and name.count("/") > 1}
    )


def _exercise(
    folder: str, files: Files, yaml: Mapping[str, YamlFile], lists: Vocabulary, report: Report
) -> ExerciseDraft:
    main = _required(f"{folder}/exercise.yaml", yaml, report)
    coaching = f"{folder}/coaching.en.md"
    if coaching not in files:
        report.add(coaching, 1, "missing-file", "An exercise needs its coaching text.")
    figure, tracking = yaml.get(f"{folder}/figure.yaml"), yaml.get(f"{folder}/tracking.yaml")
    file = validated(_EXERCISE, main, report) if main.data else None
    spec = _parsed(exercise_spec_from_dict, main, report) if file else None
    movement = _parsed(_movement, figure, report)
    return ExerciseDraft(
        yaml=main,
        file=file,
        spec=_in_words(spec, lists) if spec else None,
        coaching=read_coaching(coaching, files[coaching], report) if coaching in files else None,
        movement=movement,
        tracking=_tracking(tracking, movement, report),
        figure_yaml=figure,
        tracking_yaml=tracking,
    )


def _movement(raw: dict[str, Any]) -> Movement:
    """The movement as written: the same object for the same text, which is checked once in a process.

    Whether a body can do all movements takes longer to check than everything else in the content.
    """
    written = repr(raw)
    known = _MOVEMENTS.get(written)
    if known is None:
        known = movement_from_dict(raw)
        if len(_MOVEMENTS) >= _MOVEMENTS_KEPT:
            _MOVEMENTS.pop(next(iter(_MOVEMENTS)), None)
        _MOVEMENTS[written] = known
    return known


_MOVEMENTS: dict[str, Movement] = {}
_MOVEMENTS_KEPT = 500


def _tracking(file: YamlFile | None, movement: Movement | None, report: Report) -> TrackingDefinition | None:
    """The tracking definition; a pattern without an exemplar of its own follows the exercise's figure."""
    definition = _parsed(tracking_from_dict, file, report)
    if definition is None or movement is None:
        return definition
    return _parsed(lambda _: demonstrated(definition, movement), file, report)


def _in_words(spec: ExerciseSpec, lists: Vocabulary) -> ExerciseSpec:
    """The exercise with the steps of its doses in words, which snapshots hold from before steps had ids."""
    dosage = {
        phase: replace(
            dose,
            load=tuple(lists.loads.get(name, name) for name in dose.load),
            range_of_motion=tuple(lists.ranges.get(name, name) for name in dose.range_of_motion),
        )
        for phase, dose in spec.dosage.items()
    }
    return replace(spec, dosage=dosage)


def _article(folder: str, files: Files, yaml: Mapping[str, YamlFile], report: Report) -> ArticleDraft:
    main = _required(f"{folder}/article.yaml", yaml, report)
    text = f"{folder}/article.en.md"
    if text not in files:
        report.add(text, 1, "missing-file", "An article needs its text.")
    return ArticleDraft(
        yaml=main,
        file=validated(_ARTICLE, main, report) if main.data else None,
        text=read_article_text(text, files[text], report) if text in files else None,
        text_name=text,
    )


def _required(name: str, yaml: Mapping[str, YamlFile], report: Report) -> YamlFile:
    if name in yaml:
        return yaml[name]
    report.add(name, 1, "missing-file", "This file is missing.")
    return YamlFile(name, {}, {})


def _parsed(read: Callable[[dict[str, Any]], Read], file: YamlFile | None, report: Report) -> Read | None:
    """What an engine's own reader makes of a file; its refusal is reported at the lines it speaks of."""
    if file is None:
        return None
    if not isinstance(file.data, dict):
        report.add(file.name, 1, "not-a-mapping", "Expected a mapping of names to values.")
        return None
    try:
        return read(file.data)
    except InputRefused as refused:
        for problem in refused.problems:
            message = f"{problem.where}: {problem.message}."
            report.add(file.name, file.line_of_words(problem.where), problem.code, message)
    except ValueError as error:
        for message in _NEXT_MESSAGE.split(str(error)):
            report.add(file.name, _line_meant(file, message), "refused", message)
    except MISSHAPEN as error:
        report.add(file.name, 1, "wrong-shape", misshapen(error))
    return None


_NEXT_MESSAGE = re.compile(r"\n|; (?=[\w.\[\]]+(?:, \w+)*: )")
"""Engines list what is wrong one a line, or as ``field: message; field: message``."""


def _line_meant(file: YamlFile, message: str) -> int:
    """The line a message of an engine speaks of: a pose by number or name, or a field by its path."""
    place, _, rest = message.partition(": ")
    unknown = re.match(r"unknown field (\w+)", rest)
    within = unknown[1] if unknown else ""
    if numbered := re.match(r"pose (\d+)", place):
        return file.line("poses", int(numbered[1]) - 1, within)
    if named := re.search("after “(.+?)”", place):
        return file.line_of_words(f"poses[{_pose_named(file, named[1])}]")
    return file.line_of_words(f"{place}.{within}")


def _pose_named(file: YamlFile, name: str) -> int:
    poses = file.data.get("poses", [])
    return next((n for n, pose in enumerate(poses) if pose.get("name") == name), 0)
