"""What a sign-in opens, what ends it, what is kept about it and what is written down."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from sinew.apps.accounts import actions, totp
from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.notifications.models import OutboxEmail
from sinew.vocabulary import Role

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse bat"


@pytest.fixture
def therapist() -> User:
    return actions.create_account(email="pt@example.org", role=Role.PHYSICAL_THERAPIST, password=PASSWORD)


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": user.email, "password": password}).status_code == 302
    return client


def set_up_factor(client: Client) -> str:
    page = client.get("/accounts/2fa/totp/activate/")
    secret = str(page.context["form"].secret)
    sent = {"code": totp.code(secret, time.time())}
    assert client.post("/accounts/2fa/totp/activate/", sent).status_code == 302
    return secret


def events() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def test_a_factor_set_up_in_one_browser_opens_nothing_in_another(therapist):
    mine, other = signed_in(therapist), signed_in(therapist)
    set_up_factor(mine)
    assert mine.get("/practice/").status_code == 200
    assert other.get("/practice/").url.startswith("/accounts/login/")
    assert UserSession.objects.filter(user=therapist).count() == 1


def test_a_password_only_session_stays_shut_even_when_its_end_was_missed(therapist):
    mine, other = signed_in(therapist), signed_in(therapist)
    UserSession.objects.exclude(session_key=mine.session.session_key).delete()
    set_up_factor(mine)
    assert other.get("/practice/").url == "/settings/second-factor/"
    page = other.get("/settings/second-factor/").text
    assert "Sign out, then sign in with it" in page
    assert "/2fa/totp/activate/" not in page


def test_signing_in_with_the_factor_opens_the_practice(therapist):
    secret = set_up_factor(signed_in(therapist))
    again = signed_in(therapist)
    again.post("/accounts/2fa/authenticate/", {"code": totp.code(secret, time.time() + 30)})
    assert again.get("/practice/").status_code == 200


def test_new_recovery_codes_end_no_other_sign_in(therapist):
    mine = signed_in(therapist)
    secret = set_up_factor(mine)
    again = signed_in(therapist)
    again.post("/accounts/2fa/authenticate/", {"code": totp.code(secret, time.time() + 30)})
    mine.post("/accounts/2fa/recovery-codes/generate/")
    assert again.get("/practice/").status_code == 200


def test_signing_out_forgets_the_browser(therapist):
    client = signed_in(therapist)
    assert UserSession.objects.get().user == therapist
    client.post("/accounts/logout/")
    assert not UserSession.objects.exists()


def test_a_browser_whose_account_has_just_gone_elsewhere_is_signed_out(therapist, monkeypatch):
    """As on PostgreSQL when two requests delete the account at once: the row this one refers to is gone."""
    client = signed_in(therapist)

    def gone(_request):
        raise IntegrityError("insert or update violates foreign key constraint")

    monkeypatch.setattr(UserSession.objects, "create_from_request", gone)
    assert client.get("/settings/").url.startswith("/accounts/login/")
    assert not Session.objects.exists()


def test_sign_ins_that_ran_out_are_forgotten_and_open_ones_kept(therapist):
    ended, still = signed_in(therapist), signed_in(therapist)
    now = timezone.now()
    old = Session.objects.filter(pk=ended.session.session_key)
    old.update(expire_date=now - timedelta(days=1))
    assert actions.forget_ended_sign_ins(at=now) == 1
    assert not old.exists()
    assert UserSession.objects.get().session_key == still.session.session_key
    assert actions.forget_ended_sign_ins(at=now) == 0


def test_changes_to_how_one_signs_in_are_written_down_with_opaque_ids(therapist):
    client = signed_in(therapist)
    set_up_factor(client)
    passwords = {"oldpassword": PASSWORD, "password1": "new horse battery", "password2": "new horse battery"}
    assert client.post("/accounts/password/change/", passwords).status_code == 302
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    client.post("/accounts/logout/")
    recorded = set(events())
    assert recorded >= {
        "accounts.signed_in",
        "accounts.second_factor.added",
        "accounts.password.changed",
        "accounts.second_factor.reset",
        "accounts.signed_out",
    }
    for entry in AuditEntry.objects.filter(event__startswith="accounts."):
        assert entry.target_id == str(therapist.pk)
        assert "@" not in f"{entry.detail} {entry.target_id}"


def test_a_member_s_factor_that_is_removed_is_written_down():
    member = actions.create_account(email="ada@example.org", role=Role.MEMBER, password=PASSWORD)
    client = signed_in(member)
    set_up_factor(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=member).exists()
    entry = AuditEntry.objects.filter(event="accounts.second_factor.removed").last()
    assert (entry.by_id, entry.detail) == (member.pk, {"type": "totp"})


def test_a_refused_sign_in_is_written_down_without_an_address(therapist):
    Client().post("/accounts/login/", {"login": therapist.email, "password": "wrong wrong wrong"})
    Client().post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong wrong wrong"})
    refused = AuditEntry.objects.filter(event="accounts.sign_in.refused")
    assert [(e.by_id, e.target_id, e.detail) for e in refused] == [(None, "", {}), (None, "", {})]


def test_a_wrong_code_is_written_down(therapist):
    set_up_factor(signed_in(therapist))
    signed_in(therapist).post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "accounts.second_factor.refused" in events()


def test_sign_in_mail_belongs_to_the_account_whichever_way_it_was_asked_for(therapist):
    Client().post(
        "/accounts/signup/", {"email": "PT@example.org", "password1": PASSWORD, "display_name": "X"}
    )
    Client().post("/accounts/password/reset/", {"email": therapist.email})
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    mails = OutboxEmail.objects.order_by("created_at")
    assert [mail.recipient for mail in mails] == [therapist, therapist, None]


def test_signing_up_is_written_down_with_what_was_told():
    Client().post(
        "/accounts/signup/",
        {"email": "ida@example.org", "password1": PASSWORD, "display_name": "Ida", "timezone": "Europe/Oslo"},
    )
    ida = User.objects.get()
    assert (ida.display_name, ida.timezone) == ("Ida", "Europe/Oslo")
    assert AuditEntry.objects.get(event="accounts.account.signed_up").by_id == ida.pk
