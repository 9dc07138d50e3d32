"""Coverage that rests on an insurer's answer: one account a person, renewed by the member each month."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions import enrollment, insured
from sinew.apps.coverage.actions.coverages import check_coverages, refresh_coverages
from sinew.apps.coverage.actions.insurer_settling import prolong
from sinew.apps.coverage.duties import look_after_coverage
from sinew.apps.coverage.errors import CoverageOver, EnrolledElsewhere, NotProven
from sinew.apps.coverage.insurer.question import person_key
from sinew.apps.coverage.models import (
    Coverage,
    CoverageCheck,
    CoverageQuestion,
    InsurerAnswer,
    ListedPerson,
    Sponsor,
)
from sinew.apps.coverage.models.insurers import CLAIM_HOLDS
from sinew.apps.coverage.standing import standing_of
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.reporting import facts
from tests.apps.coverage.insured import CARD, ask, come, insurer, plan
from tests.apps.coverage.rosters import BETH, listed
from tests.apps.coverage.test_at_once import at_once
from tests.apps.members import world
from tests.apps.reporting import world as reporting
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db

DAY, AT = world.DAY, world.at()
MONTH = timedelta(days=31)
NUMBER = "H-7780123"
DAYS = [timedelta(days=number) for number in range(60)]


@pytest.fixture
def acme() -> Sponsor:
    return plan()


def proven(
    sponsor: Sponsor, number: str = NUMBER, *, person: ListedPerson | None = None, **said
) -> CoverageCheck:
    """A check whose proof is an insurer's answer of today."""
    answer = InsurerAnswer.objects.create(
        question_hash=f"{InsurerAnswer.objects.count():064}", insurer="acme-health", on=said.pop("on", DAY),
        trace=f"T{InsurerAnswer.objects.count()}", state="answered", outcome="active", is_exact=True,
        asked_at=AT, ended_at=AT, **said,
    )  # fmt: skip
    return CoverageCheck.objects.create(
        asked_at=AT, claim="sealed", looked_at=AT, sponsor=sponsor, person=person, proven_at=AT,
        proven_by=Coverage.Proof.INSURER, insurer_answer=answer, insurer_said="accepted",
        insurer_key=person_key("acme-health", number, BETH["born_on"]),
    )  # fmt: skip


def enroll(check: CoverageCheck, email: str = "beth@home.example.org", *, day=DAY) -> Coverage:
    known = Coverage.objects.filter(member__user__email=email).first()
    user = known.member.user if known is not None else world.account(email)
    return enrollment.enroll(check=check, day=day, at=AT, by=user)


def by_roster(person: ListedPerson, user) -> Coverage:
    check = CoverageCheck.objects.create(
        asked_at=AT, claim="sealed", looked_at=AT, sponsor=person.sponsor, person=person, proven_at=AT,
        proven_by=Coverage.Proof.CONTACT,
    )  # fmt: skip
    return enrollment.enroll(check=check, day=DAY, at=AT, by=user)


def test_it_pays_for_a_month_from_the_answer_on(acme):
    coverage = enroll(proven(acme))
    assert (coverage.begins_on, coverage.ends_on, coverage.person) == (DAY, DAY + MONTH, None)
    assert (coverage.proven_by, coverage.is_by_insurer) == ("insurer", True)
    assert AuditEntry.objects.filter(event="coverage.member.enrolled").count() == 1


def test_the_plan_s_last_day_or_the_agreement_s_end_comes_first(acme):
    assert enroll(proven(acme, through_on=DAY + timedelta(days=9))).ends_on == DAY + timedelta(days=10)
    acme.ends_on = DAY + timedelta(days=5)
    acme.save()
    assert enroll(proven(acme, "H-2"), "ann@home.example.org").ends_on == DAY + timedelta(days=5)


