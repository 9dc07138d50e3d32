"""Today and the page after a session in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinew.apps.care import planning
from sinew.apps.care.changes import is_paused, is_stopped, session_changes
from sinew.apps.care.models import Adjustment, CareEvent, CarePlan
from sinew.apps.care.reasons import OUTCOMES, ReasonInWords, in_words
from sinew.apps.care.session_words import SIDES, SessionRow, session_rows, time_in_words
from sinew.apps.care.tailoring import Tailored, tailored_since
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.exercise.presenters import arc_in_words
from sinew.apps.members import consents
from sinew.apps.today.check_in import leads
from sinew.apps.today.gate import GatePresenter
from sinew.apps.today.intake_presenters import how_soon, team_of, who_was_told
from sinew.apps.today.outcomes import OutcomesCard, Sitting
from sinew.apps.today.self_tests import TestCard, due_cards
from sinew.apps.today.words import TONES, ChangeInWords, changes_in_words
from sinew.apps.web import content as shown
from sinew.program import Advice
from sinew.vocabulary import Disposition, Outcome, Side

HEADINGS = {
    "session": gettext_lazy("Your session today"),
    "done": gettext_lazy("Done for today"),
    "rest": gettext_lazy("Today is a rest day"),
    "waiting": gettext_lazy("Your care team looks at this first"),
    "stopped": gettext_lazy("No exercise until you have been seen"),
}
NEW_PHASE = "gate-met"
"""The rule by which the program moves somebody on; it is said first."""
MORNING_ASKED_DAYS = 2
"""How long after a session its next morning is asked about."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day of the week to come."""

    on: date
    exercises: tuple[str, ...]
    is_today: bool


