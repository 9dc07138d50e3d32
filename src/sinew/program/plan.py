"""The care plan of one day: a fold over the intake and the history, with every reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sinew.errors import InputRefused, Problem
from sinew.program.climbing import due_steps
from sinew.program.course import Course
from sinew.program.events import Event
from sinew.program.flags import FiredFlag
from sinew.program.gates import GateState
from sinew.program.intake import Intake
from sinew.program.outlook import (
    Outlook,
    QuestionsDue,
    SignOff,
    TestDue,
    TestProgress,
    may_test,
    outlook,
    progress_of_tests,
    questions_due,
    sign_off,
    tests_due,
)
from sinew.program.places import Places
from sinew.program.program import Program
from sinew.program.reactions import STRICTEST_FIRST, Adjustment
from sinew.program.reasons import Reason
from sinew.program.schedule import WEEK_DAYS
from sinew.program.session import DayFacts, Session, build_session
from sinew.vocabulary import Disposition, Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """What the plan does now, and why."""

    outcome: Outcome
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, Any]:
        return {"outcome": str(self.outcome), "reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of the coming week; no exercises means rest, or that exercise is not allowed.

    Attributes:
        session: what the day holds if every session before it is done and goes as usual.
    """

    on: date
    exercises: tuple[str, ...]
    session: Session | None = None

    def to_json(self) -> dict[str, Any]:
        return {"on": self.on.isoformat(), "exercises": list(self.exercises)}


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about one day of a care plan, recomputed from its facts.

    Attributes:
        disposition, within_hours, triage_reasons: where things stand on this day, the intake and all
            that was reported since taken together.
        flags: red flags that stand on this day, the most urgent first.
        advice: ids for ``Program.advice``, the most urgent first.
        gate: what leads to the next phase; ``None`` before the first and after the last.
        session: ``None`` on rest days and whenever exercise is not allowed.
        adjustments: every change since the beginning, oldest first.
        tests_due, questions_due: what should be measured and asked now.
        may_test: whether tests may be done on this day at all, also those nobody asks for.
        outlook: how long it may take; ``None`` where nothing can be said.
        test_progress: the tests of the gate, with the days each was passed on.
        sign_off: the practitioner's clearance the gate still asks for; ``None`` where it asks for none.
    """

    day: date
    disposition: Disposition
    within_hours: int | None
    triage_reasons: tuple[Reason, ...]
    flags: tuple[FiredFlag, ...]
    advice: tuple[str, ...]
    presentation: str | None
    presentation_name: str | None
    also_considered: tuple[str, ...]
    track: str | None
    phase: str | None
    decision: Decision
    gate: GateState | None
    session: Session | None
    week: tuple[PlannedDay, ...]
    adjustments: tuple[Adjustment, ...]
    criteria: dict[str, str]
    tests_due: tuple[TestDue, ...] = ()
    questions_due: tuple[QuestionsDue, ...] = ()
    outlook: Outlook | None = None
    test_progress: tuple[TestProgress, ...] = ()
    sign_off: SignOff | None = None
    may_test: bool = False

    def to_json(self) -> dict[str, Any]:
        """The answer of ``sinew plan --json``."""
        return {
            "triage": {
                "disposition": str(self.disposition),
                "within_hours": self.within_hours,
                "reasons": [reason.to_json() for reason in self.triage_reasons],
            },
            "presentation": {
                "id": self.presentation,
                "name": self.presentation_name,
                "also_considered": list(self.also_considered),
            },
            "track": self.track,
            "phase": self.phase,
            "decision": self.decision.to_json(),
            "gate": self._gate_json(),
            "session": self.session.to_json() if self.session is not None else None,
            "week": [planned.to_json() for planned in self.week],
            "tests_due": [due.to_json() for due in self.tests_due],
            "questions_due": [due.to_json() for due in self.questions_due],
            "outlook": self.outlook.to_json() if self.outlook is not None else None,
        }

    def _gate_json(self) -> dict[str, Any]:
        if self.gate is None:
            return {"next": None, "met": [], "unmet": []}
        named = {
            key: [{"criterion": name, "text": self.criteria.get(name, name)} for name in names]
            for key, names in (("met", self.gate.met), ("unmet", self.gate.unmet))
        }
        return {"next": self.gate.next, **named}


def default_day(intake: Intake, events: Sequence[Event]) -> date:
    """The later of the intake and the last event."""
    return max([intake.as_of, *(event.on for event in events)])


def plan(program: Program, intake: Intake, events: Sequence[Event], day: date) -> Plan:
    """The plan of a day. The same arguments always give the same plan; later events do not count.

    Raises:
        InputRefused: ``day`` lies before the intake.
    """
    course = course_until(program, intake, events, day)
    course.finish(day)
    return plan_of(course)


def course_until(program: Program, intake: Intake, events: Sequence[Event], day: date) -> Course:
    """The course with all that happened until a day, that day itself not passed yet.

    Raises:
        InputRefused: ``day`` lies before the intake.
    """
    if day < intake.as_of:
        raise InputRefused((Problem("day", "before-intake", f"the intake is of {intake.as_of.isoformat()}"),))
    course = Course(program, intake)
    for event in sorted(events, key=lambda e: e.on):
        if event.on <= day:
            course.read(event)
    return course


def plan_of(course: Course) -> Plan:
    """The plan of the day a course has come to."""
    program = course.program
    safety, found = course.safety, course.safety.found
    session, week = _session_and_week(course)
    name = program.presentation_names.get(found.presentation) if found.presentation else None
    return Plan(
        day=course.day,
        disposition=safety.disposition,
        within_hours=safety.within_hours,
        triage_reasons=safety.reasons,
        flags=safety.standing,
        advice=_advice(course),
        presentation=found.presentation,
        presentation_name=name,
        also_considered=found.also_considered,
        track=course.track,
        phase=course.phase.id if course.phase is not None else None,
        decision=_decision(course, session),
        gate=course.gate(),
        session=session,
        week=week,
        adjustments=tuple(course.adjustments),
        criteria=dict(program.texts.criteria),
        tests_due=tests_due(course),
        questions_due=questions_due(course),
        outlook=outlook(course),
        test_progress=progress_of_tests(course),
        sign_off=sign_off(course),
        may_test=may_test(course),
    )


def _advice(course: Course) -> tuple[str, ...]:
    safety = course.safety
    if not safety.allows_exercise:
        return safety.advice
    ids = [flag.advice for flag in safety.found.flags if not flag.forbids_exercise]
    ids += [course.program.tracks[course.track].advice] if course.track is not None else []
    return tuple(dict.fromkeys(ids))


# the decision


def _decision(course: Course, session: Session | None) -> Decision:
    if not course.safety.allows_exercise:
        return _blocked(course)
    if course.places is None:
        rule = "plan-by-practitioner" if course.phase is None else "phase-not-built"
        return Decision(
            Outcome.PAUSE_FOR_PRACTITIONER, (course.reason(rule, f"track: {course.track or 'none'}"),)
        )
    outcome, reasons = _since_last_session(course)
    if course.is_paused(course.day):
        pause = course.reason("practitioner-pause", f"until: {course.paused_until}")
        return Decision(outcome if _is_strict(outcome) else Outcome.KEEP, (pause, *reasons))
    if course.has_fever_pause(course.day):
        fever = course.reason("fever", f"reported on: {course.fever_on}")
        if not _is_strict(outcome):
            return Decision(Outcome.KEEP, (fever,))
        return Decision(outcome, tuple(dict.fromkeys((fever, *(r for r in reasons if r.rule != "fever")))))
    if session is None and course.is_due and not course.has_flare(course.day):
        nothing = course.reason("nothing-usable", f"phase: {course.phase.id if course.phase else None}")
        return Decision(Outcome.PAUSE_FOR_PRACTITIONER, (nothing, *reasons))
    if session is None:
        rest = course.reason("rest-day", f"exercise days a week: {course.days_per_week}")
        return Decision(outcome if _is_strict(outcome) else Outcome.KEEP, (rest, *reasons))
    return Decision(outcome, reasons)


def _is_strict(outcome: Outcome) -> bool:
    """Whether it asks for more caution than keeping the plan does."""
    return STRICTEST_FIRST.index(outcome) < STRICTEST_FIRST.index(Outcome.KEEP)


def _blocked(course: Course) -> Decision:
    """A standing flag outranks everything; a practitioner's clearance alone does not lift it."""
    safety, block = course.safety, course.safety.block
    reasons = [flag.reason for flag in safety.standing]
    if safety.standing and safety.clearance is not None and block is None:
        reasons.append(course.reason("answer-again", "cleared: yes, but the answer still stands"))
    if block is not None:
        reasons += [*block.reasons, course.reason("waits-for-clearance", "cleared: not yet")]
    stops = bool(safety.standing) or (block is not None and block.is_urgent)
    outcome = Outcome.STOP_AND_REFER if stops else Outcome.PAUSE_FOR_PRACTITIONER
    return Decision(outcome, tuple(dict.fromkeys(reasons)))


