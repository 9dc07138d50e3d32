"""Clearing, holding and stopping: physical therapists only, always with a reason, undone where possible."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.care import actions as care
from sinew.apps.care.models import CareEvent
from sinew.apps.care.planning import current_plan
from sinew.apps.practice import actions
from sinew.apps.practice.actions import Decision
from sinew.apps.practice.caseload import local_day
from sinew.apps.practice.demo.people import PEOPLE, Person
from sinew.apps.practice.errors import CannotBeUndone, OnlyPhysicalTherapists, ReasonMissing

pytestmark = pytest.mark.django_db


def sessions_in_week(member: object) -> int:
    plan = member.care_plans.active().get()  # type: ignore[attr-defined]
    said = current_plan(plan, local_day(member, timezone.now())).to_json()  # type: ignore[arg-type]
    return sum(bool(day["exercises"]) for day in said["week"])


def decisions(member: object) -> list[str]:
    events = CareEvent.objects.filter(plan__member=member, type="practitioner").order_by("id")
    return [event.payload["decision"] for event in events]


def seen(client: object, member: object) -> str:
    """What the page of this member puts into its forms."""
    page = client.get(reverse("practice:member", args=[member.pk])).content.decode()  # type: ignore[attr-defined]
    (newest,) = set(re.findall(r'name="seen" value="(\d+)"', page)) or {""}
    return newest


def post(client: object, member: object, **data: str) -> object:
    """A decision made on a page that has just been opened, unless it says what was seen."""
    data = {"seen": data.get("seen") or seen(client, member), **data}
    return client.post(reverse("practice:decide", args=[member.pk]), data)  # type: ignore[attr-defined]


def test_stop_ends_the_sessions_says_why_and_can_be_undone(ana, therapist):
    assert sessions_in_week(ana) > 0
    assert (
        post(therapist, ana, decision="stop", reason="Fell on the stairs, let me see her.").status_code == 302
    )
    assert sessions_in_week(ana) == 0
    page = therapist.get(reverse("practice:member", args=[ana.pk])).content.decode()
    assert "Fell on the stairs" in page
    assert "Undo it" in page

    event = CareEvent.objects.get(plan__member=ana, type="practitioner")
    assert therapist.post(reverse("practice:undo", args=[ana.pk, event.pk])).status_code == 302
    assert sessions_in_week(ana) > 0
    assert decisions(ana) == ["stop", "cleared"]


def test_hold_keeps_the_sessions_and_is_seen_in_the_caseload(ana, therapist):
    post(therapist, ana, decision="hold", reason="Let it settle for a week.")
    assert sessions_in_week(ana) > 0
    assert "level held" in therapist.get("/practice/").content.decode()


@pytest.mark.parametrize("decision", ["hold", "stop", "cleared", "regress"])
def test_a_decision_without_a_reason_changes_nothing(ana, therapist, decision):
    response = post(therapist, ana, decision=decision, reason="   ")
    assert response.status_code == 400
    assert "Say why" in response.content.decode()
    assert decisions(ana) == []


def test_an_excluded_exercise_leaves_the_plan(ana, therapist):
    post(therapist, ana, decision="exclude_exercise", exercise="bridge-double", reason="Hurts her back.")
    plan = ana.care_plans.active().get()
    week = current_plan(plan, local_day(ana, timezone.now())).to_json()["week"]
    assert not any("bridge-double" in day["exercises"] for day in week)
    assert decisions(ana) == ["exclude_exercise"]


def test_a_phase_or_an_exercise_has_to_be_named(ana, therapist):
    assert post(therapist, ana, decision="set_phase", reason="ready").status_code == 400
    assert post(therapist, ana, decision="exclude_exercise", reason="no").status_code == 400
    assert post(therapist, ana, decision="set_phase", phase="S9", reason="?").status_code == 400
    assert decisions(ana) == []


def test_somebody_waiting_for_clearance_gets_sessions_once_cleared(settle, therapist):
    dev = settle(next(person for person in PEOPLE if person.key == "dev"))
    assert sessions_in_week(dev) == 0
    post(therapist, dev, decision="cleared", scope="program", reason="Seen on video, walking without a limp.")
    assert sessions_in_week(dev) > 0


@pytest.mark.parametrize(
    "data",
    [
        {"decision": "cleared", "reason": "looks fine"},
        {"decision": "hold", "reason": "to be safe"},
        {"decision": "stop", "reason": "to be safe"},
        {"decision": "progress", "reason": "bored"},
        {"decision": "exclude_exercise", "exercise": "bridge-double", "reason": "bored"},
    ],
)
def test_a_coach_decides_nothing(ana, coach, data):
    assert post(coach, ana, **data).status_code == 403
    assert decisions(ana) == []


def test_the_actions_themselves_refuse_coaches_and_empty_reasons(ana, team):
    plan, at = ana.care_plans.active().get(), timezone.now()
    with pytest.raises(OnlyPhysicalTherapists):
        actions.decide(plan=plan, decision=Decision.HOLD, reason="x", at=at, by=team.coach)
    with pytest.raises(ReasonMissing):
        actions.decide(plan=plan, decision=Decision.HOLD, reason=" ", at=at, by=team.therapist)


def test_only_the_newest_decision_can_be_undone_and_an_exclusion_too(ana, team):
    plan, at, second = ana.care_plans.active().get(), timezone.now(), timedelta(seconds=1)
    first = actions.decide(plan=plan, decision=Decision.HOLD, reason="a", at=at, by=team.therapist).event
    last = actions.decide(
        plan=plan,
        decision=Decision.EXCLUDE_EXERCISE,
        reason="b",
        at=at + second,
        by=team.therapist,
        detail={"exercise": "bridge-double"},
    ).event
    with pytest.raises(CannotBeUndone):
        actions.undo(event=first, at=at + 2 * second, by=team.therapist)
    actions.undo(event=last, at=at + 2 * second, by=team.therapist)
    assert decisions(ana) == ["hold", "exclude_exercise", "take_back"]
    with pytest.raises(CannotBeUndone):
        actions.undo(event=last, at=at + 3 * second, by=team.therapist)


def test_a_red_flag_is_closed_with_what_was_done_by_a_therapist_only(settle, therapist, coach, team):
    tom = settle(
        Person(
            key="tom",
            name="Tom",
            age=49,
            side="left",
            joined_days_ago=1,
            stops_on={"rf-01": "yes"},
            has_coach=True,
        )
    )
    flag = tom.red_flags.get()
    url = reverse("practice:resolve_flag", args=[tom.pk, flag.pk])
    assert coach.post(url, {"resolution": "called him"}).status_code == 403
    assert therapist.post(url, {"resolution": ""}).status_code == 400
    flag.refresh_from_db()
    assert flag.resolved_at is None
    assert therapist.post(url, {"resolution": "Seen in the emergency room, cleared."}).status_code == 302
    flag.refresh_from_db()
    assert flag.resolved_by == team.therapist


def test_a_second_click_decides_nothing_more_and_says_so(ana, therapist):
    page = seen(therapist, ana)
    first = post(therapist, ana, decision="regress", reason="Easier, please.", seen=page)
    again = post(therapist, ana, decision="regress", reason="Easier, please.", seen=page)
    assert (first.status_code, again.status_code) == (302, 409)
    assert "Nothing was added" in again.content.decode()
    assert decisions(ana) == ["regress"]


def test_a_decision_made_before_the_member_s_news_is_refused_until_it_is_read(ana, therapist):
    page = seen(therapist, ana)
    plan, at = ana.care_plans.active().get(), timezone.now()
    care.record_check_in(plan=plan, answers={"rf-08": "yes"}, on=local_day(ana, at), at=at, by=ana.user)
    refused = post(therapist, ana, decision="progress", reason="Ready for more.", seen=page)
    assert refused.status_code == 409
    assert refused.content.decode().count(">Ready for more.</textarea>") == 1
    assert decisions(ana) == []
    assert post(therapist, ana, decision="hold", reason="I read it.").status_code == 302


def test_a_decision_must_say_what_was_seen(ana, therapist):
    url = reverse("practice:decide", args=[ana.pk])
    assert therapist.post(url, {"decision": "hold", "reason": "Wait."}).status_code == 400
    assert decisions(ana) == []


def test_undoing_twice_takes_back_once(ana, therapist):
    post(therapist, ana, decision="stop", reason="Let me see her.")
    event = CareEvent.objects.get(plan__member=ana, type="practitioner")
    for _click in range(2):
        therapist.post(reverse("practice:undo", args=[ana.pk, event.pk]))
    assert decisions(ana) == ["stop", "cleared"]
