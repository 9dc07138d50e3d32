"""A care plan as a fold: the intake, then every event in order, each leaving adjustments with reasons."""

from collections.abc import Sequence
from datetime import date, timedelta

from sinew.program.climbing import (
    after_good_morning,
    after_session,
    climb_up,
    go_back,
    held,
    restart,
    steps_of_day,
    undo,
)
from sinew.program.events import (
    CheckIn,
    Event,
    Morning,
    PractitionerDecision,
    SessionResult,
    StruckTest,
    TestResult,
)
from sinew.program.gates import is_open
from sinew.program.improvement import not_improving
from sinew.program.intake import Intake
from sinew.program.moves import Moves
from sinew.program.phases import Light, Phase
from sinew.program.places import Places
from sinew.program.program import Program
from sinew.program.reactions import DoneSession, Reaction, session_light
from sinew.program.reasons import Reason
from sinew.program.safety import News
from sinew.program.setting import SETTING_QUESTIONS
from sinew.program.striking import strike
from sinew.program.tailoring.carry_out import forget_answered, remembered, tailor
from sinew.vocabulary import Outcome


class Course(Moves):
    """Reads the events of a care plan one after the other."""

    def __init__(self, program: Program, intake: Intake) -> None:
        super().__init__(program, intake)
        self.start()
        for flag in self.safety.found.flags:
            if not flag.forbids_exercise:
                self.adjust(Outcome.START, flag.reason, tells_team=True)

    def read(self, event: Event) -> None:
        """Take one event in; events come in order.

        Gates open between days: after all that happened on one of them.
        """
        self.come_to(event.on)
        if not isinstance(event, PractitionerDecision) or not event.is_tailoring:
            self.take_backs = ()
        else:
            self.see_gap(event.on)
        match event:
            case SessionResult():
                self._session(event)
            case Morning():
                self._morning(event)
            case CheckIn():
                self._check_in(event)
            case TestResult():
                self.tests.append(event)
            case PractitionerDecision():
                self._decision(event)
        if event.note and not isinstance(event, PractitionerDecision):
            self._tell(self.safety.take({"comment": event.note}, self.day))

    def come_to(self, day: date) -> None:
        """Let time pass until a day, as far as what happens on it will find it; earlier days are ignored."""
        if day > self.day:
            self._pass_gate()
            self._pass_time(day)

    def finish(self, day: date) -> None:
        """Let time pass until a day: missed sessions and criteria that wait for a date."""
        self._pass_gate()
        self._pass_time(day)
        self.see_gap(day)

    def see_gap(self, day: date) -> None:
        """What a gap leads to, where exercise goes on: a change is made of the list as the member sees it."""
        if self.safety.allows_exercise and not self.has_fever_pause(day) and not self.is_paused(day):
            self._missed(day)

    def _pass_time(self, until: date) -> None:
        """Come to a day; a gate that only waited for its time opens on the first day it could."""
        first, self.day = self.day, until
        if self._is_gate_open():
            days = (first + timedelta(days=n) for n in range((until - first).days + 1))
            self.day = next(day for day in days if self._is_gate_open(day))
            self._pass_gate()
            self.day = until

    def _is_gate_open(self, day: date | None = None) -> bool:
        """Whether the way to the next phase is open, on the present day or on another one."""
        self.day = day or self.day
        return self.way is not None and is_open(self.way[0], self)

    def _pass_gate(self) -> None:
        """Move on as soon as every criterion is met and nothing speaks against it."""
        stays = self.is_on_hold or self.has_fever_pause(self.day) or self.is_unsettled
        stays = stays or self.is_paused(self.day)
        if stays or not self.safety.allows_exercise:
            return
        state = self.gate() if self._is_gate_open() else None
        if state is None:
            return
        phase, because = self.program.phases[state.next], tuple(f"met: {name}" for name in state.met)
        if phase.is_built:
            self.before_gate = (len(self.done), self.phase, self.phase_since, self.places)
            source = self.way[0].source if self.way is not None else ()
            self.enter(phase)
            self._keep_gap()
            met = self.program.progression.reason("gate-met", f"phase: {phase.id}", *because, source=source)
            self.adjust(Outcome.PROGRESS, met, *climb_up(self))
        elif not any(a.reasons[0].rule == "gate-not-built" for a in self.adjustments):
            reason = self.reason("gate-not-built", f"next phase: {phase.id}", *because)
            self.adjust(Outcome.KEEP, reason, tells_team=True)

    # exercise sessions

    def _session(self, event: SessionResult) -> None:
        if event.was_declined:
            self._declined(event)
        else:
            self._exercised(event)
        if event.comment:
            self._tell(self.safety.take({"comment": event.comment}, self.day))

    def _declined(self, event: SessionResult) -> None:
        """It stays due; the team hears of it if the pain was in the red zone before anything was done."""
        pain = event.pain_before
        is_red = pain is not None and self.phase is not None and self.phase.pain.light(pain) is Light.RED
        because = "pain before: not told" if pain is None else f"pain before: {pain:g}"
        rule = "declined-in-pain" if is_red else "declined"
        self.is_declined_in_pain = self.is_declined_in_pain or is_red
        self.adjust(Outcome.KEEP, self.reason(rule, because), tells_team=is_red)

    def _exercised(self, event: SessionResult) -> None:
        self._missed(event.on)
        light = session_light(event, self.phase, self.program.progression) if self.phase else Light.GREEN
        named = frozenset(e.exercise for e in event.exercises if e.sets_done != 0)
        planned_steps = steps_of_day(self)
        planned = frozenset(self.places.taken()) if self.places is not None else frozenset()
        done = DoneSession(
            number=len(self.done) + 1,
            result=event,
            light=light,
            phase=self.phase.id if self.phase is not None else None,
            exercises=named if event.exercises else planned.union(planned_steps.values()),
            adjustments_before=len(self.adjustments),
        )
        on_ladders = held(self, done, planned_steps)
        self.done.append(done)
        self.gap, self.is_declined_in_pain = None, False
        if event.on not in self.done_days[-1:]:
            self.done_days.append(event.on)
        self.changes_left = self.program.progression.exercises_per_session
        if self.places is not None:
            beside = [found for _, found in on_ladders]
            flare = self.program.follow_up.flare if self.has_flare(event.on) else None
            reaction = Reaction(self.places, done, self.days_per_week, beside, flare)
            self.adjustments.append(reaction.run())
        moved = after_session(self, done, on_ladders)
        if moved:
            worse = any(found is Light.RED for _, found in on_ladders)
            self.adjust(Outcome.REGRESS if worse else Outcome.KEEP, *moved)
        if light is Light.RED:
            self._red(event.on)

    def _red(self, on: date) -> None:
        numbers = self.program.progression
        self.reds.append(on)
        recent = [day for day in self.reds if (on - day).days < numbers.reds_within_days]
        if len(recent) >= numbers.reds:
            days = ", ".join(day.isoformat() for day in recent)
            self.pause(self.reason("two-reds", f"red sessions: {days}"))

    def _missed(self, day: date) -> None:
        """Repeat or go down after a gap in the exercise days; one that goes on leads down what is missing."""
        if self.places is None or day in self.done_days[-1:]:
            return
        days = self.schedule.missed_days(day, self.recent_days())
        rule = next((r for r in self.program.progression.missed if days in r.days), None)
        if rule is None:
            return
        self.came_back = (day, rule.places)
        seen, already = self.gap or ("", 0)
        if seen == rule.rule:
            return
        self.gap = (rule.rule, rule.places)
        self.lower(self.places, rule.places - already)
        go_back(self, rule.places - already)
        if rule.asks_again:
            self.away_on = day - timedelta(days=days - int(rule.days.low))
        outcome = Outcome.REGRESS if rule.places else Outcome.KEEP
        self.adjust(outcome, self.reason(rule.rule, f"days missed: {days}"))

    def _keep_gap(self) -> None:
        """A phase that begins on the day of the session after a gap begins as low as that session was."""
        if self.places is not None and self.came_back is not None and self.came_back[0] == self.day:
            self.lower(self.places, self.came_back[1])

    # the morning after

    def _morning(self, event: Morning) -> None:
        session = next((d for d in reversed(self.done) if d.result.on < event.on), None)
        rule = self.program.progression.mornings.get(event.compared)
        if rule is not None:
            self.worse(rule, session, f"morning: {event.compared}")
        elif session is None:
            self.adjust(Outcome.KEEP, self.reason("keep-going", f"morning: {event.compared}"))
        else:
            session.is_morning_good = session.is_morning_good is not False
            climbed = after_good_morning(self, session, event.compared)
            if climbed:
                self.adjust(Outcome.PROGRESS, *climbed)
            self._progress(session)

    def _progress(self, last: DoneSession) -> None:
        """Double progression, after a good morning."""
        if self.places is None or not self.safety.allows_exercise or last.has_progressed:
            return
        wanted = 1 if self.has_pending_progress else self.program.progression.green_sessions
        recent = self.latest_in_phase(wanted)
        objection = self._objection(recent, wanted)
        if objection is not None:
            self.adjust(Outcome.KEEP, objection)
            return
        good_in_row = 0 if self.has_pending_progress else wanted
        changes = self.step_up(self.places, good_in_row)
        if not changes:
            self.adjust(Outcome.KEEP, self._why_not_up(self.places, good_in_row))
            return
        last.has_progressed, self.has_pending_progress = True, False
        days = ", ".join(done.result.on.isoformat() for done in recent)
        self.adjust(Outcome.PROGRESS, self.reason("two-green-sessions", f"green: {days}"), *changes)

    def _objection(self, recent: Sequence[DoneSession], wanted: int) -> Reason | None:
        """Why nothing goes up yet; ``None`` if the latest sessions and their mornings were good."""
        if self.is_on_hold:
            return self.reason("practitioner-hold")
        if self.phase is not None and self.phase.by_practitioner and not self.has_pending_progress:
            return self.reason("steps-by-practitioner", f"phase: {self.phase.id}")
        if self.has_flare(self.day):
            return self.reason("flare", f"told on: {self.flare_on}")
        if len(recent) < wanted or any(not done.may_be_good for done in recent):
            return self.reason("keep-going", f"good sessions wanted: {wanted}")
        if any(done.is_morning_good is None for done in recent):
            return self.reason("morning-missing")
        return None

    def _why_not_up(self, places: Places, good_in_row: int) -> Reason:
        """Why good sessions led to nothing: only where all were ready is everything at its top."""
        waiting = [p for p in places.items if not p.is_resting and p.good_in_row < good_in_row]
        if waiting or self.changes_left == 0:
            wanted = self.program.progression.green_sessions
            return self.reason("keep-going", f"good sessions wanted: {wanted}")
        return self.reason("no-step-left")

    # check-ins

    def _check_in(self, event: CheckIn) -> None:
        pain_before = self.safety.answers.get("pain_now")
        self._tell(self.safety.take(event.answers, self.day))
        self.answered_on.update(dict.fromkeys(event.answers, event.on))
        self._flare(event.answers.get("pain_now"), pain_before)
        self._report(event)
        self._review(event)
        if SETTING_QUESTIONS & set(event.answers):
            forget_answered(self, event.answers)
            self.use_setting()
        if self.phase is None:
            self.safety.refresh(self.day)
            self.start()

    def _flare(self, pain: float | None, before: float | None) -> None:
        """A flare: less is done for a while, what just went up goes back, and the team is told."""
        flare = self.program.follow_up.flare
        if flare is None or pain is None or self.phase is None or not self.safety.allows_exercise:
            return
        light = self.phase.pain.light(pain)
        if flare.is_one(light, pain, before):
            self.flare_on = self.day
            if self.places is not None:
                for place in self.places.items:
                    self.places.take_back(place, len(self.done))
            undo(self, len(self.done))
            facts = (f"pain_now: {pain:g}", f"light: {light}")
            self.adjust(Outcome.REGRESS, self.reason("flare", *facts), tells_team=True)

    def _tell(self, news: News) -> None:
        """Write down what new answers led to."""
        for flag in news.caring:
            self.adjust(Outcome.KEEP, flag.reason, tells_team=True)
        if news.block is not None:
            outcome = Outcome.STOP_AND_REFER if news.stops else Outcome.PAUSE_FOR_PRACTITIONER
            restart(self)
            self.adjust(outcome, *news.block.reasons, tells_team=True)

    def _report(self, event: CheckIn) -> None:
        """Fever, pain that lasted, broken sleep and symptoms that moved; "unsure" counts as yes."""
        answers, lasted = event.answers, self.program.progression.lasted
        session = next((d for d in reversed(self.done) if d.result.on <= event.on), None)
        if answers.get("fever") in ("yes", "unsure"):
            self.fever_on = event.on
            self.adjust(Outcome.KEEP, self.reason("fever", f"fever: {answers['fever']}"))
        if answers.get("night_waking") in ("yes", "unsure"):
            self.worse(lasted["night-waking"], session, f"night_waking: {answers['night_waking']}")
        if answers.get("pain_lasted") in lasted:
            self.worse(lasted[answers["pain_lasted"]], session, f"pain_lasted: {answers['pain_lasted']}")
        if answers.get("symptoms_spread") == "over-30-min":
            self.pause(self.reason("symptoms-spread", "symptoms_spread: over-30-min"))
        elif answers.get("symptoms_spread") == "gone-in-10-min":
            self._spread_for_a_while()

    def _spread_for_a_while(self) -> None:
        for place in self.places.items if self.places is not None else ():
            place.good_in_row = 0
        self.adjust(Outcome.KEEP, self.reason("symptoms-spread-short", "symptoms_spread: gone-in-10-min"))

    def _review(self, event: CheckIn) -> None:
        """RF-34, whenever pain or function was measured."""
        if self.track is None or not {"pain_average", "psfs"} & set(event.answers):
            return
        days = (event.on - self.baseline_on).days
        reason = not_improving(
            self.baseline,
            self.safety.answers,
            days,
            self.program.tracks[self.track],
            self.program.progression,
        )
        if reason is not None:
            self.pause(reason)

    # practitioners

    def _decision(self, event: PractitionerDecision) -> None:
        facts = (f"on: {event.on.isoformat()}", *((f"reason: {event.reason}",) if event.reason else ()))
        if event.change is not None:
            reasons, fits = tailor(self, event, facts)
            self.adjust(Outcome.KEEP, *reasons, tells_team=not fits)
        match event.decision:
            case "cleared":
                self._clear(event.scope, facts)
            case "hold":
                self.is_on_hold = True
                self.adjust(Outcome.KEEP, self.reason("practitioner-hold", *facts))
            case "stop":
                self.pause(self.reason("practitioner-stop", *facts))
            case "progress":
                self._push(facts)
            case "regress":
                self._pull(facts)
            case "set_phase" if event.phase is not None:
                self._set_phase(self.program.phases[event.phase], facts)
            case "strike_test" if event.struck is not None:
                self._strike(event.struck, facts)
            case "exclude_exercise" if event.exercise is not None:
                self._exclude(event.exercise, event.reason, facts)

    def _clear(self, scope: str, facts: tuple[str, ...]) -> None:
        reason = self.reason("practitioner-cleared", f"scope: {scope}", *facts)
        self.safety.clear(reason, scope)
        if scope == "program":
            self.is_on_hold = False
            self.baseline_on, self.baseline = self.day, {**self.baseline, **self.safety.answers}
            self.reds.clear()
            self.start()
        self.adjust(Outcome.KEEP, reason)

    def _push(self, facts: tuple[str, ...]) -> None:
        """Move up as a practitioner decides, unless the last session or its morning speaks against it."""
        self.is_on_hold = False
        changes = self.step_up(self.places, 0) if self.places is not None and self.may_step_up else []
        if changes:
            self.adjust(Outcome.PROGRESS, self.reason("practitioner-progress", *facts), *changes)
        else:
            self.has_pending_progress = True
            self.adjust(Outcome.KEEP, self.reason("practitioner-progress-waits", *facts))

    def _pull(self, facts: tuple[str, ...]) -> None:
        if self.places is not None:
            for place in self.places.items:
                self.places.down(place, self.day)
        go_back(self, 1)
        self.adjust(Outcome.REGRESS, self.reason("practitioner-regress", *facts))

    def _set_phase(self, phase: Phase, facts: tuple[str, ...]) -> None:
        self.is_on_hold = False
        if not self.needs_built_plan:
            self.chosen_phase, self.track = phase, phase.track
            if self.safety.allows_exercise or self.phase is not None:
                self.enter(phase)
        self.adjust(Outcome.KEEP, self.reason("practitioner-set_phase", f"phase: {phase.id}", *facts))

    def _strike(self, struck: StruckTest, facts: tuple[str, ...]) -> None:
        reasons = strike(self, struck, facts)
        self.adjust(Outcome.REGRESS if len(reasons) > 1 else Outcome.KEEP, *reasons)

    def _exclude(self, exercise: str, why: str, facts: tuple[str, ...]) -> None:
        self.take_backs = remembered(self)
        self.excluded[exercise] = why or "not told"
        self.use_setting()
        reason = self.reason("practitioner-exclude_exercise", f"exercise: {exercise}", *facts)
        self.adjust(Outcome.KEEP, reason)
