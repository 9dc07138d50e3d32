"""From a held knee to the member's chart: marking, refusing, correcting, and telling the plan."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.care import teams
from sinew.apps.care.models import CareEvent, PlanSummary
from sinew.apps.measuring import actions
from sinew.apps.measuring.errors import (
    AlreadyStruck,
    KeyUsedElsewhere,
    NoTestResult,
    NotOffered,
    NotTheTherapist,
    RoomClosed,
    TooPoor,
)
from sinew.apps.measuring.measures import measures
from sinew.apps.measuring.models import VisitMeasurement, VisitSet
from sinew.apps.measuring.objective import measured_in_visits, struck_since
from sinew.apps.measuring.record_parts import measured_rows
from sinew.apps.measuring.sent import SetSent
from sinew.apps.members.actions import withdraw_consent
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.models import Consent
from sinew.motion.live import NAMES
from sinew.vocabulary import Role, Side
from tests.apps.measuring.conftest import TEST, booked, knee_held, post, true_flexion_deg
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

SET = {
    "exercise": "mini-squat", "side": "both", "joint": "knee_flexion", "count": 2, "partial_count": 1,
    "low_deg": 4.0, "high_deg": 52.0, "view": "side", "tracked_fraction": 0.97,
    "repetitions": [
        {"start_ms": 0, "peak_ms": 900, "end_ms": 2000, "side": "both", "start_deg": 4.0, "peak_deg": peak,
         "tempo_s": 2.0, "faults": faults, "complete": peak > 40}
        for peak, faults in ((52.0, []), (49.0, ["too-fast"]), (30.0, ["too-fast"]))
    ],
    "holds": [],
}  # fmt: skip


def marked(visit, at, **other):
    given = {
        "visit": visit, "measure": TEST, "side": Side.RIGHT, "frames": knee_held(), "note": "",
        "key": uuid4(), "at": at, "by": visit.practitioner,
    }  # fmt: skip
    return actions.mark(**{**given, **other})


def test_a_held_knee_stands_in_the_record_within_its_error(visit, during):
    entry = marked(visit, during, note=" Left pelvis lifts a little. ")
    assert entry.error_deg == 7
    assert abs(entry.degrees - (180 - true_flexion_deg())) <= entry.error_deg
    assert (entry.angle, entry.side, entry.view) == ("knee_flexion_right", "right", "side")
    assert entry.confidence >= 0.9
    assert len(entry.landmarks["p"]) == 99
    assert entry.note == "Left pelvis lifts a little."
    assert AuditEntry.objects.filter(event="measuring.measurement.recorded", target_id=str(entry.pk)).exists()


def test_a_joint_is_read_as_it_is_with_the_error_of_an_unproven_one(visit, during):
    entry = marked(visit, during, measure="knee_flexion")
    assert abs(entry.degrees - true_flexion_deg()) <= 10
    assert entry.error_deg == 10


def test_the_same_key_is_one_measurement(visit, during):
    key = uuid4()
    assert marked(visit, during, key=key) == marked(visit, during, key=key, frames=[])
    assert VisitMeasurement.objects.count() == 1


def test_a_key_of_another_visit_is_refused(visit, during, therapist):
    key = uuid4()
    marked(visit, during, key=key)
    visit.quarters.all().delete()
    again = booked(visit.member, therapist, "short")
    with pytest.raises(KeyUsedElsewhere):
        marked(again, during, key=key)


def test_a_key_is_never_taken_for_another_side_or_measure(visit, during):
    key = uuid4()
    marked(visit, during, key=key)
    for other in ({"side": Side.LEFT}, {"measure": "knee_flexion"}):
        with pytest.raises(KeyUsedElsewhere):
            marked(visit, during, key=key, **other)
    assert VisitMeasurement.objects.count() == 1


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"frames": []}, TooPoor), ({"measure": "teeth"}, NotOffered), ({"side": None}, NotOffered),
        ({"side": Side.BOTH}, NotOffered), ({"measure": "trunk_inclination"}, NotOffered),
        ({"side": Side.LEFT}, TooPoor),
    ],
)  # fmt: skip
def test_what_gives_no_number_is_refused_with_the_reason(visit, during, other, refusal):
    with pytest.raises(refusal, match=r".{20,}"):
        marked(visit, during, **other)
    assert not VisitMeasurement.objects.exists()


def test_a_knee_that_is_hardly_seen_is_not_measured(visit, during):
    with pytest.raises(TooPoor, match="not seen well enough"):
        marked(visit, during, frames=knee_held(visibility=0.55))


def test_only_the_therapist_of_the_visit_and_only_while_it_is_on(visit, during):
    colleague = world.therapist("two@example.org")
    coach = world.account("coach@example.org", Role.COACH)
    for other in (colleague, coach):
        teams.join_care_team(member=visit.member, practitioner=other, at=during, by=None)
    for other in (colleague, coach, visit.member.user):
        with pytest.raises(NotTheTherapist):
            marked(visit, during, by=other)
    for when in (visit.begins_at - timedelta(minutes=11), visit.ends_at + timedelta(minutes=31)):
        with pytest.raises(RoomClosed):
            marked(visit, when)


def test_without_the_member_s_consent_nothing_is_added(visit, during):
    withdraw_consent(member=visit.member, what=Consent.What.HEALTH_DATA, at=during, by=visit.member.user)
    with pytest.raises((ConsentMissing, RoomClosed)):
        marked(visit, during)


def test_a_wrong_entry_is_struck_through_and_stays_readable(visit, during):
    entry = marked(visit, during)
    struck = actions.strike(entry=entry, reason="Wrong side", at=during, by=visit.practitioner)
    again = actions.strike(entry=entry, reason="Other words", at=during, by=visit.practitioner)
    assert (struck.strike_reason, again.strike_reason) == ("Wrong side", "Wrong side")
    with pytest.raises(AlreadyStruck):
        actions.use_as_test_result(measurement=entry, pain=1, at=during, by=visit.practitioner)
    with pytest.raises(NotTheTherapist):
        actions.strike(entry=marked(visit, during), reason="x", at=during, by=visit.member.user)
    page = signed_in(visit.practitioner).get(f"/practice/members/{visit.member.pk}/").content.decode()
    assert "<s>" in page
    assert "Wrong side" in page


def test_a_marked_test_is_a_result_the_plan_sees_once(visit, during):
    entry = marked(visit, during)
    for _twice in range(2):
        entry = actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    (event,) = CareEvent.objects.filter(type=CareEvent.Type.TEST)
    assert entry.test_event == event
    assert event.payload | {"value": 0} == {
        "test": TEST, "value": 0, "pain": 2, "side": "right",
        "measured": {"by": "camera", "error": 7, "trials": []},
    }  # fmt: skip
    assert event.payload["value"] == entry.degrees
    second = marked(visit, during)
    with pytest.raises(NoTestResult, match="first result stands"):
        actions.use_as_test_result(measurement=second, pain=2, at=during, by=visit.practitioner)
    joint = marked(visit, during, measure="knee_flexion")
    with pytest.raises(NoTestResult, match="no result of a test"):
        actions.use_as_test_result(measurement=joint, pain=2, at=during, by=visit.practitioner)


def test_striking_it_strikes_the_result_too_and_the_plan_says_so(visit, during):
    entry = marked(visit, during)
    actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    for reason in ("Wrong leg", "Other words"):
        actions.strike(entry=entry, reason=reason, at=during, by=visit.practitioner)
    (decision,) = CareEvent.objects.of_type(CareEvent.Type.PRACTITIONER)
    assert decision.payload["reason"] == "Wrong leg"
    assert decision.strikes == CareEvent.objects.of_type(CareEvent.Type.TEST).get()
    assert not CareEvent.objects.tests().exists()
    assert "practitioner-strike_test" in str(decision.adjustment.reasons)
    therapist = signed_in(visit.practitioner)
    page = therapist.get(f"/practice/members/{visit.member.pk}/").content.decode()
    assert "by camera, pain 2" not in page
    assert "The test result made of it counts no more either." in page
    assert "struck, it counts no more" in page
    (row,) = measured_rows(visit.member)
    assert not row["is_test_result"]
    again = marked(visit, during)
    actions.use_as_test_result(measurement=again, pain=2, at=during, by=visit.practitioner)
    assert CareEvent.objects.tests().count() == 1


def test_a_result_of_a_plan_that_has_ended_stays_and_says_so(visit, during):
    entry = marked(visit, during)
    actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    care.end_care_plan(plan=visit.member.care_plans.get(), reason="moved", at=during, by=visit.practitioner)
    url = f"/practice/measurements/{entry.pk}/strike/"
    answer = signed_in(visit.practitioner).post(url, {"reason": "Wrong leg"}, follow=True)
    assert "keeps the test result as it was" in answer.content.decode()
    assert CareEvent.objects.tests().exists()


def test_striking_a_result_answers_no_news(visit, during):
    entry = marked(visit, during)
    actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    plan = visit.member.care_plans.get()
    facts = {"exercises": [], "pain_during": 9, "pain_after": 9, "completed_fraction": 1}
    care.record_session(plan=plan, facts=facts, on=during.date(), at=during, by=visit.member.user)
    assert PlanSummary.objects.get(plan=plan).red_at == during
    later = during + timedelta(minutes=5)
    actions.strike(entry=entry, reason="Wrong leg", at=later, by=visit.practitioner)
    assert PlanSummary.objects.get(plan=plan).red_at == during


def test_a_counted_set_is_kept_with_its_peaks_and_faults(visit, during):
    done, key = SetSent.model_validate(SET), uuid4()
    kept = [
        actions.save_set(visit=visit, done=done, key=key, at=during, by=visit.practitioner) for _ in range(2)
    ]
    assert kept[0] == kept[1]
    entry = VisitSet.objects.get()
    assert (entry.count, entry.partial_count, entry.error_deg is not None) == (2, 1, True)
    page = signed_in(visit.practitioner).get(f"/practice/members/{visit.member.pk}/").content.decode()
    assert "2 repetitions, 1 not full" in page
    assert "30° to 50°" in page
    for change in ({"exercise": "juggling"}, {"joint": "hip_flexion"}):
        odd = SetSent.model_validate({**SET, **change})
        with pytest.raises(NotOffered):
            actions.save_set(visit=visit, done=odd, key=uuid4(), at=during, by=visit.practitioner)
    other = SetSent.model_validate({**SET, "side": "left"})
    with pytest.raises(KeyUsedElsewhere):
        actions.save_set(visit=visit, done=other, key=key, at=during, by=visit.practitioner)


def test_a_note_is_filled_in_with_what_stands(visit, during):
    wrong, right = marked(visit, during), marked(visit, during + timedelta(minutes=1), note="Firm pull.")
    actions.strike(entry=wrong, reason="Slipped", at=during, by=visit.practitioner)
    (line,) = measured_in_visits(visit.member, visit.begins_at, visit.ends_at)
    assert str(line).startswith(f"Active knee extension, right: {right.degrees:.0f}°")
    assert str(line).endswith("Firm pull.")
    assert list(measured_in_visits(visit.member, visit.ends_at, visit.closes_at)) == []


def test_what_was_struck_after_a_note_or_after_the_plan_took_it_is_told_in_the_next(visit, during):
    entry, later = marked(visit, during), during + timedelta(minutes=1)
    actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    actions.strike(entry=entry, reason="Wrong leg.", at=later, by=visit.practitioner)
    (line,) = struck_since(visit.member, None, visit.ends_at)
    assert "(Wrong leg). The plan counts it no more" in line.says
    lost = marked(visit, during)
    actions.strike(entry=lost, reason="Slipped", at=later, by=visit.practitioner)
    assert len(list(struck_since(visit.member, None, visit.ends_at))) == 1, "no note and no plan ever had it"
    assert len(list(struck_since(visit.member, during, visit.ends_at))) == 2
    assert list(struck_since(visit.member, later, visit.ends_at)) == []


def test_a_note_says_that_a_plan_that_has_ended_keeps_what_was_struck(visit, during):
    entry, later = marked(visit, during), during + timedelta(minutes=1)
    actions.use_as_test_result(measurement=entry, pain=2, at=during, by=visit.practitioner)
    care.end_care_plan(plan=visit.member.care_plans.get(), reason="moved", at=later, by=visit.practitioner)
    actions.strike(entry=entry, reason="Wrong leg.", at=later, by=visit.practitioner)
    (line,) = struck_since(visit.member, None, visit.ends_at)
    assert "which has ended, still has it" in line.says


def test_the_member_reads_it_in_progress_and_in_their_copy(visit, during):
    entry = marked(visit, during)
    actions.save_set(
        visit=visit, done=SetSent.model_validate(SET), key=uuid4(), at=during, by=visit.practitioner
    )
    page = signed_in(visit.member.user).get("/progress/").content.decode()
    assert "Measured in your visits" in page
    assert f"right: {entry.degrees:.0f}°" in page
    assert "Strike" not in page
    rows = measured_rows(visit.member)
    json.dumps(rows)
    assert rows[0]["degrees"] == entry.degrees
    assert len(rows[0]["x_y_seen"]) == 33
    assert rows[1]["count"] == 2


def test_tests_come_first_and_every_joint_of_the_terminal_is_offered():
    found = measures()
    assert list(found)[:2] == [TEST, "straight-leg-raise"]
    angles = {one.angle(side) for one in found.values() for side in (one.sides or (None,))}
    assert angles == set(NAMES)
    limits = found["straight-leg-raise"].wanted(Side.LEFT).limits
    assert [limit.name for limit in limits] == ["knee_flexion_left", "leg_raise_right"]


# -- the panel


def frames() -> list[object]:
    return [frame.to_dict() for frame in knee_held()]


def body(**other: object) -> dict[str, object]:
    return {"measure": TEST, "side": "right", "note": "", "frames": frames(), **other}


@pytest.fixture
def now_open(visit) -> None:
    """The pages look at the clock; the visit is moved around it."""
    now = timezone.now()
    visit.begins_at, visit.ends_at = now - timedelta(minutes=5), now + timedelta(minutes=25)
    visit.save()


@pytest.mark.usefixtures("now_open")
def test_both_sides_get_what_the_panel_needs(visit):
    url = f"/visits/{visit.pk}/measuring/"
    ours = signed_in(visit.member.user).get(url).json()
    theirs = signed_in(visit.practitioner).get(url).json()
    assert (ours["may_record"], theirs["may_record"]) == (False, True)
    assert ours["angles"] == list(NAMES)
    assert ours["exercises"] == theirs["exercises"]
    assert ours["exercises"][0]["tracking"]["signal"]
    knee = next(one for one in theirs["measures"] if one["id"] == TEST)
    assert (knee["shown_from"], knee["sides"], knee["is_test"]) == (180, ["left", "right"], True)
    assert {row["error_deg"] for row in knee["errors"] if row["view"] == "side"} == {7, 11, 14}


@pytest.mark.usefixtures("now_open")
def test_the_panel_marks_strikes_and_uses(visit):
    therapist = visit.practitioner
    answer = post(therapist, f"/visits/{visit.pk}/measurements/", body())
    assert answer.status_code == 201
    told = answer.json()
    assert told["says"].startswith("Active knee extension, right: 13")
    used = signed_in(therapist).post(told["use_url"], {"pain": 1}, headers={"Accept": "application/json"})
    assert used.json()["is_used"]
    assert used.json()["use_url"] == ""
    struck = signed_in(therapist).post(
        told["strike_url"], {"reason": "Slipped"}, headers={"Accept": "application/json"}
    )
    assert struck.json()["strike_reason"] == "Slipped"
    saved = post(therapist, f"/visits/{visit.pk}/sets/", SET)
    assert saved.status_code == 201
    entries = signed_in(therapist).get(f"/visits/{visit.pk}/measuring/").json()["entries"]
    assert [one["kind"] for one in entries] == ["set", "measurement"]


@pytest.mark.usefixtures("now_open")
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"frames": [{"v": 1}]}, 400), ({"frames": [None]}, 400), ({"frames": [{}] * 200}, 400),
        ({"measure": "<b>"}, 400), ({"note": "x" * 501}, 400), ({"note": "\x00"}, 400), ({"more": 1}, 400),
        ({"frames": []}, 409), ({"measure": "teeth"}, 409),
    ],
)  # fmt: skip
def test_what_the_panel_sends_is_bounded(visit, change, status):
    answer = post(visit.practitioner, f"/visits/{visit.pk}/measurements/", body(**change))
    assert answer.status_code == status
    assert answer.json()["problems"][0]["message"]
    assert not VisitMeasurement.objects.exists()


@pytest.mark.usefixtures("now_open")
def test_no_key_no_json_and_far_too_much_are_refused(visit):
    url = f"/visits/{visit.pk}/measurements/"
    assert post(visit.practitioner, url, body(), key="x").status_code == 400
    client = signed_in(visit.practitioner)
    for text in ("{", "[" * 100_000, json.dumps("x" * 300_000)):
        assert client.post(url, text, content_type="application/json").status_code == 400


@pytest.mark.usefixtures("now_open")
def test_others_reach_nothing_of_a_visit(visit):
    entry = marked(visit, timezone.now())
    colleague = world.therapist("two@example.org")
    teams.join_care_team(member=visit.member, practitioner=colleague, at=timezone.now(), by=None)
    stranger = world.therapist("three@example.org")
    coach = world.account("coach@example.org", Role.COACH)
    paths = [f"/visits/{visit.pk}/measurements/", f"/visits/{visit.pk}/sets/"]
    for who, allowed in ((colleague, {404}), (stranger, {404}), (coach, {404}), (visit.member.user, {403})):
        assert {post(who, path, body()).status_code for path in paths} == allowed
    own: User = world.joined("eve@example.org").user
    for who in (stranger, coach, own):
        for path in ("strike", "test-result"):
            url = f"/practice/measurements/{entry.pk}/{path}/"
            assert signed_in(who).post(url, {"reason": "x", "pain": 1}).status_code in {403, 404}
        assert signed_in(who).get(f"/visits/{visit.pk}/measuring/").status_code in {403, 404}
    url = f"/practice/measurements/{entry.pk}/strike/"
    assert signed_in(colleague).post(url, {"reason": "x"}).status_code == 403
    entry.refresh_from_db()
    assert entry.stands


def test_the_panel_is_closed_with_the_room(visit):
    visit.begins_at, visit.ends_at = timezone.now() - timedelta(hours=5), timezone.now() - timedelta(hours=4)
    visit.save()
    assert signed_in(visit.member.user).get(f"/visits/{visit.pk}/measuring/").status_code == 409
    assert post(visit.practitioner, f"/visits/{visit.pk}/measurements/", body()).status_code == 409


def test_a_form_without_script_strikes_and_says_so(visit, during):
    entry = marked(visit, during)
    client = signed_in(visit.practitioner)
    url = f"/practice/measurements/{entry.pk}/strike/"
    page = client.post(url, {"reason": ""}, follow=True).content.decode()
    assert "Say in a few words" in page
    page = client.post(url, {"reason": "Wrong side"}, follow=True).content.decode()
    assert "Struck through. It stays readable" in page
