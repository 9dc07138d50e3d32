"""This app's part of a member's record: exercise sessions and what was measured in them."""

from collections.abc import Iterable

from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay, ReplayQuerySet
from sinew.apps.exercise.presenters import arc_in_words
from sinew.apps.exercise.replays import forget_movement
from sinew.apps.members.models import Member
from sinew.apps.members.record import RecordPart, Rows, Section
from sinew.apps.members.record_parts import instant, readable
from sinew.apps.web import content as shown
from sinew.motion.trace import PARTS as PARTS_OF_TRACE
from sinew.vocabulary import Side

_SIDES = {Side.LEFT: ", left", Side.RIGHT: ", right", Side.BOTH: ""}


def session_rows(member: Member) -> Rows:
    """Exercise sessions with all that was measured, for the exact export."""
    sessions = ExerciseSession.objects.filter(plan__member=member).prefetch_related("measured_sets")
    return [
        {
            "exercise_session": str(session.pk),
            "care_plan": str(session.plan_id),
            "planned_on": instant(session.planned_on),
            "prescribed": session.prescribed,
            "status": session.status,
            "opened_at": instant(session.opened_at),
            "started_at": instant(session.started_at),
            "finished_at": instant(session.finished_at),
            "recorded_at": instant(session.recorded_at),
            "result": session.result,
            "sets": [_set_row(measured) for measured in session.measured_sets.all()],
        }
        for session in sessions
    ]


def _set_row(measured: MeasuredSet) -> dict[str, object]:
    return {
        "exercise": measured.exercise,
        "replaced": measured.replaced or None,
        "side": measured.side,
        "set": measured.set_number,
        "counted_by": measured.counted_by,
        "repetitions_done": measured.repetitions_done,
        "hold_s_done": measured.hold_s_done,
        "repetitions": measured.repetitions,
        "holds": measured.holds,
        "joint": measured.joint or None,
        "rom_min_deg": measured.rom_min_deg,
        "rom_max_deg": measured.rom_max_deg,
    }


def session_sections(member: Member) -> Iterable[Section]:
    """Exercise sessions and what was done in them, for reading."""
    content = shown.current()
    names = {name: exercise.name for name, exercise in content.exercises.items()}
    for session in (
        ExerciseSession.objects.filter(plan__member=member).recorded().prefetch_related("measured_sets")
    ):
        felt = (
            ("Pain before, during, after", " / ".join(map(_score, _pains(session)))),
            ("Effort", _score(session.effort)),
            ("Your comment", session.comment or "none"),
        )
        sets = tuple(
            (
                f"{names.get(s.exercise, s.exercise)}{_SIDES[Side(s.side)]}, set {s.set_number}",
                _set_text(s, counts_time=content.counts_time(s.exercise)),
            )
            for s in session.measured_sets.all()
        )
        yield Section(f"Exercise session of {readable(session.planned_on)}", (*felt, *sets))


def _pains(session: ExerciseSession) -> tuple[int | None, int | None, int | None]:
    return session.pain_before, session.pain_during, session.pain_after


def _score(value: int | None) -> str:
    return "not given" if value is None else f"{value} of 10"


def _time_text(seconds: float, *, counts_time: bool) -> str:
    return f"{round(seconds / 60, 1):g} minutes" if counts_time else f"{seconds:g} seconds held"


def _set_text(measured: MeasuredSet, *, counts_time: bool) -> str:
    count = measured.repetitions_done
    parts = [f"{count} repetition{'' if count == 1 else 's'}"] if count else []
    if measured.hold_s_done:
        parts.append(_time_text(measured.hold_s_done, counts_time=counts_time))
    parts += filter(None, [arc_in_words([measured])])
    return ", ".join(parts) or "nothing counted"


def replay_rows(member: Member) -> Rows:
    """Every shared replay, point by point, for the exact export."""
    return [_replay_row(replay) for replay in _replays_of(member)]


def _replay_row(replay: Replay) -> dict[str, object]:
    trace = replay.read()
    return {
        "exercise_session": str(replay.measured_set.session_id),
        "exercise": replay.measured_set.exercise,
        "side": replay.measured_set.side,
        "set": replay.measured_set.set_number,
        "shared_at": instant(replay.shared_at),
        "width": trace.width,
        "height": trace.height,
        "points": [part.name.lower() for part in PARTS_OF_TRACE],
        "moments": [
            {"t_ms": moment.t_ms, "angle_deg": moment.angle_deg, "x_y_seen": [*map(_exact, moment.points)]}
            for moment in trace.moments
        ],
    }


def _exact(point: tuple[float, float, float]) -> list[float]:
    return [round(value, 4) for value in point]


def replay_sections(member: Member) -> Iterable[Section]:
    """What was shared when, for reading."""
    exercises = shown.current().exercises
    lines = []
    for replay in _replays_of(member).without_trace():
        done = replay.measured_set
        name = exercises[done.exercise].name if done.exercise in exercises else done.exercise
        seconds = round(replay.duration_ms / 1000)
        lines.append((readable(replay.shared_at), f"{name}, set {done.set_number}, {seconds} seconds"))
    yield Section("Movement you shared with your care team, without video", tuple(lines))


def _replays_of(member: Member) -> ReplayQuerySet:
    return Replay.objects.of(member).select_related("measured_set")


def _count_replays(member: Member) -> int:
    return Replay.objects.of(member).count()


PARTS = (
    RecordPart(
        "exercise_sessions",
        "Exercise sessions and what was measured",
        (ExerciseSession, MeasuredSet),
        session_rows,
        session_sections,
    ),
    RecordPart(
        "replays",
        "Movement you shared",
        (Replay,),
        replay_rows,
        replay_sections,
        forget=forget_movement,
        count=_count_replays,
    ),
)
