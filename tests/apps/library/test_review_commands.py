"""What an operator does about reviews from the command line."""

import json

import pytest
from django.utils import timezone

from sinew.apps.accounts import credentials
from sinew.apps.accounts.models import User
from sinew.apps.library import actions, reviews
from sinew.apps.web.content import current
from sinew.cli import main
from sinew.vocabulary import Role
from tests.apps.members import world

pytestmark = pytest.mark.django_db
EDITOR = "editor@example.org"


@pytest.fixture
def editor() -> User:
    user = world.account(EDITOR, Role.CLINICAL_EDITOR)
    credentials.enter_credential(
        kind="physician",
        license_number="MD-815",
        issuing_body="Chamber",
        country="Austria",
        valid_until=timezone.localdate(),
        at=timezone.now(),
        by=user,
    )
    return user


def test_an_operator_makes_the_account_of_a_clinical_editor(capsys):
    made = ["practitioner", "create", EDITOR, "--role", "clinical_editor", "--name", "Sam Ito, MD"]
    assert main(made) == 0
    assert User.objects.get(email=EDITOR).role == Role.CLINICAL_EDITOR
    assert "see no member's record" in capsys.readouterr().out


def test_an_operator_confirms_a_license(editor: User, capsys):
    assert main(["practitioner", "credential", EDITOR]) == 0
    assert "as entered, not verified" in capsys.readouterr().out
    assert main(["practitioner", "credential", EDITOR, "--confirm"]) == 0
    assert "confirmed by an operator" in capsys.readouterr().out


def test_a_license_that_was_never_entered_cannot_be_confirmed(capsys):
    world.account(EDITOR, Role.CLINICAL_EDITOR)
    assert main(["practitioner", "credential", EDITOR, "--confirm"]) == 3
    assert "has entered no credential" in capsys.readouterr().err


def test_the_reviews_are_exported_as_one_document(editor: User, capsys):
    item = reviews.items_of(current())["exercise", "mini-squat"]
    actions.sign_off(item=item, version=item.version, note="", at=timezone.now(), by=editor)
    assert main(["content", "reviews", "--json"]) == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["content_version"] == current().version
    assert [(row["item"], row["is_current_version"]) for row in exported["reviews"]] == [("mini-squat", True)]