class TodayPresenter:
    """The one thing to do now.

    `kind` is ``stopped`` (red flag), ``waiting`` (for a practitioner), ``done``, ``session`` or ``rest``.
    """

    def __init__(self, plan: CarePlan, day: date) -> None:
        self.plan, self.day = plan, day
        self.content = planning.content_of(plan)
        self._planned = planning.current_plan(plan, day)
        self._given = self._planned.to_json()
        self._done = list(plan.exercise_sessions.done().order_by("planned_on", "recorded_at"))

    @property
    def kind(self) -> str:
        if is_stopped(self._given):
            return "stopped"
        if is_paused(self._given):
            return "waiting"
        if self.done_today is not None:
            return "done"
        return "session" if self._given["session"] else "rest"

    @property
    def heading(self) -> str:
        """What kind of day this is."""
        if self.kind == "session" and self.open_session:
            return _("Go on with your session")
        return str(HEADINGS[self.kind])

    @property
    def is_stopped(self) -> bool:
        return self.kind == "stopped"

    @property
    def shows_week(self) -> bool:
        """Whether a week of exercise can be promised."""
        return self.kind not in ("stopped", "waiting")

    @property
    def done_today(self) -> ExerciseSession | None:
        """The last session recorded for this day."""
        return next((s for s in reversed(self._done) if s.planned_on == self.day), None)

    @property
    def asks_about_morning(self) -> bool:
        """Whether the morning after the last session matters and has not been told yet."""
        last = self.last_session
        if self.is_stopped or last is None or not 0 < (self.day - last.planned_on).days <= MORNING_ASKED_DAYS:
            return False
        told = self.plan.events.of_type(CareEvent.Type.MORNING).filter(
            on__gt=last.planned_on, on__lte=self.day
        )
        return not told.exists()

    @property
    def last_session(self) -> ExerciseSession | None:
        before = [session for session in self._done if session.planned_on < self.day]
        return before[-1] if before else None

    @property
    def open_session(self) -> ExerciseSession | None:
        """A session of today that was started and not finished."""
        return self.plan.exercise_sessions.open().filter(planned_on=self.day).last()

    @property
    def minutes(self) -> int:
        minutes: float = self._given["session"]["minutes"]
        return round(minutes)

    @cached_property
    def rows(self) -> list[SessionRow]:
        return session_rows(self._given["session"], self.content) if self._given["session"] else []

    @property
    def outcome(self) -> str:
        return str(OUTCOMES[self._given["decision"]["outcome"]])

    @property
    def tone(self) -> str:
        return "good" if self.new_phase else TONES[self._given["decision"]["outcome"]]

    @property
    def new_phase(self) -> str:
        """The phase a gate has just led to; empty on other days, and where something since led down."""
        decision = self._given["decision"]
        rules = {reason["rule"] for reason in decision["reasons"]}
        goes_on = self.shows_week and decision["outcome"] in (Outcome.KEEP, Outcome.PROGRESS)
        return self.phase if goes_on and NEW_PHASE in rules else ""

    @property
    def reasons(self) -> list[ReasonInWords]:
        """Why the plan is as it is today."""
        given = sorted(self._given["decision"]["reasons"], key=lambda reason: reason["rule"] != NEW_PHASE)
        decided = in_words(given, self.content)
        return decided or in_words(self._given["triage"]["reasons"], self.content)

    @property
    def changes(self) -> list[ChangeInWords]:
        """What differs from the last session that was done."""
        if self.last_session is None or not self._given["session"]:
            return []
        changes = session_changes(self.last_session.prescribed, self._given["session"])
        return changes_in_words(changes, self.content)

    @cached_property
    def tailored(self) -> list[Tailored]:
        """What practitioners changed since the last session, at most for a week."""
        week_ago = self.day - timedelta(days=7)
        last = self.last_session
        return tailored_since(self.plan, max(week_ago, last.planned_on) if last is not None else week_ago)

    @property
    def how_soon(self) -> str:
        return how_soon(self._given["triage"]["within_hours"])

    @property
    def urgency(self) -> str:
        """How soon somebody has to look, where exercise is stopped."""
        if self.is_emergency:
            return _("This cannot wait. Get help now.")
        if not self.how_soon:
            return _("Have this looked at.")
        return _("Have this looked at %(how_soon)s.") % {"how_soon": self.how_soon}

    @property
    def is_emergency(self) -> bool:
        return bool(self._given["triage"]["disposition"] == Disposition.EMERGENCY)

    @property
    def call(self) -> str | None:
        """The emergency number of the member's country."""
        return shown.current().emergency.number(self.plan.answers.get("country"))

    @property
    def call_elsewhere(self) -> str:
        """What to do in a country whose number we do not know."""
        return shown.current().emergency.elsewhere

    @property
    def between_sessions(self) -> str:
        """What to do on a day without a session from us."""
        return shown.current().coaching.between_sessions.get(self.kind, "")

    @property
    def advice(self) -> list[Advice]:
        """What to do about the flags that stand, the most urgent first."""
        known = self.content.program.advice
        flags = self.plan.red_flags.open()
        return [known[name] for name in dict.fromkeys(flag.advice for flag in flags) if name in known]

    @property
    def asks(self) -> str:
        """Why a few questions are due today; empty where none are, or while exercise is stopped."""
        return "" if self.is_stopped else leads(self._planned.questions_due, self.content)

    @cached_property
    def outcomes(self) -> OutcomesCard | None:
        """The outcome measures that are due; ``None`` where none are, or while exercise is stopped."""
        return None if self.is_stopped else Sitting(self.plan, self.day).card

    @property
    def phase(self) -> str:
        return self.content.program.texts.phases.get(self._given["phase"] or "", "")

    @cached_property
    def gate(self) -> GatePresenter:
        """What would let the member move on."""
        return GatePresenter(self.plan, self.day, self._planned)

    @cached_property
    def tests(self) -> list[TestCard]:
        """The tests that are due today."""
        return due_cards(self._planned)

    @property
    def tests_intro(self) -> str:
        found = shown.current().guided_tests
        return found.words.intro if found is not None else ""

    @property
    def week(self) -> list[DayRow]:
        """The seven days from today, with the names of their exercises."""
        rows = []
        for entry in self._given["week"]:
            on = date.fromisoformat(entry["on"])
            known = (self.content.exercises.get(name) for name in entry["exercises"])
            rows.append(DayRow(on, tuple(e.name for e in known if e is not None), on == self.day))
        return rows

    @property
    def next_on(self) -> date | None:
        """The next day after today that has exercises."""
        return next((row.on for row in self.week if row.exercises and row.on > self.day), None)

    @property
    def told(self) -> str:
        """Who looks at the plan first, and by when: "Ann has been told and answers today"."""
        team = team_of(self.plan)
        if not self.how_soon:
            return who_was_told(team)
        answers = _("and answers") if len(team) == 1 else _("and answer")
        return f"{who_was_told(team)} {answers} {self.how_soon}"


@dataclass(frozen=True, slots=True)
class DoneRow:
    """What was recorded of one exercise."""

    name: str
    side: str
    sets: int
    amount: str
    range_of_motion: str
    counted_by: str


