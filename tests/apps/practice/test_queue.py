"""The caseload as a place to work: acts in a row, filters, reminders, and a bounded number of queries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import actions as care
from sinew.apps.care.models import CarePlan, CareTeamMember, PlanSummary, ReasonsPutAside
from sinew.apps.care.summaries import summary_of
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.members.actions import grant_consents
from sinew.apps.members.models import Consent, Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.waiting import overdue_outcomes
from sinew.apps.practice.caseload import caseload, local_day
from sinew.apps.practice.presenters.acts import REPLIES
from sinew.apps.practice.queue.page import reply_keys
from sinew.apps.web import content
from sinew.attention import Kind
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

LATER = world.DAY + timedelta(days=1)
LIST = "practice:caseload"


@pytest.fixture
def therapist() -> User:
    return world.therapist()


@pytest.fixture
def client(therapist: User) -> Client:
    return signed_in(therapist)


@pytest.fixture
def worse(therapist: User) -> CarePlan:
    """Somebody who told of a much worse morning, which the team should know."""
    plan = world.planned()
    world.exercised(plan)
    by = plan.member.user
    care.record_morning(plan=plan, compared="+3", on=LATER, at=world.at(LATER), by=by)
    return plan


def kinds(therapist: User, member: Member) -> list[Kind]:
    at = world.at(LATER, hour=12)
    (case,) = caseload(therapist, content.attention_rules(), at=at, only=member)
    return [reason.kind for reason in case.attention]


def test_the_summary_is_what_the_rows_give_after_every_event(worse, therapist):
    at = world.at(LATER, hour=12)
    for decision in ("hold", "cleared"):
        care.decide(plan=worse, decision=decision, reason="Because.", on=LATER, at=at, by=therapist)
        assert PlanSummary.objects.get(plan=worse).values == summary_of(worse)


def test_a_plan_without_a_summary_gets_one_when_it_is_read(worse, therapist):
    before = PlanSummary.objects.get(plan=worse).values
    PlanSummary.objects.all().delete()
    kinds(therapist, worse.member)
    assert PlanSummary.objects.get(plan=worse).values == before


def test_news_that_is_read_leaves_the_list_and_says_who_read_it(worse, therapist, client):
    assert Kind.WORSE_AFTER in kinds(therapist, worse.member)
    url = reverse("practice:read_news", args=[worse.member_id])
    seen = PlanSummary.objects.get(plan=worse).newest_id
    for _ in range(2):
        answer = client.post(url, {"seen": seen, "filters": "kind=worse-after", "then": str(worse.member_id)})
        assert answer["Location"] == f"{reverse(LIST)}?kind=worse-after#case-{worse.member_id}"
    assert kinds(therapist, worse.member) == []
    assert worse.news_read.get().read_by == therapist
    assert AuditEntry.objects.filter(event="care.news.read", member_id=worse.member_id).count() == 1


def test_what_comes_after_the_page_was_opened_is_still_news(worse, therapist, client):
    first = worse.adjustments.order_by("id").first()
    assert first is not None
    client.post(reverse("practice:read_news", args=[worse.member_id]), {"seen": first.pk})
    assert Kind.WORSE_AFTER in kinds(therapist, worse.member)


def test_a_plan_is_cleared_in_its_row_with_a_reason(worse, therapist, client):
    at = world.at(LATER, hour=11)
    care.decide(plan=worse, decision="stop", reason="Wait.", on=LATER, at=at, by=therapist)
    url = reverse("practice:clear", args=[worse.member_id])
    seen = PlanSummary.objects.get(plan=worse).newest_id
    client.post(url, {"seen": seen, "reason": "", "scope": "program"})
    assert PlanSummary.objects.get(plan=worse).word == "stop"
    client.post(url, {"seen": seen, "reason": "Walks without a limp.", "scope": "program"})
    assert PlanSummary.objects.get(plan=worse).word == "cleared"
    before = worse.events.count()
    client.post(url, {"seen": seen, "reason": "A second click.", "scope": "program"})
    assert worse.events.count() == before


def test_reasons_are_put_aside_until_a_day_and_taken_up_again(worse, therapist, client):
    url = reverse("practice:put_aside", args=[worse.member_id])
    today = local_day(worse.member, timezone.now())
    for until, why in ((today, "x"), (today + timedelta(days=90), "x"), (today + timedelta(days=3), " ")):
        client.post(url, {"until": until.isoformat(), "why": why})
    assert not ReasonsPutAside.objects.exists()
    client.post(url, {"until": (today + timedelta(days=3)).isoformat(), "why": "Visit on Thursday."})
    page = client.get(reverse(LIST)).content.decode()
    assert "Visit on Thursday." in page
    assert Kind.WORSE_AFTER.value in ReasonsPutAside.objects.standing().get().kinds
    client.post(reverse("practice:take_up", args=[worse.member_id]))
    assert not ReasonsPutAside.objects.standing().exists()


def test_filters_stand_in_the_address_and_a_name_never_does(worse, client):
    other = world.planned("ben@example.org")
    page = client.get(
        reverse(LIST), {"kind": "worse-after", "page": "7", "phase": "nonsense"}
    ).content.decode()
    assert "Ada" in page
    assert f"case-{other.member_id}" not in page
    found = client.post(reverse(LIST), {"name": "ben"}).content.decode()
    assert f"case-{other.member_id}" in found
    assert f"case-{worse.member_id}" not in found
    assert "name=ben" not in found


def test_a_reminder_goes_to_who_agreed_once_a_day_and_the_others_are_named(worse, client):
    agrees = world.planned("ben@example.org").member
    grant_consents(member=agrees, whats=[Consent.What.REMINDERS], at=world.at(), by=agrees.user)
    both = {"member": [str(agrees.pk), str(worse.member_id), str(uuid4())]}
    page = client.post(reverse("practice:remind"), both).content.decode()
    assert "has not agreed to reminders" in page
    assert "wonders how you are getting on" in page
    for _ in range(2):
        client.post(reverse("practice:remind"), {**both, "send": "1"})
    assert OutboxEmail.objects.filter(template="team_reminder").count() == 1
    assert "had a reminder today" in client.post(reverse("practice:remind"), both).content.decode()


def test_every_quick_reply_an_act_begins_with_exists():
    assert set(REPLIES.values()) <= reply_keys().keys()


def test_the_list_is_asked_for_alone(worse, client):
    page = client.get(reverse("practice:caseload_list")).content.decode()
    assert "<html" not in page
    assert f"case-{worse.member_id}" in page


@pytest.mark.parametrize("days", [0, 6, 7, 13, 14, 28, 35, 41, 42])
def test_overdue_answers_are_those_the_course_calls_due(worse, days):
    day = worse.as_of + timedelta(days=days)
    plan = CarePlan.objects.select_related("summary").get(pk=worse.pk)
    course = Course(plan, day)
    late = [p for measure in course.due for p in course.points(measure) if p.state == "overdue"]
    found = overdue_outcomes([(plan, day)])
    assert bool(late) == (plan.pk in found)
    if late:
        assert found[plan.pk].since == min(point.due_on for point in late)


def test_fifty_members_cost_as_many_queries_as_five(worse, therapist, client):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse(LIST)).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        for _ in range(number):
            member = world.joined(f"{uuid4().hex}@example.org")
            CareTeamMember.objects.create(member=member, practitioner=therapist, joined_at=world.at())
            send_message(member=member, body="Hello", files=[], key=uuid4(), at=world.at(), by=member.user)

    more(4)
    queries()
    few = queries()
    more(45)
    assert queries() == few