def test_what_does_not_hold_today_begins_nothing(acme):
    with pytest.raises(CoverageOver):
        enroll(proven(acme, through_on=DAY, on=DAY), day=DAY + timedelta(days=1))
    forgotten = proven(acme)
    CoverageCheck.objects.filter(pk=forgotten.pk).update(insurer_key="")
    with pytest.raises(NotProven):
        enroll(forgotten, "ann@home.example.org")
    acme.ends_on = DAY
    acme.save()
    with pytest.raises(CoverageOver):
        enroll(proven(acme), "eve@home.example.org")


@pytest.mark.parametrize("number", [NUMBER, " h 7780123", "H7780123"])
def test_a_second_account_of_one_person_is_left_to_operators(acme, number):
    enroll(proven(acme))
    with pytest.raises(EnrolledElsewhere):
        enroll(proven(acme, number), "eve@home.example.org")
    question = CoverageQuestion.objects.get()
    assert (question.kind, question.email, question.person) == (
        "another_account",
        "eve@home.example.org",
        None,
    )
    told = OutboxEmail.objects.filter(template="coverage_claimed")
    assert [letter.to for letter in told] == ["beth@home.example.org"]
    assert Coverage.objects.count() == 1


def test_the_database_itself_refuses_a_second_coverage_of_one_person(acme):
    coverage = enroll(proven(acme))
    with pytest.raises(IntegrityError), transaction.atomic():
        Coverage.objects.create(
            member=world.joined("eve@home.example.org"), sponsor=acme, insurer_key=coverage.insurer_key,
            proven_by="insurer", begins_on=DAY, ends_on=DAY + MONTH, created_at=AT, checked_at=AT,
        )  # fmt: skip


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_enroll_one_person_at_once_one_is_left_to_operators(acme):
    users = [world.account(f"{name}@home.example.org") for name in ("first", "second")]
    checks = [proven(acme), proven(acme)]

    def work(number: int) -> Coverage:
        return enrollment.enroll(check=checks[number], day=DAY, at=AT, by=users[number])

    done = at_once(lambda: work(0), lambda: work(1))
    assert sorted(type(one).__name__ for one in done) == ["Coverage", "EnrolledElsewhere"]
    assert (Coverage.objects.count(), CoverageQuestion.objects.count()) == (1, 1)


def test_a_person_is_free_again_when_the_coverage_is_over(acme):
    enroll(proven(acme))
    later = DAY + MONTH
    check = proven(acme, on=later)
    CoverageCheck.objects.filter(pk=check.pk).update(proven_at=world.at(later))
    user = world.account("new@home.example.org")
    assert enrollment.enroll(check=check, day=later, at=world.at(later), by=user).member.user == user


def test_the_same_person_on_the_same_account_goes_on(acme):
    first = enroll(proven(acme))
    later = DAY + timedelta(days=20)
    assert enroll(proven(acme, on=later)) == first
    first.refresh_from_db()
    assert first.ends_on == later + MONTH


def test_what_ended_while_the_insurer_was_asked_stays_ended(acme):
    coverage = enroll(proven(acme))
    stale = Coverage.objects.select_related("sponsor").get(pk=coverage.pk)
    end = DAY + MONTH
    look_after_coverage(at=world.at(end))
    answer = proven(acme, "H-2", on=end).insurer_answer
    prolong(stale, answer, at=world.at(end), by=None)
    coverage.refresh_from_db()
    assert (coverage.ends_on, coverage.end_reason) == (end, "not-renewed")


def test_an_account_takes_one_person_of_a_sponsor(acme):
    enroll(proven(acme))
    with pytest.raises(EnrolledElsewhere):
        enroll(proven(acme, "H-5550001"))
    assert Coverage.objects.count() == 1
    assert not OutboxEmail.objects.filter(template="coverage_claimed").exists()


def test_who_is_covered_by_the_roster_on_another_account_is_not_covered_twice(acme):
    person = listed(acme)
    by_roster(person, world.account("first@home.example.org"))
    with pytest.raises(EnrolledElsewhere):
        enroll(proven(acme, person=person), "second@home.example.org")


