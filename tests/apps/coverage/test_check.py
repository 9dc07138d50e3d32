"""The check as a visitor goes through it: asked, looked up, proven, answered."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sinew.apps.coverage.actions import checks
from sinew.apps.coverage.actions.links import make_link, revoke_link
from sinew.apps.coverage.check.links import address_of
from sinew.apps.coverage.models import (
    Coverage,
    CoverageCheck,
    EnumerationAlarm,
    ListedPerson,
    Sponsor,
)
from sinew.apps.coverage.models.checks import CHECK_LIVES, MOST_TRIES
from sinew.apps.notifications.models import OutboxEmail
from sinew.vocabulary import Role
from tests.apps.coverage.rosters import claim_form, listed
from tests.apps.members import world

pytestmark = pytest.mark.django_db(transaction=True)

CONTACT = "elizabeth@work.example.org"
VISITOR = "beth@home.example.org"


@pytest.fixture
def acme() -> Sponsor:
    return world.sponsor()


@pytest.fixture
def beth(acme: Sponsor) -> ListedPerson:
    return listed(acme)


def ask(client: Client, **other: str) -> CoverageCheck:
    answer = client.post(reverse("coverage:qualify"), claim_form(**other))
    assert answer.status_code == 302, answer.content.decode()
    return CoverageCheck.objects.latest("asked_at")


def letters(to: str) -> list[str]:
    return [str(letter.body) for letter in mail.outbox if letter.to == [to]]


def code_in(letter: str) -> str:
    return re.search(r"^\s+([A-Z2-9]{4}-[A-Z2-9]{4})$", letter, re.M)[1]


def enter(client: Client, code: str) -> str:
    """Enter a code; the page that follows."""
    return client.post(reverse("coverage:qualify_code"), {"code": code}, follow=True).content.decode()


def test_a_nickname_and_exchanged_day_and_month_are_forgiven_and_the_code_goes_to_the_roster_s_contact(
    client: Client, beth: ListedPerson
):
    check = ask(client)
    assert check.person == beth
    assert [letter.to for letter in mail.outbox] == [[CONTACT]]
    assert "You are covered" in enter(client, code_in(letters(CONTACT)[0]))


def test_the_letters_name_nobody(client: Client, beth: ListedPerson, acme: Sponsor):
    ask(client, email=VISITOR)
    assert len(mail.outbox) == 2
    for letter in mail.outbox:
        text = f"{letter.subject} {letter.body}"
        for word in ("Beth", "Elizabeth", "Castellano", "1984", "60614", acme.name):
            assert word not in text


def test_a_code_is_taken_in_small_letters_and_with_spaces_and_works_once(client: Client, beth: ListedPerson):
    ask(client)
    code = code_in(letters(CONTACT)[0])
    assert "You are covered" in enter(client, f" {code.lower().replace('-', ' ')} ")
    check = CoverageCheck.objects.get()
    assert not checks.take_code(check=check, typed=code, at=check.asked_at, day=world.DAY, by=None)


def test_a_code_of_another_check_does_not_count(client: Client, beth: ListedPerson):
    ask(client)
    code = code_in(letters(CONTACT)[0])
    other = Client()
    ask(other, first_name="Nobody", last_name="Stranger")
    assert "not a code we can use" in enter(other, code)


def test_a_code_works_for_a_day_and_for_five_tries(client: Client, beth: ListedPerson):
    check = ask(client)
    code = code_in(letters(CONTACT)[0])
    late = check.asked_at + CHECK_LIVES
    assert not checks.take_code(check=check, typed=code, at=late, day=world.DAY, by=None)
    for _ in range(MOST_TRIES):
        enter(client, "AAAA-AAAA")
    assert "not a code we can use" in enter(client, code)


def test_using_up_the_tries_alarms_listed_or_not(client: Client, beth: ListedPerson):
    operator = world.account("operator@example.org", Role.OPERATOR)
    for who in ({}, {"first_name": "Nobody", "last_name": "Stranger"}):
        other = Client()
        ask(other, **who)
        for _ in range(MOST_TRIES + 2):
            enter(other, "AAAA-AAAA")
    alarm = EnumerationAlarm.objects.get()
    assert (alarm.sign, alarm.count) == (EnumerationAlarm.Sign.CODES, 2)
    assert len(letters(operator.email)) == 1


def test_the_code_to_the_visitor_s_own_address_confirms_nothing(client: Client, beth: ListedPerson):
    ask(client, email=VISITOR)
    page = enter(client, code_in(letters(VISITOR)[0]))
    assert "Not confirmed yet" in page
    assert CoverageCheck.objects.get().proven_at is None


def test_the_visitor_s_own_address_gets_the_same_letter_listed_or_not(client: Client, beth: ListedPerson):
    ask(client, email=VISITOR)
    ask(Client(), email="stranger@home.example.org", first_name="Nobody", last_name="Stranger")
    found, not_found = letters(VISITOR), letters("stranger@home.example.org")
    assert len(found) == len(not_found) == 1
    assert found[0].replace(code_in(found[0]), "") == not_found[0].replace(code_in(not_found[0]), "")


def test_an_address_that_is_the_roster_s_needs_one_code_only(client: Client, beth: ListedPerson):
    ask(client, email=CONTACT.upper())
    assert len(mail.outbox) == 1
    assert "You are covered" in enter(client, code_in(mail.outbox[0].body))
    assert CoverageCheck.objects.get().proven_by == Coverage.Proof.CONTACT


def test_the_member_number_and_a_code_to_a_new_address_are_a_proof_and_the_roster_s_contact_is_told(
    client: Client, beth: ListedPerson
):
    ask(client, email=VISITOR, member_id="w-123 4501")
    assert "You are covered" in enter(client, code_in(letters(VISITOR)[0]))
    assert CoverageCheck.objects.get().proven_by == Coverage.Proof.MEMBER_ID
    assert "Somebody used a member number" in [letter.subject for letter in mail.outbox]


def test_a_number_that_is_nearly_right_proves_nothing(client: Client, beth: ListedPerson):
    ask(client, email=VISITOR, member_id="W1234502")
    assert "Not confirmed yet" in enter(client, code_in(letters(VISITOR)[0]))


def test_a_member_number_can_be_told_later(client: Client, beth: ListedPerson):
    ask(client, email=VISITOR)
    enter(client, code_in(letters(VISITOR)[0]))
    client.post(reverse("coverage:qualify_detail"), {"member_id": "W1234501", "other_last_name": ""})
    assert "You are covered" in client.post(reverse("coverage:qualify_answer"), follow=True).content.decode()


def test_who_has_no_contact_on_the_roster_is_written_to_nowhere(client: Client, acme: Sponsor):
    listed(acme, email="")
    ask(client)
    assert mail.outbox == []


@pytest.mark.parametrize(
    "other",
    [
        {"is_restricted": True},
        {"died_on": date(2026, 2, 1)},
        {"ends_on": date(2026, 3, 1)},
        {"begins_on": date(2999, 1, 1)},
    ],
)
def test_restricted_dead_former_and_future_people_are_never_written_to(
    client: Client, acme: Sponsor, other: dict[str, object]
):
    listed(acme, **other)
    check = ask(client, email=VISITOR, member_id="W1234501")
    assert check.person is None
    assert [letter.to for letter in mail.outbox] == [[VISITOR]]
    assert "Not confirmed yet" in enter(client, code_in(letters(VISITOR)[0]))


def test_somebody_under_age_is_told_so_only_after_the_proof(client: Client, acme: Sponsor):
    listed(acme, born_on=date(2014, 3, 7))
    ask(client, born_on="2014-03-07")
    assert "parent or guardian" not in client.get(reverse("coverage:qualify_next")).content.decode()
    assert "parent or guardian" in enter(client, code_in(letters(CONTACT)[0]))


def test_a_sponsor_that_pays_for_subscribers_only_says_so_to_families_after_the_proof(
    client: Client, acme: Sponsor
):
    acme.covers = Sponsor.Covers.SUBSCRIBERS
    acme.save()
    listed(acme, is_subscriber=False)
    ask(client)
    assert "covers the employee only" in enter(client, code_in(letters(CONTACT)[0]))


def test_twins_are_told_apart_by_one_more_detail_after_the_proof(client: Client, acme: Sponsor):
    listed(acme, "one", first_name="Jan", member_id="A100001", email=CONTACT)
    listed(acme, "two", first_name="Jane", member_id="B200002", email=CONTACT)
    ask(client, first_name="Jann", born_on="1984-03-07", email=CONTACT)
    assert "One more detail" in enter(client, code_in(letters(CONTACT)[0]))
    client.post(reverse("coverage:qualify_detail"), {"member_id": "B200002", "other_last_name": ""})
    page = client.get(reverse("coverage:qualify_answer")).content.decode()
    assert "You are covered" in page
    assert CoverageCheck.objects.get().person.first_name == "Jane"


def test_who_is_listed_with_an_address_cannot_find_out_with_it_whether_somebody_else_is(
    client: Client, acme: Sponsor
):
    """Her first name as "another last name" and her postal code bring her near a colleague's claim."""
    ann = listed(
        acme, "ann", first_name="Ann", last_name="Rivera", born_on=date(1980, 3, 4), postal_code="10115",
        member_id="R777", email=VISITOR,
    )  # fmt: skip
    about_beth = {"first_name": "Elizabeth", "postal_code": "10115", "other_last_name": "Ann"}

    def what_ann_reads() -> tuple[str, bool]:
        browser = Client()
        check = ask(browser, email=VISITOR, **about_beth)
        return check.found, "Not confirmed yet" in enter(browser, code_in(letters(VISITOR)[-1]))

    assert what_ann_reads() == ("no_match", True)
    beth = listed(acme)
    assert what_ann_reads() == ("one_more_detail", True)
    assert {ann.pk, beth.pk}.isdisjoint(CoverageCheck.objects.values_list("person", flat=True))


