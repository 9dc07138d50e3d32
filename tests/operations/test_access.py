"""Access is given and taken away from the command line, and every change is in the audit trail."""

import pytest

from tests.operations.conftest import Installation

CREATE = ("practitioner", "create")
ANA, BEN = ("ana@clinic.example", "physical_therapist"), ("ben@clinic.example", "physical_therapist")
FIRST_MEMBER = """
from sinew.apps.members.models import Member
print(Member.objects.order_by("user__email").first().pk)
"""
TEAM = """
from sinew.apps.care.models import CareTeamMember
print(*sorted(place.practitioner.email for place in CareTeamMember.objects.current()))
"""
EVENTS = """
from sinew.apps.audit.models import AuditEntry
print(*AuditEntry.objects.order_by("pk").exclude(event__startswith="members.").exclude(by_role="member")
      .values_list("event", flat=True)[40:])
"""
SIGN_IN = """
from django.test import Client
from django.utils.timezone import now
from sinew.apps.accounts.models import User
client = Client()
client.force_login(User.objects.get(email="ana@clinic.example"))
client.get("/accounts/settings/", headers={"host": "localhost"})
print(client.cookies["sessionid"].value)
"""


def practitioner(installation: Installation, who: tuple[str, str] = ANA) -> None:
    email, role = who
    done = installation.sinew(*CREATE, email, "--role", role, "--name", "Ana Ruiz, PT")
    assert done.returncode == 0, done.stderr


def test_a_practitioner_is_made_and_told_how_to_sign_in(installation):
    done = installation.sinew(*CREATE, ANA[0], "--role", ANA[1], "--name", "Ana Ruiz, PT")
    assert done.returncode == 0, done.stderr
    assert "Forgot your password?" in done.stdout
    assert "second factor" in done.stdout
    found = installation.python(
        "from sinew.apps.accounts.models import User; u = User.objects.get(email='ana@clinic.example');"
        "print(u.role, u.display_name, u.is_active, u.has_usable_password(), u.needs_second_factor)"
    )
    assert found == "physical_therapist Ana Ruiz, PT True False True"


@pytest.mark.parametrize(
    ("email", "role", "name", "code"),
    [
        ("not-an-address", "coach", "Ana", 3),
        ("member1@example.org", "coach", "Ana", 3),
        ("ana@clinic.example", "coach", "A" * 81, 3),
        ("ana@clinic.example", "operator", "Ana", 2),
    ],
)
def test_a_bad_practitioner_is_refused_in_one_line(installation, email, role, name, code):
    done = installation.sinew(*CREATE, email, "--role", role, "--name", name)
    assert done.returncode == code
    assert done.stderr.count("\n") == 1


def test_a_care_team_is_changed_and_the_trail_says_so(installation):
    practitioner(installation)
    member = installation.python(FIRST_MEMBER)
    assert installation.sinew("care-team", "add", member, ANA[0]).returncode == 0
    assert installation.python(TEAM) == ANA[0]
    removed = installation.sinew("care-team", "remove", member, ANA[0])
    assert removed.returncode == 0
    assert "No physical therapist" in removed.stdout
    assert installation.python(TEAM) == ""
    assert installation.python(EVENTS).split() == [
        "accounts.account.created",
        "care.team.joined",
        "care.team.left",
    ]
    again = installation.sinew("care-team", "remove", member, ANA[0])
    assert (again.returncode, again.stderr.count("\n")) == (3, 1)


@pytest.mark.parametrize(
    "arguments", [("x", ANA[0]), (None, "member1@example.org"), (None, "no@one.example")]
)
def test_nobody_but_a_practitioner_joins_and_only_a_member_s_team(installation, arguments):
    practitioner(installation)
    member, email = arguments
    done = installation.sinew("care-team", "add", member or installation.python(FIRST_MEMBER), email)
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert installation.python(TEAM) == ""


def test_a_therapist_who_leaves_is_signed_out_and_their_members_are_handed_over(installation):
    practitioner(installation)
    practitioner(installation, BEN)
    member = installation.python(FIRST_MEMBER)
    installation.sinew("care-team", "add", member, ANA[0])
    key = installation.python(SIGN_IN)

    done = installation.sinew("account", "deactivate", ANA[0])
    assert done.returncode == 0, done.stderr
    assert "Browsers signed out: 1." in done.stdout
    assert f"member {member} is now looked after by {BEN[0]}" in done.stdout
    assert installation.python(TEAM) == BEN[0]
    sessions = "from django.contrib.sessions.models import Session; print(Session.objects"
    assert installation.python(f"{sessions}.filter(pk='{key}').exists())") == "False"
    assert installation.python(EVENTS).split()[-3:] == [
        "accounts.account.deactivated",
        "care.team.left",
        "care.team.joined",
    ]

    assert installation.sinew("care-team", "add", member, ANA[0]).returncode == 3
    assert installation.sinew("account", "activate", ANA[0]).returncode == 0
    assert installation.python(EVENTS).split()[-1] == "accounts.account.activated"
    assert installation.sinew("care-team", "add", member, ANA[0]).returncode == 0


def test_members_for_whom_there_is_no_other_therapist_are_listed(installation):
    practitioner(installation)
    member = installation.python(FIRST_MEMBER)
    installation.sinew("care-team", "add", member, ANA[0])
    done = installation.sinew("account", "deactivate", ANA[0])
    assert f"member {member} has no physical therapist" in done.stdout


def test_an_account_nobody_has_is_said_in_one_line(installation):
    done = installation.sinew("account", "deactivate", "no@one.example")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