def test_who_is_covered_by_the_roster_already_keeps_that(acme):
    person = listed(acme)
    user = world.account("beth@home.example.org")
    known = by_roster(person, user)
    assert enroll(proven(acme, person=person)) == known
    assert Coverage.objects.count() == 1


def test_the_roster_s_coverage_takes_the_place_of_the_insurer_s_on_the_same_account(acme):
    old = enroll(proven(acme))
    new = by_roster(listed(acme, member_id="H7780123"), old.member.user)
    old.refresh_from_db()
    assert (old.ends_on, old.end_reason, old.insurer_key) == (DAY, "replaced", "")
    assert (new.begins_on, new.ends_on) == (DAY, None)
    look_after_coverage(at=AT)
    assert not OutboxEmail.objects.filter(template="coverage_ended").exists()
    assert standing_of(new.member, DAY).current == (new,)


def test_the_roster_s_coverage_does_not_begin_where_another_account_has_the_insurer_s(acme):
    enroll(proven(acme))
    with pytest.raises(EnrolledElsewhere):
        by_roster(listed(acme, member_id="H7780123"), world.account("eve@home.example.org"))
    assert CoverageQuestion.objects.count() == 1
    assert Coverage.objects.get().ends_on == DAY + MONTH


def test_a_refused_change_to_the_roster_leaves_the_insurer_s_coverage_as_it_is(acme):
    person = listed(acme, member_id="H7780123")
    by_roster(person, world.account("first@home.example.org"))
    Coverage.objects.update(person=None, insurer_key="")  # for the moment, to begin the other
    mine = enroll(proven(acme), "second@home.example.org")
    Coverage.objects.exclude(pk=mine.pk).update(person=person)
    with pytest.raises(EnrolledElsewhere):
        by_roster(person, mine.member.user)
    mine.refresh_from_db()
    assert (mine.ends_on, mine.end_reason) == (DAY + MONTH, "")


def test_rosters_leave_it_alone(acme):
    coverage = enroll(proven(acme))
    assert refresh_coverages(sponsor=acme, at=AT + MONTH, by=None) == 0
    check_coverages(at=world.at(DAY + timedelta(days=30)), by=None)
    coverage.refresh_from_db()
    assert (coverage.ends_on, coverage.checked_at, coverage.end_reason) == (DAY + MONTH, AT, "")


def test_it_ends_with_an_agreement_that_ends_earlier(acme):
    coverage = enroll(proven(acme))
    acme.ends_on = DAY + timedelta(days=3)
    acme.save()
    look_after_coverage(at=AT)
    coverage.refresh_from_db()
    assert coverage.ends_on == acme.ends_on
    look_after_coverage(at=world.at(acme.ends_on))
    coverage.refresh_from_db()
    assert coverage.end_reason == "agreement-ended"


def test_it_ends_when_nobody_asked_again_and_the_member_is_told_kindly_and_once(acme):
    coverage = enroll(proven(acme))
    for days in (31, 32):
        look_after_coverage(at=world.at(DAY + timedelta(days=days)))
    coverage.refresh_from_db()
    assert (coverage.end_reason, coverage.insurer_key) == ("not-renewed", "")
    assert OutboxEmail.objects.filter(template="coverage_ended").count() == 1


def test_a_member_is_reminded_once_in_the_last_week_by_a_mail_that_tells_nothing(acme):
    coverage = enroll(proven(acme))
    for day in DAYS[:24]:
        insured.remind_of_renewal(at=world.at(DAY + day), by=None)
    assert not OutboxEmail.objects.filter(template="coverage_renewal").exists()
    for day in DAYS[24:40]:
        insured.remind_of_renewal(at=world.at(DAY + day), by=None)
    mail = OutboxEmail.objects.get(template="coverage_renewal")
    assert mail.to == coverage.member.user.email
    assert mail.subject.endswith("before December 3")
    assert "/coverage/again/" in mail.body
    for word in (acme.name, "Acme", NUMBER, "plan", "insur", "health"):
        assert word not in mail.subject + mail.body


