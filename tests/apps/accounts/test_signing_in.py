"""Signing up, in and out, as a browser does it."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from sinew.apps.accounts import actions, totp
from sinew.apps.accounts.models import User
from sinew.vocabulary import Role

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a calm walk by the river"
pytestmark = pytest.mark.django_db(transaction=True)


def sign_up(client, email="maria@example.org"):
    details = {"display_name": "Maria", "email": email, "password1": PASSWORD, "timezone": "Europe/Berlin"}
    return client.post("/accounts/signup/", details)


def code_in_mail():
    return re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE).group(1)


def sign_in(client, user, password=PASSWORD):
    return client.post("/accounts/login/", {"login": user.email, "password": password})


def test_signing_up_asks_for_the_mailed_code_and_then_offers_a_passkey(client):
    assert sign_up(client).url == "/accounts/confirm-email/"
    response = client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert response.url == "/welcome/passkey/"
    assert "passkey" in client.get("/welcome/passkey/").text
    maria = User.objects.get()
    assert (maria.role, maria.display_name, maria.timezone) == (Role.MEMBER, "Maria", "Europe/Berlin")


def test_without_the_code_nobody_is_signed_in(client):
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert client.get("/settings/").status_code == 302


def test_signing_up_cannot_choose_a_role(client):
    details = {
        "display_name": "Eve",
        "email": "eve@example.org",
        "password1": PASSWORD,
        "role": Role.OPERATOR,
    }
    client.post("/accounts/signup/", details | {"is_demo": "1"})
    assert User.objects.get().role == Role.MEMBER
    assert not User.objects.get().is_demo


def test_an_address_that_has_an_account_is_not_told_so_on_screen(client):
    actions.create_account(email="maria@example.org", role=Role.MEMBER)
    assert sign_up(client).url == "/accounts/confirm-email/"
    assert "already has one" in mail.outbox[-1].body


class CountingHasher(MD5PasswordHasher):
    """Counts what is hashed: the part of signing up that takes long enough to be measured from outside."""

    count = 0

    def encode(self, password, salt):
        CountingHasher.count += 1
        return super().encode(password, salt)


def test_signing_up_looks_and_works_alike_whether_or_not_the_address_has_an_account(settings):
    actions.create_account(email="maria@example.org", role=Role.MEMBER)
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]

    def seen(email):
        browser, before = Client(), CountingHasher.count
        page = browser.get(sign_up(browser, email).url)
        without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.text)
        resent = browser.post("/accounts/confirm-email/", {"action": "resend"})
        wrong = browser.post("/accounts/confirm-email/", {"code": "AAAAAA"})
        answers = (page.status_code, resent.status_code, wrong.status_code)
        return without_token.replace(email, "ADDRESS"), answers, CountingHasher.count - before

    taken, free = seen("maria@example.org"), seen("free@example.org")
    assert taken == free
    assert taken[2] == 1
    assert "another e-mail address" not in taken[0]


def test_an_unknown_time_zone_becomes_utc(client):
    details = {
        "display_name": "Ana",
        "email": "ana@example.org",
        "password1": PASSWORD,
        "timezone": "Mars/Olympus",
    }
    client.post("/accounts/signup/", details)
    assert User.objects.get().timezone == "UTC"


def test_signing_in_needs_the_right_password_and_arrives_by_role(client):
    member = actions.create_account(email="maria@example.org", role=Role.MEMBER, password=PASSWORD)
    assert sign_in(client, member, "not the password").status_code == 200
    assert sign_in(client, member).url == "/arrive/"
    assert client.get("/arrive/").url == "/today/"


def test_guessing_a_password_is_stopped_even_when_the_next_guess_is_right(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    member = actions.create_account(email="guessed@example.org", role=Role.MEMBER, password=PASSWORD)
    for _ in range(3):
        sign_in(client, member, "a wrong password")
    response = sign_in(client, member)
    assert response.status_code == 200
    assert "Too many failed" in response.text


def test_an_authenticator_app_is_asked_for_and_its_code_opens(client):
    therapist = actions.create_account(
        email="pt@example.org", role=Role.PHYSICAL_THERAPIST, password=PASSWORD
    )
    actions.enable_totp(therapist, SECRET)
    assert sign_in(client, therapist).url == "/accounts/2fa/authenticate/"
    assert client.get("/settings/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    response = client.post("/accounts/2fa/authenticate/", {"code": totp.code(SECRET, time.time())})
    assert response.url == "/arrive/"
    assert client.get("/arrive/").url == "/practice/"


def test_the_authenticator_secret_is_not_readable_in_the_database():
    therapist = actions.create_account(email="pt@example.org", role=Role.PHYSICAL_THERAPIST)
    actions.enable_totp(therapist, SECRET)
    assert SECRET not in str(therapist.authenticator_set.get(type="totp").data)


def test_a_practitioner_without_second_factor_only_reaches_its_set_up(client):
    therapist = actions.create_account(
        email="pt@example.org", role=Role.PHYSICAL_THERAPIST, password=PASSWORD
    )
    sign_in(client, therapist)
    assert client.get("/arrive/").url == "/settings/second-factor/"
    assert client.get("/settings/").url == "/settings/second-factor/"
    assert "One more lock" in client.get("/settings/second-factor/").text
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_a_forgotten_password_is_set_anew_with_a_mailed_code(client):
    actions.create_operator("ops@example.org")
    assert client.post("/accounts/password/reset/", {"email": "ops@example.org"}).status_code == 302
    client.post("/accounts/password/reset/confirm/", {"code": code_in_mail()})
    client.post("/accounts/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)


def test_demo_accounts_cannot_sign_in_where_they_are_not_allowed(client, settings):
    demo = actions.create_account(email="demo@example.org", role=Role.MEMBER, password=PASSWORD, is_demo=True)
    settings.DEMO_ACCOUNTS_ALLOWED = False
    sign_in(client, demo)
    assert client.get("/settings/").status_code == 302


def test_an_open_sign_in_of_a_demo_account_ends_where_it_is_not_allowed(client, settings):
    demo = actions.create_account(email="demo@example.org", role=Role.MEMBER, password=PASSWORD, is_demo=True)
    sign_in(client, demo)
    assert client.get("/settings/").status_code == 200
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert client.get("/settings/").status_code == 302


def test_one_sees_and_ends_ones_own_sign_ins_and_nobody_elses(client):
    from django.test import Client

    maria = actions.create_account(email="maria@example.org", role=Role.MEMBER, password=PASSWORD)
    other = actions.create_account(email="ben@example.org", role=Role.MEMBER, password=PASSWORD)
    phone, bens = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605"), Client()
    for browser, user in ((client, maria), (phone, maria), (bens, other)):
        sign_in(browser, user)
    assert "Safari on iPhone" in client.get("/settings/").text
    foreign = other.usersession_set.get()
    assert client.post(f"/settings/sign-ins/{foreign.pk}/end/").status_code == 404
    client.post("/settings/sign-ins/end-others/")
    assert phone.get("/settings/").status_code == 302
    assert client.get("/settings/").status_code == 200
    assert bens.get("/settings/").status_code == 200


def test_settings_store_the_name_and_time_zone_and_today_follows(client):
    maria = actions.create_account(email="maria@example.org", role=Role.MEMBER, password=PASSWORD)
    sign_in(client, maria)
    client.post("/settings/", {"display_name": "Mia", "timezone": "Pacific/Auckland"})
    maria.refresh_from_db()
    assert (maria.name, maria.timezone) == ("Mia", "Pacific/Auckland")


def test_changing_the_second_lock_asks_again_who_it_is_when_signing_in_was_long_ago(client):
    maria = actions.create_account(email="maria@example.org", role=Role.MEMBER, password=PASSWORD)
    sign_in(client, maria)
    session = client.session
    session["accounts_signed_in_at"] -= 3600
    session.save()
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    response = client.post(
        "/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD}
    )
    assert response.url == "/accounts/2fa/totp/activate/"
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "reauthenticate", "inactive"])
def test_account_pages_are_drawn_in_our_design(client, path):
    response = client.get(f"/accounts/{path}/", follow=True)
    assert response.status_code == 200
    assert 'class="site-header' in response.text
    assert "style=" not in response.text


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "password/change/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "logout/",
    ],
)
def test_pages_about_ones_own_account_have_no_inline_style_or_script(client, path):
    maria = actions.create_account(email="maria@example.org", role=Role.MEMBER, password=PASSWORD)
    sign_in(client, maria)
    response = client.get(f"/accounts/{path}")
    assert response.status_code == 200
    assert "style=" not in response.text
    scripts = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", response.text)
    assert all('type="application/json"' in script for script in scripts)
    assert not re.search(r"\son[a-z]+=", response.text)
