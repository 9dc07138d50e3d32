"""A push reaches every device once, says nothing of anybody, and goes nowhere but to known push services."""

import json
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.actions import create_account
from sinew.apps.notifications import delivery, tasks
from sinew.apps.notifications.actions import queue_email
from sinew.apps.notifications.actions.choices import choose
from sinew.apps.notifications.actions.devices import MOST_DEVICES, add_device
from sinew.apps.notifications.models import Device, OutboxPush, Outgoing
from sinew.apps.notifications.push.addresses import AddressRefused, check_address, public_address
from sinew.apps.practice.operations.health import Status, check_health
from sinew.notices import Channel
from sinew.vocabulary import Role
from tests.apps.notifications.conftest import NOW
from tests.support.push_service import claims_of
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def ready(user, key="monday", **more):
    return queue_email(to=user, template="session_ready", context={"name": user.name}, key=key, **more)


def push_status(at):
    return next(check.status for check in check_health(at=at).checks if check.id == "pushes")


def test_a_push_is_read_by_the_device_and_leads_to_a_page_of_ours(maria, add, service, browser):
    device = add(maria)
    ready(maria)
    ((path, headers, body),) = service.taken
    told = json.loads(browser.read(body))
    assert (path, told["path"], told["tag"]) == ("/push/device-1", "/today/", "session-ready:/today/")
    assert "Maria" not in json.dumps(told)
    assert headers["Content-Encoding"] == "aes128gcm"
    assert 0 < int(headers["TTL"]) <= timedelta(days=1).total_seconds()
    claims = claims_of(headers["Authorization"])
    assert claims["aud"] == f"https://localhost:{service.port}"
    assert claims["sub"].startswith("mailto:")
    assert datetime.now(UTC).timestamp() < claims["exp"] < datetime.now(UTC).timestamp() + 24 * 3600
    assert device.pushes.filter(status=Outgoing.Status.SENT).count() == 2


def test_a_device_hears_at_once_that_it_was_added(maria, service, browser):
    add_device(user=maria, name="A", endpoint=service.endpoint(), **browser.keys, at=NOW, by=maria)
    ((_, _, body),) = service.taken
    assert json.loads(browser.read(body))["tag"] == "device-added:/settings/notifications/"


def test_two_members_who_need_somebody_are_two_pushes(add, service, browser):
    dana = create_account(email="dana@example.org", role=Role.PHYSICAL_THERAPIST)
    add(dana)
    for member in ("a", "b", "b"):
        context, path = {"name": "Dana", "member_id": member}, f"/practice/members/{member}/"
        queue_email(to=dana, template="member_needs_you", context=context, key=f"k-{member}", path=path)
    tags = [json.loads(browser.read(body))["tag"] for _, _, body in service.taken]
    assert tags == ["member-needs-you:/practice/members/a/", "member-needs-you:/practice/members/b/"]


def test_every_device_gets_it_once_however_often_it_is_queued_or_delivered(maria, add, service):
    add(maria, "phone")
    add(maria, "laptop")
    ready(maria)
    ready(maria)
    for push in OutboxPush.objects.filter(key="monday"):
        assert tasks.deliver_push.call(str(push.pk)) == "not waiting"
    assert sorted(path for path, _, _ in service.taken) == ["/push/laptop", "/push/phone"]


def test_a_process_that_died_while_pushing_does_not_push_again_and_health_shows_it(maria, add, service):
    device, now = add(maria), timezone.now()
    push = OutboxPush.objects.create(
        key="k", device=device, kind_id="session-ready", status="sending", claimed_at=now - timedelta(hours=1)
    )
    assert tasks.deliver_push.call(str(push.pk)) == "not waiting"
    assert service.taken == []
    assert push_status(now) is Status.FAIL
    OutboxPush.objects.update(status="sent")
    assert push_status(now) is Status.OK


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_wants_no_more_is_removed(maria, add, service, status):
    add(maria)
    service.answers = [(status, {})]
    ready(maria)
    assert not Device.objects.exists()
    assert not OutboxPush.objects.exists()


IN_AN_HOUR = "in an hour, as a date"


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("600", 600), (IN_AN_HOUR, 3540), ("999999", 6 * 3600), ("soon", 120), ("", 120)],
)
def test_a_busy_service_is_left_alone_as_long_as_it_says(maria, add, service, told, seconds):
    add(maria)
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    service.answers = [(429, {"Retry-After": date if told == IN_AN_HOUR else told})]
    ready(maria)
    push = OutboxPush.objects.get(key="monday")
    assert (push.status, push.attempts) == (Outgoing.Status.WAITING, 1)
    pause_s = (push.not_before - push.claimed_at).total_seconds()
    assert seconds <= pause_s < seconds + 120
    assert tasks.deliver_push.call(str(push.pk)) == "not waiting"
    OutboxPush.objects.filter(pk=push.pk).update(not_before=timezone.now())
    assert tasks.deliver_held(at=timezone.now()) == 1
    push.refresh_from_db()
    assert push.status == Outgoing.Status.SENT


