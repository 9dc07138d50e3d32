"""After a yes: whose account the coverage goes to, what the member reads, and what happens when it ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sinew.apps.coverage.actions import enrollment
from sinew.apps.coverage.errors import CoverageOver, EnrolledElsewhere, NotProven
from sinew.apps.coverage.models import Coverage, CoverageCheck, CoverageQuestion, ListedPerson, Sponsor
from sinew.apps.coverage.standing import NOTICE_FOR, standing_of
from sinew.apps.notifications.models import OutboxEmail
from tests.apps.coverage.rosters import listed
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

DAY, AT = world.DAY, world.at()


@pytest.fixture
def acme() -> Sponsor:
    return world.sponsor()


@pytest.fixture
def beth(acme: Sponsor) -> ListedPerson:
    return listed(acme)


def proven(person: ListedPerson, **other: object) -> CoverageCheck:
    """A check whose proof is fresh."""
    return CoverageCheck.objects.create(
        asked_at=AT,
        claim="sealed",
        identity="",
        address_code="",
        contact_code="",
        looked_at=AT,
        found="match",
        person=person,
        sponsor=person.sponsor,
        proven_at=other.get("proven_at", AT),
        proven_by=Coverage.Proof.CONTACT,
    )


def enroll(person: ListedPerson, user: object, **other: object) -> Coverage:
    return enrollment.enroll(check=proven(person, **other), day=DAY, at=AT, by=user)


def test_coverage_begins_on_the_day_of_enrollment_and_ends_with_the_first_end(
    beth: ListedPerson,
):
    beth.ends_on, beth.sponsor.ends_on = date(2027, 1, 1), date(2026, 12, 1)
    beth.save()
    beth.sponsor.save()
    coverage = enroll(beth, world.account("beth@home.example.org"))
    assert (coverage.begins_on, coverage.ends_on) == (DAY, date(2026, 12, 1))


def test_who_has_not_joined_yet_joins(beth: ListedPerson):
    user = world.account("beth@home.example.org")
    assert enroll(beth, user).member.user == user


def test_a_proof_works_once_and_for_a_day(beth: ListedPerson):
    user = world.account("beth@home.example.org")
    check = proven(beth)
    enrollment.enroll(check=check, day=DAY, at=AT, by=user)
    with pytest.raises(NotProven):
        enrollment.enroll(check=check, day=DAY, at=AT, by=user)
    with pytest.raises(NotProven):
        enroll(beth, user, proven_at=AT - timedelta(hours=24))
    with pytest.raises(NotProven):
        enroll(beth, user, proven_at=None)


def test_the_same_person_again_on_the_same_account_changes_nothing(beth: ListedPerson):
    user = world.account("beth@home.example.org")
    assert enroll(beth, user) == enroll(beth, user)


def test_somebody_enrolled_by_another_account_is_left_to_an_operator(beth: ListedPerson):
    enroll(beth, world.account("beth@home.example.org"))
    with pytest.raises(EnrolledElsewhere):
        enroll(beth, world.account("eve@example.org"))
    question = CoverageQuestion.objects.get()
    assert (question.kind, question.email, question.person) == ("another_account", "eve@example.org", beth)
    letter = OutboxEmail.objects.get(template="coverage_claimed")
    assert letter.to == "beth@home.example.org"
    for word in ("eve", beth.sponsor.name, "Castellano", "health", "covered", "coverage"):
        assert word not in letter.subject + letter.body
    assert Coverage.objects.count() == 1


def test_an_account_takes_one_person_of_a_sponsor(beth: ListedPerson, acme: Sponsor):
    user = world.account("beth@home.example.org")
    enroll(beth, user)
    daughter = listed(acme, "daughter", first_name="Nina", born_on=date(2004, 5, 6), is_subscriber=False)
    with pytest.raises(EnrolledElsewhere):
        enroll(daughter, user)
    assert enroll(daughter, world.account("nina@home.example.org")).person == daughter


@pytest.mark.parametrize("other", [{"ends_on": DAY}, {"died_on": DAY}, {"born_on": date(2014, 3, 7)}])
def test_what_ended_since_the_proof_is_not_begun(acme: Sponsor, other: dict[str, date]):
    with pytest.raises(CoverageOver):
        enroll(listed(acme, **other), world.account("beth@home.example.org"))


def enrolled_member(person: ListedPerson) -> Coverage:
    plan = world.planned("beth@home.example.org")
    return enroll(person, plan.member.user)


def test_a_member_reads_what_is_free_and_what_the_sponsor_never_learns(beth: ListedPerson):
    beth.sponsor.greeting = "We hope it helps."
    beth.sponsor.save()
    user = enrolled_member(beth).member.user
    page = signed_in(user).get(reverse("coverage:mine")).content.decode()
    for words in ("You are covered", "Acme Works", "We hope it helps.", "never learns", "Nothing"):
        assert words in page


def test_the_end_is_told_kindly_on_today_for_two_months(beth: ListedPerson):
    coverage = enrolled_member(beth)
    member = coverage.member
    coverage.ends_on = DAY + timedelta(days=5)
    coverage.save()
    assert standing_of(member, DAY).ended is None
    ended = DAY + timedelta(days=5)
    assert standing_of(member, ended).ended == coverage
    assert standing_of(member, ended + NOTICE_FOR).ended is None


def test_another_coverage_silences_the_notice(beth: ListedPerson):
    coverage = enrolled_member(beth)
    coverage.ends_on = DAY + timedelta(days=5)
    coverage.save()
    other = listed(world.sponsor("other", "Other Works"), "other")
    new = enroll(other, coverage.member.user)
    standing = standing_of(coverage.member, DAY + timedelta(days=5))
    assert (standing.current, standing.ended) == ((new,), None)


def test_who_has_enrolled_and_agreed_to_nothing_yet_is_asked_to_agree(beth: ListedPerson):
    user = world.account("beth@home.example.org")
    enroll(beth, user)
    assert signed_in(user).get(reverse("today:today"))["Location"] == reverse("members:consent")


def test_today_tells_that_coverage_has_ended_and_how_to_go_on(beth: ListedPerson):
    coverage = enrolled_member(beth)
    coverage.begins_on = coverage.ends_on = date.today() - timedelta(days=1)  # noqa: DTZ011 - the page's own day
    coverage.save()
    browser = signed_in(coverage.member.user)
    assert "Your coverage by Acme Works ended" in browser.get(reverse("today:today")).content.decode()
    page = browser.get(reverse("coverage:mine")).content.decode()
    assert "Your coverage by Acme Works has ended" in page
    assert "How you can go on" in page
