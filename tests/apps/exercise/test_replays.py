"""Movement is shared only by choice, read only by those who may, and gone when it is taken back."""

import io
import json
import zipfile
from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.exercise import actions as exercise
from sinew.apps.exercise import replays
from sinew.apps.exercise.models import ExerciseSession, MeasuredSet, Replay
from sinew.apps.members import actions as members
from sinew.apps.members.models import Consent
from sinew.apps.practice.operations.upkeep import prune
from sinew.vocabulary import Role
from tests.apps.exercise.conftest import agree, posted
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_shared_movement_is_stored_beside_its_set_and_not_in_the_result(plan, movement):
    session, answer = posted(plan, movement, None, movement)
    assert (answer.status_code, answer.json()["left_out"]) == (201, [])
    sets = list(session.measured_sets.order_by("pk"))
    assert [hasattr(one, "replay") for one in sets[:3]] == [True, False, True]
    assert sets[0].replay.read().moments[0].points
    session.refresh_from_db()
    assert "trace" not in json.dumps(session.result)
    assert AuditEntry.objects.filter(event="exercise.replay.shared").count() == 1


def test_sent_twice_it_is_shared_once(plan, movement):
    key = uuid4()
    session, _answer = posted(plan, movement, key=key)
    again = replays.share_movement(session=session, traces=[movement], at=world.at(), by=plan.member.user)
    assert (again, Replay.objects.count()) == ([], 1)


def test_without_the_consent_the_result_counts_and_the_movement_is_not_kept(movement):
    plan = world.planned()
    session, answer = posted(plan, movement)
    assert answer.status_code == 201
    assert [problem["code"] for problem in answer.json()["left_out"]] == ["not-agreed"]
    session.refresh_from_db()
    assert (session.status, Replay.objects.count()) == (ExerciseSession.Status.DONE, 0)
    assert "trace" not in json.dumps(session.result)


@pytest.mark.parametrize(
    "text", ["no Base64 at all!", "U05XVA==", b64encode(b"SNWT" + bytes(400_000)).decode(), "ü"]
)
def test_a_trace_that_cannot_be_read_is_left_out_and_the_result_counts(plan, movement, text):
    _session, answer = posted(plan, text, movement)
    assert answer.status_code == 201
    assert [(p["where"], p["code"]) for p in answer.json()["left_out"]] == [("sets.0.trace", "bad-trace")]
    assert Replay.objects.count() == 1


def test_a_trace_that_is_no_text_is_refused_as_every_wrong_field_is(plan):
    _session, answer = posted(plan, 7)
    assert answer.status_code == 400


def test_withdrawing_the_consent_deletes_every_replay_and_leaves_the_sets(plan, replay):
    counted = MeasuredSet.objects.count()
    client = signed_in(plan.member.user)
    page = client.get(reverse("members:withdraw", args=["movement"])).content.decode()
    assert "Every replay you have shared is deleted at once." in page
    client.post(reverse("members:withdraw", args=["movement"]))
    assert (Replay.objects.count(), MeasuredSet.objects.count()) == (0, counted)
    assert plan.member.care_plans.active().exists()
    assert AuditEntry.objects.filter(event="exercise.replay.forgotten").exists()


def test_who_lets_no_team_read_shares_nothing_with_it(plan, replay):
    members.withdraw_consent(member=plan.member, what="care_team", at=world.at(hour=13), by=plan.member.user)
    assert not Replay.objects.exists()


def test_other_consents_leave_replays_alone(plan, replay):
    agree(plan, Consent.What.REMINDERS)
    members.withdraw_consent(member=plan.member, what="reminders", at=world.at(hour=13), by=plan.member.user)
    assert Replay.objects.exists()


def test_nobody_is_asked_before_they_agree(plan):
    def may_share(one):
        session = exercise.start_session(plan=one, day=world.DAY, at=world.at(), by=one.member.user)
        client = signed_in(one.member.user)
        page = client.get(reverse("exercise:player", args=[session.pk])).content.decode()
        return '"may_share": true' in page

    assert not may_share(world.planned("bo@example.org"))
    assert may_share(plan)


def test_the_member_and_the_team_see_it_and_the_team_s_reading_is_written_down(plan, replay):
    url = reverse("exercise:replay", args=[replay.pk])
    own = signed_in(plan.member.user).get(url)
    assert own.status_code == 200
    assert not AuditEntry.objects.filter(event="exercise.replay.read").exists()
    therapist = world.therapist()
    assert signed_in(therapist).get(url).status_code == 404
    teams.join_care_team(member=plan.member, practitioner=therapist, at=world.at(), by=None)
    read = signed_in(therapist).get(url)
    assert read.status_code == 200
    [entry] = AuditEntry.objects.filter(event="exercise.replay.read")
    assert (entry.by_id, entry.member_id) == (therapist.pk, plan.member.pk)
    page = signed_in(therapist).get(reverse("practice:member", args=[plan.member.pk])).content.decode()
    assert url in page
    assert (
        url
        in signed_in(plan.member.user)
        .get(reverse("today:after", args=[replay.measured_set.session_id]))
        .content.decode()
    )


@pytest.mark.parametrize(
    "role", [Role.MEMBER, Role.COACH, Role.OPERATOR, Role.CLINICAL_EDITOR, Role.SPONSOR_MANAGER]
)
def test_nobody_else_sees_or_removes_it(replay, role):
    client = signed_in(world.account("else@example.org", role))
    assert client.get(reverse("exercise:replay", args=[replay.pk])).status_code in {403, 404}
    assert client.post(reverse("exercise:remove_replay", args=[replay.pk])).status_code in {403, 404}
    assert Replay.objects.exists()


def test_the_team_cannot_remove_it_and_the_member_can(plan, replay):
    therapist = world.therapist()
    teams.join_care_team(member=plan.member, practitioner=therapist, at=world.at(), by=None)
    url = reverse("exercise:remove_replay", args=[replay.pk])
    assert signed_in(therapist).post(url).status_code == 403
    assert signed_in(plan.member.user).post(url).status_code == 302
    assert not Replay.objects.exists()
    assert AuditEntry.objects.filter(event="exercise.replay.removed").exists()


def test_the_page_reads_without_script(plan, replay):
    page = signed_in(plan.member.user).get(reverse("exercise:replay", args=[replay.pk])).content.decode()
    assert 'class="replay__curve"' in page
    assert page.count('class="replay__limb') >= 14
    assert "Repetition 1" in page
    assert "style=" not in page


def test_the_export_has_every_point_and_the_count_needs_no_unpacking(plan, replay):
    answer = signed_in(plan.member.user).post(reverse("members:export"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        name = next(name for name in archive.namelist() if name.endswith("replays.json"))
        [row] = json.loads(archive.read(name))
    assert (row["set"], row["width"], row["height"]) == (1, 720, 960)
    assert len(row["points"]) == len(row["moments"][0]["x_y_seen"]) == 17
    page = signed_in(plan.member.user).get(reverse("members:my_data")).content.decode()
    assert "Movement you shared" in page


def test_deleting_the_account_deletes_it(plan, replay):
    user = plan.member.user
    members.delete_account(user=user, typed=user.email, by=user)
    assert not Replay.objects.exists()


def test_it_is_kept_for_180_days(replay):
    prune(at=replay.shared_at + timedelta(days=180))
    assert Replay.objects.exists()
    prune(at=replay.shared_at + timedelta(days=180, seconds=1))
    assert not Replay.objects.exists()