def test_a_service_in_trouble_is_tried_again_and_then_given_up(maria, add, service):
    add(maria)
    service.answers = [(503, {})] * delivery.MOST_ATTEMPTS
    ready(maria)
    push = OutboxPush.objects.get(key="monday")
    for _ in range(delivery.MOST_ATTEMPTS):
        OutboxPush.objects.filter(pk=push.pk).update(not_before=None)
        tasks.deliver_push.call(str(push.pk))
    push.refresh_from_db()
    assert (push.status, push.attempts) == (Outgoing.Status.FAILED, delivery.MOST_ATTEMPTS)
    assert push_status(timezone.now()) is Status.WARN


@pytest.mark.parametrize("status", [302, 400, 401, 403, 413])
def test_a_refusal_is_final_and_a_redirect_is_not_followed(maria, add, service, status):
    add(maria)
    service.answers = [(status, {"Location": service.endpoint("elsewhere")})]
    ready(maria)
    assert OutboxPush.objects.get(key="monday").status == Outgoing.Status.FAILED
    assert len(service.taken) == 1


def test_what_is_turned_off_is_not_pushed_and_comes_by_mail_all_the_same(maria, add, service, mailoutbox):
    add(maria)
    night = {
        "quiet_from": NOW.time(),
        "quiet_until": NOW.time(),
        "quiet_on": (),
        "follows_office_hours": False,
    }
    choose(user=maria, on={("session-ready", Channel.EMAIL)}, **night, by=maria)
    ready(maria)
    push = OutboxPush.objects.get(key="monday")
    assert (push.status, push.why) == (Outgoing.Status.LEFT_OUT, "turned_off")
    assert service.taken == []
    assert len(mailoutbox) == 1


def test_a_closed_account_gets_no_pushes(maria, add, service):
    add(maria)
    maria.is_active = False
    maria.save()
    ready(maria)
    assert service.taken == []


def test_a_certificate_of_another_authority_is_told_nothing(maria, add, service, monkeypatch):
    add(maria)
    monkeypatch.delenv("SSL_CERT_FILE")
    ready(maria)
    assert service.taken == []
    assert OutboxPush.objects.get(key="monday").status == Outgoing.Status.WAITING


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/",
        "https://user:pw@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com:99999/x",
        "https://push.services.mozilla.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://evil.example\\.notify.windows.com/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: evil",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "file:///etc/passwd",
        "//fcm.googleapis.com/x",
        "",
    ],
)
def test_only_known_push_services_over_https_are_taken(endpoint):
    with pytest.raises(AddressRefused):
        check_address(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-by3p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_push_services_of_browsers_are_taken(endpoint):
    assert check_address(endpoint).hostname


@pytest.mark.parametrize(
    "found",
    ["127.0.0.1", "10.0.0.7", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.7",
     "224.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch, found):
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443))
    answer = [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: answer)
    with pytest.raises(AddressRefused):
        public_address("fcm.googleapis.com", 443)
    answer.pop()
    assert public_address("fcm.googleapis.com", 443) == "1.1.1.1"


def test_a_device_is_added_by_its_owner_s_browser_and_removed_by_its_owner(maria, service, browser):
    client = signed_in(maria)
    data = {"endpoint": service.endpoint(), **browser.keys}
    agent = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    for _ in range(2):
        answer = client.post(reverse("notifications:add_device"), data, headers={"User-Agent": agent})
        assert answer.status_code == 201
    (device,) = maria.devices.all()
    assert device.name == "Firefox on Windows"
    assert device.name in client.get(reverse("notifications:preferences")).content.decode()
    eve = create_account(email="eve@example.org", role=Role.MEMBER)
    remove = reverse("notifications:remove_device", args=[device.pk])
    assert signed_in(eve).post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    assert not Device.objects.exists()


def test_a_browser_belongs_to_whoever_asked_last(maria, add):
    add(maria)
    eve = create_account(email="eve@example.org", role=Role.MEMBER)
    add(eve)
    assert [device.user for device in Device.objects.all()] == [eve]


def test_devices_are_limited(maria, service, browser):
    client = signed_in(maria)
    answers = [
        client.post(
            reverse("notifications:add_device"), {"endpoint": service.endpoint(f"d{number}"), **browser.keys}
        ).status_code
        for number in range(MOST_DEVICES + 1)
    ]
    assert answers == [201] * MOST_DEVICES + [409]


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "https://10.0.0.1/x"}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": "*"}, {"auth": ""}],
)
def test_what_is_no_subscription_is_refused_in_words(maria, service, browser, wrong):
    data = {"endpoint": service.endpoint(), **browser.keys, **wrong}
    answer = signed_in(maria).post(reverse("notifications:add_device"), data)
    assert answer.status_code == 400
    assert answer.json()["says"]
    assert not Device.objects.exists()


def test_the_demo_s_key_is_made_once_and_kept_from_others(settings, tmp_path):
    from sinew.apps.notifications.push.keys import public_key, signing_key

    settings.VAPID_KEY_FILE = tmp_path / "deep" / "push.key"
    one, other = signing_key(), signing_key()
    assert public_key(one) == public_key(other)
    assert settings.VAPID_KEY_FILE.stat().st_mode & 0o077 == 0
    settings.VAPID_KEY_FILE = None
    assert signing_key() is None


def test_without_a_key_the_page_says_that_there_are_no_pushes(maria, settings):
    settings.VAPID_KEY_FILE = None
    page = signed_in(maria).get(reverse("notifications:preferences")).content.decode()
    assert "not set up" in page
    assert "data-key" not in page
