"""Today says the one thing to do now; Progress and the care team's page say how it goes and who looks."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.audit import actions as audit
from sinew.apps.care import actions as care
from sinew.apps.care.models import CarePlan
from sinew.apps.care.session_words import dose_in_words
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent
from sinew.apps.today.progress import _range_sentence
from sinew.apps.web import content as shown
from tests.apps.members import world

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate()


def started_days_ago(days, **other):
    day = today() - timedelta(days=days)
    return world.planned(day=day, started_on=(day - timedelta(days=6)).isoformat(), **other)


def page_of(client, plan, name="today:today", *args):
    client.force_login(plan.member.user)
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer


def test_a_day_with_a_session_offers_it_and_one_tap_starts_it(client):
    plan = started_days_ago(0)
    answer = page_of(client, plan)
    page = answer.context["page"]
    assert page.kind == "session"
    assert 15 <= page.minutes <= 20  # what this member has a day, nearly filled
    assert f"about {page.minutes} minutes" in answer.content.decode()
    started = client.post(reverse("today:start_session"))
    assert started.url == reverse("exercise:player", args=[ExerciseSession.objects.get().pk])


def test_after_a_session_today_is_done(client):
    plan = started_days_ago(0)
    session = world.exercised(plan, today())
    answer = page_of(client, plan)
    assert answer.context["page"].kind == "done"
    assert reverse("today:after", args=[session.pk]) in answer.content.decode()


def test_the_morning_after_is_asked_once(client):
    plan = started_days_ago(1)
    world.exercised(plan, today() - timedelta(days=1))
    assert "How is your leg this morning?" in page_of(client, plan).content.decode()
    client.post(reverse("today:morning"), {"compared": "same"})
    assert "How is your leg this morning?" not in page_of(client, plan).content.decode()
    assert plan.events.get(type="morning").payload == {"compared": "same"}


def test_a_morning_nobody_offered_is_not_stored(client):
    plan = started_days_ago(1)
    client.force_login(plan.member.user)
    client.post(reverse("today:morning"), {"compared": "horrible"})
    assert not plan.events.exists()


def test_a_painful_session_changes_the_next_and_says_what_and_why(client):
    plan = started_days_ago(1)
    session = world.exercised(plan, today() - timedelta(days=1), pain=7)
    after = page_of(client, plan, "today:after", session.pk).content.decode()
    assert "The pain was in the red zone. You go one step down." in after
    assert "instead of" in after
    now = page_of(client, plan).content.decode()
    assert "A step back, on purpose" in now
    assert "instead of" in now


def test_a_plan_that_waits_for_a_practitioner_offers_no_session(client):
    world.therapist()
    plan = started_days_ago(0, **{"rf-26": "yes"})
    answer = page_of(client, plan)
    assert answer.context["page"].kind == "waiting"
    assert shown.current().coaching.between_sessions["waiting"] in answer.content.decode()
    assert "Start" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]
    assert client.post(reverse("today:start_session")).url == reverse("today:today")
    assert not ExerciseSession.objects.exists()


def test_a_flag_in_a_check_in_stops_the_day_with_advice(client):
    plan = started_days_ago(1)
    care.record_check_in(
        plan=plan, answers={"rf-08": "yes"}, on=today(), at=timezone.now(), by=plan.member.user
    )
    answer = page_of(client, plan)
    assert answer.context["page"].kind == "stopped"
    assert "911" in answer.content.decode()


def test_a_check_in_asks_again_what_a_practitioner_has_dealt_with(client):
    therapist = world.therapist()
    plan = started_days_ago(4)
    before, yesterday = today() - timedelta(days=2), today() - timedelta(days=1)
    care.record_check_in(
        plan=plan, answers={"rf-16": "yes"}, on=before, at=world.at(before), by=plan.member.user
    )
    flag = plan.red_flags.open().get()
    care.resolve_red_flag(flag=flag, resolution="Checked.", at=world.at(before, 10), by=therapist)
    care.decide(
        plan=plan, decision="cleared", reason="Checked.", on=yesterday, at=world.at(yesterday), by=therapist
    )
    assert page_of(client, plan).context["page"].kind == "stopped"
    page_of(client, plan, "today:check_in")
    sent = dict.fromkeys(["rf-16", "sudden_sharp_pain", "night_waking", "symptoms_spread", "fever"], "no")
    assert client.post(reverse("today:check_in"), sent).status_code == 302
    assert plan.events.last().payload["answers"]["rf-16"] == "no"
    assert page_of(client, plan).context["page"].kind in {"session", "rest"}


def test_a_check_in_with_gaps_is_asked_for_again(client):
    plan = started_days_ago(0)
    client.force_login(plan.member.user)
    assert client.post(reverse("today:check_in"), {"fever": "no"}).status_code == 422
    assert not plan.events.exists()


def test_withdrawn_consent_is_explained(client):
    plan = started_days_ago(1)
    members.withdraw_consent(
        member=plan.member, what=Consent.What.HEALTH_DATA, at=timezone.now(), by=plan.member.user
    )
    assert "Your program has stopped" in page_of(client, plan).content.decode()


def test_progress_says_what_its_charts_say(client):
    plan = started_days_ago(2)
    assert "After your first session" in page_of(client, plan, "today:progress").content.decode()
    world.exercised(plan, today() - timedelta(days=2), pain=2)
    world.exercised(plan, today() - timedelta(days=1), pain=1)
    text = page_of(client, plan, "today:progress").content.decode()
    assert "Pain while exercising went from 2 to 1 of 10." in text
    assert re.search(r"About 65° \(±\s\d+°\), as the first time\.", text)
    assert "2 sessions since" in text


def test_progress_says_whether_pain_changed_enough_to_mean_something(client):
    plan = started_days_ago(4)
    world.exercised(plan, today() - timedelta(days=4), pain=3)
    assert "chart__band" not in page_of(client, plan, "today:progress").content.decode()
    world.exercised(plan, today() - timedelta(days=2), pain=2)
    text = page_of(client, plan, "today:progress").content.decode()
    assert "That is less than the 2 points that make a clear change." in text
    assert "less than 2 points from the start" in text
    world.exercised(plan, today() - timedelta(days=1), pain=1)
    text = page_of(client, plan, "today:progress").content.decode()
    assert "That is a clear change: 2 points or more." in text


@pytest.mark.parametrize(
    ("angles", "error_deg", "sentence"),
    [
        ([71.25], 7, "About 70° (±\u00a07°) so far."),
        ([71.25, 68.0], 7, "About 70° (±\u00a07°), as the first time."),
        ([72.4, 77.6], 7, "About 80° (±\u00a07°) now. One camera cannot tell changes of less than 10° here."),
        ([71.25, 84.0], 7, "About 85° (±\u00a07°) now, about 15° more than the first time."),
        ([84.0, 71.25], 7, "About 70° (±\u00a07°) now, about 15° less than the first time."),
        (
            [71.25, 84.0],
            10,
            "About 85° (±\u00a010°) now. One camera cannot tell changes of less than 15° here.",
        ),
        ([71.25, 84.0], None, "About 85° now, about 15° more than the first time."),
    ],
)
def test_a_change_of_range_is_told_only_where_a_camera_can_tell(angles, error_deg, sentence):
    days = [world.DAY + timedelta(days=n) for n in range(len(angles))]
    assert _range_sentence(list(zip(days, angles, strict=True)), error_deg) == sentence


def test_after_a_session_a_member_reads_rounded_angles(client):
    plan = started_days_ago(0)
    session = world.exercised(plan, today())
    text = page_of(client, plan, "today:after", session.pk).content.decode()
    assert re.search(r"about 5° to 70° \(±\s\d+°\)", text)
    assert "71" not in re.findall(r"(\d+)°", text)


def test_a_height_is_not_told_as_an_angle(client):
    plan = started_days_ago(0)
    session = world.exercised(plan, today())
    session.measured_sets.update(joint="heel_rise")
    text = page_of(client, plan, "today:after", session.pk).content.decode()
    assert re.findall(r"\d+°", text) == []
    assert session.measured_sets.first().rom_deg is None


def test_a_session_not_started_because_of_pain_is_told_and_not_counted(client):
    plan = world.planned(day=today())
    declined = {"stopped_reason": "declined", "pain_before": 8, "completed_fraction": 0, "exercises": []}
    session = world.exercised(plan, today(), **declined)
    answer = page_of(client, plan, "today:after", session.pk)
    assert answer.context["page"].felt == [("Pain before", "8 of 10")]
    text = answer.content.decode()
    assert "Your care team was told. No session is counted" in text
    assert "Session recorded" not in text
    assert "how your morning was" not in text


def test_the_care_team_page_shows_who_decided_and_who_looked(client):
    therapist = world.therapist()
    plan = started_days_ago(0)
    care.decide(plan=plan, decision="hold", reason="Rest first.", on=today(), at=timezone.now(), by=therapist)
    audit.record("practice.member.read", on=plan.member, by=therapist, member=plan.member_id)
    text = page_of(client, plan, "today:care_team").content.decode()
    assert "Keeps you at this level for now" in text
    assert "Rest first." in text
    assert "Therapist, Physical therapist" in text


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        ({"sets": 1, "repetitions": 1, "hold_s": 180}, "1 hold of 180 seconds"),
        ({"sets": 3, "repetitions": 10, "hold_s": None}, "3 sets of 10"),
        ({"sets": 1, "repetitions": 8, "hold_s": None}, "1 set of 8"),
        ({"sets": 4, "repetitions": 1, "hold_s": 20}, "4 holds of 20 seconds"),
        ({"sets": 2, "repetitions": 10, "hold_s": 5}, "2 sets of 10, held 5 seconds"),
    ],
)
def test_a_dose_reads_as_one_would_say_it(dosage, words):
    assert dose_in_words(dosage, counts_time=False) == words


@pytest.mark.parametrize(
    ("sets", "hold_s", "words"),
    [
        (1, 300, "5 minutes"),
        (1, 90, "1.5 minutes"),
        (1, 60, "1 minute"),
        (1, 45, "45 seconds"),
        (3, 60, "3 times 1 minute"),
        (4, 25, "4 times 25 seconds"),
    ],
)
def test_what_is_counted_by_time_is_said_as_time(sets, hold_s, words):
    dosage = {"sets": sets, "repetitions": None, "hold_s": hold_s}
    assert dose_in_words(dosage, counts_time=True) == words


def test_a_met_gate_is_the_first_thing_today_says(client):
    plan = started_days_ago(10)
    days = [today() - timedelta(days=number) for number in (1, 0)]
    given = {"walk-10-min": 10, "jog-on-spot-30s": 30, "heel-dig-moderate": 5, "knee-straight-lying": 180}
    for day in days:
        for test, value in given.items():
            side = "left" if test in ("heel-dig-moderate", "knee-straight-lying") else None
            result = {"test": test, "value": value, "pain": 0, "side": side}
            care.record_test(plan=plan, **result, on=day, at=world.at(day), by=plan.member.user)
    answer = page_of(client, plan)
    page, text = answer.context["page"], answer.content.decode()
    assert page.new_phase == shown.current().program.texts.phases["S2"]
    assert page.tone == "good"
    assert page.reasons[0].sentence == "You have met all that the next phase asks for."
    assert text.index("You move on") < text.index(page.new_phase) < text.index("You have met all")


def test_a_flare_after_a_met_gate_is_no_moving_on(client):
    test_a_met_gate_is_the_first_thing_today_says(client)
    plan = CarePlan.objects.get()
    at = world.at(today(), hour=20)
    care.record_check_in(plan=plan, answers={"pain_now": 8}, on=today(), at=at, by=plan.member.user)
    assert page_of(client, plan).context["page"].new_phase == ""
