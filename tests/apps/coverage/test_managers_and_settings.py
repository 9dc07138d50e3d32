"""A sponsor's managers and settings: who may change what, and what an invitation never tells."""

import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions.managers import (
    OPEN_AT_MOST,
    invite_manager,
    remove_manager,
    withdraw_invitation,
)
from sinew.apps.coverage.actions.settings import change_sponsor, name_sponsor
from sinew.apps.coverage.actions.sponsors import appoint_manager, remove_sponsor
from sinew.apps.coverage.errors import (
    AlreadyInvited,
    LastManager,
    SettingNotYours,
    SponsorInUse,
    SponsorRefused,
    TooManyInvitations,
)
from sinew.apps.coverage.managing import managers_of
from sinew.apps.coverage.models import Coverage, ListedPerson, LookupKey, Sponsor, SponsorManager
from sinew.apps.coverage.portal.sample import COLUMNS, sample_csv
from sinew.apps.notifications.models import OutboxEmail
from sinew.roster.check import check_roster
from sinew.roster.table.columns import guess_columns
from sinew.vocabulary import Role
from tests.apps.coverage.world import line, send, table
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsor() -> Sponsor:
    return world.sponsor()


@pytest.fixture
def manager(sponsor: Sponsor) -> User:
    user = world.account("manager@example.org", Role.SPONSOR_MANAGER)
    appoint_manager(sponsor=sponsor, user=user, at=world.at(), by=None)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    return User.objects.get(pk=user.pk)


def page(client: Client, name: str, **more: object) -> str:
    answer = client.get(reverse(f"coverage:{name}", kwargs={"slug": "acme", **more}))
    assert answer.status_code == 200
    return answer.content.decode()


def invite(sponsor: Sponsor, email: str, by: User) -> None:
    invite_manager(sponsor=sponsor, email=email, at=world.at(), by=by)


def test_an_invited_address_gets_an_account_of_its_own_and_a_mail(sponsor: Sponsor, manager: User):
    invite(sponsor, "New.Colleague@Example.org", manager)
    account = User.objects.get(email="new.colleague@example.org")
    assert account.role == Role.SPONSOR_MANAGER
    assert account.needs_second_factor
    assert not account.has_usable_password()
    assert sponsor in Sponsor.objects.visible_to(account)
    letter = OutboxEmail.objects.get(to="new.colleague@example.org")
    assert "Acme Works" in letter.subject
    assert "/accounts/password/reset/" in letter.body
    assert mail.outbox == []


def test_an_invitation_looks_the_same_for_a_member_a_manager_elsewhere_and_nobody(
    sponsor: Sponsor, manager: User
):
    world.joined("member@example.org")
    elsewhere = world.account("elsewhere@example.org", Role.SPONSOR_MANAGER)
    User.objects.filter(pk=elsewhere.pk).update(last_login=world.at() - timedelta(days=1))
    client = signed_in(manager)
    url = reverse("coverage:sponsor_managers", kwargs={"slug": "acme"})
    answers = {}
    for email in ("member@example.org", "elsewhere@example.org", "nobody@example.org"):
        answer = client.post(url, {"email": email}, follow=True)
        text = answer.content.decode().replace(email, "ADDRESS")
        answers[email] = text.count("ADDRESS"), text.count("has not signed in yet"), "Invited. A mail" in text
    assert [line[0] for line in answers.values()] == [2, 2, 2]
    assert [line[1] for line in answers.values()] == [1, 2, 3]
    assert all(line[2] for line in answers.values())
    member = User.objects.get(email="member@example.org")
    assert member.role == Role.MEMBER
    assert not SponsorManager.objects.filter(user=member).exists()
    assert "account of another kind" in " ".join(
        OutboxEmail.objects.get(to="member@example.org").body.split()
    )


def test_who_signs_in_after_the_invitation_is_on_the_list_by_name(sponsor: Sponsor, manager: User):
    invite(sponsor, "new@example.org", manager)
    assert [one.email for one in managers_of(sponsor).invited] == ["new@example.org"]
    User.objects.filter(email="new@example.org").update(last_login=world.at() + timedelta(hours=1))
    people = managers_of(sponsor)
    assert people.invited == ()
    assert {place.user.email for place in people.here} == {"manager@example.org", "new@example.org"}


