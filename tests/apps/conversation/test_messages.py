"""One thread a member: sent once, read by whom it may concern, answered by the software, mailed once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care import teams
from sinew.apps.conversation.actions.reading import deal_with_alarm, mark_read, settle
from sinew.apps.conversation.actions.sending import LONGEST, MOST_MESSAGES, send_message
from sinew.apps.conversation.context import unread_of
from sinew.apps.conversation.errors import (
    AlarmClosed,
    KeyUsedElsewhere,
    MessagesAreAppendOnly,
    NothingSaid,
    NotInThread,
    TooLong,
    TooManyMessages,
)
from sinew.apps.conversation.files import check_file, storage
from sinew.apps.conversation.models import Alarm, Attachment, Message, Thread
from sinew.apps.conversation.news import mail_what_is_unread
from sinew.apps.conversation.upkeep import remove_lost_files
from sinew.apps.conversation.waiting import NOTHING, waiting_of, waits_since
from sinew.apps.members import actions as members
from sinew.apps.members.errors import ConsentMissing
from sinew.apps.members.export import export_archive
from sinew.apps.members.models import Consent, Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.caseload import caseload
from sinew.apps.web import content as shown
from sinew.attention import Kind
from tests.apps.conversation import files
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=1)


@pytest.fixture
def ada() -> Member:
    return world.joined()


@pytest.fixture
def dana(ada: Member) -> User:
    user = world.therapist()
    teams.join_care_team(member=ada, practitioner=user, at=world.at(), by=None)
    return user


def write(member: Member, body: str, by: User | None = None, *, minute: int = 0, **more) -> Message:
    message, _is_new = send_message(
        member=member, body=body, key=more.pop("key", uuid4()), at=world.at() + minute * LATER,
        by=by or member.user, **more,
    )  # fmt: skip
    return message


def said(member: Member) -> list[tuple[str, str]]:
    return [(message.kind, message.body) for message in Message.objects.filter(thread__member=member)]


def mails(user: User) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [user.email]]


def test_a_message_sent_twice_is_stored_once(ada: Member, dana: User):
    key = uuid4()
    first = write(ada, "Hello", key=key)
    again, is_new = send_message(member=ada, body="Hello ", key=key, at=world.at(), by=ada.user)
    assert (again.pk, is_new) == (first.pk, False)
    assert [body for kind, body in said(ada) if kind == "member"] == ["Hello"]


def test_a_key_says_one_thing(ada: Member, dana: User):
    key = uuid4()
    write(ada, "Hello", key=key)
    for body, by in (("Something else", ada.user), ("Hello", dana)):
        with pytest.raises(KeyUsedElsewhere):
            write(ada, body, by, key=key)
    with pytest.raises(KeyUsedElsewhere):
        write(world.joined("eve@example.org"), "Hello", key=key)


def test_what_was_sent_stays(ada: Member, dana: User):
    message = write(ada, "Hello")
    message.body = "Never said"
    for change in (message.save, message.delete, Message.objects.all().delete):
        with pytest.raises(MessagesAreAppendOnly):
            change()
    with pytest.raises(MessagesAreAppendOnly):
        Message.objects.filter(pk=message.pk).update(body="Never said")


def test_nothing_too_much_and_too_many_are_refused(ada: Member, dana: User):
    with pytest.raises(NothingSaid):
        write(ada, "  \r\n ")
    with pytest.raises(TooLong):
        write(ada, "x" * (LONGEST + 1))
    for _ in range(MOST_MESSAGES):
        write(ada, "again")
    with pytest.raises(TooManyMessages):
        write(ada, "again")
    assert write(ada, "later", minute=11)


def test_only_the_member_and_their_team_write(ada: Member, dana: User):
    for other in (world.joined("eve@example.org").user, world.therapist("other@example.org")):
        with pytest.raises(NotInThread):
            write(ada, "Hello", other)
    assert write(ada, "Hello", dana).kind == Message.Kind.TEAM


def test_without_consent_nobody_reads_and_nothing_can_be_sent(ada: Member, dana: User):
    write(ada, "Hello")
    assert Thread.objects.visible_to(dana).exists()
    members.withdraw_consent(member=ada, what=Consent.What.CARE_TEAM, at=world.at(), by=ada.user)
    assert not Thread.objects.visible_to(dana).exists()
    assert not Message.objects.visible_to(dana).exists()
    with pytest.raises(ConsentMissing):
        write(ada, "Is anybody there?")
    with pytest.raises(NotInThread):
        write(ada, "Hello", dana)
    assert Thread.objects.visible_to(ada.user).exists()


def test_the_first_message_is_answered_with_when_somebody_writes_and_whom_to_call(ada: Member, dana: User):
    write(ada, "Hello")
    write(ada, "One more thing", minute=1)
    (automatic,) = [body for kind, body in said(ada) if kind == "automatic"]
    assert (
        "Someone answers by Monday, November 2, 10:00 PM" in automatic
    )  # 17:00 in New York, for who is in UTC
    assert "In an emergency call" in automatic
    write(ada, "Hello Ada", dana, minute=2)
    write(ada, "Thank you. When do I run again?", minute=3)
    assert [kind for kind, _body in said(ada)].count("automatic") == 2


def test_a_member_without_a_team_gets_one(ada: Member):
    therapist = world.therapist("lone@example.org")
    write(ada, "Hello")
    assert Thread.objects.visible_to(therapist).get().member == ada


def test_a_thread_waits_until_somebody_answers_or_says_it_needs_none(ada: Member, dana: User):
    first = write(ada, "Hello")
    write(ada, "Are you there?", minute=1)
    thread = first.thread
    assert waits_since(thread) == first.sent_at
    write(ada, "Yes", dana, minute=2)
    assert waits_since(thread) is None
    thanks = write(ada, "Thank you", minute=3)
    assert waits_since(thread) == thanks.sent_at
    settle(thread=thread, up_to=thanks.pk, at=world.at(hour=10), by=dana)
    assert waits_since(thread) is None
    assert waiting_of(dana).get(ada.pk, NOTHING) == NOTHING


def test_a_message_that_waits_stands_in_the_caseload_with_its_deadline(ada: Member, dana: User):
    write(ada, "Hello")
    limits = shown.attention_rules()
    (case,) = caseload(dana, limits, at=world.at(hour=10))
    (reason,) = case.attention
    assert (reason.kind, reason.due_at) == (Kind.MESSAGE, world.at(hour=22))
    write(ada, "Hello Ada", dana)
    assert caseload(dana, limits, at=world.at(hour=10))[0].attention == ()


def test_words_of_an_emergency_are_answered_at_once_mailed_once_and_on_top(ada: Member, dana: User):
    message = write(ada, "I have chest pain and cannot feel my leg")
    assert set(message.alarm.signs) == {"chest", "cannot-feel-or-move"}
    assert "do not wait for us" in said(ada)[-1][1]
    assert "In an emergency call" in said(ada)[-1][1]
    write(ada, "the chest pain is worse", minute=1)
    assert OutboxEmail.objects.filter(to=dana.email, template="member_needs_you").count() == 1
    assert Alarm.objects.open().count() == 2
    limits = shown.attention_rules()
    assert caseload(dana, limits, at=world.at())[0].attention[0].kind == Kind.ALARM
    for alarm in Alarm.objects.open():
        deal_with_alarm(alarm=alarm, note="Called, she is with a doctor.", at=world.at(hour=10), by=dana)
    assert Kind.ALARM not in {r.kind for r in caseload(dana, limits, at=world.at())[0].attention}
    with pytest.raises(AlarmClosed):
        deal_with_alarm(alarm=message.alarm, note="Too late", at=world.at(hour=11), by=dana)


def test_an_open_alarm_is_told_again_for_other_signs_and_after_an_hour(ada: Member, dana: User):
    def told() -> int:
        return OutboxEmail.objects.filter(to=dana.email, template="member_needs_you").count()

    write(ada, "I have chest pain")
    write(ada, "the chest pain is worse", minute=30)
    assert told() == 1
    write(ada, "I cannot feel my leg", minute=40)
    assert told() == 2
    write(ada, "still chest pain", minute=59)
    assert told() == 2
    write(ada, "still chest pain", minute=61)
    assert told() == 3


def test_who_writes_of_an_emergency_in_spanish_is_answered_in_spanish_too(ada: Member, dana: User):
    message = write(ada, "Tengo mucho dolor en el pecho")
    assert message.alarm.signs == ["chest"]
    spanish, english = (body for kind, body in said(ada) if kind == "automatic")
    assert "no espere nuestra respuesta" in spanish
    assert "En una emergencia llame" in spanish
    assert "do not wait for us" in english
    page = signed_in(ada.user).get(reverse("conversation:thread")).content.decode()
    assert page.count('class="bubble__body" lang="es"') == 1
    write(ada, "my chest hurts", minute=1)
    assert sum("espere" in body for _kind, body in said(ada)) == 1


def test_a_mail_whose_task_was_lost_is_queued_by_the_worker_once(ada: Member, dana: User):
    write(ada, "Hello", dana)  # what follows the commit never happens here
    assert mails(ada.user) == []
    assert mail_what_is_unread(at=world.at()) == 0
    assert mail_what_is_unread(at=world.at() + 10 * LATER) == 1
    assert mail_what_is_unread(at=world.at() + 20 * LATER) == 0
    assert OutboxEmail.objects.filter(template="message_waits").count() == 1
    assert mail_what_is_unread(at=world.at() + timedelta(days=1)) == 0


def test_a_practitioner_s_words_raise_no_alarm(ada: Member, dana: User):
    write(ada, "Have you had any chest pain?", dana)
    assert not Alarm.objects.exists()


def test_who_has_read_is_kept_for_each_reader_and_never_goes_back(ada: Member, dana: User):
    first = write(ada, "Hello", dana)
    second = write(ada, "Are you well?", dana, minute=1)
    assert unread_of(ada.user) == 2
    mark_read(thread=first.thread, up_to=second.pk, at=world.at(), by=ada.user)
    mark_read(thread=first.thread, up_to=first.pk, at=world.at(), by=ada.user)
    assert unread_of(ada.user) == 0
    assert unread_of(dana) == 0
    write(ada, "I am", minute=2)
    assert unread_of(dana) == 1


def test_the_other_side_is_mailed_once_while_it_has_not_read(
    ada: Member, dana: User, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        message = write(ada, "My knee hurts", dana)
        write(ada, "Call me", dana, minute=1)
    assert mails(ada.user) == ["You have a message from your care team"]
    assert "knee" not in mail.outbox[-1].body
    with django_capture_on_commit_callbacks(execute=True):
        mark_read(thread=message.thread, up_to=message.pk + 1, at=world.at(), by=ada.user)
        write(ada, "One more", dana, minute=2)
    assert len(mails(ada.user)) == 2
    assert mails(dana) == []


def test_who_has_read_in_time_gets_no_mail(ada: Member, dana: User, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = write(ada, "Hello", dana)
        mark_read(thread=message.thread, up_to=message.pk, at=world.at(), by=ada.user)
    assert mails(ada.user) == []


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_sends_without_script_and_keeps_what_is_refused(ada: Member, dana: User):
    client = signed_in(ada.user)
    url = reverse("conversation:thread")
    page = client.get(url).content.decode()
    key = page.partition('name="key" value="')[2].partition('"')[0]
    assert client.post(url, {"key": key, "body": "Hello"}).status_code == 302
    assert client.post(url, {"key": key, "body": "Hello"}).status_code == 302
    assert [body for kind, body in said(ada) if kind == "member"] == ["Hello"]
    other = client.post(url, {"key": key, "body": "Another text"})
    assert other.status_code == 400
    assert "Another text" in other.content.decode()
    assert f'value="{key}"' not in other.content.decode()


def test_the_outbox_learns_what_became_of_it(ada: Member, dana: User):
    client, url, key = signed_in(ada.user), reverse("conversation:thread"), str(uuid4())

    def post(**data: str):
        answer = client.post(url, data, headers={"Accept": "application/json"})
        return answer.status_code, answer.json()

    assert post(key=key, body="Hello") == (201, {"status": "stored"})
    assert post(key=key, body="Hello") == (200, {"status": "already_stored"})
    assert post(key=str(uuid4()), body="")[0] == 400
    assert post(key="no key", body="x")[0] == 400
    members.withdraw_consent(member=ada, what=Consent.What.CARE_TEAM, at=world.at(), by=ada.user)
    assert post(key=str(uuid4()), body="Hello")[0] == 409


def test_reading_is_written_down_and_shown_to_the_other_side(ada: Member, dana: User):
    write(ada, "Hello")
    assert "Not read yet" in signed_in(ada.user).get(reverse("conversation:thread")).content.decode()
    signed_in(dana).get(reverse("conversation:member_thread", args=[ada.pk]))
    assert "Read by Therapist" in signed_in(ada.user).get(reverse("conversation:thread")).content.decode()
    assert (
        AuditEntry.objects.about(ada.pk).filter(event="conversation.thread.read", by_id=dana.pk).count() == 1
    )


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(ada: Member, dana: User):
    from allauth.usersessions.models import UserSession

    client = signed_in(dana)
    client.get(reverse("conversation:threads"))
    seen = UserSession.objects.get(user=dana).last_seen_at
    client.get(reverse("conversation:threads_list"), headers={"Sinew-Unattended": "1"})
    assert UserSession.objects.get(user=dana).last_seen_at == seen
    client.get(reverse("conversation:threads_list"))
    assert UserSession.objects.get(user=dana).last_seen_at > seen


def test_a_quick_reply_is_filled_in_for_this_member(ada: Member, dana: User):
    client = signed_in(dana)
    answer = client.post(
        reverse("conversation:replies"), {"title": "Hi", "text": "Dear {first_name}, {my_name} here"}
    )
    assert answer.status_code == 302
    page = client.get(reverse("conversation:member_thread", args=[ada.pk])).content.decode()
    assert "Dear Ada, Therapist here" in page
    refused = client.post(reverse("conversation:replies"), {"title": "Hi", "text": "Dear {name}"})
    assert "There is no field {name}" in refused.content.decode()


def test_own_office_hours_move_the_promise(ada: Member, dana: User):
    client = signed_in(dana)
    for unclear in ("nine to five", "09:00-17:00-18:00", "09:00+02:00-17:00", "9-17", "09:00"):
        assert client.post(reverse("conversation:hours"), {"monday": unclear}).status_code == 400
    assert client.post(reverse("conversation:hours"), {"tuesday": "08:00-20:00"}).status_code == 302
    write(ada, "Hello")
    assert "Someone answers by Tuesday, November 3, 4:00 PM" in said(ada)[-1][1]
    days = {"first_on": "2026-11-01", "last_on": "2026-11-09"}
    assert client.post(reverse("conversation:add_absence"), days).status_code == 302
    write(ada, "Hi", dana)
    write(ada, "Hello again", minute=1)
    assert "Someone answers by Tuesday, November 10, 4:00 PM" in said(ada)[-1][1]
    wrong = {"first_on": "2026-11-09", "last_on": "2026-11-01"}
    assert client.post(reverse("conversation:add_absence"), wrong).status_code == 400


def test_the_list_puts_alarms_first_then_what_is_due_first(ada: Member, dana: User):
    others = [world.joined(f"{name}@example.org") for name in ("ben", "cleo", "dora")]
    for member in others:
        teams.join_care_team(member=member, practitioner=dana, at=world.at(), by=None)
    write(others[0], "Answered", dana)
    write(others[1], "Since later", minute=5)
    write(ada, "Since earlier")
    write(others[2], "I want to die", minute=9)
    page = signed_in(dana).get(reverse("conversation:threads")).content.decode()
    places = [page.index(f">{name}<") for name in ("Dora", "Ada", "Cleo", "Ben")]
    assert places == sorted(places)


def test_the_list_is_written_down_as_read_when_it_is_opened_and_then_only_what_is_new(
    ada: Member, dana: User
):
    write(ada, "Hello")
    client, reads = signed_in(dana), AuditEntry.objects.about(ada.pk).filter(event="conversation.list.read")
    client.get(reverse("conversation:threads"))
    assert reads.count() == 1
    client.get(reverse("conversation:member_thread", args=[ada.pk]))
    client.get(reverse("conversation:threads_list"))
    assert reads.count() == 1
    write(ada, "One more", minute=1)
    client.get(reverse("conversation:threads_list"))
    assert reads.count() == 2


def test_the_list_shows_all_that_waits_and_the_newest_of_the_others(
    ada: Member, dana: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sinew.apps.conversation.views.practice.SHOWN", 1)
    for number, name in enumerate(("ben", "cleo", "dora")):
        member = world.joined(f"{name}@example.org")
        teams.join_care_team(member=member, practitioner=dana, at=world.at(), by=None)
        write(member, "Hello", dana, minute=number)
    write(ada, "Hello")
    client = signed_in(dana)
    page = client.get(reverse("conversation:threads")).content.decode()
    assert [f">{name}<" in page for name in ("Ada", "Dora", "Cleo", "Ben")] == [True, True, False, False]
    assert "Show 2 more" in page
    assert ">Ben<" in client.get(reverse("conversation:threads"), {"all": "1"}).content.decode()


def test_an_alarm_is_not_closed_without_a_word(ada: Member, dana: User):
    alarm = write(ada, "I have chest pain").alarm
    url = reverse("conversation:deal", args=[ada.pk, alarm.pk])
    answer = signed_in(dana).post(url, {"note": "  "}, follow=True)
    assert "Say what you did about it." in answer.content.decode()
    assert Alarm.objects.open().exists()


def test_the_list_takes_the_same_number_of_queries_for_many_threads(
    ada: Member, dana: User, django_assert_max_num_queries
):
    write(ada, "Hello")
    for number in range(12):
        member = world.joined(f"m{number}@example.org")
        teams.join_care_team(member=member, practitioner=dana, at=world.at(), by=None)
        write(member, "Hello")
    from sinew.apps.conversation.presenters import thread_rows

    with django_assert_max_num_queries(12):
        assert len(thread_rows(dana, at=world.at())) == 13
    with django_assert_max_num_queries(6):
        assert len(waiting_of(dana)) == 13


# --- attachments ----------------------------------------------------------------------------------


def upload(data: bytes, name: str = "leg.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type=kind)


def post(member: Member, *uploads: SimpleUploadedFile, body: str = ""):
    data = {"key": str(uuid4()), "body": body, "files": list(uploads)}
    return signed_in(member.user).post(reverse("conversation:thread"), data)


def test_a_photo_is_kept_under_an_opaque_name_and_handed_out_inert(ada: Member, dana: User):
    assert post(ada, upload(files.photo(), "../../leg of ada.png")).status_code == 302
    kept = Attachment.objects.get()
    (path,) = [path for name, path in storage.stored() if name == kept.pk]
    assert (kept.name, path.name, path.stat().st_mode & 0o777) == ("leg of ada.jpg", kept.pk.hex, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    answer = signed_in(dana).get(reverse("conversation:attachment", args=[kept.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="leg of ada.jpg"'
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert signed_in(dana).get(reverse("conversation:photo", args=[kept.pk]))["Content-Disposition"] != ""
    reads = AuditEntry.objects.about(ada.pk).filter(event="conversation.attachment.read", by_id=dana.pk)
    assert reads.count() == 2


@pytest.mark.parametrize(
    ("name", "kind", "data"),
    [
        ("leg.jpg", "image/jpeg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("leg.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("x.pdf", "application/pdf", files.active_pdfs()["script"]),
        ("x.pdf", "application/pdf", files.archive()),
        ("../../x.html", "text/html", b"<script>alert(1)</script>"),
    ],
)
def test_a_malicious_file_is_refused_in_words_and_nothing_is_kept(
    ada: Member, dana: User, name: str, kind: str, data: bytes
):
    before = set(storage.stored())
    answer = post(ada, upload(data, name, kind), body="Look at this")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Only photos" in page or "holds a program" in page
    assert "Look at this" in page
    assert not Message.objects.exists()
    assert set(storage.stored()) == before


def test_at_most_three_files_of_ten_megabytes(ada: Member, dana: User):
    photo = files.photo()
    assert "at most 3 files" in post(ada, *[upload(photo) for _ in range(4)]).content.decode()
    refused = post(ada, upload(photo, "good.jpg"), upload(b"MZ", "bad.jpg")).content.decode()
    assert "bad.jpg: Only photos" in refused
    assert "larger than 10 MB" in post(ada, upload(bytes(10 * 1024 * 1024 + 1))).content.decode()
    assert post(ada, *[upload(photo) for _ in range(3)]).status_code == 302
    assert Attachment.objects.count() == 3


def test_only_who_reads_the_thread_gets_its_files(ada: Member, dana: User):
    write(ada, "", files=[check_file(name="x.pdf", data=files.pdf())])
    kept = Attachment.objects.get()
    url = reverse("conversation:attachment", args=[kept.pk])
    for other in (world.joined("eve@example.org").user, world.therapist("other@example.org")):
        assert signed_in(other).get(url).status_code == 404
    assert signed_in(ada.user).get(url)["Content-Type"] == "application/pdf"
    assert signed_in(ada.user).get(reverse("conversation:photo", args=[kept.pk])).status_code == 404
    members.withdraw_consent(member=ada, what=Consent.What.CARE_TEAM, at=world.at(), by=ada.user)
    assert signed_in(dana).get(url).status_code == 404


def test_files_are_in_the_copy_and_go_with_the_account(
    ada: Member, dana: User, django_capture_on_commit_callbacks
):
    import io
    import json
    import zipfile

    write(ada, "My leg", files=[check_file(name="leg.jpg", data=files.photo())])
    write(ada, "Thank you", dana)
    kept = Attachment.objects.get()
    copy = zipfile.ZipFile(io.BytesIO(export_archive(ada, at=world.at())))
    assert copy.read(f"attachments/{kept.pk}.jpg") == storage.read(kept.pk)
    assert [row["body"] for row in json.loads(copy.read("messages.json"))][::2] == ["My leg", "Thank you"]
    with django_capture_on_commit_callbacks(execute=True):
        members.delete_account(user=ada.user, typed=ada.user.email, by=ada.user)
    assert storage.read(kept.pk) is None
    assert not Message.objects.exists()


def test_a_practitioner_who_leaves_leaves_their_messages(ada: Member, dana: User):
    write(ada, "Hello", dana)
    dana.delete()
    page = signed_in(ada.user).get(reverse("conversation:thread")).content.decode()
    assert "A former practitioner" in page


def test_a_file_nobody_names_goes_after_a_while(ada: Member, dana: User):
    write(ada, "", files=[check_file(name="leg.jpg", data=files.photo())])
    kept, lost = Attachment.objects.get().pk, uuid4()
    storage.write(lost, b"of a message that was never stored")
    now = datetime.now(UTC)
    assert remove_lost_files(at=now) == 0
    assert remove_lost_files(at=now + timedelta(days=31)) >= 1
    assert storage.read(lost) is None
    assert storage.read(kept) is not None