def test_who_is_listed_with_an_address_is_told_the_same_whoever_else_fits_the_claim(
    client: Client, acme: Sponsor
):
    own = {
        "first_name": "Ann", "last_name": "Rivera", "born_on": date(1980, 3, 4), "postal_code": "10115",
        "member_id": "R777", "email": VISITOR,
    }  # fmt: skip
    ann = listed(acme, "ann", **own)
    told = {"first_name": "Ann", "last_name": "Rivera", "born_on": "1980-03-04", "postal_code": "10115"}

    def what_ann_reads() -> str:
        browser = Client()
        ask(browser, email=VISITOR, **told)
        return enter(browser, code_in(letters(VISITOR)[-1]))

    assert "You are covered" in what_ann_reads()
    listed(acme, "namesake", **own | {"member_id": "R888", "email": "other@work.example.org"})
    assert "You are covered" in what_ann_reads()
    assert set(CoverageCheck.objects.values_list("person", flat=True)) == {ann.pk}


def test_a_detail_after_the_proof_moves_it_to_nobody_else(client: Client, acme: Sponsor):
    """A colleague's address in the form was never proven; her name as a detail must not make it hers."""
    ann = listed(
        acme, "ann", first_name="Ann", last_name="Rivera", born_on=date(1980, 3, 4), postal_code="60615",
        member_id="R777", email=VISITOR,
    )  # fmt: skip
    listed(acme)
    mixed = {"first_name": "Elizabeth", "last_name": "Rivera", "born_on": "1980-03-04", "email": CONTACT}
    assert ask(client, **mixed).person == ann
    assert "You are covered" in enter(client, code_in(letters(VISITOR)[-1]))
    more = {"member_id": "", "other_last_name": "Castellano"}
    page = client.post(reverse("coverage:qualify_detail"), more, follow=True).content.decode()
    assert "check has ended" in page
    assert CoverageCheck.objects.get().person == ann


