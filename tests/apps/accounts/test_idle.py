"""Staff are signed out after half a day away; members stay signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.utils import timezone

from sinew.apps.accounts.actions import create_account, enable_totp
from sinew.apps.accounts.idle import is_idle
from sinew.apps.audit.models import AuditEntry
from sinew.vocabulary import Role

pytestmark = pytest.mark.django_db
STAFF = [Role.PHYSICAL_THERAPIST, Role.COACH, Role.OPERATOR]
NOW = datetime(2026, 11, 24, 20, tzinfo=UTC)


@pytest.mark.parametrize(("away_h", "idle"), [(0, False), (11.9, False), (12.1, True), (300, True)])
def test_a_browser_is_idle_after_the_limit(away_h, idle):
    assert is_idle(UserSession(last_seen_at=NOW - timedelta(hours=away_h)), at=NOW) is idle


def signed_in(client, role, *, away_h):
    user = create_account(email="someone@example.org", role=role)
    enable_totp(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(user)
    client.get("/accounts/settings/")
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=away_h))
    return user


@pytest.mark.parametrize("role", STAFF)
def test_staff_who_were_away_sign_in_again_and_the_trail_says_why(client, role):
    user = signed_in(client, role, away_h=13)
    answer = client.get("/accounts/settings/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session
    assert not UserSession.objects.exists()
    entry = AuditEntry.objects.get(event="accounts.sign_in.ended")
    assert (entry.by_id, entry.target_id, entry.detail) == (None, str(user.pk), {"reason": "idle"})


@pytest.mark.parametrize("role", STAFF)
def test_staff_who_kept_working_stay_signed_in(client, role):
    signed_in(client, role, away_h=11)
    client.get("/accounts/settings/")
    assert UserSession.objects.get().last_seen_at > timezone.now() - timedelta(minutes=1)
    assert "_auth_user_id" in client.session


def test_members_stay_signed_in(client):
    signed_in(client, Role.MEMBER, away_h=13 * 24)
    client.get("/accounts/settings/")
    assert "_auth_user_id" in client.session
