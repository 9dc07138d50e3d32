"""Access is given and taken away from the command line, and every change is in the audit trail."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail

from sinew.apps.accounts.actions import create_account, enable_totp
from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.care.models import CareTeamMember
from sinew.apps.members.actions import join
from sinew.apps.members.models import Member
from sinew.apps.notifications.models import OutboxEmail
from sinew.cli import main
from sinew.vocabulary import Role
from tests.support.sign_in import enter

pytestmark = pytest.mark.django_db
ANA, BEN = "ana@clinic.example", "ben@clinic.example"
NEXT_WEEK = datetime.now(UTC).date() + timedelta(days=9)


@pytest.fixture(autouse=True)
def same_umask():
    """The command closes what it writes to others; the tests after this one do not."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def sinew(capsys):
    """The command: exit code, what it says, what it refuses with."""

    def run(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as exit_:
            code = exit_.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def member():
    user = create_account(email="zoe@example.org", role=Role.MEMBER)
    return join(user=user, at=datetime(2026, 3, 1, tzinfo=UTC), by=user)


@pytest.fixture
def ana(sinew):
    return practitioner(sinew, ANA)


def practitioner(sinew, email):
    code, _, err = sinew(
        "practitioner", "create", email, "--role", "physical_therapist", "--name", "Ana Ruiz, PT"
    )
    assert (code, err) == (0, "")
    return User.objects.get(email=email)


def team_of(member: Member) -> list[str]:
    places = CareTeamMember.objects.current().filter(member=member)
    return [place.practitioner.email for place in places]


def events() -> list[str]:
    """What was recorded, oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def test_a_practitioner_is_made_and_told_how_to_sign_in(sinew):
    code, out, _ = sinew("practitioner", "create", ANA, "--role", "coach", "--name", "Ana Ruiz")
    assert code == 0
    assert "Forgot your password?" in out
    assert "second factor" in out
    ana = User.objects.get(email=ANA)
    assert (ana.role, ana.display_name, ana.is_active) == (Role.COACH, "Ana Ruiz", True)
    assert not ana.has_usable_password()
    assert events() == ["accounts.account.created"]


def test_the_way_in_that_is_printed_works(client, ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/password/reset/", {"email": ANA})
    (message,) = mail.outbox
    assert message.to == [ANA]
    assert OutboxEmail.objects.get().template == "account/password_reset_code"


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (("not-an-address", "--role", "coach", "--name", "Ana"), 3),
        (("zoe@example.org", "--role", "coach", "--name", "Ana"), 3),
        ((ANA, "--role", "coach", "--name", "A" * 81), 3),
        ((ANA, "--role", "operator", "--name", "Ana"), 2),
    ],
)
def test_a_bad_practitioner_is_refused_in_one_line(sinew, member, words, refusal):
    code, _, err = sinew("practitioner", "create", *words)
    assert (code, err.count("\n")) == (refusal, 1)
    assert not User.objects.exclude(pk=member.user_id).exists()


def test_a_care_team_is_changed_and_the_trail_says_so(sinew, ana, member):
    assert sinew("care-team", "add", member.pk, ANA)[0] == 0
    assert team_of(member) == [ANA]
    code, out, _ = sinew("care-team", "remove", member.pk, ANA.upper())
    assert code == 0
    assert "No physical therapist" in out
    assert team_of(member) == []
    assert events()[-2:] == ["care.team.joined", "care.team.left"]
    code, _, err = sinew("care-team", "remove", member.pk, ANA)
    assert (code, err.count("\n")) == (3, 1)


@pytest.mark.parametrize(
    ("member_id", "email"), [("x", ANA), (None, "zoe@example.org"), (None, "no@one.example")]
)
def test_nobody_but_a_practitioner_joins_and_only_a_member_s_team(sinew, ana, member, member_id, email):
    code, _, err = sinew("care-team", "add", member_id or member.pk, email)
    assert (code, err.count("\n")) == (3, 1)
    assert team_of(member) == []


def test_a_colleague_stands_in_for_somebody_who_is_ill(sinew, ana, member):
    practitioner(sinew, BEN)
    sinew("care-team", "add", member.pk, ANA)
    code, out, err = sinew("care-team", "cover", ANA, BEN, "--last", NEXT_WEEK)
    assert (code, err) == (0, "")
    assert f"to {NEXT_WEEK}, members: 1." in out
    assert set(team_of(member)) == {ANA, BEN}
    assert events()[-1] == "care.cover.arranged"
    assert sinew("care-team", "cover", ANA, BEN, "--last", NEXT_WEEK)[0] == 3
    assert sinew("care-team", "cover", BEN, ANA, "--last", NEXT_WEEK)[0] == 3
    assert sinew("care-team", "cover", ANA, BEN, "--last", "soon")[0] == 2


def test_a_therapist_who_only_stands_in_is_no_lasting_one(sinew, ana, member):
    practitioner(sinew, BEN)
    sinew("care-team", "add", member.pk, ANA)
    sinew("care-team", "cover", ANA, BEN, "--last", NEXT_WEEK)
    _, out, _ = sinew("account", "deactivate", ANA)
    assert f"member {member.pk} is now looked after by {BEN}" in out
    place = CareTeamMember.objects.current().get(member=member)
    assert (place.practitioner.email, place.cover) == (BEN, None)


def test_a_therapist_who_leaves_is_signed_out_and_their_members_are_handed_over(
    sinew, ana, member, client, django_capture_on_commit_callbacks
):
    practitioner(sinew, BEN)
    sinew("care-team", "add", member.pk, ANA)
    enable_totp(ana, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    enter(client, ana)
    assert client.get("/practice/").status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        code, out, _ = sinew("account", "deactivate", ANA)
    assert code == 0
    assert "Browsers signed out: 1." in out
    assert f"member {member.pk} is now looked after by {BEN}" in out
    assert team_of(member) == [BEN]
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)
    assert client.get("/practice/").status_code == 302
    assert [message.to for message in mail.outbox] == [[BEN]]
    assert events()[-3:] == ["accounts.account.deactivated", "care.team.left", "care.team.joined"]
    assert sinew("care-team", "add", member.pk, ANA)[0] == 3


def test_an_account_is_opened_again_without_its_care_teams(sinew, ana, member):
    sinew("care-team", "add", member.pk, ANA)
    sinew("account", "deactivate", ANA)
    assert sinew("account", "activate", ANA)[0] == 0
    assert events()[-1] == "accounts.account.activated"
    assert User.objects.get(email=ANA).is_active
    assert team_of(member) == []
    assert sinew("care-team", "add", member.pk, ANA)[0] == 0


def test_members_for_whom_there_is_no_other_therapist_are_listed(sinew, ana, member):
    sinew("care-team", "add", member.pk, ANA)
    _, out, _ = sinew("account", "deactivate", ANA)
    assert f"member {member.pk} has no physical therapist" in out


def test_an_account_nobody_has_is_said_in_one_line(sinew):
    code, _, err = sinew("account", "deactivate", "no@one.example")
    assert (code, err.count("\n")) == (3, 1)