def test_nobody_is_reminded_where_the_agreement_or_the_insurer_ends(acme):
    enroll(proven(acme))
    soon = world.at(DAY + timedelta(days=26))
    Sponsor.objects.update(ends_on=DAY + MONTH)
    assert insured.remind_of_renewal(at=soon, by=None) == 0
    Sponsor.objects.update(ends_on=None, insurer="")
    assert insured.remind_of_renewal(at=soon, by=None) == 0


class TestRenewing:
    @pytest.fixture
    def coverage(self, acme, settings, tmp_path):
        """It ends in two days; today is the simulator's day."""
        with insurer(settings, tmp_path):
            coverage = enroll(proven(acme))
            self.today = world.at().now(tz=AT.tzinfo).date()
            coverage.begins_on, coverage.ends_on = (
                self.today - timedelta(days=29),
                self.today + timedelta(days=2),
            )
            coverage.save()
            yield coverage

    def card(self, **other: str) -> dict[str, str]:
        kept = ("first_name", "last_name", "born_on", "member_id")
        return {name: CARD[name] for name in kept} | other

    @pytest.mark.django_db(transaction=True)
    def test_the_member_gives_the_card_again_and_goes_on_for_a_month(self, coverage):
        browser = signed_in(coverage.member.user)
        assert "Ask my plan again" in browser.get(reverse("coverage:mine")).content.decode()
        assert "Renew your coverage" in browser.get(reverse("coverage:coverage_again")).content.decode()
        page = browser.post(reverse("coverage:coverage_again"), self.card(), follow=True).content.decode()
        assert "Your plan is active" in page
        coverage.refresh_from_db()
        assert coverage.ends_on == self.today + MONTH
        assert AuditEntry.objects.filter(event="coverage.coverage.renewed").count() == 1

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize(
        ("told", "says"),
        [
            ({"member_id": "H-5550001", "first_name": "Ann", "last_name": "Rivera", "born_on": "1980-03-04"},
             "could not match"),
            ({"member_id": "SIM-INACTIVE"}, "not active today"),
            ({"member_id": "SIM-ACTIVE"}, "could not match"),
            ({"member_id": "SIM-CUT"}, "could not read"),
            ({"member_id": "H-1"}, "could not match"),
        ],
    )  # fmt: skip
    def test_another_person_s_card_and_every_other_answer_change_nothing(self, coverage, told, says):
        browser = signed_in(coverage.member.user)
        page = browser.post(
            reverse("coverage:coverage_again"), self.card(**told), follow=True
        ).content.decode()
        assert says in page
        assert "nothing changes" in page
        ends_on = coverage.ends_on
        coverage.refresh_from_db()
        assert coverage.ends_on == ends_on
        assert (
            "Renew your coverage"
            in browser.get(reverse("coverage:coverage_again") + "?new=1").content.decode()
        )

    @pytest.mark.django_db(transaction=True)
    def test_a_renewal_is_no_check_of_the_visitor_s_pages(self, coverage):
        browser = signed_in(coverage.member.user)
        browser.post(reverse("coverage:coverage_again"), self.card())
        session = browser.session
        session["coverage_check"] = session["coverage_renewal"]
        session.save()
        assert browser.get(reverse("coverage:qualify_answer"))["Location"] == reverse("coverage:qualify")

    @pytest.mark.django_db(transaction=True)
    def test_nobody_renews_what_is_another_s_over_or_the_roster_s(self, coverage):
        other = world.joined("eve@home.example.org")
        again = reverse("coverage:coverage_again")
        assert signed_in(other.user).post(again, self.card())["Location"] == reverse("coverage:mine")
        Coverage.objects.update(proven_by="contact")
        assert signed_in(coverage.member.user).get(again)["Location"] == reverse("coverage:mine")
        Coverage.objects.update(proven_by="insurer", ends_on=self.today)
        assert signed_in(coverage.member.user).get(again)["Location"] == reverse("coverage:mine")
        assert InsurerAnswer.objects.filter(insurer="acme-health").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_question_that_a_worker_forgot_is_asked_when_the_member_looks_again(self, coverage, settings):
        again, browser = reverse("coverage:coverage_again"), signed_in(coverage.member.user)
        at_once_by_a_worker = settings.TASKS
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
        running, look = "We are asking your insurer", {"look": "1"}
        assert running in browser.post(again, self.card(), follow=True).content.decode()
        settings.TASKS = at_once_by_a_worker
        assert running in browser.post(again, look, follow=True).content.decode()
        waiting = InsurerAnswer.objects.filter(state="waits")
        waiting.update(asked_at=F("asked_at") - CLAIM_HOLDS - timedelta(seconds=1))
        assert "Your plan is active" in browser.post(again, look, follow=True).content.decode()
        coverage.refresh_from_db()
        assert coverage.ends_on == self.today + MONTH

    @pytest.mark.django_db(transaction=True)
    def test_of_two_coverages_the_one_that_was_chosen_is_renewed(self, coverage):
        other = Coverage.objects.create(
            member=coverage.member, sponsor=plan("other"), proven_by="insurer", begins_on=coverage.begins_on,
            ends_on=coverage.ends_on + timedelta(days=3), created_at=AT, checked_at=AT,
            insurer_key=person_key("acme-health", "H-5550001", date(1980, 3, 4)),
        )  # fmt: skip
        again, browser = reverse("coverage:coverage_again"), signed_in(coverage.member.user)
        assert coverage.sponsor.name in browser.get(again).content.decode()
        chosen = f"{again}?coverage={other.pk}"
        assert chosen in browser.get(reverse("coverage:mine")).content.decode()
        card = self.card(first_name="Ann", last_name="Rivera", born_on="1980-03-04", member_id="H-5550001")
        assert "Your plan is active" in browser.post(chosen, card, follow=True).content.decode()
        other.refresh_from_db()
        assert other.ends_on == self.today + MONTH

    def test_where_the_agreement_ends_too_the_member_is_not_sent_to_renew(self, coverage):
        Sponsor.objects.update(ends_on=coverage.ends_on)
        page = signed_in(coverage.member.user).get(reverse("coverage:mine")).content.decode()
        assert "It runs until" in page
        assert "Ask my plan again" not in page

    def test_who_forgot_to_renew_is_told_to_ask_the_plan_and_not_to_wait_for_a_list(self, coverage):
        Coverage.objects.update(ends_on=self.today, end_reason="not-renewed")
        page = signed_in(coverage.member.user).get(reverse("coverage:mine")).content.decode()
        assert "Is your plan still active?" in page
        assert "in its next list" not in page

    def test_a_form_with_an_impossible_day_is_given_back(self, coverage):
        answer = signed_in(coverage.member.user).post(
            reverse("coverage:coverage_again"), self.card(born_on="2999-01-01")
        )
        assert answer.status_code == 400
        assert "Look at the year again" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_visitor_makes_an_account_and_enrolls(client: Client, settings, tmp_path):
    acme = plan()
    with insurer(settings, tmp_path):
        come(client)
        ask(client)
    user = world.account(CARD["email"])
    session = client.session
    browser = signed_in(user)
    kept = browser.session
    kept["coverage_check"] = session["coverage_check"]
    kept.save()
    page = browser.get(reverse("coverage:enroll")).content.decode()
    assert f"{acme.name} pays for the person you showed to be" in page
    page = browser.post(reverse("coverage:enroll_now"), follow=True).content.decode()
    assert "Ask your plan again before that day" in page
    assert Coverage.objects.get().ends_on is not None


def test_such_members_count_for_the_sponsor_as_others_do_and_not_as_listed_people(acme):
    reporting.listed(acme, 60)
    reporting.members(acme, 12)
    before = facts.YearSoFar(acme, DAY).enrolled
    covered = facts.covered_on(acme, DAY)
    enroll(proven(acme))
    assert facts.YearSoFar(acme, DAY).enrolled == before + 1
    assert facts.covered_on(acme, DAY) == covered  # the sponsor knows its roster: one more would be somebody
