"""Who gets past the permission decorators."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from sinew.apps.accounts import actions
from sinew.apps.accounts.permissions import (
    member_required,
    operator_required,
    practitioner_required,
    role_required,
    signed_in_required,
)
from sinew.vocabulary import Role

SECRET = "JBSWY3DPEHPK3PXP"
pytestmark = pytest.mark.django_db


def person(role, *, second_factor=False):
    user = actions.create_account(email=f"{role}@example.org", role=role)
    if second_factor:
        actions.enable_totp(user, SECRET)
    return user


def ask(rf, decorator, user, *, used_factor=True):
    request = rf.get("/somewhere/?a=1")
    request.user, request.session = user, SessionStore()
    if used_factor:
        record_authentication(request, user, "mfa", type="totp")
    return decorator(lambda _request: HttpResponse("inside"))(request)


@pytest.mark.parametrize(
    "decorator", [signed_in_required, member_required, practitioner_required, operator_required]
)
def test_strangers_are_sent_to_sign_in_and_come_back(rf, decorator):
    response = ask(rf, decorator, AnonymousUser())
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/somewhere/%3Fa%3D1"


@pytest.mark.parametrize(
    ("decorator", "role"),
    [
        (member_required, Role.MEMBER),
        (practitioner_required, Role.PHYSICAL_THERAPIST),
        (practitioner_required, Role.COACH),
        (operator_required, Role.OPERATOR),
        (role_required(Role.CLINICAL_EDITOR), Role.CLINICAL_EDITOR),
    ],
)
def test_the_right_role_gets_in(rf, decorator, role):
    assert ask(rf, decorator, person(role, second_factor=True)).content == b"inside"


@pytest.mark.parametrize(
    ("decorator", "wrong"),
    [
        (member_required, [Role.PHYSICAL_THERAPIST, Role.COACH, Role.OPERATOR, Role.SPONSOR_MANAGER]),
        (practitioner_required, [Role.MEMBER, Role.OPERATOR, Role.SPONSOR_MANAGER, Role.CLINICAL_EDITOR]),
        (operator_required, [Role.MEMBER, Role.PHYSICAL_THERAPIST, Role.COACH]),
    ],
)
def test_the_wrong_role_is_refused(rf, decorator, wrong):
    for role in wrong:
        with pytest.raises(PermissionDenied):
            ask(rf, decorator, person(role, second_factor=True))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MEMBER])
def test_everyone_but_members_must_set_up_a_second_factor_first(rf, role):
    response = ask(rf, role_required(role), person(role))
    assert response.status_code == 302
    assert response.url == "/settings/second-factor/"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MEMBER])
def test_a_second_factor_this_sign_in_did_not_use_opens_nothing(rf, role):
    response = ask(rf, role_required(role), person(role, second_factor=True), used_factor=False)
    assert response.status_code == 302
    assert response.url == "/settings/second-factor/"


def test_members_need_no_second_factor(rf):
    assert ask(rf, member_required, person(Role.MEMBER), used_factor=False).content == b"inside"


def test_a_privileged_role_cannot_remove_its_last_second_factor(client):
    from sinew.apps.accounts.adapters import SecondFactorAdapter

    therapist, member = (
        person(Role.PHYSICAL_THERAPIST, second_factor=True),
        person(Role.MEMBER, second_factor=True),
    )
    last_of = {user: user.authenticator_set.get(type="totp") for user in (therapist, member)}
    assert not SecondFactorAdapter().can_delete_authenticator(last_of[therapist])
    assert SecondFactorAdapter().can_delete_authenticator(last_of[member])
