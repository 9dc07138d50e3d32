"""The license a clinician signs content off with: entered by themselves, confirmed only by an operator."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts import credentials
from sinew.apps.accounts.errors import NoCredential
from sinew.apps.accounts.models import Credential, User
from sinew.apps.audit.models import AuditEntry
from sinew.vocabulary import Role
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/settings/credential/"


def form(**other: str) -> dict[str, str]:
    given = {
        "kind": "physical_therapist",
        "license_number": "PT-4711",
        "issuing_body": "Board of Oregon",
        "country": "United States",
        "valid_until": (timezone.localdate() + timedelta(days=90)).isoformat(),
    }
    return given | other


@pytest.fixture
def editor() -> User:
    return world.account("editor@example.org", Role.CLINICAL_EDITOR)


def test_what_a_clinician_enters_is_theirs_and_not_verified(editor: User):
    browser = signed_in(editor)
    browser.post(ADDRESS, form())
    credential = credentials.credential_of(editor)
    assert (credential.license_number, credential.confirmed_at) == ("PT-4711", None)
    assert "As entered, not verified" in browser.get(ADDRESS).text
    assert AuditEntry.objects.filter(event="accounts.credential.entered", by_id=editor.pk).exists()


def test_entering_it_anew_ends_the_one_before_and_its_confirmation(editor: User):
    browser = signed_in(editor)
    browser.post(ADDRESS, form())
    credentials.confirm_credential(user=editor, at=timezone.now(), by=None)
    browser.post(ADDRESS, form(license_number="PT-4712"))
    assert Credential.objects.filter(user=editor).count() == 2
    assert credentials.credential_of(editor).license_number == "PT-4712"
    assert credentials.credential_of(editor).standing == "as entered, not verified"


def test_a_license_that_has_run_out_is_refused(editor: User):
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = signed_in(editor).post(ADDRESS, form(valid_until=yesterday.isoformat()))
    assert answer.status_code == 400
    assert "This day has passed" in answer.text
    assert credentials.credential_of(editor) is None


def test_a_credential_is_valid_up_to_and_on_its_last_day(editor: User):
    signed_in(editor).post(ADDRESS, form())
    credential = credentials.credential_of(editor)
    assert credential.is_valid_on(credential.valid_until)
    assert not credential.is_valid_on(credential.valid_until + timedelta(days=1))


def test_nobody_sees_the_license_of_somebody_else(editor: User):
    signed_in(editor).post(ADDRESS, form())
    assert "PT-4711" not in signed_in(world.therapist()).get(ADDRESS).text


def test_there_must_be_one_to_confirm(editor: User):
    with pytest.raises(NoCredential):
        credentials.confirm_credential(user=editor, at=timezone.now(), by=None)


def test_an_operator_signs_nothing_off_and_has_no_credential_to_enter():
    operator = world.account("op@example.org", Role.OPERATOR)
    with pytest.raises(ValueError, match="practitioner or a clinical editor"):
        credentials.enter_credential(**form(), at=timezone.now(), by=operator)


def test_a_clinical_editor_arrives_at_the_review_and_finds_it_in_the_navigation(editor: User):
    browser = signed_in(editor)
    assert browser.get("/arrive/")["Location"] == reverse("library:review")
    assert 'href="/review/"' in browser.get("/settings/").text
    assert 'href="/practice/"' not in browser.get("/settings/").text
    assert editor.needs_second_factor
