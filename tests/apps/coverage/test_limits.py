"""Limits of one person, device and address, the words of a refusal, and logs that name nobody."""

import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.models import CoverageCheck, EnumerationAlarm
from sinew.apps.web.logs import EventFormatter
from tests.apps.coverage.rosters import claim_form, listed
from tests.apps.members import world

pytestmark = pytest.mark.django_db(transaction=True)

CANARIES = ("Beth", "Elizabeth", "Castellano", "1984", "60614", "W1234501", "example.org", "10.1.2.3")


@pytest.fixture(autouse=True)
def roster():
    cache.clear()
    listed(world.sponsor())


def ask(client: Client, **other: str) -> int:
    return client.post(reverse("coverage:qualify"), claim_form(**other)).status_code


def test_one_person_is_asked_about_so_often_a_day_however_it_is_written(settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_of_identity": "2/d/key"}
    said = [ask(Client(), first_name=name, last_name=last) for name, last in (
        ("Beth", "Castellano"), ("Liz", "castellano"), ("Elizabeth", "CASTELLANO "), ("Beth", "Other"),
    )]  # fmt: skip
    assert said == [302, 302, 429, 302]
    assert EnumerationAlarm.objects.get().sign == EnumerationAlarm.Sign.ONE_IDENTITY


def test_once_a_sponsor_s_limit_is_used_up_no_device_or_person_is_counted(settings):
    settings.ACCOUNT_RATE_LIMITS = {
        "coverage_check_at_sponsor": "1/h/key", "coverage_check_of_identity": "2/d/key",
    }  # fmt: skip
    assert [ask(Client()) for _ in range(4)] == [302, 429, 429, 429]
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_of_identity": "2/d/key"}
    assert [ask(Client()) for _ in range(2)] == [302, 429]


def test_one_device_asks_so_often_a_day(settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_by_device": "2/d/key"}
    client = Client()
    client.get(reverse("coverage:qualify"))
    assert [ask(client, last_name=name) for name in ("One", "Two", "Three")] == [302, 302, 429]
    assert EnumerationAlarm.objects.get().sign == EnumerationAlarm.Sign.ONE_DEVICE


def test_a_further_detail_counts_as_a_further_check(settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_check_of_identity": "2/d/key"}
    client = Client()
    ask(client)
    more = {"member_id": "W1234501", "other_last_name": ""}
    assert [client.post(reverse("coverage:qualify_detail"), more).status_code for _ in range(2)] == [302, 429]


def test_an_address_gets_so_many_letters_a_day_and_the_check_goes_on(settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_letter": "2/d/key"}
    claims = [{"first_name": name, "last_name": name, "born_on": "1999-09-09"} for name in ("Ab", "Cd", "Ef")]
    said = [ask(Client(), email="victim@home.example.org", **claim) for claim in claims]
    assert said == [302, 302, 302]
    assert len(mail.outbox) == 2


def test_questions_are_counted_by_network_address_and_not_by_whom_they_name(settings):
    """Else a refusal would tell whether somebody used their address here today."""
    settings.ACCOUNT_RATE_LIMITS = {"coverage_form": "2/h/ip", "coverage_letter": "1/d/key"}
    ask(Client(REMOTE_ADDR="10.0.0.9"), email="victim@home.example.org")
    told = {"email": "victim@home.example.org", "says": "I have no code.", "agrees": "on"}
    client = Client()
    names = ("qualify_ask", "waiting_list", "qualify_ask")
    assert [client.post(reverse(f"coverage:{name}"), told).status_code for name in names] == [200, 200, 429]
    to_them = [letter.subject for letter in mail.outbox if letter.to == ["victim@home.example.org"]]
    assert to_them == ["Your code from Sinew", "You are on the waiting list"]


def test_codes_are_tried_so_often_from_one_address(settings):
    settings.ACCOUNT_RATE_LIMITS = {"coverage_code": "1/h/ip"}
    client = Client()
    ask(client)
    tries = [client.post(reverse("coverage:qualify_code"), {"code": "AAAA-AAAA"}) for _ in range(2)]
    assert [answer.status_code for answer in tries] == [400, 429]
    assert "Too many tries" in tries[1].content.decode()


def test_neither_log_nor_audit_nor_address_names_anybody(caplog):
    caplog.set_level(logging.DEBUG)
    client = Client(REMOTE_ADDR="10.1.2.3")
    ask(client, email="beth@home.example.org", member_id="W1234501")
    client.get(reverse("coverage:qualify_next"))
    client.post(reverse("coverage:qualify_code"), {"code": "AAAA-AAAA"})
    written = "\n".join(EventFormatter().format(record) for record in caplog.records)
    written += "\n".join(f"{one.event} {one.target_id} {one.detail}" for one in AuditEntry.objects.all())
    assert "coverage.check.asked" in written
    assert [word for word in CANARIES if word in written] == []
    assert not any(word in str(vars(CoverageCheck.objects.get())) for word in CANARIES[:4])