def test_a_withdrawn_invitation_opens_nothing(sponsor: Sponsor, manager: User):
    invite(sponsor, "new@example.org", manager)
    (invitation,) = sponsor.invitations.open()
    client = signed_in(manager)
    client.post(
        reverse("coverage:withdraw_invitation", kwargs={"slug": "acme", "invitation_id": invitation.pk})
    )
    assert managers_of(sponsor).invited == ()
    assert not User.objects.filter(email="new@example.org").exists(), "the address is free to sign up with"
    invite(sponsor, "new@example.org", manager)
    assert sponsor in Sponsor.objects.visible_to(User.objects.get(email="new@example.org"))


@pytest.mark.parametrize("used", [{"last_login": world.at()}, {"password": make_password("a few words")}])
def test_an_account_that_was_used_stays_when_an_invitation_is_withdrawn(
    sponsor: Sponsor, manager: User, used: dict[str, object]
):
    invite(sponsor, "new@example.org", manager)
    User.objects.filter(email="new@example.org").update(**used)
    withdraw_invitation(invitation=sponsor.invitations.get(), at=world.at(), by=manager)
    assert sponsor not in Sponsor.objects.visible_to(User.objects.get(email="new@example.org"))


def test_an_account_that_two_sponsors_invited_stays_for_the_other(sponsor: Sponsor, manager: User):
    other = world.sponsor("other", "Other Works")
    for one in (sponsor, other):
        invite(one, "new@example.org", manager)
    withdraw_invitation(invitation=sponsor.invitations.get(), at=world.at(), by=manager)
    assert list(Sponsor.objects.visible_to(User.objects.get(email="new@example.org"))) == [other]


def test_an_address_is_invited_once_and_not_many_wait(sponsor: Sponsor, manager: User):
    invite(sponsor, "new@example.org", manager)
    with pytest.raises(AlreadyInvited):
        invite(sponsor, "NEW@example.org", manager)
    with pytest.raises(AlreadyInvited):
        invite(sponsor, "manager@example.org", manager)
    for n in range(OPEN_AT_MOST - 1):
        invite(sponsor, f"n{n}@example.org", manager)
    with pytest.raises(TooManyInvitations):
        invite(sponsor, "one.more@example.org", manager)
    assert not User.objects.filter(email="one.more@example.org").exists()


def test_the_last_manager_who_has_signed_in_stays(sponsor: Sponsor, manager: User):
    invite(sponsor, "new@example.org", manager)
    place = sponsor.managers.current().get(user=manager)
    with pytest.raises(LastManager):
        remove_manager(place=place, at=world.at(), by=manager)
    User.objects.filter(email="new@example.org").update(last_login=timezone.now())
    remove_manager(place=place, at=world.at(), by=manager)
    assert sponsor not in Sponsor.objects.visible_to(manager)


def test_another_sponsor_s_places_and_invitations_are_out_of_reach(sponsor: Sponsor, manager: User):
    other = world.sponsor("other", "Other Works")
    stranger = world.account("stranger@example.org", Role.SPONSOR_MANAGER)
    appoint_manager(sponsor=other, user=stranger, at=world.at(), by=None)
    invite(other, "theirs@example.org", stranger)
    place, invitation = other.managers.get(user=stranger), other.invitations.get()
    client = signed_in(manager)
    for name, kwargs in (
        ("remove_manager", {"slug": "acme", "place_id": place.pk}),
        ("withdraw_invitation", {"slug": "acme", "invitation_id": invitation.pk}),
        ("withdraw_invitation", {"slug": "other", "invitation_id": invitation.pk}),
    ):
        assert client.post(reverse(f"coverage:{name}", kwargs=kwargs)).status_code == 404
    assert other.managers.current().count() == 2
    withdraw_invitation(invitation=invitation, at=world.at(), by=stranger)
    assert other.managers.current().count() == 1


def test_a_manager_changes_names_and_how_rosters_are_read_and_it_is_written_down(
    sponsor: Sponsor, manager: User
):
    client, url = signed_in(manager), reverse("coverage:sponsor_settings", kwargs={"slug": "acme"})
    appearance = {
        "part": "appearance", "name": "Acme Works", "names": "Acme\nAW\n\nAcme\nAcme Works",
        "greeting": "Move well.", "contact_name": "Benefits desk", "contact_email": "benefits@example.org",
    }  # fmt: skip
    assert client.post(url, appearance).status_code == 302
    assert [one.name for one in sponsor.names.all()] == ["AW", "Acme"]
    terms = {
        "part": "terms", "absence_ends": "True", "through_is_covered": "False",
        "subscriber_ends_family": "True", "largest_share_ended": "0.05", "largest_share_changed": "0.5",
        "smallest_share_left": "0.75",
    }  # fmt: skip
    assert client.post(url, terms).status_code == 302
    sponsor.refresh_from_db()
    assert (sponsor.greeting, sponsor.absence_ends, sponsor.through_is_covered) == ("Move well.", True, False)
    assert (sponsor.largest_share_ended, sponsor.smallest_share_left) == (0.05, 0.75)
    changed = AuditEntry.objects.filter(event="coverage.sponsor.changed", by_id=manager.pk)
    details = {entry.detail["setting"]: entry.detail for entry in changed}
    assert details["absence_ends"] == {"setting": "absence_ends", "before": "False", "after": "True"}
    assert "Move well." not in str(list(details.values()))
    assert "through_is_covered" in details
    assert "subscriber_ends_family" not in details