def test_details_that_settle_nothing_end_in_not_found(client: Client, acme: Sponsor):
    listed(acme, "one", first_name="Jan", member_id="A100001", email=CONTACT)
    listed(acme, "two", first_name="Jane", member_id="B200002", email=CONTACT)
    ask(client, first_name="Jann", born_on="1984-03-07", email=CONTACT)
    enter(client, code_in(letters(CONTACT)[0]))
    for number in ("X333444", "X555666", "X777888"):
        client.post(reverse("coverage:qualify_detail"), {"member_id": number, "other_last_name": ""})
    assert "could not find you" in client.get(reverse("coverage:qualify_answer")).content.decode()


def test_a_sponsor_s_link_and_the_member_number_need_no_code(client: Client, acme: Sponsor):
    listed(acme, email="")
    link = make_link(sponsor=acme, label="Welcome letter", at=world.at(), by=None)
    client.get(address_of(link))
    assert acme.name in client.get(reverse("coverage:qualify")).content.decode()
    ask(client, member_id="W1234501")
    assert "You are covered" in client.post(reverse("coverage:qualify_answer"), follow=True).content.decode()
    assert CoverageCheck.objects.get().proven_by == Coverage.Proof.LINK


def test_a_link_alone_proves_nothing_and_a_revoked_one_neither(client: Client, acme: Sponsor):
    listed(acme, email="")
    link = make_link(sponsor=acme, label="", at=world.at(), by=None)
    client.get(address_of(link))
    ask(client)
    assert "no news yet" in client.post(reverse("coverage:qualify_answer"), follow=True).content.decode()
    ask(client, member_id="W1234501")
    revoke_link(link=link, at=world.at(), by=None)
    assert "no news yet" in client.post(reverse("coverage:qualify_answer"), follow=True).content.decode()
    assert acme.name not in client.get(reverse("coverage:qualify"), {"you": 1}).content.decode()


