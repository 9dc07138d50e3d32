"""A sponsor's report of one closed quarter: from the exact facts to what may be published of them.

Published is a function of the steps of the counts (`sinew.disclosure.bands`) and of the means of groups
(`sinew.disclosure.means`), and of nothing else. What is shown and what is not is decided from the steps
alone, so that hiding something tells no more than the steps do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate

from sinew.disclosure.bands import FEWEST_COVERED, HIDDEN, REPORT_STEPS, SMALLEST, Band, between, higher
from sinew.disclosure.means import Answer, Group, Scale, group_of, mean_of
from sinew.disclosure.periods import Quarter
from sinew.errors import SinewError


class Counted(StrEnum):
    """What is counted, each since the beginning of the calendar year."""

    ENROLLED = "enrolled"
    STARTED = "started"
    ENGAGED = "engaged"
    REACHED = "reached"
    TOLD_PAIN = "told-pain"
    IMPROVED = "improved"
    TOLD_FUNCTION = "told-function"
    TOLD_SATISFACTION = "told-satisfaction"


WITHIN: Mapping[Counted, Counted | None] = {
    Counted.ENROLLED: None,
    Counted.STARTED: Counted.ENROLLED,
    Counted.ENGAGED: Counted.STARTED,
    Counted.REACHED: Counted.ENROLLED,
    Counted.TOLD_PAIN: Counted.REACHED,
    Counted.IMPROVED: Counted.TOLD_PAIN,
    Counted.TOLD_FUNCTION: Counted.REACHED,
    Counted.TOLD_SATISFACTION: Counted.REACHED,
}
"""Whoever is counted as the first is counted as the second too: the proof rests on it."""

MEASURES: Mapping[str, Counted] = {
    "pain": Counted.TOLD_PAIN,
    "function": Counted.TOLD_FUNCTION,
    "satisfaction": Counted.TOLD_SATISFACTION,
}
SCALE = Scale(0, 10)
"""Of pain, function and satisfaction alike."""
MOST_SESSIONS_A_WEEK = 5
WEEKS_OF_A_QUARTER = 13
ENROLLED_FOR_OUTCOMES = 51
"""Nothing is said of how people do before so many have enrolled for certain: 50, on the next step."""


class Why(StrEnum):
    """Why something is not shown."""

    FEW_COVERED = "few-covered"
    FEW = "few"
    FEW_ENROLLED = "few-enrolled"
    FEW_SINCE = "few-since"
    FEW_OR_ALIKE = "few-or-alike"
    LATER = "later"


class NotNested(SinewError):
    """Counts contradict each other, so nothing may be published from them."""

    def __init__(self, inner: str, outer: str) -> None:
        super().__init__(f"More people are counted as {inner} than as {outer}. Look at how they are counted.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known at the end of a quarter, exactly. Never leaves the server.

    Attributes:
        covered: people on the roster who may take part, on the last day of the quarter.
        covered_in_year: the same, on any day of the year so far.
        tracks: of those who started, how many by what they came with, in a fixed order.
        sessions: exercise sessions in the quarter of everybody who started in the year.
        answers: by measure, of those who are in no group yet.
    """

    quarter: Quarter
    covered: int
    covered_in_year: int
    counts: Mapping[Counted, int]
    tracks: tuple[tuple[str, int], ...] = ()
    sessions: Sequence[int] = ()
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What is published of one quarter; never changed afterward.

    Attributes:
        covered: ``None`` where there is no report, because fewer than 50 people are covered.
        tracks: running sums over the tracks, told once a year; the last is everybody who started.
        sessions_a_week: of a person who had started, in this quarter.
        groups: closed in this quarter.
        closed: by measure, the step at which a group was last closed in this year.
    """

    quarter: Quarter
    covered: Band | None
    counts: Mapping[Counted, Band] = field(default_factory=dict)
    tracks: tuple[tuple[str, Band], ...] = ()
    sessions_a_week: float | None = None
    groups: tuple[Group, ...] = ()
    closed: Mapping[str, Band] = field(default_factory=dict)

    @property
    def has_outcomes(self) -> bool:
        """Whether enough people are enrolled for anything to be said of how they do."""
        return bool(self.counts) and self.counts[Counted.ENROLLED].low >= ENROLLED_FOR_OUTCOMES


Published = Sequence[Report]
"""Every report of one sponsor so far, oldest first."""


def publish(facts: Facts, earlier: Published) -> Report:
    """The report of a quarter, given everything published before.

    Raises:
        NotNested: the counts contradict each other.
        ValueError: the quarter is not after those published.
    """
    if earlier and earlier[-1].quarter >= facts.quarter:
        raise ValueError("facts.quarter must come after every published one")
    _check(facts)
    if facts.covered < FEWEST_COVERED:
        return Report(facts.quarter, covered=None)
    this_year = [one for one in earlier if one.quarter.year == facts.quarter.year and one.covered]
    before = this_year[-1] if this_year else None
    counts = {
        counted: higher(
            before.counts[counted] if before else None,
            REPORT_STEPS.band(facts.counts[counted], of=facts.covered_in_year),
        )
        for counted in Counted
    }
    shown = Report(facts.quarter, covered=REPORT_STEPS.plain(facts.covered), counts=counts)
    groups, closed = _groups(facts, shown, before.closed if before else {})
    return Report(
        facts.quarter,
        covered=shown.covered,
        counts=counts,
        tracks=_tracks(facts, counts[Counted.STARTED]),
        sessions_a_week=_sessions(facts, counts[Counted.STARTED]),
        groups=groups,
        closed=closed,
    )


def _check(facts: Facts) -> None:
    for inner, outer in WITHIN.items():
        if outer is not None and facts.counts[inner] > facts.counts[outer]:
            raise NotNested(inner, outer)
    if sum(count for _track, count in facts.tracks) > facts.counts[Counted.STARTED]:
        raise NotNested("a track", Counted.STARTED)
    if facts.covered > facts.covered_in_year:
        raise NotNested("covered now", "covered in the year")


def _tracks(facts: Facts, started: Band) -> tuple[tuple[str, Band], ...]:
    """Running sums, once a year: then each is a group inside the next, as all counts are."""
    if not facts.quarter.is_last_of_year:
        return ()
    sums = accumulate(count for _track, count in facts.tracks)
    steps = [REPORT_STEPS.band(count, of=facts.covered_in_year) for count in sums]
    return (*((name, step) for (name, _c), step in zip(facts.tracks, steps, strict=True)), ("other", started))


def _sessions(facts: Facts, started: Band) -> float | None:
    if not started.is_shown:
        return None
    most = MOST_SESSIONS_A_WEEK * WEEKS_OF_A_QUARTER
    mean = mean_of([min(each, most) for each in facts.sessions], Scale(0, most, places=6))
    return None if mean is None else round(mean / WEEKS_OF_A_QUARTER, 1)


def _groups(
    facts: Facts, shown: Report, closed_before: Mapping[str, Band]
) -> tuple[tuple[Group, ...], dict[str, Band]]:
    closed = dict(closed_before)
    found = []
    for measure, counted in MEASURES.items():
        at_least = between(closed.get(measure), shown.counts[counted]).low
        if not shown.has_outcomes or at_least < SMALLEST:
            continue
        group = group_of(measure, facts.answers.get(measure, ()), SCALE, at_least)
        if group is not None:
            found.append(group)
            closed[measure] = shown.counts[counted]
    return tuple(found), closed


def why_hidden(report: Report, counted: Counted) -> Why | None:
    """Why a count is not shown; ``None`` where it is."""
    if report.covered is None:
        return Why.FEW_COVERED
    return None if report.counts.get(counted, HIDDEN).is_shown else Why.FEW


def why_no_group(report: Report, measure: str) -> Why | None:
    """Why no new mean of a measure is in this report; ``None`` where one is."""
    if report.covered is None:
        return Why.FEW_COVERED
    if any(group.measure == measure for group in report.groups):
        return None
    if not report.has_outcomes:
        return Why.FEW_ENROLLED
    told = between(report.closed.get(measure), report.counts[MEASURES[measure]])
    return Why.FEW_SINCE if told.low < SMALLEST else Why.FEW_OR_ALIKE
