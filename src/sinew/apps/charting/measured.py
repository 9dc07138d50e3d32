"""What the product itself measured since the last note: sessions, pain, tests, ranges, outcomes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sinew.apps.care import test_results
from sinew.apps.care.models import CareEvent, CarePlan
from sinew.apps.charting.objective import Measured, Source
from sinew.apps.charting.team import day_where
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.exercise.presenters import arc_in_words
from sinew.apps.members.models import Member
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.presenters import MeasureInWords
from sinew.apps.web import content as shown
from sinew.apps.web.charts import number

SIDES = {"left": ", left", "right": ", right"}
MOST_RANGES = 4


def _plan(member: Member) -> CarePlan | None:
    return member.care_plans.select_related("member__user").order_by("started_at").last()


def _done(member: Member, after: datetime | None, until: datetime) -> list[ExerciseSession]:
    """Sessions that arrived in the span, oldest first."""
    rows = (
        ExerciseSession.objects.done().without_details().filter(plan__member=member, recorded_at__lte=until)
    )
    return list((rows if after is None else rows.filter(recorded_at__gt=after)).order_by("planned_on"))


def sessions(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """How many sessions were done on how many days, and how much of them."""
    plan, done = _plan(member), _done(member, after, until)
    if plan is None:
        return
    first_on = plan.as_of if after is None else max(day_where(member.user, after), plan.as_of)
    # One that came late, or of the plan before, belongs to an earlier day.
    first_on = min([first_on, *(session.planned_on for session in done)])
    span = (day_where(member.user, until) - first_on).days + 1
    days = len({session.planned_on for session in done})
    told = [s.completed_fraction for s in done if s.completed_fraction is not None]
    share = f", {100 * sum(told) / len(told):.0f} % of each done on average" if told else ""
    yield Measured("Sessions", f"{len(done)}, on {days} of {span} days{share}")


def pain(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """The worst pain of the sessions, and of the last one."""
    told = [
        max(known)
        for s in _done(member, after, until)
        if (known := [p for p in (s.pain_before, s.pain_during, s.pain_after) if p is not None])
    ]
    if told:
        yield Measured(
            "Worst pain in a session", f"{min(told)} to {max(told)} of 10, in the last one {told[-1]}"
        )


def mornings(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """How the mornings after were."""
    rows = CareEvent.objects.of_type(CareEvent.Type.MORNING).filter(
        plan__member=member, created_at__lte=until
    )
    rows = rows if after is None else rows.filter(created_at__gt=after)
    told = [event.payload["compared"] for event in rows]
    if told:
        worse = sum(one.startswith("+") for one in told)
        yield Measured("Mornings after", f"{len(told)} told, worse on {worse}")


def tests(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """The last result of every test done in the span, with its error and whether it really changed."""
    plan = _plan(member)
    if plan is None:
        return
    rows = [event for event in plan.events.tests() if event.created_at <= until]
    fresh = {event.payload["test"] for event in rows if after is None or event.created_at > after}
    guided = shown.current().guided_tests
    for (test, side), found in test_results.readings(rows).items():
        if test not in fresh:
            continue
        last = found[-1]
        name = guided.tests[test].title if guided is not None and test in guided.tests else test
        how = "by camera" if last.is_by_camera else ""
        told = ", ".join(
            filter(None, (last.amount, how, last.change_in_words.lower(), f"{last.on:%b} {last.on.day}"))
        )
        yield Measured(f"{name}{SIDES.get(side, '')}", told)


def ranges(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """The arcs the camera saw most often, with what they may be off by."""
    sets = MeasuredSet.objects.without_details().filter(
        session__in=[session.pk for session in _done(member, after, until)], rom_min_deg__isnull=False
    )
    seen: dict[tuple[str, str], list[MeasuredSet]] = defaultdict(list)
    for one in sets:
        if one.rom_deg is not None:
            seen[one.exercise, one.side].append(one)
    known = shown.current().exercises
    for (exercise, side), found in sorted(seen.items(), key=lambda item: -len(item[1]))[:MOST_RANGES]:
        name = known[exercise].name if exercise in known else exercise
        joint = found[0].joint.removesuffix("_signed").replace("_", " ")
        yield Measured(f"{name}{SIDES.get(side, '')}", f"{joint} {arc_in_words(found)}, by camera")


def outcomes(member: Member, after: datetime | None, until: datetime) -> Iterable[Measured]:
    """The newest score of every measure answered in the span."""
    plan = _plan(member)
    if plan is None:
        return
    course = Course(plan, day_where(member.user, until))
    since = None if after is None else day_where(member.user, after) - timedelta(days=1)
    for measure in course.measures:
        found = course.readings[measure.id]
        if found and (since is None or found[-1].on > since):
            changed = course.change(measure)
            before = f", at the start {number(changed.before)}" if changed is not None else ""
            words = MeasureInWords(course, measure)
            yield Measured(words.title, f"{number(found[-1].value)} of {number(measure.high)}{before}")


SOURCES: tuple[tuple[str, Source], ...] = (
    ("sessions", sessions),
    ("pain", pain),
    ("mornings", mornings),
    ("tests", tests),
    ("ranges", ranges),
    ("outcomes", outcomes),
)
