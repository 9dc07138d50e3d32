"""Mail leaves the outbox once, or not at all."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from sinew.apps.accounts.actions import create_account
from sinew.apps.accounts.models import User
from sinew.apps.notifications import delivery, tasks
from sinew.apps.notifications.actions import queue_email, queue_text
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.notifications.reminders import remind
from sinew.apps.practice.operations.health import Status, check_health
from sinew.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)


def queue(key="key-1"):
    maria = User.objects.filter(email="maria@example.org").first()
    maria = maria or create_account(email="maria@example.org", role=Role.MEMBER)
    return queue_email(to=maria, template="session_ready", context={"name": "Maria"}, key=key)


def try_again(message):
    """Try once more, as after the pause."""
    OutboxEmail.objects.filter(pk=message.pk).update(not_before=None)
    tasks.deliver.call(str(message.pk))
    message.refresh_from_db()


def closed():
    ben = create_account(email="ben@example.org", role=Role.MEMBER)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    ben.refresh_from_db()
    return ben


def test_a_message_is_sent_once_however_often_it_is_queued_or_delivered():
    message = queue()
    queue()
    assert tasks.deliver.call(str(message.pk)) == "not waiting"
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "Your Sinew session is ready"
    assert mail.outbox[0].to == ["maria@example.org"]


def test_after_sending_the_outbox_keeps_no_text():
    message = queue()
    message.refresh_from_db()
    assert (message.status, message.subject, message.body) == (OutboxEmail.Status.SENT, "", "")
    assert message.sent_at is not None


def test_nothing_is_sent_when_the_transaction_is_undone():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert mail.outbox == []
    assert not OutboxEmail.objects.exists()


def test_a_key_names_one_occasion_so_two_keys_are_two_messages():
    queue("monday")
    queue("tuesday")
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_down_is_tried_again_and_then_given_up(settings):
    settings.EMAIL_BACKEND = "tests.support.mail.MailServerDown"
    message = queue_text(
        to="maria@example.org", template="account/plain", subject="Hello", body="Hi", key="k"
    )
    message.refresh_from_db()
    assert (message.status, message.attempts) == (OutboxEmail.Status.WAITING, 1)
    waited = timedelta()
    while message.status == OutboxEmail.Status.WAITING:
        waited += message.not_before - message.claimed_at
        try_again(message)
    assert (message.status, message.attempts) == (OutboxEmail.Status.FAILED, delivery.MOST_ATTEMPTS)
    assert timedelta(hours=8) < waited < timedelta(hours=24)


def test_a_second_task_of_a_mail_that_is_held_back_does_not_use_up_an_attempt(settings):
    settings.EMAIL_BACKEND = "tests.support.mail.MailServerDown"
    message = queue()
    assert tasks.deliver.call(str(message.pk)) == "not waiting"
    message.refresh_from_db()
    assert message.attempts == 1


def test_a_mail_that_is_tried_again_has_the_same_id_and_says_that_a_program_sent_it():
    message = queue()
    OutboxEmail.objects.update(status=OutboxEmail.Status.WAITING)
    tasks.deliver.call(str(message.pk))
    first, again = (one.message() for one in mail.outbox)
    assert first["Message-ID"] == again["Message-ID"] == f"<{message.pk}@localhost>"
    assert first["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("template", ["session_ready", "care_team_news"])
def test_an_account_that_is_closed_by_then_gets_no_mail(template):
    message = queue_email(to=closed(), template=template, context={"name": "Ben"}, key="k")
    message.refresh_from_db()
    assert (message.status, message.why, message.body) == (OutboxEmail.Status.LEFT_OUT, "account_closed", "")
    assert mail.outbox == []


def test_an_account_that_is_closed_still_hears_what_happens_to_the_account():
    queue_text(to="b@example.org", recipient=closed(), template="account/x", subject="s", body="b", key="k")
    assert len(mail.outbox) == 1


def test_a_mail_whose_task_was_lost_is_found_again_and_sent_once(monkeypatch):
    def no_queue(*_arguments):
        raise ConnectionError("the queue is away")

    with monkeypatch.context() as without:
        without.setattr(type(tasks.deliver), "enqueue", no_queue)
        message = queue()
    assert mail.outbox == []
    assert tasks.deliver_held(at=timezone.now()) == 0
    late = timezone.now() + timedelta(minutes=11)
    assert tasks.deliver_held(at=late) == 1
    assert tasks.deliver_held(at=late) == 0
    message.refresh_from_db()
    assert (message.status, len(mail.outbox)) == (OutboxEmail.Status.SENT, 1)


def test_a_process_that_died_while_sending_does_not_send_again():
    message = OutboxEmail.objects.create(
        to="maria@example.org",
        template="t",
        subject="s",
        body="b",
        key="k",
        status=OutboxEmail.Status.SENDING,
    )
    assert tasks.deliver.call(str(message.pk)) == "not waiting"
    assert mail.outbox == []


def test_a_message_that_cannot_be_sent_at_all_is_given_up_and_its_text_removed():
    message = queue_text(
        to="maria@example.org", template="account/t", subject="Two\nlines", body="Code 1", key="k"
    )
    message.refresh_from_db()
    assert (message.status, message.subject, message.body) == (OutboxEmail.Status.FAILED, "", "")
    assert mail.outbox == []


def test_a_message_given_up_keeps_no_text(settings):
    settings.EMAIL_BACKEND = "tests.support.mail.MailServerDown"
    message = queue_text(
        to="maria@example.org", template="account/plain", subject="Hello", body="Hi", key="k"
    )
    for _ in range(delivery.MOST_ATTEMPTS - 1):
        message.refresh_from_db()
        assert message.body == "Hi"
        try_again(message)
    assert (message.status, message.body) == (OutboxEmail.Status.FAILED, "")


def test_mail_that_is_stuck_while_being_sent_fails_the_health_check():
    now = timezone.now()
    message = queue()
    OutboxEmail.objects.update(status=OutboxEmail.Status.SENDING, claimed_at=now - timedelta(minutes=9))
    assert outbox_status(now) is Status.OK
    OutboxEmail.objects.filter(pk=message.pk).update(claimed_at=now - timedelta(minutes=11))
    assert outbox_status(now) is Status.FAIL


def outbox_status(at):
    return next(check.status for check in check_health(at=at).checks if check.id == "outbox")


def test_reminders_go_out_once_a_day_and_never_to_closed_accounts():
    maria = create_account(email="maria@example.org", role=Role.MEMBER)
    ben = create_account(email="ben@example.org", role=Role.MEMBER)
    ben.is_active = False
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    for day in (monday, monday, tuesday):
        remind(people=[maria, ben], day=day)
    assert [message.to for message in mail.outbox] == [["maria@example.org"]] * 2


def test_the_demo_mailbox_prints_and_keeps_the_message(settings, tmp_path, capsys):
    settings.EMAIL_BACKEND = "sinew.apps.notifications.mailbox.ConsoleAndFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    queue()
    assert "Your Sinew session is ready" in capsys.readouterr().out
    (kept,) = (tmp_path / "mail").iterdir()
    assert kept.read_text().startswith(
        "To: maria@example.org\nSubject: Your Sinew session is ready\n\nHello Maria,"
    )
