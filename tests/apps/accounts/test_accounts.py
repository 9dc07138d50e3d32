"""Accounts themselves: names, codes, checks, closing."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from sinew.apps.accounts import actions, totp
from sinew.apps.accounts.checks import no_demo_accounts, own_secret_key
from sinew.apps.accounts.errors import AddressTaken
from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.vocabulary import Role

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]
)
def test_codes_are_those_of_the_standard(at, code):
    """Source: RFC 6238, appendix B (SHA-1), last six digits."""
    assert totp.code(RFC_SECRET, at) == code


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_code_stays_the_same_for_as_long_as_promised(at):
    left = totp.seconds_left(at)
    assert 1 <= left <= totp.PERIOD_S
    assert totp.code(RFC_SECRET, at) == totp.code(RFC_SECRET, at + left - 1)


@pytest.mark.django_db
def test_one_address_has_one_account_whatever_its_case():
    actions.create_account(email="Maria@Example.org", role=Role.MEMBER)
    with pytest.raises(AddressTaken):
        actions.create_account(email="maria@example.ORG", role=Role.COACH)
    with pytest.raises(IntegrityError):
        User.objects.create(email="MARIA@example.org")


@pytest.mark.django_db
def test_creating_an_operator_is_audited_and_leaves_no_usable_password():
    operator = actions.create_operator("ops@example.org")
    assert operator.is_operator
    assert not operator.has_usable_password()
    assert AuditEntry.objects.get(event="accounts.account.created").target_id == str(operator.pk)


@pytest.mark.django_db
def test_a_new_authenticator_secret_replaces_the_old_one():
    therapist = actions.create_account(email="pt@example.org", role=Role.PHYSICAL_THERAPIST)
    actions.enable_totp(therapist, RFC_SECRET)
    actions.enable_totp(therapist, "JBSWY3DPEHPK3PXP")
    assert therapist.authenticator_set.filter(type="totp").count() == 1


@pytest.mark.django_db
def test_closing_an_account_removes_it_and_its_sign_ins_and_keeps_the_fact():
    member = actions.create_account(email="maria@example.org", role=Role.MEMBER, display_name="Maria")
    pk = member.pk
    actions.close_account(user=member, by=member)
    assert not User.objects.exists()
    entry = AuditEntry.objects.get(event="accounts.account.deleted")
    assert entry.target_id == str(pk)
    assert "maria" not in str(vars(entry)).lower()


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Maria del Carmen Ruiz", "MR"), ("Ben", "B"), ("Elena Marsh, PT", "EM"), ("", "X")],
)
def test_initials(name, initials):
    assert User(email="x@example.org", display_name=name).initials == initials


def test_a_time_zone_must_exist():
    with pytest.raises(ValidationError, match="time zone"):
        User(email="x@example.org", timezone="../../etc/passwd").clean_fields(exclude=["password"])


@pytest.mark.django_db
def test_the_deployment_check_reports_demo_accounts_and_a_public_secret(settings):
    actions.create_account(email="demo@example.org", role=Role.MEMBER, is_demo=True)
    assert no_demo_accounts(databases=["default"]) == []
    settings.DEMO_ACCOUNTS_ALLOWED = False
    assert [problem.id for problem in no_demo_accounts(databases=["default"])] == ["sinew.E001"]
    assert [problem.id for problem in own_secret_key()] == ["sinew.E002"]
    settings.SECRET_KEY = "x" * 60
    assert own_secret_key() == []
