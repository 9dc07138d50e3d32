"""Pages about the service, headers on all of them, and the error pages."""

import pytest
from django.test import Client

from sinew.apps.accounts.actions import create_account
from sinew.vocabulary import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/about/", "/privacy/", "/healthz", "/learn/", "/library/"])
def test_strangers_may_read_the_public_pages(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/library/", "/no-such-page/"])
def test_every_page_forbids_inline_and_foreign_code(client, path):
    policy = client.get(path).headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert "unsafe-inline" not in policy
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert directives["style-src"] == "'self'"
    assert directives["worker-src"] == "'self' blob:"
    assert directives["frame-ancestors"] == "'none'"


def test_the_browser_may_use_the_camera_for_us_only(client):
    headers = client.get("/about/").headers
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "microphone=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_pages_of_signed_in_people_are_kept_by_no_cache(client):
    assert "Cache-Control" not in client.get("/about/").headers
    client.force_login(create_account(email="maria@example.org", role=Role.MEMBER))
    assert client.get("/about/").headers["Cache-Control"] == "private, no-store"


def test_a_missing_page_says_what_to_do(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "We could not find that page" in response.text


def test_a_form_without_its_token_is_refused_with_an_explanation():
    response = Client(enforce_csrf_checks=True).post("/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert "That form was too old" in response.text


@pytest.mark.parametrize("handler", ["bad_request", "forbidden", "server_error"])
def test_error_pages_are_drawn(rf, handler):
    from django.contrib.auth.models import AnonymousUser

    from sinew.apps.web import views

    request = rf.get("/x/")
    request.user = AnonymousUser()
    response = getattr(views, handler)(request)
    assert response.status_code in (400, 403, 500)
    assert b"<h1>" in response.content


def test_the_chosen_colors_are_remembered_without_script(client):
    response = client.post("/theme/", {"theme": "dark", "back": "/about/"})
    assert response.url == "/about/"
    assert 'data-theme="dark"' in client.get("/about/").text


def test_choosing_colors_cannot_send_people_elsewhere(client):
    assert client.post("/theme/", {"theme": "light", "back": "https://evil.example/"}).url == "/"
    assert client.post("/theme/", {"theme": "light", "back": "//evil.example/"}).url == "/"


def test_an_unknown_theme_is_ignored(client):
    assert "theme" not in client.post("/theme/", {"theme": "x onload=", "back": "/"}).cookies


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [(Role.MEMBER, "Care team", "Caseload"), (Role.COACH, "Caseload", "Care team")],
)
def test_each_role_sees_its_own_places(client, role, shown, hidden):
    client.force_login(create_account(email="x@example.org", role=role))
    text = client.get("/about/").text
    assert shown in text
    assert hidden not in text
