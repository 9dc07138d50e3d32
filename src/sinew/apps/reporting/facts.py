"""The exact facts of a sponsor's quarter, from coverages, sessions and answers. They never leave here."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from sinew.apps.care.models import CarePlan
from sinew.apps.coverage.models import Coverage, ListedPerson, Sponsor
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Member
from sinew.apps.outcomes.course import Course, track_of
from sinew.apps.reporting.models import GroupedAnswer
from sinew.apps.web import content as shown
from sinew.disclosure import MEASURES, Answer, Counted, Facts, Quarter, Span, apart, enrolled_in_year
from sinew.outcomes import Reading, compared, window

MEASURE_IDS = {"pain": "nprs", "function": "psfs", "satisfaction": "satisfaction"}
TRACKS = ("STRAIN", "PHT", "TIGHT")
"""What people came with, in the order the running sums are made in. It never changes."""
PLANS_AT_ONCE = 200


def eligible(sponsor: Sponsor, day: date) -> Q:
    """People on the roster who may take part: old enough on a day, and subscribers where only they are."""
    people = Q(sponsor=sponsor, born_on__lte=_years_before(day, sponsor.minimum_age))
    return people & Q(is_subscriber=True) if sponsor.covers == Sponsor.Covers.SUBSCRIBERS else people


def covered_on(sponsor: Sponsor, day: date) -> int:
    """How many people who may take part are covered on a day."""
    return ListedPerson.objects.covered_on(day).filter(eligible(sponsor, day)).count()


def _years_before(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return (day - timedelta(days=1) if is_leap_day else day).replace(year=day.year - years)


def covered_in_year(sponsor: Sponsor, day: date) -> int:
    """How many were covered on any day of the year up to this one."""
    ended_before = Q(ends_on__isnull=False, ends_on__lte=date(day.year, 1, 1))
    people = ListedPerson.objects.filter(eligible(sponsor, day), begins_on__lte=day)
    return people.exclude(ended_before).count()


def left_by_year(sponsor: Sponsor) -> dict[int, int]:
    """How many people's coverage ended on the roster, by year; the sponsor knows them by name."""
    ended = ListedPerson.objects.filter(sponsor=sponsor, ends_on__isnull=False)
    return dict(Counter(ended.values_list("ends_on__year", flat=True)))


def spans_of(sponsor: Sponsor) -> tuple[Span, ...]:
    """The days on which members count for this sponsor and no other.

    A member counts from the day their coverage was recorded: the days before are the roster's, not theirs.
    """
    members = Coverage.objects.filter(sponsor=sponsor).values("member")
    by_member: dict[UUID, list[Span]] = defaultdict(list)
    for one in Coverage.objects.filter(member__in=members).order_by("begins_on", "created_at", "id"):
        begins_on = max(one.begins_on, one.created_at.date())
        if one.ends_on is None or one.ends_on > begins_on:
            by_member[one.member_id].append(
                Span(str(one.member_id), str(one.sponsor_id), begins_on, one.ends_on)
            )
    return tuple(
        span for spans in by_member.values() for span in apart(spans) if span.sponsor == str(sponsor.pk)
    )


