"""What sponsors' reports count and say, and the published results they are read beside.

These files lie beside the clinical content and are no part of its versions: no care plan depends on them.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from sinew.content.source import Report, YamlFile
from sinew.content.typed_file import read_typed
from sinew.disclosure import Why
from sinew.errors import InputRefused
from sinew.vocabulary import Evidence

FOLDER = "sponsors"
FACTS, WORDS = "reports.yaml", "reports.en.yaml"

Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class PublishedResult(_Strict):
    """What a study of another program found.

    Attributes:
        change: points from the start to the end.
        control_change: the same in a group that had something else.
        value: what was measured, where it is no change.
    """

    id: str
    measure: Literal["pain", "function", "satisfaction", "sessions"]
    change: float | None = None
    control_change: float | None = None
    value: float | None = None
    people: Count
    has_control: bool
    evidence: Evidence
    references: Annotated[tuple[str, ...], Field(min_length=1)]


class ReportFacts(_Strict):
    """The file of numbers."""

    evidence: Evidence
    engaged_from_sessions: Count
    improved_goal_pct: Annotated[int, Field(ge=1, le=100)]
    published: tuple[PublishedResult, ...]


class ResultWords(_Strict):
    """A published result in words."""

    title: str
    result: str


class ReportWords(_Strict):
    """The file of sentences."""

    lead: str
    steps: str
    counted: str
    engaged: str
    groups: str
    reading: str
    others: str
    no_function: Annotated[str, Field(alias="no-function")]
    why: Mapping[Why, str]
    published: Mapping[str, ResultWords]


class SponsorReports(_Strict):
    """Both, matched."""

    facts: ReportFacts
    words: ReportWords


def read_sponsor_reports(root: Path, references: Collection[str] | None = None) -> SponsorReports:
    """Read the two files below a content folder.

    Args:
        references: every id that may be cited; ``None`` where that was checked before.

    Raises:
        InputRefused: with every problem, each at its file and line.
    """
    report = Report()
    facts, facts_file = read_typed(root, f"{FOLDER}/{FACTS}", TypeAdapter(ReportFacts), report)
    words, words_file = read_typed(root, f"{FOLDER}/{WORDS}", TypeAdapter(ReportWords), report)
    if facts is not None and words is not None and facts_file is not None and words_file is not None:
        _match(facts, words, words_file, report)
        for index, each in enumerate(facts.published if references is not None else ()):
            for name in set(each.references) - set(references or ()):
                place = facts_file.line("published", index)
                report.add(facts_file.name, place, "unknown-reference", f"No reference “{name}”.")
    if report.problems or facts is None or words is None:
        raise InputRefused(report.sorted())
    return SponsorReports(facts=facts, words=words)


def _match(facts: ReportFacts, words: ReportWords, file: YamlFile, report: Report) -> None:
    for missing in sorted(set(Why) - set(words.why)):
        report.add(file.name, file.line("why"), "missing-words", f"“{missing}” has no sentence.")
    known = {each.id for each in facts.published}
    for name in sorted(known ^ set(words.published)):
        message = f"“{name}” is in one of the two files only."
        report.add(file.name, file.line("published"), "unmatched", message)
