"""Asking a person, the waiting list, the operator's page, and what a closed service offers."""

import json
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.models import CoverageQuestion, EnrollmentLink, WaitingListEntry
from sinew.apps.notifications.models import OutboxEmail
from sinew.apps.practice.operations.health import Status, check_health
from sinew.cli import main
from sinew.vocabulary import Role
from tests.apps.coverage.rosters import listed
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_question_waits_for_an_operator_and_is_erased_when_it_is_settled(client: Client):
    told = {"email": "beth@home.example.org", "says": "I have no code."}
    assert "We will answer" in client.post(reverse("coverage:qualify_ask"), told).content.decode()
    look = next(one for one in check_health(at=world.at()).checks if one.id == "coverage")
    assert (look.status, "1 questions wait" in look.says) == (Status.WARN, True)
    operator = signed_in(world.account("operator@example.org", Role.OPERATOR))
    assert "I have no code." in operator.get(reverse("coverage:operator_coverage")).content.decode()
    question = CoverageQuestion.objects.get()
    operator.post(reverse("coverage:settle_question", args=[question.pk]))
    assert "I have no code." not in operator.get(reverse("coverage:operator_coverage")).content.decode()
    question.refresh_from_db()
    assert (question.says, question.email, question.settled_by.email) == ("", "", "operator@example.org")


def test_the_waiting_list_asks_for_consent_writes_once_and_can_be_left(client: Client):
    told = {"email": "Beth@home.example.org", "sponsor_name": "Acme"}
    assert client.post(reverse("coverage:waiting_list"), told).status_code == 400
    for _ in range(2):
        assert client.post(reverse("coverage:waiting_list"), {**told, "agrees": "on"}).status_code == 200
    assert WaitingListEntry.objects.count() == len(mail.outbox) == 1
    leave = re.search(r"/qualify/waiting-list/leave/\S+", mail.outbox[0].body)[0]
    assert "Take yourself off" in client.get(leave).content.decode()
    assert WaitingListEntry.objects.count() == 1
    assert "not on the list" in client.post(leave).content.decode()
    assert WaitingListEntry.objects.count() == 0
    assert not OutboxEmail.objects.filter(to="beth@home.example.org").exists()


def test_a_made_up_address_takes_nobody_off_the_list(client: Client):
    client.post(reverse("coverage:waiting_list"), {"email": "beth@home.example.org", "agrees": "on"})
    client.post(reverse("coverage:leave_waiting_list", args=["made:up"]))
    assert WaitingListEntry.objects.count() == 1


def test_where_the_program_is_closed_nobody_begins_without_coverage(settings):
    member = world.joined()
    start = reverse("today:intake_start")
    assert "who pays" not in signed_in(member.user).get(start).content.decode()
    settings.OPEN_ENROLLMENT = False
    assert "who pays" in signed_in(member.user).get(start).content.decode()


def test_the_command_gives_the_decision_and_its_reasons_and_is_audited(capsys):
    person = listed(world.sponsor())
    words = "coverage check --sponsor acme --first Beth --last Castellano --born 1984-07-03 --postcode 60614"
    assert main([*words.split(), "--day", "2026-11-02", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["decision"], told["person"]) == ("covered", "match", person.pk)
    assert {one["field"]: one["level"] for one in told["reasons"]} == {
        "first": "nickname", "last": "equal", "born_on": "swapped", "postal_code": "equal",
    }  # fmt: skip
    assert AuditEntry.objects.filter(event="coverage.person.checked").count() == 1
    assert "Elizabeth" not in json.dumps(told)


def test_the_command_says_when_a_person_is_not_covered_on_a_day(capsys):
    listed(world.sponsor())
    words = "coverage check --sponsor acme --first Beth --last Castellano --born 1984-07-03 --postcode 60614"
    assert main([*words.split(), "--day", "2025-11-02", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "not_found"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--sponsor nobody --first A --last B --born 1984-07-03 --postcode 1", 3),
        ("--sponsor acme --first A --last B --born 7/3/1984 --postcode 1", 2),
    ],
)
def test_the_command_refuses_in_one_line(capsys, words: str, code: int):
    world.sponsor()
    assert main(["coverage", "check", *words.split()]) == code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_command_makes_and_ends_a_link(capsys, client: Client):
    world.sponsor()
    assert main(["coverage", "link", "--sponsor", "acme", "--label", "Letter"]) == 0
    address = capsys.readouterr().out.strip()
    path = address[address.index("/qualify/") :]
    assert "Acme Works" in client.get(path, follow=True).content.decode()
    link = EnrollmentLink.objects.get()
    assert main(["coverage", "link", "--sponsor", "acme", "--revoke", str(link.pk)]) == 0
    assert "no longer used" in client.get(path, follow=True).content.decode()
    assert main(["coverage", "link", "--sponsor", "acme", "--revoke", "none"]) == 3
