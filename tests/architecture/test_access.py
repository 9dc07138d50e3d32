"""Who may open which address: one table for every route there is, and everybody else is refused."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.care import teams
from sinew.apps.conversation.actions.sending import send_message
from sinew.apps.conversation.files import Checked
from sinew.apps.conversation.models import Attachment
from sinew.apps.coverage.actions.rosters import receive_roster
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.coverage.models import Roster
from sinew.apps.exercise.models import ExerciseSession
from sinew.apps.members.models import Member
from sinew.apps.reporting.actions.invoices import agree_price, issue_due
from sinew.apps.reporting.actions.releases import publish_due
from sinew.apps.visits import passes
from sinew.apps.visits.models import Visit
from sinew.apps.web import content
from sinew.config.sockets import urlpatterns as sockets
from sinew.disclosure import Basis, Month
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in
from tests.support.sockets import connects

pytestmark = pytest.mark.django_db

ANYONE, SIGNED_IN = "anyone", "signed in"
MEMBERS, PRACTITIONERS, THERAPISTS, OPERATORS = "members", "practitioners", "therapists", "operators"
DOING = "practitioners, about something there is"
REVIEWERS = "practitioners and clinical editors"
NUMBERS = "physical therapists and operators"
MANAGERS = "sponsor managers"

WHO_MAY = {
    "web": {ANYONE: {"home", "about", "privacy", "choose_language", "choose_theme", "healthz"}},
    "library": {
        ANYONE: {"articles", "article", "terms", "search", "exercises", "exercise", "figure"},
        REVIEWERS: {"review", "review_item", "sign_off", "withdraw_sign_off"},
    },
    "accounts": {
        REVIEWERS: {"credential"},
        SIGNED_IN: {
            "arrive", "offer_passkey", "settings", "second_factor_needed", "end_sign_in",
            "end_other_sign_ins",
        },
    },
    "notifications": {
        ANYONE: {"unsubscribe", "service_worker"},
        SIGNED_IN: {"preferences", "pause", "add_device", "remove_device"},
    },
    "members": {MEMBERS: {"consent", "intake", "my_data", "export", "withdraw", "delete"}},
    "exercise": {
        MEMBERS: {"player", "result", "remove_replay"},
        DOING: {"comment", "strike_comment"},
        SIGNED_IN: {"replay"},
    },
    "today": {
        MEMBERS: {
            "intake", "intake_start", "intake_finish", "intake_stopped", "intake_result",
            "intake_screen", "today", "morning", "check_in", "start_session", "after", "progress",
            "care_team", "self_test", "tests", "camera_test",
            "short_check", "flare", "plan_pdf", "outcomes", "outcome",
            "outcomes_result",
        },
    },
    "practice": {
        PRACTITIONERS: {
            "caseload", "caseload_list", "member", "timeline", "plan_pdf", "outcomes",
            "hand_over",
        },
        DOING: {"remind", "put_aside", "take_up", "call_off"},
        THERAPISTS: {"decide", "undo", "resolve_flag", "clear", "read_news"},
        NUMBERS: {"workload"},
        OPERATORS: {"health"},
    },
    "tailoring": {
        PRACTITIONERS: {"editor", "templates"},
        THERAPISTS: {"decline", "retire"},
    },
    "conversation": {
        MEMBERS: {"thread", "thread_list"},
        PRACTITIONERS: {"threads", "threads_list", "member_thread", "member_thread_list", "replies", "hours"},
        DOING: {"settle", "deal", "reply", "remove_reply", "add_absence", "remove_absence"},
        SIGNED_IN: {"attachment", "photo"},
    },
    "visits": {
        MEMBERS: {"visits", "book"},
        PRACTITIONERS: {"schedule", "book_for", "hours", "time_off", "remove_time_off"},
        SIGNED_IN: {
            "visit", "calendar_file", "move", "cancel", "calendar", "end_calendar", "room", "room_pass",
        },
        ANYONE: {"feed"},
    },
    "charting": {
        MEMBERS: {"my_notes", "my_note", "my_note_pdf"},
        PRACTITIONERS: {
            "notes", "tasks", "minutes", "monitoring", "monitoring_csv", "monitoring_member",
            "monitoring_member_csv", "monitoring_member_pdf",
        },
        DOING: {
            "note", "note_pdf", "co_sign_note", "add_task", "finish_task", "reopen_task", "assign_task",
            "add_minutes", "take_back_minutes", "start_timer", "stop_timer",
        },
        THERAPISTS: {
            "begin_note", "save_note", "update_objective", "sign_note", "discard_note", "add_to_note",
            "share_note",
        },
    },
    "measuring": {
        DOING: {"mark", "save_set", "strike_measurement", "strike_set", "use"},
        SIGNED_IN: {"setup"},
    },
    "coverage": {
        ANYONE: {
            "qualify", "qualify_by_link", "qualify_next", "qualify_code", "qualify_detail",
            "qualify_answer", "qualify_insurer", "qualify_ask", "waiting_list", "leave_waiting_list",
            "sign_on", "sign_on_done",
        },
        MEMBERS: {"enroll", "enroll_now", "mine", "coverage_again"},
        OPERATORS: {"operator_coverage", "settle_question", "operator_sponsors", "operator_agreement"},
        MANAGERS: {
            "sponsors", "portal", "sponsor_settings", "sponsor_managers", "remove_manager",
            "withdraw_invitation", "sponsor_preview", "rosters", "roster_guide", "roster_sample", "roster",
            "roster_reading", "roster_left_out", "apply_roster", "discard_roster", "undo_roster",
        },
    },
    "reporting": {
        MANAGERS: {
            "reports",
            "report",
            "report_as_pdf",
            "report_as_csv",
            "invoices",
            "invoices_as_csv",
            "invoice_as_pdf",
        }
    },
    # allauth's own: signing in is for anyone, everything about an account for whoever is signed in.
    "": {
        ANYONE: {
            "account_login", "account_logout", "account_signup", "account_inactive",
            "account_confirm_email", "account_email_verification_sent", "account_reset_password",
            "account_reset_password_done", "account_reset_password_from_key",
            "account_reset_password_from_key_done", "account_request_login_code",
            "account_confirm_login_code", "account_signup_by_passkey", "account_verify_phone",
            "mfa_authenticate", "mfa_login_webauthn", "mfa_signup_webauthn", "mfa_trust",
            "account_confirm_password_reset_code", "account_complete_password_reset",
            "account_password_reset_completed", "accounts/sessions/", "usersessions_list",
            "account_complete_login",
        },
        SIGNED_IN: {
            "account_change_password", "account_set_password", "account_email",
            "account_reauthenticate", "account_change_phone", "mfa_index", "mfa_activate_totp",
            "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes",
            "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
            "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
        },
    },
}  # fmt: skip

PERSONAL = ("member_id", "session_id", "replay_id", "flag_id", "event_id", "attachment_id", "alarm_id")
SOCKETS = {
    "thread": {"the member", "the therapist", "a coach of the team"},
    "practice": {"the therapist", "a coach of the team", "therapist", "coach"},
    "room": {"the member", "the therapist"},
}
"""Who may open each WebSocket: those of `session`'s member, and of `others`."""

