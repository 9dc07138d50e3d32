"""Reads the whole of the clinical content, or refuses it whole with every problem at its file and line."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from sinew.content.article import make_article
from sinew.content.checks import check
from sinew.content.counting import Verdicts, check_counting
from sinew.content.dosage import dosage_text
from sinew.content.drafts import ArticleDraft, Draft, ExerciseDraft, read_draft, read_yaml_files
from sinew.content.earlier import as_laid_out_now
from sinew.content.exercise import Exercise
from sinew.content.files import Files, digest, files_of_snapshot, item_version, read_files, to_snapshot
from sinew.content.guided_tests import GuidedTests
from sinew.content.items import (
    Article,
    CoachingWords,
    Emergency,
    Equipment,
    EvidenceMark,
    Fault,
    InsurerAnswerWords,
    Muscle,
    PhaseDosage,
    Reference,
    Tempo,
    Term,
)
from sinew.content.movement_tests import MovementTests
from sinew.content.reading_level import grade
from sinew.content.source import Report
from sinew.content.translation import SOURCE_LANGUAGE, Translation, read_translation
from sinew.errors import InputRefused, Problem
from sinew.outcomes import Outcomes
from sinew.program import Program, Questionnaire

Part = TypeVar("Part")

_MAY_BE_LEFT_OUT = re.compile(
    r"/figure\.yaml:|/vocabulary/(emergency-numbers|emergency\.en|coaching\.en|camera-limits\.en"
    r"|insurer-answers\.en)\.yaml:"
    r"|/programs/hamstring/(movement-)?tests(\.en)?\.yaml:|/questionnaires/(?!intake/)"
)
"""Files of a snapshot that no plan depends on."""


@dataclass(frozen=True, slots=True)
class Content:
    """All clinical content of one version; every mapping is by id.

    Attributes:
        version: hash over all files, 64 hexadecimal digits.
        guided_tests: ``None`` only in snapshots from before there were any.
        movement_tests: likewise.
        outcomes: likewise.
        files: the English content; what is stored of a plan is this, whatever language it is read in.
        translation: what of it is in another language.
    """

    version: str
    exercises: Mapping[str, Exercise]
    articles: Mapping[str, Article]
    program: Program
    intake: Questionnaire
    guided_tests: GuidedTests | None
    movement_tests: MovementTests | None
    references: Mapping[str, Reference]
    terms: Mapping[str, Term]
    muscles: Mapping[str, Muscle]
    equipment: Mapping[str, Equipment]
    faults: Mapping[str, Fault]
    emergency: Emergency
    coaching: CoachingWords
    outcomes: Outcomes | None
    camera_limits: Mapping[str, str]
    insurer_answers: InsurerAnswerWords
    files: Files = field(repr=False)
    translation: Translation = field(repr=False)

    @property
    def language(self) -> str:
        """The language whose words it has, as far as there are any."""
        return self.translation.language

    def language_of(self, folder: str) -> str:
        """The language all words under this folder or file are in: ``en`` while a part is not translated."""
        in_english = any(name.startswith(folder) for name in self.translation.in_english)
        return SOURCE_LANGUAGE if in_english else self.language

    def counts_time(self, exercise: str) -> bool:
        """Whether an exercise is counted by time and said in minutes; holds and rests are in seconds."""
        known = self.exercises.get(exercise)
        return known is not None and known.counted == "time"


def default_root() -> Path:
    """The content folder of this checkout."""
    return Path(__file__).resolve().parents[3] / "content"


def load(root: Path, *, verdicts: Verdicts | None = None) -> Content:
    """Read, check and build the content under ``root``.

    Args:
        verdicts: if given, the motion engine also has to count every tracked figure, which takes seconds;
            what it found before is read from here and kept here, see :mod:`sinew.content.counting`.

    Raises:
        InputRefused: with every problem, each at ``content/file:line``, in reading order.
    """
    return load_files(read_files(root), verdicts=verdicts)


def load_files(files: Files, *, verdicts: Verdicts | None = None) -> Content:
    """Like `load`, from texts by path instead of a folder.

    Raises:
        InputRefused: with every problem, each at ``content/file:line``, in reading order.
    """
    report = Report()
    draft = read_draft(files, read_yaml_files(files, report), report)
    check(draft, report)
    if verdicts is not None:
        check_counting(draft, verdicts, report)
    return _content(draft, report)


def translated(content: Content, language: str, written: Files) -> Content:
    """The same content with the words a language has; ids, numbers and rules stay those of ``content``.

    Args:
        written: the files of the language, by their path in its folder (`read_languages`).

    Raises:
        InputRefused: with every problem of the translation, each at ``content/locale/<language>/file:line``.
    """
    own, report = Report(), Report()
    yaml = as_laid_out_now(read_yaml_files(content.files, Report()))
    found = read_translation(language, written, content.files, yaml, own)
    draft = read_draft({**content.files, **found.texts}, found.over(yaml), report)
    check(draft, report)
    own.problems.extend(found.of_its_texts(report.problems))
    if own.problems:
        raise InputRefused(own.sorted())
    said = _content(draft, Report())
    return replace(said, version=content.version, files=content.files, translation=found)


def snapshot(content: Content) -> str:
    """Canonical JSON that keeps this content for ever; ``from_snapshot`` gives the same content back."""
    return to_snapshot(content.files)


def from_snapshot(stored: str | bytes) -> Content:
    """Rebuild content from a snapshot.

    Editorial checks are not repeated, and what no plan depends on (a figure, the software's own words) is
    left out if it is missing or no longer accepted: a plan must stay readable after the rules for new content
    have become stricter.

    Raises:
        InputRefused: it is no snapshot, was altered, or cannot be read by this version of the software.
    """
    report, files = Report(), files_of_snapshot(stored)
    draft = read_draft(files, as_laid_out_now(read_yaml_files(files, report)), report)
    needed = [problem for problem in report.problems if not _MAY_BE_LEFT_OUT.search(problem.where)]
    return _content(draft, Report(needed))


def _content(draft: Draft, report: Report) -> Content:
    if report.problems:
        raise InputRefused(report.sorted())
    lists = draft.vocabulary
    return Content(
        version=digest(draft.files),
        exercises={name: _exercise(item, name, draft.files) for name, item in draft.exercises.items()},
        articles=_in_place(_article(item, name, draft.files) for name, item in draft.articles.items()),
        program=_present(draft.program),
        intake=_present(draft.intake),
        guided_tests=draft.guided_tests,
        movement_tests=draft.movement_tests,
        references=lists.references,
        terms=lists.terms,
        muscles=lists.muscles,
        equipment=lists.equipment,
        faults=lists.faults,
        emergency=lists.emergency,
        coaching=lists.coaching,
        outcomes=draft.outcomes,
        camera_limits=lists.camera_limits,
        insurer_answers=lists.insurer_answers,
        files=draft.files,
        translation=Translation(SOURCE_LANGUAGE),
    )


def _exercise(draft: ExerciseDraft, name: str, files: Files) -> Exercise:
    file, spec, coaching = _present(draft.file), _present(draft.spec), _present(draft.coaching)
    return Exercise(
        spec=spec,
        coaching=coaching.coaching,
        counted=file.counted,
        tempo=Tempo(file.tempo.out_s, file.tempo.hold_s, file.tempo.back_s) if file.tempo else None,
        dosage={
            phase: PhaseDosage(phase, dose, dosage_text(dose, file.counted, each_side=spec.unilateral))
            for phase, dose in spec.dosage.items()
        },
        faults=tuple(file.faults),
        evidence_marks=tuple(
            EvidenceMark(mark.of, mark.mark, tuple(mark.references), tuple(mark.phases))
            for mark in file.evidence
        ),
        references=tuple(file.references),
        movement=draft.movement,
        tracking=draft.tracking,
        untracked=file.untracked,
        version=item_version(files, f"exercises/{name}"),
        reading_grade=round(grade(coaching.sentences), 1),
    )


def _article(draft: ArticleDraft, name: str, files: Files) -> Article:
    return make_article(_present(draft.file), _present(draft.text), item_version(files, f"articles/{name}"))


def _in_place(articles: Iterable[Article]) -> dict[str, Article]:
    """Articles by id in the order a reader finds them."""
    return {one.id: one for one in sorted(articles, key=lambda article: (article.place, article.id))}


def _present(part: Part | None) -> Part:
    """A part that was read; reading reports whatever is missing, so content without it was refused before."""
    if part is None:
        raise InputRefused((Problem("content", "missing-part", "A part of the content is missing."),))
    return part