class YearSoFar:
    """What happened under one sponsor from January 1 to a day."""

    def __init__(self, sponsor: Sponsor, through: date) -> None:
        self.sponsor, self.through = sponsor, through
        self.since = date(through.year, 1, 1)
        self.spans = tuple(span for span in spans_of(sponsor) if span.begins_on <= through)

    @cached_property
    def _by_member(self) -> Mapping[str, Sequence[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            found[span.person].append(span)
        return found

    @property
    def members(self) -> QuerySet[Member]:
        """Everybody who ever had coverage by the sponsor."""
        return Member.objects.filter(coverages__sponsor=self.sponsor)

    def counts_on(self, member: str, day: date) -> bool:
        """Whether a member counts for this sponsor on a day."""
        return any(span.holds(day) for span in self._by_member.get(member, ()))

    @cached_property
    def enrolled(self) -> int:
        return enrolled_in_year(self.spans, left_by_year(self.sponsor), self.through)

    @cached_property
    def session_days(self) -> Mapping[str, Sequence[date]]:
        """The days of each member's sessions in the year, of those who have any."""
        found: dict[str, list[date]] = defaultdict(list)
        done = ExerciseSession.objects.done().filter(
            plan__member__in=self.members, planned_on__range=(self.since, self.through)
        )
        for member, day in done.values_list("plan__member", "planned_on"):
            if self.counts_on(str(member), day):
                found[str(member)].append(day)
        return found

    @property
    def engaged(self) -> int:
        least = shown.sponsor_reports().facts.engaged_from_sessions
        return sum(len(days) >= least for days in self.session_days.values())


@dataclass(frozen=True, slots=True)
class Told:
    """What one care plan's member told by the summary's week.

    Attributes:
        answers: by measure of the reports; those that were not told are missing.
        improved: whether pain met its criterion; ``None`` where it was not told.
    """

    plan: CarePlan
    reached_on: date
    answers: Mapping[str, Answer]
    improved: bool | None


def told_by(year: YearSoFar, since: date) -> Iterator[Told]:
    """Care plans that reached the summary's week on a day from ``since`` on while their member counted."""
    settings = shown.outcomes()
    week, asking = settings.summary_week, settings.asking
    reach = timedelta(days=week * 7 + asking.open_days)
    plans = (
        CarePlan.objects.filter(member__in=year.members, as_of__range=(since - reach, year.through - reach))
        .select_related("content_snapshot")
        .prefetch_related("events", "adjustments", "answered_questionnaires__event")
        .order_by("as_of", "id")
    )
    for plan in plans.iterator(chunk_size=PLANS_AT_ONCE):
        _first, reached_on = window(week, plan.as_of, asking)
        if since <= reached_on <= year.through and year.counts_on(str(plan.member_id), reached_on):
            yield _told(plan, reached_on, week)


def _told(plan: CarePlan, reached_on: date, week: int) -> Told:
    course = Course(plan, reached_on)
    first_on, _last = window(week, plan.as_of, course.settings.asking)
    answers = {}
    for measure, name in MEASURE_IDS.items():
        readings = course.readings.get(name, ())
        later = [each for each in readings if first_on <= each.on <= reached_on]
        answer = _answer(plan, readings, later, once=measure == "satisfaction") if later else None
        if answer is not None:
            answers[measure] = answer
    pain = course.responder_at(week).criteria.get(MEASURE_IDS["pain"])
    return Told(plan, reached_on, answers, pain if "pain" in answers else None)


def _answer(
    plan: CarePlan, readings: Sequence[Reading], later: Sequence[Reading], *, once: bool
) -> Answer | None:
    if once:
        return Answer(str(plan.pk), None, later[-1].value)
    pair = compared(readings[0], later[-1]) if readings[0].on < later[0].on else None
    return Answer(str(plan.pk), *pair) if pair is not None else None


def facts_of(sponsor: Sponsor, quarter: Quarter) -> Facts:
    """Everything a report is made of, as it stood at the end of a quarter."""
    day = quarter.last_on
    year = YearSoFar(sponsor, day)
    told = list(told_by(year, since=date(quarter.year - 1, 1, 1)))
    of_year = {one.plan.member_id: one for one in reversed(told) if one.reached_on >= year.since}
    answered = {
        counted: sum(measure in one.answers for one in of_year.values())
        for measure, counted in MEASURES.items()
    }
    return Facts(
        quarter=quarter,
        covered=covered_on(sponsor, day),
        covered_in_year=covered_in_year(sponsor, day),
        counts={
            Counted.ENROLLED: year.enrolled,
            Counted.STARTED: len(year.session_days),
            Counted.ENGAGED: year.engaged,
            Counted.REACHED: len(of_year),
            Counted.IMPROVED: sum(one.improved is True for one in of_year.values()),
            **answered,
        },
        tracks=_tracks(year) if quarter.is_last_of_year else (),
        sessions=[
            sum(quarter.first_on <= each <= day for each in days) for days in year.session_days.values()
        ],
        answers=_waiting(told),
    )


def _tracks(year: YearSoFar) -> tuple[tuple[str, int], ...]:
    """How many of those who started came with what, by the last plan they began."""
    plans = CarePlan.objects.filter(member__in=year.members, as_of__lte=year.through)
    with_phases = plans.select_related("content_snapshot").prefetch_related("adjustments")
    last = {
        plan.member_id: plan
        for plan in with_phases.order_by("as_of", "id")
        if str(plan.member_id) in year.session_days
    }
    found = Counter(track_of(plan) for plan in last.values())
    return tuple((track, found[track]) for track in TRACKS)


def _waiting(told: Iterable[Told]) -> dict[str, list[Answer]]:
    """Answers that are in no published mean yet."""
    grouped = set(GroupedAnswer.objects.values_list("measure", "plan_id"))
    waiting: dict[str, list[Answer]] = defaultdict(list)
    for one in told:
        for measure, answer in one.answers.items():
            if (measure, one.plan.pk) not in grouped:
                waiting[measure].append(answer)
    return waiting
