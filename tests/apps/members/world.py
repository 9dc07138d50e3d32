"""Members as they come about: by the actions of the product, on days and at times the test names."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sinew.apps.accounts.actions import create_account, enable_totp
from sinew.apps.accounts.models import User
from sinew.apps.care import actions as care
from sinew.apps.care.answers import answers_that_count
from sinew.apps.care.models import CarePlan
from sinew.apps.coverage.actions.sponsors import create_sponsor
from sinew.apps.coverage.models import Sponsor
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members import actions as members
from sinew.apps.members import consents
from sinew.apps.members.models import IntakeRecord, Member
from sinew.apps.web import content as shown
from sinew.program import next_screen, red_flags
from sinew.vocabulary import Role

DAY = date(2026, 11, 2)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

MILD_STRAIN: dict[str, Any] = {
    "age": 34,
    "sex": "female",
    "side": "left",
    "country": "US",
    "onset": "sudden",
    "mechanism": "sprinting",
    "started_on": (DAY - timedelta(days=6)).isoformat(),
    "pop": "no",
    "carried_on": "slowed",
    "walk_without_limp": "at-once",
    "bruise": "none",
    "knee_bend_strength": "bit-weaker",
    "location": ["mid-thigh"],
    "tennis_ball_spot": "no",
    "sitting_30_min": "nothing",
    "brings_it_on": ["fast-running-or-hills"],
    "tingling": "none",
    "night_rest": "no",
    "morning_stiffness": "none",
    "hurt_before": "never",
    "other_injury_this_side": "no",
    "scan": None,
    "pain_now": 1,
    "pain_worst": 3,
    "pain_average": 2,
    "pain_at_rest": 0,
    "not_sleeping": "no",
    "psfs": [{"activity": "Running for the bus", "score": 4}],
    "phq2": 0,
    "gad2": 0,
    "goal": ["daily-life", "walking"],
    "minutes_moderate": 120,
    "minutes_vigorous": 0,
    "strength_days": 0,
    "floor": "yes",
    "equipment": ["mat", "chair", "wall", "bed"],
    "expected_weeks": 4,
    "camera": "yes",
    "minutes_per_day": 20,
    "days_per_week": None,
}
"""Answers of somebody whose mild strain may start at once; red flags are "none of these"."""


def at(day: date = DAY, hour: int = 9) -> datetime:
    """That hour of that day; of today no later than now, so that what is done next comes after it."""
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    now = datetime.now(UTC)
    return now if day == now.date() and moment > now else moment


def account(email: str, role: Role = Role.MEMBER) -> User:
    """An account that can sign in; everyone but members has a second factor."""
    user = create_account(email=email, role=role, display_name=email.partition("@")[0].title(), password="pw")
    if user.needs_second_factor:
        enable_totp(user, SECRET)
    return user


def therapist(email: str = "therapist@example.org") -> User:
    return account(email, Role.PHYSICAL_THERAPIST)


def joined(email: str = "ada@example.org", day: date = DAY) -> Member:
    """A member who has agreed to what the program needs."""
    user = account(email)
    member = members.join(user=user, at=at(day), by=user)
    members.grant_consents(member=member, whats=consents.REQUIRED, at=at(day), by=user)
    return member


def begun(email: str = "ada@example.org", day: date = DAY) -> IntakeRecord:
    """A member in front of the first question."""
    member = joined(email, day)
    version = shown.current().version
    return members.open_intake(member=member, questionnaire_version=version, at=at(day), by=member.user)


def answer_all(intake: IntakeRecord, day: date = DAY, **other: Any) -> None:
    """Answer what a member would screen by screen, until nothing is left or a red flag stops it."""
    content, told = shown.current(), intake.current_answers
    given: dict[str, Any] = {}
    while screen := next_screen(content.intake, told):
        ready = {**screen.none_of_these(), **MILD_STRAIN, **other}
        given |= {question.id: ready[question.id] for question in screen.questions}
        told |= given
        fired = red_flags(answers_that_count(content.intake, told), content.program)
        if any(flag.stops_intake for flag in fired):
            break
    care.answer_intake(intake=intake, answers=given, at=at(day), by=intake.member.user)


def planned(email: str = "ada@example.org", day: date = DAY, **other: Any) -> CarePlan:
    """A member with a plan from these answers."""
    intake = begun(email, day)
    answer_all(intake, day, **other)
    return care.start_care_plan(intake=intake, day=day, at=at(day), by=intake.member.user)


def report(session: ExerciseSession, day: date = DAY, pain: int = 1, **other: Any) -> dict[str, Any]:
    """A result of this session as the player sends it: everything done, two sets measured by the camera."""
    exercises = [
        {
            "exercise": row["exercise"],
            "side": row["side"],
            "replaced": None,
            "skipped": False,
            "pain": pain,
            "effort": None,
            "sets": [_set(row["dosage"]) for _number in range(int(row["dosage"]["sets"] or 1))],
        }
        for row in session.prescribed["exercises"]
    ]
    result = {
        "started_at": at(day, 10).isoformat(),
        "finished_at": (at(day, 10) + timedelta(minutes=18)).isoformat(),
        "mode": "camera",
        "pain_before": 1,
        "pain_during": pain,
        "pain_after": pain,
        "effort": 4,
        "comment": "",
        "completed_fraction": 1,
        "stopped_reason": None,
        "exercises": exercises,
        "hurts": [],
    }
    return result | other


def _set(dosage: dict[str, Any]) -> dict[str, Any]:
    repetition = {
        "type": "repetition",
        "start_ms": 1000,
        "peak_ms": 2000,
        "end_ms": 3000,
        "side": "left",
        "start_deg": 4.5,
        "peak_deg": 71.25,
        "tempo_s": 2.0,
        "faults": [],
        "complete": True,
    }
    return {
        "counted_by": "camera",
        "side": "left",
        "repetitions_done": dosage["repetitions"] or 1,
        "hold_s_done": dosage["hold_s"],
        "repetitions": [repetition],
        "holds": [],
        "range_of_motion": {"joint": "knee_flexion", "min_deg": 4.5, "max_deg": 71.25},
        "view": "side",
        "tracked_fraction": 0.98,
    }


def exercised(plan: CarePlan, day: date = DAY, key: UUID | None = None, **other: Any) -> ExerciseSession:
    """The session of this day, done and reported."""
    user = plan.member.user
    session = exercise.start_session(plan=plan, day=day, at=at(day), by=user)
    payload = report(session, day, **other)
    session, _is_new = exercise.record_result(
        session=session, payload=payload, key=key or uuid4(), at=at(day, 11), by=user
    )
    return session


def sponsor(slug: str = "acme", name: str = "Acme Works") -> Sponsor:
    """An employer whose agreement began long ago, with the usual terms."""
    known = Sponsor.objects.filter(slug=slug).first()
    return known or create_sponsor(
        slug=slug, name=name, kind="employer", begins_on=date(2026, 1, 1), at=at(), by=None
    )
