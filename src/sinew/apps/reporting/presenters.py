"""A release as a page, a sheet or a table shows it. Reads nothing but what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from sinew.apps.reporting.bars import Bar, bar_chart
from sinew.apps.reporting.words import (
    MEASURE_NAMES,
    NAMES,
    TRACK_NAMES,
    growth,
    quarter_in_words,
    share,
    told,
)
from sinew.apps.web import content as shown
from sinew.apps.web.charts import Band as ChartBand
from sinew.apps.web.charts import Point, Series, line_chart, number
from sinew.disclosure import MEASURES, Band, Counted, Group, Report, Why, between
from sinew.disclosure.report import why_hidden, why_no_group

FUNNEL = (Counted.ENROLLED, Counted.STARTED, Counted.ENGAGED)
AT_WEEK_12 = (Counted.REACHED, Counted.TOLD_PAIN, Counted.IMPROVED)
TONES = {Counted.ENROLLED: "neutral", Counted.STARTED: "accent", Counted.ENGAGED: "warm"}
A_YEAR_OF_DAYS = 366


@dataclass(frozen=True, slots=True)
class CountLine:
    """One count in words."""

    says: str
    band: Band
    told: str
    share: str = ""
    growth: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The means of one closed group."""

    period: str
    people: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A published result and where it is from."""

    title: str
    result: str
    people: int
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something that is not shown, and why."""

    what: str
    why: str


class MeasureSection:
    """One outcome over all closed groups, beside what others published."""

    def __init__(self, measure: str, reports: Sequence[Report]) -> None:
        self.measure, self._reports = measure, reports

    @property
    def title(self) -> str:
        return MEASURE_NAMES[self.measure]

    @cached_property
    def _closed(self) -> list[tuple[Report, Group]]:
        return [
            (report, one) for report in self._reports for one in report.groups if one.measure == self.measure
        ]

    @property
    def groups(self) -> list[GroupLine]:
        return [
            GroupLine(
                quarter_in_words(report.quarter),
                f"{group.at_least} or more",
                number(group.before) if group.before is not None else "",
                number(group.after),
            )
            for report, group in self._closed
        ]

    @property
    def sentence(self) -> str:
        """What the last group says."""
        if not self._closed:
            return ""
        _report, last = self._closed[-1]
        if last.before is None:
            return f"The last group gave the program {number(last.after)} of 10."
        moved = round(abs(last.after - last.before), 1)
        way = "fell" if last.after < last.before else "rose" if last.after > last.before else "stayed"
        if way == "stayed":
            return f"In the last group {self.measure} stayed at {number(last.after)} of 10."
        is_better = (last.after < last.before) is (self.measure == "pain")
        by = f"{number(moved)} points {'better' if is_better else 'worse'}"
        went = f"{way} from {number(last.before)} to {number(last.after)} of 10"
        return f"In the last group {self.measure} {went}, {by}."

    @property
    def chart(self) -> SafeString:
        return line_chart(
            self.series,
            sentence=self.sentence,
            axis="Mean, 0 to 10",
            low=0,
            high=10,
            band=self.band,
            gap_days=A_YEAR_OF_DAYS,
        )

    @property
    def band(self) -> ChartBand | None:
        """Where the last group would be with the results that others published."""
        others = [one for one in shown.sponsor_reports().facts.published if one.measure == self.measure]
        if not others or not self._closed:
            return None
        before = self._closed[-1][1].before
        ends = [one.value for one in others if one.value is not None]
        if before is not None:
            ends += [before + one.change for one in others if one.change is not None]
        return ChartBand(max(min(ends), 0), min(max(ends), 10), "published by others") if ends else None

    @property
    def series(self) -> list[Series]:
        """At the start and at week 12, by the quarter in which the group was closed."""
        at_start = [Point(report.quarter.last_on, group.before) for report, group in self._closed]
        later = [Point(report.quarter.last_on, group.after) for report, group in self._closed]
        lines = [Series("later", tuple(later), "accent")]
        if any(point.value is not None for point in at_start):
            lines.insert(0, Series("start", tuple(at_start), "neutral"))
        return lines

    @property
    def published(self) -> list[ResultLine]:
        return results(self.measure)

    @property
    def nothing_published(self) -> str:
        return shown.sponsor_reports().words.no_function if self.measure == "function" else ""


def results(measure: str) -> list[ResultLine]:
    """Published results of a measure, with their sources."""
    reports, references = shown.sponsor_reports(), shown.current().references
    return [
        ResultLine(
            reports.words.published[each.id].title,
            reports.words.published[each.id].result,
            each.people,
            tuple(
                (found.citation, f"https://doi.org/{found.doi}" if found.doi else found.url or "")
                for found in (references[name] for name in each.references)
            ),
        )
        for each in reports.facts.published
        if each.measure == measure
    ]