def test_what_was_agreed_is_the_operator_s_to_change(sponsor: Sponsor, manager: User):
    with pytest.raises(SettingNotYours):
        change_sponsor(sponsor=sponsor, changes={"member_cost": "Everything"}, by=manager)
    operator = world.account("operator@example.org", Role.OPERATOR)
    changed = change_sponsor(sponsor=sponsor, changes={"member_cost": "Nothing"}, by=operator)
    assert changed.member_cost == "Nothing"
    client = signed_in(manager)
    url = reverse("coverage:sponsor_settings", kwargs={"slug": "acme"})
    client.post(url, {"part": "appearance", "name": "Acme Works", "member_cost": "Everything"})
    sponsor.refresh_from_db()
    assert sponsor.member_cost == "Nothing"


@pytest.mark.parametrize(
    ("part", "values", "said"),
    [
        ("appearance", {"name": ""}, "required"),
        ("appearance", {"name": "Acme", "contact_email": "nowhere"}, "valid email"),
        ("appearance", {"name": "Acme", "names": "\n".join(map(str, range(30)))}, "names are enough"),
        ("appearance", {"name": "Acme", "names": "x" * 200}, "at most"),
        ("terms", {"absence_ends": "True", "largest_share_ended": "0.99"}, "not one of the available"),
    ],
)
def test_an_unusable_setting_is_explained_and_nothing_is_stored(
    sponsor: Sponsor, manager: User, part, values, said
):
    url = reverse("coverage:sponsor_settings", kwargs={"slug": "acme"})
    answer = signed_in(manager).post(url, {"part": part, **values})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Sponsor.objects.get(pk=sponsor.pk).name == "Acme Works"


def test_a_sponsor_has_twenty_other_names_at_most(sponsor: Sponsor, manager: User):
    with pytest.raises(SponsorRefused):
        name_sponsor(sponsor=sponsor, names=[str(n) for n in range(21)], by=manager)
    assert not sponsor.names.exists()


def test_the_preview_shows_the_greeting_the_cost_and_what_is_never_told(sponsor: Sponsor, manager: User):
    change_sponsor(sponsor=sponsor, changes={"greeting": "Good to have you."}, by=manager)
    text = page(signed_in(manager), "sponsor_preview")
    assert "Good to have you." in text
    assert "Nothing. The sponsor pays for all of it." in text
    assert "fewer than 11 people" in text


def test_the_sample_is_a_roster_without_a_problem_and_every_column_is_found_by_its_heading():
    summary = check_roster(io.BytesIO(sample_csv().encode()), today=date(2026, 11, 30))
    assert summary.problems.listed == []
    assert (summary.members, summary.subscribers) == (3, 2)
    headings = [column.heading for column in COLUMNS]
    found = guess_columns(headings)
    assert found.ignored == ()
    assert {field: headings[place] for field, place in found.columns.items()} == {
        column.field: column.heading for column in COLUMNS
    }


def test_a_sponsor_is_removed_with_everybody_on_its_rosters_unless_somebody_is_covered(
    sponsor: Sponsor, manager: User, settings, tmp_path
):
    settings.ROSTER_FILES = tmp_path / "rosters"
    send(sponsor, table(line("Ann")))
    member = world.joined("ann@example.org")
    coverage = Coverage.objects.create(
        member=member, sponsor=sponsor, proven_by=Coverage.Proof.OPERATOR, begins_on=world.DAY,
        created_at=world.at(), checked_at=world.at(),
    )  # fmt: skip
    with pytest.raises(SponsorInUse):
        remove_sponsor(sponsor=sponsor, by=None)
    coverage.delete()
    remove_sponsor(sponsor=sponsor, by=None)
    assert not Sponsor.objects.exists()
    assert not ListedPerson.objects.exists()
    assert not LookupKey.objects.exists()
    assert AuditEntry.objects.filter(event="coverage.sponsor.removed").count() == 1
