"""A visitor lets us ask their insurer: who may, what each answer comes to, and what nobody learns by it."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions import checks, insurer_settling
from sinew.apps.coverage.insurer.question import person_key
from sinew.apps.coverage.models import (
    Coverage,
    CoverageCheck,
    CoverageQuestion,
    EnumerationAlarm,
    InsurerAnswer,
    Sponsor,
)
from sinew.apps.coverage.models.insurers import FAILED_HOLDS
from sinew.apps.coverage.operator_check import check_person
from sinew.roster.eligibility.answer import NamedPerson
from sinew.roster.eligibility.question import CoveredPerson
from sinew.roster.eligibility.reply import is_exactly
from sinew.roster.matching.identity import identity
from tests.apps.coverage.insured import CARD, ask, come, insurer, plan, shown
from tests.apps.coverage.rosters import listed
from tests.apps.members import world

pytestmark = pytest.mark.django_db(transaction=True)

OFFER, UNCLEAR, BY_A_PERSON = "Ask my plan", "could not match these details", "A person has to look at this"


@pytest.fixture
def server(settings, tmp_path):
    with insurer(settings, tmp_path) as serving:
        yield serving


@pytest.fixture
def acme(server) -> Sponsor:
    return plan()


def test_somebody_on_no_roster_is_covered_by_what_the_insurer_says(client: Client, acme, server):
    check = come(client)
    assert "Not confirmed yet" in shown(client)
    page = ask(client)
    assert "Your plan is active" in page
    assert "Your plan began on January 1, 2026" in page
    check.refresh_from_db()
    assert (check.proven_by, check.person, check.sponsor) == (Coverage.Proof.INSURER, None, acme)
    assert "You are covered" in shown(client)
    assert f"{acme.name} pays for you" in shown(client)
    assert server.questions == 1


def test_it_is_offered_to_everybody_alike_whatever_was_found(client: Client, acme):
    def seen(browser: Client) -> str:
        return shown(browser).split("<main")[1].split("csrfmiddlewaretoken")[0]

    listed(acme, is_restricted=True, member_id="W-restricted")
    listed(
        acme, "other", first_name="Ann", last_name="Rivera", born_on=date(1980, 3, 4), email="ann@work.org"
    )
    pages = set()
    for number, who in enumerate(
        ({}, {"first_name": "Ann", "last_name": "Rivera", "born_on": "1980-03-04"}, {"last_name": "Nobody"})
    ):
        browser = Client()
        come(browser, **who, email=f"visitor{number}@home.example.org")
        assert OFFER in shown(browser)
        pages.add(seen(browser))
    assert len(pages) == 1


@pytest.mark.parametrize(
    "told", [{"member_id": ""}, {"member_id": "-"}, {"sponsor": ""}, {"born_on": "2012-03-07"}]
)
def test_it_is_not_offered_without_number_or_plan_or_to_the_too_young(client: Client, acme, server, told):
    come(client, **told)
    assert OFFER not in shown(client)
    assert "No plan can be asked" in ask(client)
    assert server.questions == 0


@pytest.mark.parametrize(
    "terms",
    [
        {"insurer": ""},
        {"insurer": "another"},
        {"covers": Sponsor.Covers.SUBSCRIBERS},
        {"ends_on": date(2026, 2, 1)},
        {"is_public": False},
    ],
)
def test_a_sponsor_s_terms_decide_whether_its_insurer_is_asked(client: Client, server, terms):
    plan(**terms)
    come(client)
    assert OFFER not in shown(client)
    ask(client)
    assert server.questions == 0


def test_nobody_is_asked_about_before_the_address_is_proven(client: Client, acme, server):
    client.post(reverse("coverage:qualify") + "?you=1&sponsor=acme", {**CARD, "postal_code": "60614"})
    ask(client)
    assert server.questions == 0
    assert InsurerAnswer.objects.count() == 0


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"member_id": "SIM-INACTIVE"}, "Your plan is not active today"),
        ({"member_id": "SIM-50"}, "We cannot ask your insurer right now"),
        ({"member_id": "SIM-999"}, "We cannot ask your insurer right now"),
        ({"member_id": "SIM-CUT"}, "We could not read the answer"),
        ({"member_id": "SIM-OTHER"}, "We could not read the answer"),
        ({"member_id": "SIM-TRACE"}, "We could not read the answer"),
        ({"member_id": "SIM-42"}, "Your insurer did not answer"),
    ],
)
def test_every_answer_is_told_in_plain_words_and_proves_nothing(client: Client, acme, told, says):
    check = come(client, **told)
    assert says in ask(client)
    check.refresh_from_db()
    assert check.proven_at is None
    assert "Not confirmed yet" in shown(client)
    assert "See what it said" in shown(client)


@pytest.mark.parametrize(
    "told",
    [
        {"member_id": "H-7780124"},  # AAA 72: the person is known by another number
        {"born_on": "1984-03-08"},  # AAA 71
        {"last_name": "Castellan"},  # AAA 73
        {"first_name": "Nobody", "last_name": "Stranger", "member_id": "H-0000000"},  # AAA 75
        {"first_name": "Beth"},  # the insurer finds nobody by a short form
        {"member_id": "SIM-75"},
        {"member_id": "SIM-72"},
    ],
)
def test_which_detail_differs_and_that_nobody_is_known_read_the_same(client: Client, acme, told):
    def body(page: str) -> str:
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)

    come(client, **told)
    page = ask(client)
    assert UNCLEAR in page
    other = Client()
    come(other, first_name="No", last_name="One", member_id="H-0000009", email="other@home.example.org")
    assert body(ask(other)) == body(page)


def test_an_answer_about_a_nickname_is_no_proof(client: Client, server, acme):
    """The simulator says active for any SIM number, and repeats the name that was asked for."""
    asked = CoveredPerson("Beth", "Castellano", date(1984, 3, 7), "W1")
    named = NamedPerson("BETH", "CASTELLANO", "W-1", date(1984, 3, 7))
    assert is_exactly(asked, named)
    for other in (
        NamedPerson("ELIZABETH", "CASTELLANO", "W1", date(1984, 3, 7)),
        NamedPerson("BETH", "CASTELLANO", "W2", date(1984, 3, 7)),
        NamedPerson("BETH", "CASTELLANO", "", date(1984, 3, 7)),
        NamedPerson("BETH", "CASTELLANO", "W1", None),
        NamedPerson("BETH", "CASTELLANO", "W1", date(1984, 7, 3)),
        NamedPerson("BETH", "CASTELLAN", "W1", date(1984, 3, 7)),
        NamedPerson("BETH", "CASTELLANO", "W1", date(1984, 3, 7), is_corrected=True),
        None,
    ):
        assert not is_exactly(asked, other)
    assert not is_exactly(CoveredPerson("Al", "Hay Jr", None, "W1"), NamedPerson("AL", "HAY", "W1"))
    born_on = date(1950, 1, 1)
    father = NamedPerson("AL", "HAY SR", "W1", born_on)
    assert not is_exactly(CoveredPerson("Al", "Hay Jr", born_on, "W1"), father)


def test_active_or_inactive_of_a_person_named_otherwise_is_unclear(client: Client, acme):
    check = come(client)
    ask(client)
    for outcome in ("active", "inactive"):
        InsurerAnswer.objects.update(outcome=outcome, is_exact=False)
        CoverageCheck.objects.update(insurer_said="", proven_at=None, proven_by="")
        settled = insurer_settling.settle(check=check, at=world.at(), by=None)
        assert settled.insurer_said == "unclear"


def test_who_is_restricted_on_any_roster_is_left_to_operators_in_neutral_words(client: Client, acme):
    restricted = listed(
        world.sponsor("other", "Other Works"),
        is_restricted=True,
        ends_on=date(2026, 3, 1),
        postal_code="10115",
    )
    check = come(client)
    page = ask(client)
    assert BY_A_PERSON in page
    assert "restricted" not in page.lower()
    check.refresh_from_db()
    assert check.proven_at is None
    question = CoverageQuestion.objects.get()
    assert (question.kind, question.email, question.person) == ("insurer", CARD["email"], restricted)
    ask(client)
    assert CoverageQuestion.objects.count() == 1


def test_whoever_has_a_plan_cannot_find_out_with_it_who_is_restricted(client: Client, acme):
    """Only her number, name and birth date are the insurer's word; a colleague's are anybody's to write."""
    listed(acme, is_restricted=True, first_name="Robin", last_name="Secret", born_on=date(1970, 1, 2))
    come(client, postal_code="60614", other_last_name="Secret")
    assert "Your plan is active" in ask(client)