REFUSED = {302, 401, 403, 404}


class Route(NamedTuple):
    app: str
    name: str
    needs: tuple[str, ...]


def routes(
    patterns: list[URLPattern | URLResolver] | None = None, app: str = "", needs: tuple[str, ...] = ()
) -> Iterator[Route]:
    """Every route, with the names of the values its address takes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = (*needs, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.app_name or app, here)
        else:
            yield Route(app, pattern.name or str(pattern.pattern), here)


def who_may(route: Route) -> str | None:
    return next((who for who, names in WHO_MAY.get(route.app, {}).items() if route.name in names), None)


def guarded(*who: str) -> list[Route]:
    return [route for route in routes() if who_may(route) in who]


def address(route: Route, session: ExerciseSession) -> str:
    member = session.plan.member
    values = {
        "session_id": session.pk, "member_id": member.pk, "event_id": session.plan.events.first().pk,
        "flag_id": 1, "screen_id": "age", "what": "health_data", "sign_in_id": 1, "pk": 1, "key": "x",
        "test_id": "walk-10-min", "side": "left", "measure_id": "medicine-use",
        "article_id": "hamstring-definition", "exercise_id": "mini-squat",
        "replay_id": 1, "comment_id": 1, "kind": "exercise", "item_id": "mini-squat", "review_id": 1,
        "alarm_id": 1, "reply_id": 1, "absence_id": 1, "attachment_id": uuid4(),
        "measurement_id": uuid4(), "set_id": uuid4(),
        "device_id": uuid4(),
        "cover_id": uuid4(),
        "visit_id": uuid4(), "question_id": uuid4(), "token": "made:up", "quarter": "2026-Q1",
        "template_id": uuid4(), "proposal_id": 1,
        "sponsor_id": uuid4(),
        "slug": "acme", "place_id": 1, "invitation_id": 1, "roster_id": newest_roster(),
        "number": "acme-2026-01", "note_id": uuid4(), "task_id": uuid4(), "entry_id": uuid4(),
        "version": content.current().exercises["mini-squat"].version,
    }  # fmt: skip
    name = f"{route.app}:{route.name}" if route.app else route.name
    return reverse(name, kwargs={need: values[need] for need in route.needs})


def newest_roster() -> UUID:
    """The roster that was sent last, or one that there is not."""
    roster = Roster.objects.first()
    return roster.pk if roster else uuid4()


def statuses(client: Client, url: str) -> set[int]:
    """What GET and POST answer, but for a method the address does not take."""
    return {client.get(url).status_code, client.post(url).status_code} - {405}


@pytest.fixture
def session() -> ExerciseSession:
    """A session of a member whose care team is one therapist."""
    plan = world.planned()
    teams.join_care_team(member=plan.member, practitioner=world.therapist(), at=world.at(), by=None)
    return world.exercised(plan)


@pytest.fixture
def others() -> dict[str, User]:
    """Somebody of every kind who has nothing to do with that member."""
    return {
        "member": world.joined("eve@example.org").user,
        "therapist": world.therapist("other.therapist@example.org"),
        "coach": world.account("other.coach@example.org", Role.COACH),
        "operator": world.account("operator@example.org", Role.OPERATOR),
        "clinical editor": world.account("editor@example.org", Role.CLINICAL_EDITOR),
        "sponsor manager": world.account("sponsor@example.org", Role.SPONSOR_MANAGER),
    }


def test_every_route_is_in_the_table():
    assert [route for route in routes() if who_may(route) is None] == []


def test_strangers_are_refused_everywhere_but_where_anyone_may_go(client: Client, session: ExerciseSession):
    kinds = (SIGNED_IN, MEMBERS, PRACTITIONERS, THERAPISTS, DOING, OPERATORS, REVIEWERS, MANAGERS, NUMBERS)
    for route in guarded(*kinds):
        url = address(route, session)
        assert statuses(client, url) <= REFUSED, route
        if (answer := client.get(url)).status_code == 302:
            assert answer["Location"].startswith("/accounts/"), route


def test_anyone_may_read_what_is_public(client: Client, session: ExerciseSession):
    for route in guarded(ANYONE):
        if route.app in {"web", "library", "coverage"}:
            assert client.get(address(route, session)).status_code in {200, 302, 405}, route


def test_only_members_reach_a_member_s_pages(session: ExerciseSession, others: dict[str, User]):
    for who in set(others) - {"member"}:
        client = signed_in(others[who])
        for route in guarded(MEMBERS):
            assert statuses(client, address(route, session)) <= REFUSED, (who, route)


def test_other_members_cannot_reach_this_member_s_things(session: ExerciseSession, others: dict[str, User]):
    client = signed_in(others["member"])
    for route in guarded(MEMBERS):
        if "session_id" in route.needs:
            assert statuses(client, address(route, session)) <= {403, 404}, route


def test_only_the_care_team_reaches_a_member_s_record(session: ExerciseSession, others: dict[str, User]):
    for who, user in others.items():
        client = signed_in(user)
        for route in guarded(PRACTITIONERS, THERAPISTS, DOING):
            if "member_id" in route.needs or (route.needs and who == "member"):
                assert statuses(client, address(route, session)) <= {403, 404}, (who, route)


def test_a_coach_of_the_team_reads_and_does_not_decide(session: ExerciseSession, others: dict[str, User]):
    coach = others["coach"]
    teams.join_care_team(member=session.plan.member, practitioner=coach, at=world.at(), by=None)
    client = signed_in(coach)
    for route in guarded(PRACTITIONERS):
        only_posts = {405} if route.name in {"time_off", "remove_time_off"} else set()
        assert client.get(address(route, session)).status_code in {200} | only_posts, route
    for route in guarded(THERAPISTS):
        assert statuses(client, address(route, session)) <= {403, 404}, route


def test_only_practitioners_and_clinical_editors_review(session: ExerciseSession, others: dict[str, User]):
    for who, user in others.items():
        client = signed_in(user)
        may = who in {"therapist", "coach", "clinical editor"}
        for route in guarded(REVIEWERS):
            answers = statuses(client, address(route, session))
            assert answers & {200, 400, 404} if may else answers == {403}, (who, route)


def test_only_operators_see_the_installation(session: ExerciseSession, others: dict[str, User]):
    for who in set(others) - {"operator"}:
        for route in guarded(OPERATORS):
            assert statuses(signed_in(others[who]), address(route, session)) == {403}, (who, route)


def test_only_therapists_and_operators_see_the_workload(session: ExerciseSession, others: dict[str, User]):
    for who, user in others.items():
        for route in guarded(NUMBERS):
            answers = statuses(signed_in(user), address(route, session))
            assert answers == ({200} if who in {"therapist", "operator"} else {403}), (who, route)


def test_only_a_sponsor_s_managers_reach_its_portal(session: ExerciseSession, others: dict[str, User]):
    sponsor = world.sponsor()
    manager = others["sponsor manager"]
    appoint_manager(sponsor=sponsor, user=manager, at=world.at(), by=None)
    publish_due(at=world.at())
    agree_price(
        sponsor=sponsor, basis=Basis.FLAT_MONTH, price=1, currency="USD", from_month=Month(2026, 1),
        at=world.at(), by=None,
    )  # fmt: skip
    issue_due(at=world.at())
    stranger = world.account("other.manager@example.org", Role.SPONSOR_MANAGER)
    assert sponsor.slug == "acme"
    content = b"First Name,Last Name,Date of Birth\nAnn,Smith,31/31/1980\nBen,Smith,1980-01-31\n"
    receive_roster(
        sponsor=sponsor, file=BytesIO(content), source=Roster.Source.PORTAL, at=world.at(), by=manager
    )
    for who, user in {**others, "manager of another sponsor": stranger}.items():
        for route in guarded(MANAGERS):
            if who == "sponsor manager":
                assert signed_in(user).get(address(route, session)).status_code in {200, 302, 405}, route
            elif "slug" in route.needs:
                assert statuses(signed_in(user), address(route, session)) <= {403, 404}, (who, route)


def test_a_sponsor_s_manager_reaches_no_member(session: ExerciseSession, others: dict[str, User]):
    manager = others["sponsor manager"]
    appoint_manager(sponsor=world.sponsor(), user=manager, at=world.at(), by=None)
    client = signed_in(manager)
    for route in routes():
        if {*PERSONAL} & set(route.needs):
            assert statuses(client, address(route, session)) <= {403, 404}, route


def test_practitioners_without_a_second_factor_are_sent_to_set_one_up(session: ExerciseSession):
    careless = User.objects.create_user(
        email="careless@example.org", password=str(uuid4()), role=Role.PHYSICAL_THERAPIST
    )
    client = Client()
    client.force_login(careless)
    answer = client.get(reverse("practice:caseload"))
    assert answer.status_code == 302
    assert "second-factor" in answer["Location"]


def test_every_socket_is_in_the_table():
    assert {pattern.name for pattern in sockets} == SOCKETS.keys()


def test_nobody_opens_a_socket_but_who_is_in_the_table(session: ExerciseSession, others: dict[str, User]):
    member = session.plan.member
    coach = world.account("our.coach@example.org", Role.COACH)
    teams.join_care_team(member=member, practitioner=coach, at=world.at(), by=None)
    therapist = User.objects.get(email="therapist@example.org")
    ours = {"the member": member.user, "the therapist": therapist, "a coach of the team": coach}
    clients = {who: signed_in(user) for who, user in {**ours, **others}.items()}
    clients["stranger"] = Client()
    visit = visit_now(member, therapist)
    for pattern in sockets:
        path = "/" + str(pattern.pattern).replace("<uuid:member_id>", str(member.pk))
        path = path.replace("<uuid:visit_id>", str(visit.pk))
        opened = {
            who for who, client in clients.items() if connects(path, client, offers=offered(client, visit))
        }
        assert opened == SOCKETS[pattern.name or ""], pattern.name


def visit_now(member: Member, therapist: User) -> Visit:
    """A visit of the two whose door is open."""
    now = timezone.now()
    return Visit.objects.create(
        member=member, practitioner=therapist, kind=Visit.Kind.SHORT, begins_at=now,
        ends_at=now + timedelta(minutes=15), booked_at=now,
    )  # fmt: skip


def offered(client: Client, visit: Visit) -> list[str]:
    """What a page offers at the handshake: a pass made for its very account and sign-in."""
    user = get_user(client)  # type: ignore[arg-type]  # it has a session, which is all that is read
    if not isinstance(user, User):
        return []
    key = client.session.session_key or ""
    return ["sinew.visit", passes.issue(visit_id=visit.pk, user=user, session_key=key)]


def test_an_attachment_is_for_its_thread_only(session: ExerciseSession, others: dict[str, User]):
    member = session.plan.member
    file = Checked(Attachment.Kind.PDF, "letter.pdf", b"%PDF-")
    send_message(member=member, body="", files=[file], key=uuid4(), at=world.at(), by=member.user)
    kept = Attachment.objects.get()
    for name in ("attachment", "photo"):
        url = reverse(f"conversation:{name}", args=[kept.pk])
        for who, user in others.items():
            assert statuses(signed_in(user), url) <= {403, 404}, (who, name)
    assert signed_in(member.user).get(reverse("conversation:attachment", args=[kept.pk])).status_code == 200