def _since_last_session(course: Course) -> tuple[Outcome, tuple[Reason, ...]]:
    """The strictest of what was decided since the last session, all of it among the reasons."""
    first = course.done[-1].adjustments_before if course.done else 0
    recent = _not_taken_back([a for a in course.adjustments[first:] if not a.outcome.waits_for_team])
    rule, outcome = ("keep-going", Outcome.KEEP) if course.done else ("start", Outcome.START)
    plain = course.reason(rule, f"phase: {course.phase.id if course.phase else None}")
    if not recent:
        return outcome, (plain,)
    strictest = min((a.outcome for a in recent), key=STRICTEST_FIRST.index)
    if strictest is Outcome.KEEP and any(a.outcome is Outcome.PROGRESS for a in recent):
        strictest = _last_word(recent)
    if not course.done and strictest in (Outcome.KEEP, Outcome.START):
        return Outcome.START, (plain, *dict.fromkeys(reason for a in recent for reason in a.reasons))
    reasons = tuple(dict.fromkeys(reason for a in _ordered(recent, strictest) for reason in a.reasons))
    telling = tuple(reason for reason in reasons if reason.rule != "keep-going")
    return strictest, telling or reasons


def _not_taken_back(adjustments: Sequence[Adjustment]) -> list[Adjustment]:
    """Without the steps up that a flare took back."""
    flares = [n for n, a in enumerate(adjustments) if any(r.rule == "flare" for r in a.reasons)]
    last = flares[-1] if flares else 0
    return [a for n, a in enumerate(adjustments) if n >= last or a.outcome is not Outcome.PROGRESS]


