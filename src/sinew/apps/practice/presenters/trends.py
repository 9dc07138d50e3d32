"""Pain, adherence and range of motion as charts over the same days, with what was decided marked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from sinew.apps.exercise.models import ExerciseSession, MeasuredSet
from sinew.apps.exercise.presenters import error_deg_of
from sinew.apps.practice.adherence import Adherence
from sinew.apps.practice.presenters.plan import SIDES, exercise_name
from sinew.apps.web.charts import Band, Mark, Point, Series, line_chart
from sinew.content import Content
from sinew.motion.uncertainty import plus_minus, smallest_change_deg

FIRST_SESSIONS = 3
MOST_CHARTS = 3
TONES = ("accent", "warm", "neutral")


def worst_pain(session: ExerciseSession) -> float | None:
    """The highest pain told about a session, whenever it was felt."""
    told = [session.pain_before, session.pain_during, session.pain_after]
    return max((pain for pain in told if pain is not None), default=None)


@dataclass(frozen=True, slots=True)
class Axis:
    """What all charts of a page share.

    Attributes:
        first, last: the days they span.
        marks: phases and decisions.
    """

    first: date
    last: date
    marks: Sequence[Mark]

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def pain_chart(sessions: Sequence[ExerciseSession], axis: Axis, *, points: float) -> SafeString:
    """Worst pain of each session.

    Args:
        sessions: sessions of a plan, oldest first.
        points: a change of average pain that means something; drawn as a band around the first sessions.
    """
    values = tuple(Point(session.planned_on, worst_pain(session), _told(session)) for session in sessions)
    told = [point.value for point in values if point.value is not None]
    if not told:
        return line_chart((), sentence="", axis="", low=0, high=10)
    start, now = _mean(told[:FIRST_SESSIONS]), _mean(told[-FIRST_SESSIONS:])
    band = Band(max(start - points, 0), min(start + points, 10), f"within {points:g} of the start")
    return line_chart(
        (Series("worst pain", values),),
        sentence=_pain_sentence(start, now, points, values[0].on)
        if len(told) > FIRST_SESSIONS
        else _too_early(told),
        axis="Worst pain in a session, 0 to 10",
        low=0,
        high=10,
        band=band,
        marks=axis.marks,
        days=axis.days,
    )


def adherence_chart(weeks: Sequence[Adherence], axis: Axis) -> SafeString:
    """Sessions done of those planned, for every whole week of the plan."""
    told = [(week, week.percent) for week in weeks if week.percent is not None]
    if not told:
        return line_chart((), sentence="", axis="", low=0, high=100)
    done, planned = sum(week.done for week, _percent in told), sum(week.planned for week, _percent in told)
    last, _percent = told[-1]
    return line_chart(
        (
            Series(
                "",
                tuple(
                    Point(week.end, percent, f"{week.done} of {week.planned}")
                    for week, percent in ((week, week.percent) for week in weeks)
                ),
            ),
        ),
        sentence=f"{done} of {planned} planned sessions were done, {last.done} of {last.planned} last week.",
        axis="Sessions done of planned in a week, percent",
        low=0,
        high=100,
        unit=" %",
        marks=axis.marks,
        days=axis.days,
    )


def range_charts(
    measured: Sequence[MeasuredSet], on: Mapping[UUID, date], axis: Axis, content: Content
) -> list[tuple[str, SafeString]]:
    """The exercises whose repetitions the camera measured most often: name, and the best arc of each day.

    Args:
        on: the day of each session, by its id.
    """
    arcs: dict[str, dict[str, dict[date, float]]] = defaultdict(lambda: defaultdict(dict))
    seen: dict[str, list[MeasuredSet]] = defaultdict(list)
    for one in measured:
        if one.rom_deg is not None:
            days, day = arcs[one.exercise][one.side], on[one.session_id]
            days[day] = max(one.rom_deg, days.get(day, 0))
            seen[one.exercise].append(one)
    most = sorted(arcs, key=lambda exercise: -max(len(days) for days in arcs[exercise].values()))
    return [
        (
            exercise_name(exercise, content),
            _range_chart(arcs[exercise], _joint(seen[exercise]), error_deg_of(seen[exercise]), axis),
        )
        for exercise in most[:MOST_CHARTS]
    ]


def _joint(sets: Sequence[MeasuredSet]) -> str:
    return sets[-1].joint.replace("_", " ").removesuffix(" flexion")


def _range_chart(
    sides: dict[str, dict[date, float]], joint: str, error_deg: int | None, axis: Axis
) -> SafeString:
    lines = tuple(
        Series(SIDES.get(side, side), tuple(Point(on, arc) for on, arc in sorted(days.items())), tone)
        for (side, days), tone in zip(sorted(sides.items()), TONES, strict=False)
    )
    arcs = [point.value for line in lines for point in line.points if point.value is not None]
    return line_chart(
        lines,
        sentence=" ".join(_range_sentence(line, error_deg) for line in lines),
        axis=f"Arc of the {joint}, degrees" if joint else "Arc, degrees",
        low=max(0, min(arcs) // 10 * 10 - 10),
        high=max(arcs) // 10 * 10 + 20,
        unit="°",
        marks=axis.marks,
        days=axis.days,
    )


def _range_sentence(line: Series, error_deg: int | None) -> str:
    arcs = [point.value for point in line.points if point.value is not None]
    side, last = line.label.capitalize(), f"{arcs[-1]:.0f}° {plus_minus(error_deg)}".rstrip()
    if len(arcs) == 1:
        return f"{side}: {last}, measured once."
    change, least = arcs[-1] - arcs[0], smallest_change_deg(error_deg)
    since = date_format(line.points[0].on, "M j")
    how = "the same as" if abs(change) < 1 else f"{abs(change):.0f}° {'more' if change > 0 else 'less'} than"
    real = "" if abs(change) < 1 or abs(change) >= least else f", less than the {least}° a camera can tell"
    return f"{side}: {last}, {how} on {since}{real}."


def _pain_sentence(start: float, now: float, points: float, since: date) -> str:
    change = now - start
    word = "fell" if change < 0 else "rose"
    meaning = (
        "a meaningful change"
        if abs(change) >= points
        else f"less than the {points:g} points that mean a change"
    )
    if abs(change) < 0.5:
        return f"Worst pain is about {now:.1f}, as in the first sessions in {date_format(since, 'F')}."
    return f"Worst pain {word} from {start:.1f} to {now:.1f} since {date_format(since, 'M j')}: {meaning}."


def _too_early(told: list[float]) -> str:
    return f"Worst pain was {told[-1]:.0f} in the last session; {len(told)} sessions are too few for a trend."


def _told(session: ExerciseSession) -> str:
    parts = (("before", session.pain_before), ("worst", session.pain_during), ("after", session.pain_after))
    return ", ".join(f"{name} {pain}" for name, pain in parts if pain is not None)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
