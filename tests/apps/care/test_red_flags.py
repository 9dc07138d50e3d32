"""A red flag ends the intake at once; the care team is told; a mistaken tap can be corrected."""

from datetime import timedelta

import pytest
from django.core import mail

from sinew.apps.care import actions as care
from sinew.apps.care.errors import FlagClosed, IntakeStopped, IntakeUnfinished, NotOnCareTeam
from sinew.apps.care.models import CarePlan, RedFlagRaised
from sinew.vocabulary import Disposition
from tests.apps.members import world

pytestmark = pytest.mark.django_db

EMERGENCIES = [
    ("RF-01", {"rf-01": "yes"}),
    ("RF-02", {"rf-02": "yes"}),
    ("RF-03", {"rf-03": "yes"}),
    ("RF-04", {"rf-04": "yes"}),
    ("RF-05", {"rf-05": "weakness"}),
    ("RF-05", {"rf-05": "pain-only", "rf-01": "yes"}),
    ("RF-06", {"rf-06": "within-48h"}),
    ("RF-06", {"rf-06": "after-injury-severe"}),
    ("RF-07", {"rf-07": "yes", "rf-08": "yes"}),
    ("RF-08", {"rf-08": "yes"}),
    ("RF-09", {"rf-09": "now"}),
    ("RF-10", {"rf-10": "yes"}),
    ("RF-11", {"rf-11": "yes"}),
    ("RF-14", {"rf-14": "cannot-bear-weight"}),
    ("RF-16", {"rf-16": "yes"}),
    ("RF-23", {"rf-23": "dark-urine"}),
    ("RF-32", {"scan": "I want to kill myself"}),
]


@pytest.mark.parametrize(("rule", "answers"), EMERGENCIES)
def test_every_emergency_stops_the_intake_and_nothing_is_prescribed(rule, answers):
    intake = world.begun()
    world.answer_all(intake, **answers)
    intake.refresh_from_db()
    flag = intake.red_flags.open().get(rule=rule)
    assert flag.disposition == Disposition.EMERGENCY
    assert flag.within_hours == 0
    assert intake.stopped_at is not None
    with pytest.raises((IntakeStopped, IntakeUnfinished)):
        care.start_care_plan(intake=intake, day=world.DAY, at=world.at(), by=intake.member.user)
    assert not CarePlan.objects.exists()


def test_more_risks_of_a_clot_raise_the_urgency_of_a_swollen_leg():
    intake = world.begun()
    by = intake.member.user
    care.answer_intake(intake=intake, answers={"rf-07": "yes"}, at=world.at(), by=by)
    assert intake.red_flags.open().get().disposition == Disposition.URGENT
    risks = {"rf-07b": ["estrogen", "long-journey"]}
    care.answer_intake(intake=intake, answers=risks, at=world.at(), by=by)
    assert intake.red_flags.open().get().disposition == Disposition.EMERGENCY


def test_the_team_is_told_at_once_without_a_word_about_health(django_capture_on_commit_callbacks):
    world.therapist()
    intake = world.begun()
    with django_capture_on_commit_callbacks(execute=True):
        world.answer_all(intake, **{"rf-08": "yes"})
    (message,) = [m for m in mail.outbox if m.to == ["therapist@example.org"]]
    assert f"/practice/members/{intake.member_id}/" in message.body
    whole = (message.subject + message.body).lower()
    assert not [word for word in ("breath", "rf-08", "clot", "lung", "pain", "ada") if word in whole]


def test_a_member_without_a_team_gets_the_therapist_who_looks_after_the_fewest():
    busy, free = world.therapist("busy@example.org"), world.therapist("free@example.org")
    care.join_care_team(member=world.joined("eve@example.org"), practitioner=busy, at=world.at(), by=None)
    intake = world.begun()
    world.answer_all(intake, **{"rf-10": "yes"})
    assert [place.practitioner for place in intake.member.care_team.current()] == [free]


def test_a_mistaken_tap_is_corrected_and_both_answers_stay():
    intake = world.begun()
    world.answer_all(intake, **{"rf-01": "yes"})
    still = care.answer_intake(
        intake=intake, answers={"rf-01": "no"}, at=world.at() + timedelta(minutes=1), by=intake.member.user
    )
    intake.refresh_from_db()
    assert still == []
    assert intake.stopped_at is None
    assert [answer.value for answer in intake.answers_by_question["rf-01"]] == ["yes", "no"]
    flag = RedFlagRaised.objects.get()
    assert flag.taken_back_at is not None
    world.answer_all(intake)
    plan = care.start_care_plan(intake=intake, day=world.DAY, at=world.at(), by=intake.member.user)
    assert plan.answers["rf-01"] == "no"


def test_correcting_one_of_two_flags_keeps_the_intake_stopped():
    intake = world.begun()
    world.answer_all(intake, **{"rf-01": "yes", "rf-02": "yes"})
    standing = care.answer_intake(
        intake=intake, answers={"rf-01": "no"}, at=world.at(), by=intake.member.user
    )
    intake.refresh_from_db()
    assert [flag.rule for flag in standing] == ["RF-02"]
    assert intake.stopped_at is not None


def test_somebody_under_18_gets_no_plan():
    intake = world.begun()
    world.answer_all(intake, age=16, onset="gradual")
    with pytest.raises(IntakeStopped):
        care.start_care_plan(intake=intake, day=world.DAY, at=world.at(), by=intake.member.user)


def test_a_stopped_intake_closes_when_a_practitioner_has_dealt_with_its_flags():
    therapist = world.therapist()
    intake = world.begun()
    world.answer_all(intake, **{"rf-16": "yes"})
    flag = intake.red_flags.open().get()
    care.resolve_red_flag(flag=flag, resolution="Seen in hospital.", at=world.at(), by=therapist)
    intake.refresh_from_db()
    assert intake.completed_at is not None
    assert not CarePlan.objects.exists()
    assert not intake.member.intakes.open().exists()


def test_an_answer_that_no_longer_matters_does_not_count():
    plan = world.planned(onset="gradual", location=["mid-thigh"])
    assert "pop" not in plan.answers
    assert "mechanism" not in plan.answers


def test_a_flag_is_closed_once_and_the_first_words_stand():
    therapist, colleague = world.therapist(), world.therapist("colleague@example.org")
    intake = world.begun()
    care.join_care_team(member=intake.member, practitioner=therapist, at=world.at(), by=None)
    care.join_care_team(member=intake.member, practitioner=colleague, at=world.at(), by=None)
    world.answer_all(intake, **{"rf-16": "yes"})
    flag = intake.red_flags.open().get()
    care.resolve_red_flag(flag=flag, resolution="Seen in hospital.", at=world.at(), by=therapist)
    with pytest.raises(FlagClosed):
        care.resolve_red_flag(flag=flag, resolution="Phoned.", at=world.at(), by=colleague)
    assert RedFlagRaised.objects.get().resolution == "Seen in hospital."


def test_nobody_outside_the_care_team_closes_a_flag():
    world.therapist()
    intake = world.begun()
    world.answer_all(intake, **{"rf-16": "yes"})
    stranger = world.therapist("stranger@example.org")
    with pytest.raises(NotOnCareTeam):
        care.resolve_red_flag(flag=intake.red_flags.get(), resolution="Seen.", at=world.at(), by=stranger)
    assert intake.red_flags.open().exists()
