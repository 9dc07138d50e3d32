"""The rules of remote therapeutic monitoring and the words around them.

These files lie beside the clinical content and are no part of its versions: no care plan depends on them.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from sinew.content.source import Report, YamlFile
from sinew.content.typed_file import read_typed
from sinew.errors import InputRefused
from sinew.monitoring import Clock, CodeRule, Period, RuleSet
from sinew.vocabulary import Evidence, Role

FOLDER = "monitoring"
RULES, WORDS = "rules.yaml", "rules.en.yaml"

Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Source(_Strict):
    """A public page that was read."""

    title: Name
    publisher: Name
    on: date | None = None
    url: Annotated[str, Field(pattern=r"^https://")]


class CodeEntry(_Strict):
    """One code; see `sinew.monitoring.CodeRule`."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{5}$")]
    clock: Clock
    least: Count
    most: Count | None = None
    every: Count | None = None
    needs_live: bool = False
    is_once: bool = False
    evidence: Evidence
    references: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _orders(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise ValueError("most: may not be less than least")
        return self

    @property
    def rule(self) -> CodeRule:
        """What `sinew.monitoring` counts with."""
        return CodeRule(**{name: getattr(self, name) for name in CodeRule.__slots__})


class Counting(_Strict):
    """What counts as a day, as a live conversation, and whose minutes do."""

    evidence: Evidence
    data: frozenset[str]
    live: frozenset[str]
    roles: frozenset[Role]
    references: Annotated[tuple[str, ...], Field(min_length=1)]


class SetEntry(_Strict):
    """The rules of a span of days."""

    begins_on: date
    ends_on: date | None = None
    period_days: Count
    codes: Annotated[tuple[CodeEntry, ...], Field(min_length=1)]
    counting: Counting

    @property
    def rules(self) -> RuleSet:
        """What `sinew.monitoring` counts with."""
        return RuleSet(
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            period_days=self.period_days,
            codes=tuple(entry.rule for entry in self.codes),
            data=self.counting.data,
            live=self.counting.live,
            roles=frozenset(str(role) for role in self.counting.roles),
        )


class RulesFile(_Strict):
    """The file of numbers."""

    evidence: Evidence
    is_reviewed: bool
    sets: Annotated[tuple[SetEntry, ...], Field(min_length=1)]
    sources: Mapping[str, Source]


class MonitoringWords(_Strict):
    """The file of sentences."""

    title: Name
    standing: Name
    explained: Name
    not_reviewed: Name
    days: Name
    periods: Name
    minutes: Name
    overlap: Name
    live: Name
    no_plan: Name
    no_period: Name
    open_questions: tuple[Name, ...]
    kinds: Mapping[str, Name]
    codes: Mapping[str, Name]


class Monitoring(_Strict):
    """Both, matched."""

    file: RulesFile
    words: MonitoringWords

    @property
    def sets(self) -> tuple[RuleSet, ...]:
        return tuple(entry.rules for entry in self.file.sets)

    @property
    def counts(self) -> Mapping[str, int]:
        """How much there is, for the report of a check."""
        return {"monitoring_codes": len(self.words.codes)}

    def sources_of(self, rules: RuleSet) -> tuple[Source, ...]:
        """What a set of rules was read from, each once."""
        entry = next(each for each in self.file.sets if each.begins_on == rules.begins_on)
        named = [name for code in entry.codes for name in code.references]
        return tuple(self.file.sources[name] for name in dict.fromkeys([*named, *entry.counting.references]))


def read_monitoring(root: Path) -> Monitoring:
    """Read the two files below a content folder.

    Raises:
        InputRefused: with every problem, each at its file and line.
    """
    report = Report()
    rules, rules_file = read_typed(root, f"{FOLDER}/{RULES}", TypeAdapter(RulesFile), report)
    words, words_file = read_typed(root, f"{FOLDER}/{WORDS}", TypeAdapter(MonitoringWords), report)
    if rules is not None and words is not None and rules_file is not None and words_file is not None:
        _match_sources(rules, rules_file, report)
        _match_spans(rules, rules_file, report)
        _match_words(rules, words, words_file, report)
    if report.problems or rules is None or words is None:
        raise InputRefused(report.sorted())
    return Monitoring(file=rules, words=words)


def _match_sources(rules: RulesFile, file: YamlFile, report: Report) -> None:
    for number, entry in enumerate(rules.sets):
        named = {name for code in entry.codes for name in code.references} | set(entry.counting.references)
        for name in sorted(named - set(rules.sources)):
            report.add(file.name, file.line("sets", number), "unknown-reference", f"No source “{name}”.")


def _match_spans(rules: RulesFile, file: YamlFile, report: Report) -> None:
    """No two sets hold on one day, none on no day, and between the first and the last one always does."""
    spans: list[Period] = []
    for number, entry in enumerate(rules.sets):
        line = file.line("sets", number)
        try:
            span = Period(entry.begins_on, entry.ends_on or date.max)
        except ValueError:
            report.add(file.name, line, "empty-span", "These rules end before they begin.")
            continue
        if any(span.overlaps(other) for other in spans):
            report.add(file.name, line, "overlapping-sets", "Two sets of rules hold on the same day.")
        spans.append(span)
    spans.sort()
    for span, following in pairwise(spans):
        if span.ends_on < following.begins_on:
            message = f"No rules hold from {span.ends_on} to {following.begins_on - timedelta(days=1)}."
            report.add(file.name, file.line("sets"), "days-without-rules", message)


def _match_words(rules: RulesFile, words: MonitoringWords, file: YamlFile, report: Report) -> None:
    codes = {code.code for entry in rules.sets for code in entry.codes}
    kinds = {kind for entry in rules.sets for kind in entry.counting.data}
    for what, used, written in (("codes", codes, words.codes), ("kinds", kinds, words.kinds)):
        for name in sorted(used ^ set(written)):
            message = f"“{name}” is in one of the two files only."
            report.add(file.name, file.line(what), "unmatched", message)