def test_a_link_that_was_made_up_leads_to_the_plain_check(client: Client, beth: ListedPerson):
    page = client.get(reverse("coverage:qualify_by_link", args=["made:up"]), follow=True).content.decode()
    assert "no longer used" in page


def test_who_came_by_a_link_is_looked_for_on_that_roster_only(
    client: Client, acme: Sponsor, beth: ListedPerson
):
    other = world.sponsor("other", "Other Works")
    client.get(address_of(make_link(sponsor=other, label="", at=world.at(), by=None)))
    assert ask(client).person is None


def test_somebody_two_sponsors_list_is_one_person(client: Client, acme: Sponsor, beth: ListedPerson):
    listed(world.sponsor("other", "Other Works"), email="")
    assert ask(client).person == beth


def test_two_alike_on_one_roster_stay_two(client: Client, acme: Sponsor, beth: ListedPerson):
    listed(acme, "another", member_id="Z9")
    assert ask(client).person is None


def test_a_person_of_a_sponsor_whose_agreement_has_ended_is_not_found(
    client: Client, acme: Sponsor, beth: ListedPerson
):
    acme.ends_on = date(2026, 2, 1)
    acme.save()
    assert ask(client).person is None


def test_only_sponsors_that_agreed_are_suggested(client: Client, acme: Sponsor):
    search = {"sponsor_name": "acmee wrks"}
    assert acme.name not in client.get(reverse("coverage:qualify"), search).content.decode()
    acme.is_public = True
    acme.save()
    assert acme.name in client.get(reverse("coverage:qualify"), search).content.decode()


@pytest.mark.parametrize("born_on", ["", "2999-01-01", "1840-01-01", "31 February"])
def test_a_form_with_an_impossible_day_is_given_back(client: Client, born_on: str):
    answer = client.post(reverse("coverage:qualify"), claim_form(born_on=born_on))
    assert answer.status_code == 400
    assert "Castellano" in answer.content.decode()


def test_what_a_visitor_told_is_forgotten_after_a_day(client: Client, beth: ListedPerson):
    check = ask(client)
    assert "Castellano" not in check.claim
    assert checks.forget_old_checks(at=check.asked_at + timedelta(hours=23)) == 0
    assert checks.forget_old_checks(at=check.asked_at + timedelta(hours=25)) == 1
    check.refresh_from_db()
    assert (check.claim, check.person, check.sponsor, check.identity) == ("", None, None, "")
    assert checks.forget_old_checks(at=check.asked_at + timedelta(hours=26)) == 0


def test_who_comes_back_after_a_day_starts_again_instead_of_reading_that_nobody_fits(
    client: Client, beth: ListedPerson
):
    check = ask(client)
    assert "You are covered" in enter(client, code_in(letters(CONTACT)[0]))
    checks.forget_old_checks(at=check.asked_at + timedelta(hours=25))
    assert client.get(reverse("coverage:qualify_answer"))["Location"] == reverse("coverage:qualify")


def test_where_letters_of_a_check_went_is_forgotten_with_it(client: Client, beth: ListedPerson):
    check = ask(client, email=VISITOR, member_id="W1234501")
    enter(client, code_in(letters(VISITOR)[0]))
    assert OutboxEmail.objects.filter(key__contains=str(check.pk)).count() == 3
    checks.forget_old_checks(at=check.asked_at + timedelta(hours=23))
    assert OutboxEmail.objects.count() == 3
    checks.forget_old_checks(at=check.asked_at + timedelta(hours=25))
    assert OutboxEmail.objects.count() == 0


def test_a_renamed_sponsor_is_found_by_its_new_name_at_once(client: Client, acme: Sponsor):
    Sponsor.objects.update(is_public=True)
    search = {"sponsor_name": "borealis"}
    assert "Borealis" not in client.get(reverse("coverage:qualify"), search).content.decode()
    acme.names.create(name="Borealis")
    assert "Borealis" in client.get(reverse("coverage:qualify"), search).content.decode()


def test_pages_of_a_check_send_a_stranger_to_its_beginning(client: Client):
    for name in ("qualify_next", "qualify_answer"):
        assert client.get(reverse(f"coverage:{name}"))["Location"] == reverse("coverage:qualify")
