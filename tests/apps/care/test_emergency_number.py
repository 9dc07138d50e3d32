"""The emergency number on every page comes from the content, by the country of whoever reads it."""

import pytest
from django.urls import reverse

from sinew.apps.web import content as shown
from tests.apps.members import world

pytestmark = pytest.mark.django_db


def number(country):
    return shown.current().emergency.number(country)


def said_on(client, address):
    return " ".join(client.get(reverse(address)).content.decode().split())


def call(country):
    return f"In an emergency call {number(country)} or your local emergency number."


@pytest.mark.parametrize("country", ["US", "GB", "JP"])
@pytest.mark.parametrize("address", ["web:home", "web:about"])
def test_a_visitor_reads_the_number_of_the_country_the_service_runs_in(client, settings, country, address):
    settings.EMERGENCY_COUNTRY = country
    assert call(country) in said_on(client, address)


def test_a_country_we_do_not_know_has_no_number(client, settings):
    settings.EMERGENCY_COUNTRY = "XX"
    assert "In an emergency call your local emergency number." in said_on(client, "web:home")


def test_a_member_reads_the_number_of_the_country_they_told(client):
    plan = world.planned(country="DE")
    client.force_login(plan.member.user)
    assert call("DE") in said_on(client, "today:today")
    assert call("DE") in said_on(client, "today:care_team")


def test_a_member_still_answering_reads_the_number_of_the_country_they_told(client):
    intake = world.begun("bo@example.org", world.DAY)
    world.answer_all(intake, world.DAY, country="GB")
    client.force_login(intake.member.user)
    assert call("GB") in said_on(client, "library:exercises")


def test_a_member_who_told_no_country_reads_that_of_the_service(client, settings):
    settings.EMERGENCY_COUNTRY = "AU"
    client.force_login(world.account("cy@example.org"))
    assert call("AU") in said_on(client, "library:exercises")
