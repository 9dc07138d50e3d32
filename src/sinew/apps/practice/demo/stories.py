"""Lets a fictional person live through their story, day by day, by calling the product's actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sinew.apps.accounts.actions import create_account
from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.answers import answers_that_count
from sinew.apps.care.models import CarePlan
from sinew.apps.care.planning import content_of
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise import replays
from sinew.apps.exercise.errors import NoSessionToday
from sinew.apps.exercise.results import traces_of
from sinew.apps.members import actions as members
from sinew.apps.members.consents import REQUIRED
from sinew.apps.members.models import Consent, IntakeRecord, Member
from sinew.apps.outcomes.actions import answer_measure
from sinew.apps.outcomes.course import Course
from sinew.apps.practice import actions as practice
from sinew.apps.practice.demo.bodies import Body, result
from sinew.apps.practice.demo.messages import write_to_each_other
from sinew.apps.practice.demo.movement import with_movement
from sinew.apps.practice.demo.people import EVERYDAY, Person
from sinew.apps.practice.demo.sign_ins import PASSWORD
from sinew.apps.web import content as shown
from sinew.outcomes import Measure
from sinew.program import Screen, check_answer, next_screen
from sinew.vocabulary import Role

EXERCISES_AT = time(18, 10)
WAKES_AT = time(7, 30)
DECIDES_AT = time(12, 15)
DAY = timedelta(days=1)
SHARES_FROM = 0.9
"""From this share of the story on, who shares how they move does."""
FIRST_LOOK_BACK = 35
"""Until this day of a plan people say they have changed a little at most."""


@dataclass(frozen=True, slots=True)
class Team:
    """The practitioners of the demo, and since when they work there."""

    therapist: User
    coach: User
    since: datetime


def live(person: Person, team: Team, *, now: datetime) -> str:
    """Make the person and everything they did until yesterday; returns a line about it."""
    zone = ZoneInfo(person.timezone)
    began = now - timedelta(days=person.joined_days_ago, minutes=50 if person.joined_days_ago else 35)
    member = _join(person, team, began)
    intake = _answer(member, person, began)
    if person.answers_until:
        return "intake begun"
    if intake.stopped_at is not None:
        return "stopped by a red flag"
    day, today = began.astimezone(zone).date(), now.astimezone(zone).date()
    plan = care.start_care_plan(intake=intake, day=day, at=began + timedelta(minutes=9), by=member.user)
    dice = Random(f"sinew-{person.key}")  # noqa: S311 (a story, no secret)
    done = _Course(person, plan, team.therapist, zone, dice).run(until=today)
    write_to_each_other(person.key, member, team.therapist, now=now)
    return f"{(today - day).days} days, {done} sessions"


def _join(person: Person, team: Team, at: datetime) -> Member:
    user = create_account(
        email=person.email,
        role=Role.MEMBER,
        display_name=person.name,
        password=PASSWORD,
        timezone=person.timezone,
        is_demo=True,
    )
    member = members.join(user=user, at=at, by=user)
    whats = [*REQUIRED, *([Consent.What.REMINDERS] if person.wants_reminders else [])]
    whats += [Consent.What.MOVEMENT] if person.shares_movement else []
    members.grant_consents(member=member, whats=whats, at=at, by=user)
    care.join_care_team(member=member, practitioner=team.therapist, at=at, by=team.therapist)
    if person.has_coach:
        care.join_care_team(member=member, practitioner=team.coach, at=at, by=team.therapist)
    return member


def _answer(member: Member, person: Person, began: datetime) -> IntakeRecord:
    """Go through the intake screen by screen, as far as this person's story goes."""
    content, user = shown.current(), member.user
    intake = members.open_intake(member=member, questionnaire_version=content.version, at=began, by=user)
    at = began
    while True:
        counted = answers_that_count(content.intake, intake.current_answers)
        screen = next_screen(content.intake, counted)
        if screen is None:
            return intake
        at += timedelta(seconds=11)
        answers = _answers(screen, person, began.date())
        if person.mistake and person.mistake[0] in answers:
            slip = {**answers, person.mistake[0]: person.mistake[1]}
            care.answer_intake(intake=intake, answers=slip, at=at, by=user)
            at += timedelta(seconds=25)
        flags = care.answer_intake(intake=intake, answers=answers, at=at, by=user)
        intake.refresh_from_db()
        if flags or any(question.id == person.answers_until for question in screen.questions):
            return intake


def _answers(screen: Screen, person: Person, day: date) -> dict[str, Any]:
    own: dict[str, Any] = {
        **EVERYDAY,
        "age": person.age,
        "side": person.side,
        "started_on": (day - timedelta(days=person.hurts_since_days)).isoformat(),
        **person.answers,
        **person.stops_on,
    }
    given = screen.none_of_these() if screen.is_group else {}
    given |= {question.id: own[question.id] for question in screen.questions if question.id in own}
    by_id = {question.id: question for question in screen.questions}
    return {question: check_answer(by_id[question], raw) for question, raw in given.items()}