def _last_word(adjustments: Sequence[Adjustment]) -> Outcome:
    """Progress after a session that asked for nothing is progress; a later word to keep takes it back."""
    asked = [a for a in adjustments if a.outcome is Outcome.PROGRESS or a.reasons[0].rule != "keep-going"]
    return asked[-1].outcome if asked else Outcome.KEEP


def _ordered(adjustments: Sequence[Adjustment], first: Outcome) -> list[Adjustment]:
    return sorted(adjustments, key=lambda a: a.outcome is not first)


# session and week


def _session_and_week(course: Course) -> tuple[Session | None, tuple[PlannedDay, ...]]:
    days = [course.day + timedelta(days=n) for n in range(WEEK_DAYS)]
    places = course.places
    if places is None or not course.safety.allows_exercise:
        return None, tuple(PlannedDay(day, ()) for day in days)
    done = course.recent_sessions()
    climbed = {name: climb.recent_days() for name, climb in course.climbs.items()}
    today: Session | None = None
    week: list[PlannedDay] = []
    for day in days:
        session = _session_on(course, places, day, done, climbed)
        ids = session.exercise_ids if session is not None else ()
        week.append(PlannedDay(day, ids, session))
        if session is not None:
            done.append((day, frozenset(ids)))
            for ladder in session.ladders:
                climbed[ladder].append(day)
        today = session if day == course.day else today
    return today, tuple(week)


def session_today(course: Course) -> Session | None:
    """The session of the day a course has come to, without the week that follows."""
    if course.places is None or not course.safety.allows_exercise:
        return None
    climbed = {name: climb.recent_days() for name, climb in course.climbs.items()}
    return _session_on(course, course.places, course.day, course.recent_sessions(), climbed)


def _session_on(
    course: Course,
    places: Places,
    day: date,
    done: Sequence[tuple[date, frozenset[str]]],
    climbed: Mapping[str, Sequence[date]],
) -> Session | None:
    if course.has_fever_pause(day) or course.is_paused(day):
        return None
    if not course.schedule.is_due(day, [on for on, _ in done]):
        return None
    steps = due_steps(course, day, done, climbed)
    flare = course.program.follow_up.flare if course.has_flare(day) else None
    facts = DayFacts(
        day=day,
        injured_on=course.injured_on,
        days_per_week=course.days_per_week,
        done=done,
        steps=steps,
        flare=flare,
        stepped_back_after=course.stepped_back_after,
        cues=course.cues,
    )
    return build_session(places, facts)
