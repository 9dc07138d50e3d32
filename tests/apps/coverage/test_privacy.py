"""Before a proof nothing tells who is listed: the full run (`python -m tests.coverage_privacy`), small."""

import pytest
from django.core.cache import cache

from sinew.apps.coverage.models import EnumerationAlarm
from sinew.apps.notifications.models import OutboxEmail
from sinew.config.settings import base
from sinew.vocabulary import Role
from tests.apps.coverage.insured import insurer, plan
from tests.apps.members import world
from tests.coverage_privacy import visits
from tests.coverage_privacy.enumeration import Attack, enumerate_people

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, VISITS = 12, 12


@pytest.fixture(autouse=True)
def background(settings):
    """Look-ups and mail wait for a worker, as they do when the service runs."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def roster(settings, tmp_path):
    """A sponsor's people, half of them restricted, and its insurer, which knows none of them."""
    visits.fill_roster(plan(), PEOPLE)
    with insurer(settings, tmp_path):
        yield


def test_unlisted_listed_and_listed_otherwise_get_the_same_bytes_statements_and_letters(roster):
    seen = visits.compare(VISITS, PEOPLE)
    assert visits.bytes_apart(seen) == 0
    for kind in visits.KINDS:
        assert seen[kind].queries == seen[visits.UNLISTED].queries, kind
        assert seen[kind].letters == seen[visits.UNLISTED].letters, kind
    assert len(seen[visits.LISTED].letters) == 1
    assert b"could not match these details" in next(iter(seen[visits.LISTED].answers[visits.STEPS[-1]]))[3]
    for work in (work for _clock, work in visits.differences_ms(seen).values()):
        assert abs(work) < visits.MOST_MS


def test_the_comparison_would_notice_one_byte(roster):
    seen = visits.compare(1, PEOPLE)
    status, headers, cookies, body = next(iter(seen[visits.LISTED].answers["asks"]))
    seen[visits.LISTED].answers["asks"] = {(status, headers, cookies, body + b" ")}
    assert visits.bytes_apart(seen) == 2


def test_trying_out_people_from_many_addresses_learns_nothing_is_stopped_and_alarms(roster, settings):
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS | {"coverage_check_at_sponsor": "30/h/key"}
    cache.clear()
    operator = world.account("operator@example.org", Role.OPERATOR)
    attack = enumerate_people(60, people=PEOPLE * 3, addresses=60)
    assert attack.accepted <= 30
    assert attack.telling == 0
    assert EnumerationAlarm.objects.get().count == 30
    assert OutboxEmail.objects.filter(to=operator.email, template="coverage_alarm").count() == 1


def test_an_attack_that_learns_something_would_be_noticed():
    attack = Attack()
    attack.take(visits.LISTED, ("yes",))
    attack.take(visits.UNLISTED, ("no",))
    assert attack.telling == 2


@pytest.mark.parametrize(
    ("limits", "sign", "addresses"),
    [
        ({"coverage_check": "3/h/ip"}, EnumerationAlarm.Sign.ONE_ADDRESS, 1),
        ({"coverage_check_at_sponsor": "3/h/key"}, EnumerationAlarm.Sign.ONE_SPONSOR, 50),
    ],
)
def test_a_limit_holds_for_listed_and_unlisted_alike(roster, settings, limits, sign, addresses):
    settings.ACCOUNT_RATE_LIMITS = limits
    cache.clear()
    attack = enumerate_people(8, people=PEOPLE, addresses=addresses)
    assert (attack.accepted, attack.telling) == (3, 0)
    assert EnumerationAlarm.objects.get().sign == sign