class AfterPresenter:
    """What was recorded, and how the plan answers."""

    def __init__(self, session: ExerciseSession, day: date) -> None:
        self.session, self._day = session, day
        self.content = planning.content_of(session.plan)

    @cached_property
    def gate(self) -> GatePresenter | None:
        """What would let the member move on; ``None`` on a page that looks back."""
        is_now = self.session.planned_on == self._day and self.session.plan.ended_at is None
        return GatePresenter(self.session.plan, self._day) if is_now else None

    @property
    def was_declined(self) -> bool:
        """The member told too much pain before the start, so no session was done."""
        return self.session.stopped_reason == "declined"

    @property
    def heading(self) -> str:
        if self.was_declined:
            return _("Not today. That was a good decision.")
        if self.session.stopped_reason == "pain":
            return _("You stopped in time. That was right.")
        return _("Session recorded")

    @property
    def felt(self) -> list[tuple[str, str]]:
        """What the member told about pain and effort, each with its name."""
        session = self.session
        told = [(_("Pain before"), _score(session.pain_before))]
        if self.was_declined:
            return told
        return [
            *told,
            (_("Worst while exercising"), _score(session.pain_during)),
            (_("Pain after"), _score(session.pain_after)),
            (_("Effort"), _score(session.effort)),
        ]

    @property
    def adjustment(self) -> Adjustment | None:
        event = self.session.event
        return getattr(event, "adjustment", None) if event else None

    @property
    def done(self) -> list[DoneRow]:
        """One row for each exercise and side, in the order they were done."""
        grouped: dict[tuple[str, str], list[MeasuredSet]] = {}
        for measured in self.session.measured_sets.all():
            grouped.setdefault((measured.exercise, measured.side), []).append(measured)
        return [self._row(exercise, side, sets) for (exercise, side), sets in grouped.items()]

    def _row(self, exercise: str, side: str, sets: list[MeasuredSet]) -> DoneRow:
        known = self.content.exercises.get(exercise)
        return DoneRow(
            name=known.name if known else exercise,
            side=str(SIDES[Side(side)]),
            sets=len(sets),
            amount=_amount(sets, counts_time=self.content.counts_time(exercise)),
            range_of_motion=arc_in_words(sets),
            counted_by=sets[0].get_counted_by_display(),
        )

    @property
    def replays(self) -> list[tuple[str, Replay]]:
        """What was shared of this session, each with the name of its exercise and set."""
        shared = Replay.objects.filter(measured_set__session=self.session).without_trace()
        return [(self._set_name(one.measured_set), one) for one in shared.select_related("measured_set")]

    def _set_name(self, done: MeasuredSet) -> str:
        known = self.content.exercises.get(done.exercise)
        parts = (known.name if known else done.exercise, str(SIDES[Side(done.side)]))
        numbered = _("set %(number)d") % {"number": done.set_number}
        return ", ".join(filter(None, (*parts, numbered)))

    @property
    def may_share(self) -> bool:
        """Whether the member has agreed to be asked after a session with the camera."""
        return consents.may_share_movement(self.session.plan.member)

    @property
    def was_watched(self) -> bool:
        """Whether the camera counted any of it."""
        camera = MeasuredSet.CountedBy.CAMERA
        return any(one.counted_by == camera for one in self.session.measured_sets.all())

    @property
    def minutes(self) -> int:
        if self.session.started_at is None or self.session.finished_at is None:
            return 0
        return max(1, round((self.session.finished_at - self.session.started_at) / timedelta(minutes=1)))

    @property
    def outcome(self) -> str:
        return str(OUTCOMES[Outcome(self.adjustment.outcome)]) if self.adjustment else ""

    @property
    def tone(self) -> str:
        return TONES[Outcome(self.adjustment.outcome)] if self.adjustment else "info"

    @property
    def reasons(self) -> list[ReasonInWords]:
        return in_words(self.adjustment.reasons, self.content) if self.adjustment else []

    @property
    def changes(self) -> list[ChangeInWords]:
        return changes_in_words(self.adjustment.changes, self.content) if self.adjustment else []


def _score(value: int | None) -> str:
    return _("not given") if value is None else _("%(score)d of 10") % {"score": value}


def _amount(sets: list[MeasuredSet], *, counts_time: bool) -> str:
    repetitions, held = sum(s.repetitions_done for s in sets), sum(s.hold_s_done or 0 for s in sets)
    if held and counts_time:
        return time_in_words(held)
    parts = [f"{repetitions}"] if repetitions else []
    if held:
        parts.append(f"{held:.0f} s held")
    return ", ".join(parts) or "-"