class _Course:
    """The days of a plan, lived one after another."""

    def __init__(self, person: Person, plan: CarePlan, therapist: User, zone: ZoneInfo, dice: Random) -> None:
        self._person = person
        self._plan = plan
        self._member = plan.member.user
        self._therapist = therapist
        self._zone = zone
        self._dice = dice
        self._moods = Random(f"sinew-{person.key}-questions")  # noqa: S311 (a story, no secret)
        self._exercises = content_of(plan).exercises
        self._sessions = 0
        self._did_yesterday = False

    def run(self, *, until: date) -> int:
        """Live through every day before `until`; returns the number of sessions done."""
        days = (until - self._plan.as_of).days
        for number in range(days):
            self._day(number, number / max(days - 1, 1))
        return self._sessions

    def _day(self, number: int, progress: float) -> None:
        on = self._plan.as_of + number * DAY
        self._morning(number, on)
        self._decisions(number, on)
        self._tests_and_check_ins(number, on)
        self._questions(number, on, progress)
        self._did_yesterday = self._wants_to(number) and self._exercise(number, on, progress)

    def _at(self, on: date, clock: time) -> datetime:
        return datetime.combine(on, clock, tzinfo=self._zone)

    def _is_here(self, number: int) -> bool:
        person = self._person
        if person.stopped_after is not None and number > person.stopped_after:
            return False
        return not any(start <= number < end for start, end in person.days_away)

    def _wants_to(self, number: int) -> bool:
        person = self._person
        return self._is_here(number) and (
            number in person.worst_days or self._dice.random() < person.adherence
        )

    def _morning(self, number: int, on: date) -> None:
        if not self._did_yesterday or self._dice.random() > self._person.mornings:
            return
        compared = (
            "+1"
            if (number - 1) in self._person.worst_days
            else self._dice.choice(("same", "same", "better", "same"))
        )
        care.record_morning(
            plan=self._plan, compared=compared, on=on, at=self._at(on, WAKES_AT), by=self._member
        )

    def _decisions(self, number: int, on: date) -> None:
        for made in self._person.decisions:
            if made.on == number:
                practice.decide(
                    plan=self._plan,
                    decision=practice.Decision(made.decision),
                    reason=made.reason,
                    detail=made.detail,
                    at=self._at(on, DECIDES_AT),
                    by=self._therapist,
                )

    def _tests_and_check_ins(self, number: int, on: date) -> None:
        at = self._at(on, EXERCISES_AT) - timedelta(minutes=30)
        for test, value, pain, side in self._person.tests.get(number, ()):
            care.record_test(
                plan=self._plan, test=test, value=value, pain=pain, side=side, on=on, at=at, by=self._member
            )
        if answers := self._person.check_ins.get(number):
            care.record_check_in(plan=self._plan, answers=answers, on=on, at=at, by=self._member)

    def _questions(self, number: int, on: date, progress: float) -> None:
        """Answer the outcome measures that are due, a day after they were first asked."""
        until = self._person.questions_until
        if number % 7 != 1 or not self._is_here(number) or (until is not None and number > until):
            return
        at = self._at(on, WAKES_AT)
        course = Course(self._plan, on)
        for measure in course.due:
            if answers := self._outcome(measure, number, progress):
                answer_measure(
                    plan=self._plan, measure=measure.id, answers=answers, on=on, at=at, by=self._member
                )

    def _outcome(self, measure: Measure, number: int, progress: float) -> dict[str, Any]:
        """What this person would say; nothing for a form that has no wording here."""
        person = self._person
        first, felt = number < FIRST_LOOK_BACK, person.change_felt
        pain = person.pain[0] + progress * (person.pain[1] - person.pain[0])
        given: dict[str, dict[str, Any]] = {
            "pgic": {"change": "minimally-improved" if first and felt != "no-change" else felt},
            "satisfaction": {"satisfaction": self._moods.choice((7, 8, 9, 9))},
            "medicine-use": {"days": str(min(7, round(pain)))},
            "work-days": {"days": max(0, round(pain) - 1)},
            "phq2": {"phq2": self._moods.choice((0, 0, 1))},
            "gad2": {"gad2": self._moods.choice((0, 0, 1))},
        }
        return given.get(measure.id, {})

    def _exercise(self, number: int, on: date, progress: float) -> bool:
        """Do the session of the day; False where the plan has none."""
        at = self._at(on, EXERCISES_AT)
        try:
            session = exercise.start_session(plan=self._plan, day=on, at=at, by=self._member)
        except NoSessionToday:
            return False
        comment = self._person.comments.get(number, "")
        payload = result(
            session.prescribed,
            self._body(number, progress),
            self._exercises,
            starts_at=at,
            dice=self._dice,
            comment=comment,
        )
        if self._person.shares_movement and progress > SHARES_FROM:
            payload = with_movement(payload, self._exercises, seed=number)
        key = UUID(int=self._dice.getrandbits(128), version=4)
        after = at + timedelta(minutes=25)
        exercise.record_result(session=session, payload=payload, key=key, at=after, by=self._member)
        replays.share_movement(session=session, traces=traces_of(payload), at=after, by=self._member)
        self._sessions += 1
        return True

    def _body(self, number: int, progress: float) -> Body:
        person, dice = self._person, self._dice
        usual = person.pain[0] + progress * (person.pain[1] - person.pain[0])
        worst: Mapping[int, float] = person.worst_days
        pain = worst[number] if number in worst else max(0.0, usual + dice.uniform(-0.8, 0.8))
        reach = person.reach[0] + progress * (person.reach[1] - person.reach[0])
        return Body(
            reach=reach,
            clumsiness=0.22 * (1 - progress) + 0.03,
            pain=pain,
            effort=dice.choice((4, 4, 5, 5)),
            done=1.0 if dice.random() < 0.85 else dice.uniform(0.5, 0.9),
            has_camera=dice.random() < person.camera,
        )
