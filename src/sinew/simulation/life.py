"""Half a year of one simulated member with the real program, one day at a time."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sinew.program import (
    CheckIn,
    Event,
    FollowedDay,
    Follower,
    Intake,
    Morning,
    PractitionerDecision,
    Program,
    TestResult,
    intake_from_dict,
    plan,
)
from sinew.simulation.audit import Audit
from sinew.simulation.body import body_of
from sinew.simulation.parameters import Parameters
from sinew.simulation.person import Person, habits_of
from sinew.simulation.population import draw_danger, draw_intake
from sinew.simulation.practitioner import Practitioner
from sinew.simulation.record import MemberRecord
from sinew.simulation.safety import SafetyLimits
from sinew.vocabulary import Side

FIRST_DAY = date(2026, 1, 5)
TEST_EVERY_DAYS = 2
MAINTENANCE = "M"


@dataclass(slots=True)
class Life:
    """One member, the people around them, and what has happened."""

    program: Program
    numbers: Parameters
    limits: SafetyLimits
    chance: random.Random
    intake: Intake
    person: Person
    follower: Follower
    audit: Audit
    practitioner: Practitioner
    record: MemberRecord
    keeps_events: bool
    events: list[Event] = field(default_factory=list)
    away_until: date = FIRST_DAY
    tested_on: date | None = None
    has_session_yesterday: bool = False
    asked_on: date = FIRST_DAY
    entered_on: date = FIRST_DAY
    was_moved: bool = False
    looked: tuple[date, FollowedDay] | None = None

    # what is told to the program

    def say(self, event: Event) -> None:
        """Tell the program something, with the audit listening."""
        self.follower.read(event)
        self.looked = None
        if self.keeps_events:
            self.events.append(event)
        match event:
            case CheckIn():
                self.audit.answered(event.answers)
            case PractitionerDecision():
                self.audit.decided(event.decision, event.scope)
                self.was_moved = self.was_moved or event.decision == "set_phase"
            case TestResult():
                self.audit.tested(event)
            case Morning():
                self.audit.morning(event.compared)
            case _:
                pass

    # days

    def live(self, days: int) -> MemberRecord:
        """Live so many days, or until somebody leaves."""
        for number in range(days):
            on = FIRST_DAY + timedelta(days=number)
            if number % 7 == 0:
                self.record.pain.append(round(self.person.body.rest_pain, 2))
                self.record.capacity.append(round(self.person.body.capacity, 3))
            if not self._day(on, number):
                days = number + 1
                break
        self._close(FIRST_DAY + timedelta(days=days - 1), days)
        return self.record

    def _day(self, on: date, number: int) -> bool:
        """One day; false if it was the last one."""
        body, week = self.person.body, number / 7
        body.sleep()
        self._morning(on)
        followed = self._look(on)
        if number == 0:
            self.record.presentation = followed.presentation or "unclear"
            self.record.start = str(followed.disposition)
        waits_for_plan = followed.allows_exercise and not followed.has_sessions
        self.practitioner.notice(followed, on)
        if self.practitioner.act(followed, self.audit.answers, body, on, self.say):
            self.audit.blocked(self._look(on).session, on)
        if self.practitioner.has_left or waits_for_plan:
            self.record.ended = "referred" if self.practitioner.has_left else "with_practitioner"
            return False
        if self._leaves():
            self.record.ended = "dropped_out"
            return False
        self._chances(on)
        if on < self.away_until:
            return True
        self._check_in(on)
        self._exercise(on, week)
        return True

    def _look(self, on: date) -> FollowedDay:
        if self.looked is not None and self.looked[0] == on:
            return self.looked[1]
        followed = self.follower.day(on)
        self.looked = (on, followed)
        before, phase = self.audit.phase, followed.phase
        if phase != before:
            self.audit.entered(phase, on, by_practitioner=self.was_moved)
            self.was_moved = False
            self._moved(before, phase, on)
        return followed

    def _moved(self, before: str | None, phase: str | None, on: date) -> None:
        if before is not None:
            spent = (on - self.entered_on).days
            self.record.phase_days[before] = self.record.phase_days.get(before, 0) + spent
            if phase is not None and phase == self._next(before):
                self.record.left_phase[before] = self.record.phase_days[before]
        self.entered_on = on
        if phase == MAINTENANCE and self.record.graduated_after is None:
            self.record.graduated_after = (on - FIRST_DAY).days

    def _next(self, phase: str) -> str | None:
        ways = [gate.to for gate in self.program.gates.get(phase, ()) if gate.to is not None]
        return (
            MAINTENANCE
            if self.audit.phase == MAINTENANCE and MAINTENANCE in ways
            else self.program.phases[phase].next
        )

    def _morning(self, on: date) -> None:
        if self.has_session_yesterday and self.numbers.happens("tells_morning_share", self.chance):
            self.say(Morning(on, self.person.body.reaction()))
        self.has_session_yesterday = False

    def _leaves(self) -> bool:
        in_pain = self.person.body.rest_pain >= 6
        factor = self.numbers.number("drop_out_in_pain_factor") if in_pain else 1
        return self.numbers.happens("drop_out_per_week", self.chance, factor / 7)

    def _chances(self, on: date) -> None:
        """What may come over somebody on any day."""
        body = self.person.body
        if self.numbers.happens("flare_per_week", self.chance, 1 / 7):
            body.flare += max(1, self.numbers.normal("flare_points", self.chance))
        if on >= self.away_until and self.numbers.happens("away_per_week", self.chance, 1 / 7):
            days = max(2, round(self.numbers.normal("away_days", self.chance)))
            self.away_until = on + timedelta(days=days)
        if self.numbers.happens("danger_later_per_week", self.chance, 1 / 7):
            question, code = draw_danger(self.chance, self.limits)
            self.say(CheckIn(on, {question: code}))
        if self.person.habits.runs_on_own and self.numbers.happens("run_on_own_per_week", self.chance, 1 / 7):
            demand = self.numbers.number("run_on_own_demand")
            body.load(demand)
            if body.is_injured_by(demand):
                self._injured(on)

    def _check_in(self, on: date) -> None:
        """The weekly check, and a flare that is told when it comes."""
        body = self.person.body
        pain = self.person.told(body.rest_pain)
        if (on - self.asked_on).days >= 7 and self.numbers.happens("answers_check_share", self.chance):
            self.asked_on = on
            no = {name: "no" for name in ("rf-01", "rf-03", "rf-07", "rf-08") if not self._stands(name)}
            self.say(CheckIn(on, {**no, "pain_average": pain, "pain_now": pain}))
        elif body.flare >= 2 and self.chance.random() < 0.5:
            self.say(CheckIn(on, {"pain_now": pain}))

    def _stands(self, question: str) -> bool:
        return self.audit.answers.get(question) not in (None, "no")

    def _exercise(self, on: date, week: float) -> None:
        followed = self._look(on)
        session, phase = followed.session, followed.phase
        self.audit.offered(session, on)
        if session is None or phase is None:
            return
        if self._test(followed, on):
            followed = self._look(on)
            session, phase = followed.session, followed.phase
            self.audit.offered(session, on)
            if session is None or phase is None:
                return
        self.record.planned += 1
        if not self.person.does_session(week):
            return
        result, pains, torn = self.person.do(session, phase, on)
        self.say(result)
        self.audit.did(session, pains, on)
        self.record.lights[("green", "amber", "red")[self.audit.light]] += 1
        self.record.done += 1
        self.has_session_yesterday = True
        if torn:
            self._injured(on)

    def _test(self, followed: FollowedDay, on: date) -> bool:
        """Do what tests are due, now and then."""
        rested = self.tested_on is None or (on - self.tested_on).days >= TEST_EVERY_DAYS
        if not rested or not self.numbers.happens("does_tests_share", self.chance):
            return False
        for due in followed.tests_due:
            self.tested_on = on
            for result in self.person.test(due, on):
                self.say(result)
        return bool(followed.tests_due)

    def _injured(self, on: date) -> None:
        """Something tore; most people say so at once."""
        self.person.body.tear()
        number = (on - FIRST_DAY).days
        self.record.injured_after.append(number)
        if self.record.graduated_after is not None:
            self.record.injured_after_graduation.append(number - self.record.graduated_after)
        if self.person.habits.telling != "hides":
            self.say(
                CheckIn(
                    on, {"sudden_sharp_pain": "yes", "pain_now": self.person.told(self.person.body.rest_pain)}
                )
            )

    def _close(self, on: date, days: int) -> None:
        if self.audit.phase is not None:
            spent = self.record.phase_days.get(self.audit.phase, 0) + (on - self.entered_on).days + 1
            self.record.phase_days[self.audit.phase] = spent
        self.record.weeks_active = days / 7
        self.record.reviews = self.practitioner.reviews
        if self.keeps_events:
            first = plan(self.program, self.intake, self.events, on)
            again = plan(self.program, self.intake, list(self.events), on)
            self.audit.same(first == again == self.follower.day(on).plan(), on)
        self.record.checks, self.record.breaches = self.audit.checks, self.audit.breaches
        self.record.moves, self.record.examples = self.audit.moves, self.audit.examples


def begin(
    number: int, seed: int, program: Program, numbers: Parameters, limits: SafetyLimits, *, keeps_events: bool
) -> Life:
    """One member of the population; the same number and seed give the same life on any machine."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 - a simulation wants to be repeatable
    kind = numbers.one_of("kinds", chance)
    answers: dict[str, Any] = draw_intake(
        kind, FIRST_DAY, chance=chance, numbers=numbers, questionnaire=program.questionnaire, safety=limits
    )
    intake = intake_from_dict({"as_of": FIRST_DAY.isoformat(), "answers": answers}, program)
    days = (FIRST_DAY - date.fromisoformat(answers["started_on"])).days
    body = body_of(kind, days, chance, numbers)
    habits = habits_of(answers["goal"][0], chance, numbers)
    return Life(
        program=program,
        numbers=numbers,
        limits=limits,
        chance=chance,
        intake=intake,
        person=Person(program, numbers, chance, body, habits, Side(answers["side"])),
        follower=Follower(program, intake),
        audit=Audit(program, limits, dict(answers)),
        practitioner=Practitioner(numbers, chance, limits),
        record=MemberRecord(kind),
        keeps_events=keeps_events,
    )