def test_the_dead_are_never_confirmed_and_a_namesake_of_them_is(client: Client, acme):
    listed(acme, died_on=date(2026, 2, 1))
    come(client)
    assert BY_A_PERSON in ask(client)
    other = Client()
    come(
        other, first_name="Ann", last_name="Rivera", born_on="1980-03-04", member_id="H-5550001",
        email="ann@home.example.org", postal_code="99999",
    )  # fmt: skip
    assert "Your plan is active" in ask(other)


def test_the_roster_s_contact_is_told(client: Client, acme):
    person = listed(acme)
    check = come(client, first_name="Elizabeth")
    assert check.person == person
    assert not check.number_agrees
    ask(client)
    told = [letter for letter in mail.outbox if letter.subject == "Somebody used a member number"]
    assert [letter.to for letter in told] == [[person.email]]


def test_a_code_of_the_roster_s_contact_outweighs_what_the_insurer_said(client: Client, acme):
    person = listed(acme)
    check = come(client)
    ask(client)
    letter = next(one for one in mail.outbox if one.to == [person.email] and "your code" in str(one.body))
    code = str(letter.body).split("\n\n")[1].strip()
    assert checks.take_code(
        check=check, typed=code, at=world.at(check.asked_at.date(), 23), day=world.DAY, by=None
    )
    check.refresh_from_db()
    assert (check.proven_by, check.person) == (Coverage.Proof.CONTACT, person)


