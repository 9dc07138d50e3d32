"""Practice pages: who may open them, what they show, and that every read is written down."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinew.apps.accounts.actions import create_account
from sinew.apps.audit.models import AuditEntry
from sinew.apps.practice.demo.people import Person
from sinew.vocabulary import Role
from tests.apps.practice.conftest import signed_in, staff

pytestmark = pytest.mark.django_db


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def routes(member: object) -> list[tuple[str, str]]:
    """Every practice route with its method."""
    pk = member.pk  # type: ignore[attr-defined]
    return [
        ("get", reverse("practice:caseload")),
        ("get", reverse("practice:member", args=[pk])),
        ("get", reverse("practice:timeline", args=[pk])),
        ("get", reverse("practice:plan_pdf", args=[pk])),
        ("post", reverse("practice:decide", args=[pk])),
        ("post", reverse("practice:undo", args=[pk, 1])),
        ("post", reverse("practice:resolve_flag", args=[pk, 1])),
    ]


def test_strangers_are_sent_to_sign_in_and_every_other_role_is_refused(ana):
    others = [
        ana.user,
        staff(Role.OPERATOR),
        staff(Role.CLINICAL_EDITOR),
        staff(Role.SPONSOR_MANAGER),
    ]
    for method, url in routes(ana):
        stranger = getattr(Client(), method)(url)
        assert stranger.status_code == 302
        assert stranger.url.startswith("/accounts/login/")
        for user in others:
            assert getattr(signed_in(user), method)(url).status_code == 403, (user.role, url)


def test_a_therapist_of_another_team_finds_nobody(ana):
    other = create_account(email="other@example.org", role=Role.PHYSICAL_THERAPIST)
    from tests.apps.practice.conftest import SECRET, enable_totp

    enable_totp(other, SECRET)
    client = signed_in(other)
    assert "Ana Whitfield" not in text(client.get("/practice/"))
    for method, url in routes(ana)[1:]:
        assert getattr(client, method)(url, {"decision": "hold", "reason": "x"}).status_code == 404, url


def test_a_therapist_without_a_second_factor_sees_nothing(ana):
    newcomer = create_account(email="new@example.org", role=Role.PHYSICAL_THERAPIST)
    for method, url in routes(ana):
        response = getattr(signed_in(newcomer), method)(url)
        assert response.status_code == 302
        assert response.url == reverse("accounts:second_factor_needed")


def test_only_operators_see_health_and_it_shows_no_member(ana, therapist):
    url = reverse("practice:health")
    assert therapist.get(url).status_code == 403
    assert signed_in(ana.user).get(url).status_code == 403
    assert Client().get(url).status_code == 302
    page = text(signed_in(staff(Role.OPERATOR)).get(url))
    assert "Background worker" in page
    assert "Ana" not in page
    assert str(ana.pk) not in page


def test_the_caseload_shows_who_needs_the_therapist_first(ana, settle, therapist):
    settle(
        Person(
            key="tom",
            name="Tom Castellano",
            age=49,
            side="left",
            joined_days_ago=1,
            stops_on={"rf-01": "yes"},
        )
    )
    page = text(therapist.get("/practice/"))
    assert page.index("Needs you") < page.index("Tom Castellano") < page.index("Ana Whitfield")
    assert "RF-01" in page
    assert "Worst pain of the last" in page


def test_the_member_page_shows_answers_plan_measured_sessions_and_trends(ana, therapist):
    page = text(therapist.get(reverse("practice:member", args=[ana.pk])))
    assert "Lifting my nephew (4/10)" in page
    assert "Easier than I feared." in page
    assert "Self-care" in page
    assert "Gate to T2" in page
    assert "Because:" in page
    assert "camera" in page
    assert "peaks" in page
    assert re.search(r"\d° to \d+° \(±\s\d+°\)", page)
    assert 'class="chart__drawing"' in page
    assert "style=" not in page
    assert "Expected error" in page
    assert "People on video doing this exercise." in page


def test_a_corrected_answer_is_shown_with_what_was_answered_before(ana, therapist):
    page = text(therapist.get(reverse("practice:member", args=[ana.pk])))
    assert "<s>Yes</s>" in page
    assert "Taken back by the member" in page


def test_the_coach_sees_the_same_record_without_anything_to_decide(ana, coach):
    page = text(coach.get(reverse("practice:member", args=[ana.pk])))
    assert "Ana Whitfield" in page
    assert "is for physical therapists" in page
    assert "<textarea" not in page


def test_every_read_of_a_record_is_written_down_with_its_reader(ana, therapist, team):
    therapist.get("/practice/")
    therapist.get(reverse("practice:member", args=[ana.pk]))
    read = AuditEntry.objects.about(ana.pk).filter(by_id=team.therapist.pk)
    assert {"practice.caseload.read", "practice.record.read"} <= set(read.values_list("event", flat=True))


def test_an_unfinished_intake_and_a_member_without_a_plan_have_a_page(settle, therapist):
    priya = settle(
        Person(
            key="priya",
            name="Priya Nair-Bannister",
            age=29,
            side="left",
            joined_days_ago=0,
            answers_until="rf-12-signs",
        )
    )
    page = text(therapist.get(reverse("practice:member", args=[priya.pk])))
    assert "There is no plan yet" in page
    assert "unfinished" in page


def test_the_number_of_queries_does_not_grow_with_the_history(ana, settle, therapist):
    long = settle(
        Person(
            key="leo", name="Leo", age=41, side="left", joined_days_ago=75, adherence=1, mornings=1, camera=1
        )
    )

    def queries(member):
        with CaptureQueriesContext(connection) as captured:
            assert therapist.get(reverse("practice:member", args=[member.pk])).status_code == 200
        return len(captured)

    queries(ana)  # fills what is read once
    assert queries(long) <= queries(ana) <= 65


def test_the_title_of_a_record_names_nobody(ana, therapist):
    page = text(therapist.get(reverse("practice:member", args=[ana.pk])))
    assert "<title>Member · Sinew</title>" in page