class ReportPage:
    """One quarter's report, with those before it.

    Args:
        reports: every published report up to this one, oldest first.
    """

    def __init__(self, reports: Sequence[Report]) -> None:
        self.report = reports[-1]
        self._reports = reports
        self.words = shown.sponsor_reports().words
        self._facts = shown.sponsor_reports().facts

    @property
    def title(self) -> str:
        return quarter_in_words(self.report.quarter)

    @property
    def key(self) -> str:
        return str(self.report.quarter)

    @property
    def is_refused(self) -> bool:
        """Whether there is no report, because too few people are covered."""
        return self.report.covered is None

    @property
    def refusal(self) -> str:
        return self.words.why[Why.FEW_COVERED]

    @property
    def engaged_means(self) -> str:
        return self.words.engaged % {"sessions": self._facts.engaged_from_sessions}

    @cached_property
    def _of_year(self) -> list[Report]:
        year = self.report.quarter.year
        return [one for one in self._reports if one.quarter.year == year and one.covered is not None]

    @property
    def _before(self) -> Report | None:
        return self._of_year[-2] if len(self._of_year) > 1 else None

    def _line(self, counted: Counted, whole: Band | None) -> CountLine:
        band = self.report.counts[counted]
        before = self._before.counts[counted] if self._before else None
        return CountLine(NAMES[counted], band, told(band), share(band, whole), growth(before, band))

    @cached_property
    def covered(self) -> CountLine:
        band = self.report.covered
        if band is None:
            raise ValueError("a report of fewer than 50 people covered has no counts")
        return CountLine("Covered on the last day", band, told(band))

    @cached_property
    def funnel(self) -> list[CountLine]:
        """From covered to engaged."""
        return [self.covered, *(self._line(counted, self.report.covered) for counted in FUNNEL)]

    @property
    def funnel_sentence(self) -> str:
        enrolled = self.funnel[1]
        if not enrolled.band.is_shown:
            return f"Of {self.covered.told} people covered, fewer than 11 have enrolled this year."
        of = f", {enrolled.share} of those covered" if enrolled.share else ""
        return (
            f"{enrolled.told} people have enrolled this year{of}. {self.funnel[2].told.capitalize()} did a "
            f"session, {self.funnel[3].told} are engaged."
        )

    @property
    def funnel_chart(self) -> SafeString:
        bars = [Bar(line.says, line.band, line.told) for line in self.funnel]
        return bar_chart(bars, sentence=self.funnel_sentence)

    @property
    def year_series(self) -> list[Series]:
        """Counts at the end of each quarter of the year; a hidden one is a gap."""
        return [
            Series(
                NAMES[counted],
                tuple(Point(one.quarter.last_on, self._middle(one.counts[counted])) for one in self._of_year),
                TONES[counted],
            )
            for counted in FUNNEL
        ]

    @staticmethod
    def _middle(band: Band) -> float | None:
        return round(band.middle) if band.is_shown else None

    @property
    def year_chart(self) -> SafeString | None:
        """``None`` while there is nothing to compare."""
        if not any(len(one.seen) > 1 for one in self.year_series):
            return None
        return line_chart(
            self.year_series,
            sentence="How the counts grew this year, drawn at the middle of each step.",
            axis="People",
            low=0,
            high=self.most,
            gap_days=A_YEAR_OF_DAYS,
        )

    @property
    def most(self) -> float:
        """The top of the axis of the year."""
        return max([line.band.high for line in self.funnel[1:]]) * 1.1

    @property
    def sessions_told(self) -> str:
        mean = self.report.sessions_a_week
        return "" if mean is None else number(mean)

    @property
    def sessions_series(self) -> list[Series]:
        points = tuple(Point(one.quarter.last_on, one.sessions_a_week) for one in self._reports)
        return [Series("sessions a week", points, "accent")]

    @property
    def sessions_chart(self) -> SafeString:
        return line_chart(
            self.sessions_series,
            sentence=f"In this quarter people who had started did {self.sessions_told} sessions a week.",
            axis="Sessions a week",
            low=0,
            high=5,
            band=self.sessions_band,
            gap_days=A_YEAR_OF_DAYS,
        )

    @property
    def sessions_band(self) -> ChartBand | None:
        values = [one.value for one in self._facts.published if one.measure == "sessions" and one.value]
        return ChartBand(min(values) - 0.04, max(values) + 0.04, "published by others") if values else None

    @property
    def sessions_published(self) -> list[ResultLine]:
        return results("sessions")

    @cached_property
    def week_12(self) -> list[CountLine]:
        """Who reached week 12, told their pain, and is clearly better."""
        if not self.report.has_outcomes:
            return []
        reached = self.report.counts[Counted.REACHED]
        lines = [self._line(counted, reached) for counted in AT_WEEK_12]
        return [CountLine(one.says, one.band, one.told, "" if i == 0 else one.share, one.growth)
                for i, one in enumerate(lines)]  # fmt: skip

    @property
    def goal(self) -> str:
        return f"Our goal is {self._facts.improved_goal_pct} % of everybody who reached week 12."

    @cached_property
    def measures(self) -> list[MeasureSection]:
        return [MeasureSection(measure, self._reports) for measure in MEASURES]

    @cached_property
    def tracks(self) -> list[CountLine]:
        """What those who started came with: the differences of the running sums."""
        lines, before = [], None
        for name, band in self.report.tracks:
            part = between(before, band)
            lines.append(CountLine(TRACK_NAMES[name], part, _part_told(part)))
            before = band
        return lines

    @cached_property
    def hidden(self) -> list[Hidden]:
        """Everything that is not in this report, with the reason."""
        found = []
        for counted in (*FUNNEL, *(AT_WEEK_12 if self.report.has_outcomes else ())):
            why = why_hidden(self.report, counted)
            if why is not None:
                found.append((NAMES[counted], why))
        if self.report.sessions_a_week is None:
            found.append(("Sessions a week", Why.FEW_OR_ALIKE))
        for measure in MEASURES:
            why = why_no_group(self.report, measure)
            if why is not None:
                found.append((f"{MEASURE_NAMES[measure]}, a new group", why))
        if not self.report.tracks:
            found.append(("What people came with", Why.LATER))
        together: dict[Why, list[str]] = {}
        for what, why in found:
            together.setdefault(why, []).append(what)
        return [Hidden("; ".join(what), self.words.why[why]) for why, what in together.items()]


def _part_told(part: Band) -> str:
    if part.is_open:
        return f"{part.low:,} or more" if part.is_shown else "not told"
    return f"{part.low:,} to {part.high:,}" if part.is_shown else f"fewer than {part.high + 1}"