def test_a_detail_told_later_makes_the_answer_void(client: Client, acme):
    check = come(client, member_id="H-0000001")
    assert UNCLEAR in ask(client)
    client.post(reverse("coverage:qualify_detail"), {"member_id": "H-7780123", "other_last_name": ""})
    check.refresh_from_db()
    assert (check.insurer_answer, check.insurer_said) == (None, "")
    assert OFFER in shown(client)
    assert "Your plan is active" in ask(client)


def test_nothing_is_told_after_the_insurer_s_proof(client: Client, acme):
    """Else a number on another sponsor's roster could move the coverage there."""
    check = come(client)
    ask(client)
    client.post(reverse("coverage:qualify_detail"), {"member_id": "W1234501", "other_last_name": ""})
    check.refresh_from_db()
    assert (check.sponsor, check.details) == (acme, 0)


def test_an_answer_to_another_claim_settles_nothing(client: Client, acme):
    check = come(client, member_id="H-0000001")
    other = Client()
    come(other, email="other@home.example.org")
    ask(other)
    right = InsurerAnswer.objects.get(outcome="active")
    CoverageCheck.objects.filter(pk=check.pk).update(insurer_answer=right)
    insurer_settling.settle(check=check, at=world.at(), by=None)
    check.refresh_from_db()
    assert (check.insurer_answer, check.insurer_said, check.proven_at) == (None, "", None)


def test_terms_that_changed_while_it_was_asked_are_held_against_the_answer(client: Client, acme):
    check = come(client)
    ask(client)
    for change in ({"minimum_age": 99}, {"covers": Sponsor.Covers.SUBSCRIBERS}, {"insurer": "another"}):
        Sponsor.objects.update(
            **{"minimum_age": 18, "covers": "everybody", "insurer": "acme-health"} | change
        )
        CoverageCheck.objects.update(insurer_said="", proven_at=None, proven_by="")
        assert insurer_settling.settle(check=check, at=world.at(), by=None).insurer_said == "by_a_person"


