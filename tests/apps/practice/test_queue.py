"""The caseload as a place to work: acts in a row, filters, reminders, and a bounded number of queries."""

import re
from datetime import datetime, timedelta
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
from sinew.apps.care.summaries import summarize_missing, summary_of
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.members.actions import grant_consents
from sinew.apps.members.models import Consent, Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.outcomes.course import Course
from sinew.apps.outcomes.waiting import overdue_outcomes
from sinew.apps.practice.caseload import caseload, local_day
from sinew.apps.practice.errors import NothingToPutAside
from sinew.apps.practice.presenters.acts import REPLIES
from sinew.apps.practice.presenters.attention import rule_in_words
from sinew.apps.practice.queue.actions import put_aside
from sinew.apps.practice.queue.filters import PAGE_SIZE
from sinew.apps.practice.queue.page import reply_keys
from sinew.apps.web import content
from sinew.attention import Kind
from sinew.vocabulary import Role
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


def write(member: Member, at: datetime, body: str = "Hello") -> None:
    send_message(member=member, body=body, files=[], key=uuid4(), at=at, by=member.user)


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


def test_an_upgrade_summarizes_every_plan_that_has_no_summary(worse):
    before = PlanSummary.objects.get(plan=worse).values
    PlanSummary.objects.all().delete()
    assert [summarize_missing(), summarize_missing()] == [1, 0]
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


def test_what_came_after_the_page_was_opened_is_not_put_aside_with_the_rest(worse, therapist):
    seen_at = world.at(LATER, hour=10)
    write(worse.member, at=world.at(LATER, hour=11))
    noon = world.at(LATER, hour=12)
    (case,) = caseload(therapist, content.attention_rules(), at=noon, only=worse.member)
    aside = put_aside(
        member=worse.member, found=case.standing.now, seen_at=seen_at, why="Seen on Thursday.",
        until=LATER + timedelta(days=3), at=noon, by=therapist,
    )  # fmt: skip
    assert aside.kinds == [Kind.WORSE_AFTER]
    assert kinds(therapist, worse.member) == [Kind.MESSAGE]


def test_a_second_message_comes_back_although_the_first_was_put_aside(therapist):
    member = world.planned().member
    write(member, at=world.at(LATER, hour=8))
    nine = world.at(LATER)
    (case,) = caseload(therapist, content.attention_rules(), at=nine, only=member)
    put_aside(
        member=member, found=case.standing.now, seen_at=nine, why="Called him.",
        until=LATER + timedelta(days=9), at=nine, by=therapist,
    )  # fmt: skip
    assert kinds(therapist, member) == []
    write(member, at=world.at(LATER, hour=11))
    assert kinds(therapist, member) == [Kind.MESSAGE]


def test_a_coach_neither_puts_aside_nor_marks_as_read_what_a_therapist_decides(worse):
    coach = world.account("coach@example.org", Role.COACH)
    care.join_care_team(member=worse.member, practitioner=coach, at=world.at(), by=None)
    browser = signed_in(coach)
    seen = PlanSummary.objects.get(plan=worse).newest_id
    assert (
        browser.post(reverse("practice:read_news", args=[worse.member_id]), {"seen": seen}).status_code == 403
    )
    noon = world.at(LATER, hour=12)
    (case,) = caseload(coach, content.attention_rules(), at=noon, only=worse.member)
    with pytest.raises(NothingToPutAside):
        put_aside(
            member=worse.member, found=case.standing.now, seen_at=noon, why="Can wait.",
            until=LATER + timedelta(days=3), at=noon, by=coach,
        )  # fmt: skip
    page = browser.get(reverse(LIST)).content.decode()
    assert "Worse the day after" in page
    assert reverse("practice:read_news", args=[worse.member_id]) not in page
    assert not ReasonsPutAside.objects.exists()


def test_a_form_that_is_refused_stays_open_with_what_was_typed(worse, therapist, client):
    url = reverse("practice:clear", args=[worse.member_id])
    told = {"seen": 1, "reason": "Walks without a limp.", "filters": "kind=worse-after"}
    refused = client.post(url, told)
    assert refused.status_code == 409
    assert "This plan has changed" in refused.content.decode()
    url = reverse("practice:put_aside", args=[worse.member_id])
    told = {"until": "2000-01-01", "why": "Visit on Thursday.", "filters": "kind=worse-after"}
    refused = client.post(url, told)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert 'value="Visit on Thursday."' in page
    assert re.search(r'<details class="act" name="act" open>\s*<summary[^>]*data-key="z"', page)
    assert '<option value="worse-after" selected>' in page
    assert re.search(r'name="until"[^>]*aria-invalid="true"', page)


@pytest.mark.parametrize("seen", ["", "x", "9" * 30, "9" * 5000, "²"])
def test_an_id_that_is_none_is_refused_and_no_error_page(worse, client, seen):
    assert (
        client.post(reverse("practice:read_news", args=[worse.member_id]), {"seen": seen}).status_code == 404
    )


def test_the_pages_of_a_search_are_turned_without_the_name_in_the_address(therapist, client):
    for number in range(PAGE_SIZE + 1):
        member = world.joined(f"sam{number:02}@example.org")
        CareTeamMember.objects.create(member=member, practitioner=therapist, joined_at=world.at())
    first = client.post(reverse(LIST), {"name": "sam"}).content.decode()
    assert f'action="{reverse(LIST)}?page=2"' in first
    second = client.post(f"{reverse(LIST)}?page=2", {"name": "sam"}).content.decode()
    assert second.count("data-case=") == 1
    assert "name=sam" not in first + second


def test_unread_news_keeps_its_first_moment_and_every_rule(worse, therapist):
    day = LATER + timedelta(days=1)
    by = worse.member.user
    care.record_morning(plan=worse, compared="+3", on=day, at=world.at(day), by=by)
    (told,) = [each for each in PlanSummary.objects.get(plan=worse).news if each["rule"] == "morning-plus-3"]
    assert told == {
        "rule": "morning-plus-3",
        "first_at": world.at(LATER).isoformat(),
        "last_at": world.at(day).isoformat(),
    }


def test_what_somebody_tells_after_a_stop_is_shown(worse, therapist):
    care.decide(
        plan=worse, decision="stop", reason="Wait.", on=LATER, at=world.at(LATER, hour=10), by=therapist
    )
    assert kinds(therapist, worse.member) == []
    care.record_check_in(
        plan=worse, answers={"night_waking": "yes"}, on=LATER, at=world.at(LATER, hour=11),
        by=worse.member.user,
    )  # fmt: skip
    assert kinds(therapist, worse.member) == [Kind.WORSE_AFTER]


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


def test_nobody_with_words_of_an_emergency_is_reminded_of_a_session(worse, client):
    member = worse.member
    grant_consents(member=member, whats=[Consent.What.REMINDERS], at=world.at(), by=member.user)
    write(member, at=world.at(LATER), body="I have chest pain and can not breathe.")
    client.post(reverse("practice:remind"), {"member": str(member.pk), "send": "1"})
    assert not OutboxEmail.objects.filter(template="team_reminder").exists()


def test_a_rule_is_said_in_words_a_red_flag_with_what_it_can_mean():
    program = content.current().program
    assert rule_in_words("two-reds", program) == "two reds"
    assert rule_in_words("RF-07", program) == f"RF-07: {program.wording['RF-07'].rstrip('.')}"
    assert rule_in_words("RF-99", program) == "RF-99"
    assert rule_in_words("C3-review", program).endswith("(C3)")


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
