"""What people choose holds for every mail and push, on the page, by a link in a mail, and at night."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.actions import create_account
from sinew.apps.audit.models import AuditEntry
from sinew.apps.notifications import tasks, unsubscribing
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.actions.choices import choose, pause_reminders, turn_off_mail
from sinew.apps.notifications.models import KindChoice, OutboxEmail, Outgoing, Preferences
from sinew.apps.practice.operations.health import Status, check_health
from sinew.notices import BY_ID, CATALOGUE, Channel
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/settings/notifications/"


def ready(user, key="monday", **more):
    return queue_email(to=user, template="session_ready", context={"name": user.name}, key=key, **more)


def quiet_now(user, *, hours=1):
    """Quiet hours around this moment."""
    now = timezone.now()
    begins, ends = ((now + timedelta(hours=by)).time().replace(microsecond=0) for by in (-hours, hours))
    choose(
        user=user,
        on={(kind.id, channel) for kind in CATALOGUE for channel in Channel},
        quiet_from=begins,
        quiet_until=ends,
        quiet_on=set(Channel),
        follows_office_hours=False,
        by=user,
    )


def unsubscribe_address(mail) -> str:
    return re.fullmatch(r"<http://[^/]+(/unsubscribe/[^>]+)>", mail.extra_headers["List-Unsubscribe"])[1]


def outbox_status(at):
    return next(check.status for check in check_health(at=at).checks if check.id == "outbox")


def test_the_page_keeps_what_was_chosen_and_offers_only_the_kinds_of_one_s_role(maria):
    client = signed_in(maria)
    page = client.get(PAGE).content.decode()
    assert "Your session is ready" in page
    assert "A member needs you" not in page
    data = {
        "on": ["visit-booked:push"],
        "quiet_on": ["push"],
        "quiet_from": "21:30",
        "quiet_until": "06:15",
        "follows_office_hours": "on",
    }
    assert client.post(PAGE, data).status_code == 302
    off = KindChoice.turned_off(maria)
    assert ("session-ready", Channel.EMAIL) in off
    assert ("visit-booked", Channel.PUSH) not in off
    assert not {kind for kind, channel in off if not BY_ID[kind].can_turn_off(channel)}
    kept = Preferences.of(maria)
    assert (kept.quiet_from, kept.quiet_until) == (time(21, 30), time(6, 15))
    assert (kept.quiet_email, kept.quiet_push, kept.follows_office_hours) == (False, True, False)
    page = client.get(PAGE).content.decode()
    assert re.search(r'value="visit-booked:push"\s+checked', page)
    assert not re.search(r'value="session-ready:email"\s+checked', page)
    assert 'value="21:30"' in page
    assert AuditEntry.objects.filter(event="notifications.preferences.changed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": ["member-needs-you:push"]},
        {"on": ["newsletter:email"]},
        {"quiet_from": "25:00"},
        {"quiet_until": ""},
        {"quiet_until": "22:00"},
    ],
)
def test_what_is_no_choice_is_refused(maria, wrong):
    data = {"quiet_on": ["push"], "quiet_from": "22:00", "quiet_until": "07:00", **wrong}
    assert signed_in(maria).post(PAGE, data).status_code == 400
    assert not KindChoice.objects.exists()


def test_a_mistake_in_the_hours_loses_no_tick(maria):
    data = {"on": ["visit-booked:push"], "quiet_on": ["push"], "quiet_from": "22:00", "quiet_until": "22:00"}
    page = signed_in(maria).post(PAGE, data).content.decode()
    assert "Choose another time" in page
    assert re.search(r'value="visit-booked:push"\s+checked', page)
    assert not re.search(r'value="session-ready:email"\s+checked', page)
    assert not KindChoice.objects.exists()


def test_every_role_has_a_page():
    for role in Role:
        user = world.account(f"{role}@example.org", role)
        assert signed_in(user).get(PAGE).status_code == 200


def test_a_pause_of_reminders_lasts_a_week_and_can_be_ended(maria, mailoutbox):
    client = signed_in(maria)
    client.post(reverse("notifications:pause"))
    until = Preferences.of(maria).paused_until
    assert timedelta(days=6) < until - timezone.now() <= timedelta(days=7)
    assert "Remind me again" in client.get(PAGE).content.decode()
    assert ready(maria).pk
    assert mailoutbox == []
    assert OutboxEmail.objects.get().why == "paused"
    client.post(reverse("notifications:pause"), {"end": "1"})
    ready(maria, "tuesday")
    assert len(mailoutbox) == 1


def test_what_was_turned_off_is_left_out_and_its_text_goes(maria, mailoutbox):
    turn_off_mail(user=maria, kind=BY_ID["session-ready"], by=maria)
    message = ready(maria)
    message.refresh_from_db()
    assert (message.status, message.why) == (Outgoing.Status.LEFT_OUT, "turned_off")
    assert (message.subject, message.body) == ("", "")
    assert mailoutbox == []


def test_quiet_hours_hold_a_mail_until_they_end_and_it_comes_once(maria, mailoutbox):
    quiet_now(maria)
    message = queue_email(to=maria, template="care_team_news", context={"name": "Maria"}, key="news")
    message.refresh_from_db()
    assert (message.status, mailoutbox) == (Outgoing.Status.WAITING, [])
    held = message.not_before - timezone.now()
    assert timedelta() < held <= timedelta(hours=1)
    assert outbox_status(timezone.now() + timedelta(minutes=30)) is Status.OK
    assert tasks.deliver_held(at=timezone.now()) == 0
    choose(
        user=maria, on=(), quiet_from=time(1), quiet_until=time(1), quiet_on=(), follows_office_hours=False,
        by=maria,
    )  # fmt: skip
    KindChoice.objects.all().delete()
    OutboxEmail.objects.update(not_before=timezone.now())
    assert tasks.deliver_held(at=timezone.now()) == 1
    assert tasks.deliver_held(at=timezone.now()) == 0
    assert len(mailoutbox) == 1


def test_what_cannot_wait_comes_in_quiet_hours(maria, mailoutbox):
    quiet_now(maria)
    context = {"name": "Maria", "when": "soon", "address": "/"}
    queue_email(to=maria, template="visit_reminder", context=context, key="v")
    soon = timezone.now() + timedelta(minutes=20)
    queue_email(to=maria, template="visit_moved", context=context, key="m", useful_until=soon)
    ready(maria, useful_until=soon)
    assert [mail.subject for mail in mailoutbox] == [
        "Your video visit is soon",
        "Your video visit has a new time",
    ]
    assert OutboxEmail.objects.get(template="session_ready").why == "out_of_date"


def test_mail_that_can_be_turned_off_says_how_and_other_mail_does_not(maria, mailoutbox):
    ready(maria)
    queue_email(to=maria, template="visit_cancelled", context={"name": "Maria"}, key="v")
    can, cannot = mailoutbox
    assert can.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert unsubscribe_address(can) in can.body
    assert "List-Unsubscribe" not in cannot.extra_headers
    assert "unsubscribe" not in cannot.body


def test_one_click_turns_it_off_without_signing_in_and_looking_does_not(maria, mailoutbox):
    ready(maria)
    address = unsubscribe_address(mailoutbox[0])
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(address)
    assert page.status_code == 200
    assert "Stop this mail" in page.content.decode()
    assert not KindChoice.objects.exists()
    for _ in range(2):
        answer = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert KindChoice.turned_off(maria) == {("session-ready", Channel.EMAIL)}
    assert AuditEntry.objects.filter(event="notifications.mail.turned_off").count() == 1
    ready(maria, "tuesday")
    assert len(mailoutbox) == 1
    assert "no more mail" in stranger.get(address).content.decode()


def test_the_address_names_nobody(maria):
    token = unsubscribing.token_for(maria, BY_ID["session-ready"])
    assert maria.email not in token
    assert re.fullmatch(r"[0-9a-f]{32}\.session-ready:[\w-]+", token)


def test_a_forged_address_turns_nothing_off(maria):
    token = unsubscribing.token_for(maria, BY_ID["session-ready"])
    eve = create_account(email="eve@example.org", role=Role.MEMBER)
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.replace(maria.pk.hex, eve.pk.hex),
        token.replace("session-ready", "visit-booked"),
        f"{maria.pk.hex}.session-ready",
        "made:up",
        unsubscribing.token_for(maria, BY_ID["account"]),
        unsubscribing.token_for(maria, BY_ID["visit-changed"]),
    ]
    for address in forged:
        assert Client().post(reverse("notifications:unsubscribe", args=[address])).status_code == 404
    assert not KindChoice.objects.exists()


def test_an_address_of_a_deleted_account_turns_nothing_off(maria):
    token = unsubscribing.token_for(maria, BY_ID["session-ready"])
    maria.delete()
    assert Client().post(reverse("notifications:unsubscribe", args=[token])).status_code == 404


def test_a_practitioner_who_follows_office_hours_is_left_alone_on_a_day_off(mailoutbox):
    dana = create_account(email="dana@example.org", role=Role.PHYSICAL_THERAPIST)
    choose(
        user=dana, on={("member-wrote", Channel.EMAIL)}, quiet_from=time(22), quiet_until=time(7),
        quiet_on=(), follows_office_hours=True, by=dana,
    )  # fmt: skip
    today = timezone.now().date()
    dana.absences.create(first_on=today - timedelta(days=1), last_on=today + timedelta(days=1))
    context = {"name": "Dana", "member_id": "x"}
    message = queue_email(to=dana, template="member_wrote", context=context, key="w")
    queue_email(to=dana, template="member_needs_you", context=context, key="n")
    message.refresh_from_db()
    assert message.not_before.astimezone(UTC).date() > today + timedelta(days=1)
    assert [mail.subject for mail in mailoutbox] == ["A member needs you"]


def test_a_rehearsed_day_makes_nothing_out_of_date(maria, mailoutbox):
    ready(maria, useful_until=datetime(2025, 3, 5, 20, tzinfo=UTC))
    assert len(mailoutbox) == 1


def test_a_reminder_that_waited_for_the_worker_all_day_is_left_out(maria, mailoutbox):
    message = ready(maria, "monday")
    now = timezone.now()
    OutboxEmail.objects.filter(pk=message.pk).update(
        status="waiting", created_at=now - timedelta(hours=9), useful_until=now - timedelta(hours=1)
    )
    mailoutbox.clear()
    assert tasks.deliver.call(str(message.pk)) == Outgoing.Status.LEFT_OUT
    assert mailoutbox == []


def test_a_pause_that_is_over_holds_nothing_back(maria, mailoutbox):
    pause_reminders(user=maria, until=timezone.now() - timedelta(seconds=1), by=maria)
    ready(maria)
    assert len(mailoutbox) == 1
    assert "Pause for a week" in signed_in(maria).get(PAGE).content.decode()