def test_who_looks_just_as_the_answer_came_is_shown_it_and_asks_nothing(client: Client, acme, settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_insurer": "1/h/key"}
    cache.clear()
    come(client)
    ask(client)
    page = ask(client)
    assert "Your plan is active" in page
    assert "No plan can be asked" not in page


def test_a_failed_question_may_be_asked_anew_after_a_while_on_the_same_page(client: Client, acme, server):
    check = come(client, member_id="SIM-CUT-ACTIVE")
    page = ask(client)
    assert "ask again in a quarter of an hour, on the same page" in page
    ask(client)
    assert server.questions == 1
    InsurerAnswer.objects.update(ended_at=check.asked_at - FAILED_HOLDS)
    again = client.get(reverse("coverage:qualify_insurer")).content.decode()
    assert "Ask again" in again
    ask(client)
    assert server.questions == 2


class TestInTheBackground:
    @pytest.fixture(autouse=True)
    def background(self, settings):
        """Tasks wait for a worker, as they do when the service runs; the letters and look-ups were before."""
        self.queued = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
        self.settings = settings

    def test_the_page_waits_without_asking_and_looks_again(self, client: Client, acme, server):
        come(client)
        self.settings.TASKS = self.queued
        page = ask(client)
        assert "We are asking your insurer" in page
        assert "Look now" in page
        assert server.questions == 0
        assert "We are asking your insurer" in ask(client)
        assert InsurerAnswer.objects.get().state == "waits"

    def test_a_browser_asks_one_question_at_a_time(self, client: Client, acme):
        come(client)
        self.settings.TASKS = self.queued
        ask(client)
        self._another(client)
        page = client.post(reverse("coverage:qualify_insurer"), follow=True).content.decode()
        assert "still asking your plan" in page
        assert InsurerAnswer.objects.count() == 1

    def _another(self, client: Client) -> None:
        """A second check of the same browser, as far as the offer."""
        client.post(
            reverse("coverage:qualify") + "?you=1&sponsor=acme",
            {**CARD, "postal_code": "60614", "member_id": "H-999"},
        )
        check = CoverageCheck.objects.latest("asked_at")
        CoverageCheck.objects.filter(pk=check.pk).update(
            looked_at=check.asked_at, address_proven_at=check.asked_at
        )


def test_each_question_counts_as_a_check_and_too_many_alarm(client: Client, acme, settings, server):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_of_identity": "1/d/key"}
    cache.clear()
    come(client)
    assert client.post(reverse("coverage:qualify_insurer")).status_code == 429
    assert server.questions == 0
    assert EnumerationAlarm.objects.get().sign == EnumerationAlarm.Sign.ONE_IDENTITY


def test_an_insurer_s_line_has_a_limit_of_its_own(client: Client, acme, settings, server):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_insurer": "1/h/key"}
    cache.clear()
    come(client, member_id="H-1")
    ask(client)
    other = Client()
    come(other, email="other@home.example.org", member_id="H-2")
    assert other.post(reverse("coverage:qualify_insurer")).status_code == 429
    assert server.questions == 1


def test_after_a_day_nothing_of_it_is_kept_on_the_check(client: Client, acme):
    check = come(client)
    ask(client)
    checks.forget_old_checks(at=check.asked_at + timedelta(hours=25))
    check.refresh_from_db()
    assert (check.insurer_answer, check.insurer_said, check.insurer_key, check.claim) == (None, "", "", "")
    assert (check.proven_by, check.sponsor) == (Coverage.Proof.INSURER, acme)
    assert "You are covered" not in shown(client)


def test_operators_are_told_by_command_whether_the_insurer_is_asked_and_what_rests_on_it(acme):
    day = world.DAY

    def told(**other: object) -> tuple[str | None, str | None, str | None]:
        claim = {"first_name": "Elizabeth", "last_name": "Castellano", "born_on": date(1984, 3, 7)}
        found = check_person(identity(**claim | {"member_id": "H-7780123"} | other), sponsor=acme, day=day)
        return found["insurer"], found["insurer_hindrance"], found["insured_until"]

    assert told() == ("acme-health", None, None)
    assert told(member_id="") == ("acme-health", "no_number", None)
    assert told(born_on=date(2015, 1, 1))[1] == "too_young"
    Coverage.objects.create(
        member=world.joined(), sponsor=acme, proven_by="insurer", begins_on=day, ends_on=date(2026, 12, 3),
        insurer_key=person_key("acme-health", "h7780123", date(1984, 3, 7)), created_at=world.at(),
        checked_at=world.at(),
    )  # fmt: skip
    assert told() == ("acme-health", None, "2026-12-03")
    listed(acme, is_restricted=True)
    assert told()[1] == "by_a_person"
    Sponsor.objects.update(insurer="")
    acme.refresh_from_db()
    assert told() == (None, "no_insurer", None)


def test_no_log_audit_or_address_names_anybody(client: Client, acme, caplog):
    caplog.set_level("DEBUG")
    come(client)
    ask(client)
    kept = " ".join(map(str, AuditEntry.objects.values_list())) + caplog.text
    for word in ("Castellano", "CASTELLANO", "7780123", "1984"):
        assert word not in kept
