"""The demo's health plan answers for somebody no roster lists, and only where the demo is served."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from sinew.apps.coverage.insurer.configuration import askable
from sinew.apps.coverage.models import ListedPerson
from sinew.apps.practice.demo import insurer
from sinew.apps.practice.demo.sponsors import SPONSORS
from tests.apps.coverage.insured import ask, come, plan

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(autouse=True)
def demo_settings(settings, tmp_path):
    settings.VAR, settings.INSURERS, settings.DEMO_ACCOUNTS_ALLOWED = tmp_path, "", True
    return settings


def test_who_the_demo_names_is_covered_by_the_plan(client: Client):
    assert insurer.INSURER in {one.insurer for one in SPONSORS}
    plan("harbor", insurer=insurer.INSURER)
    card = {
        "first_name": insurer.FIRST,
        "last_name": insurer.LAST,
        "born_on": insurer.BORN_ON.isoformat(),
        "member_id": insurer.NUMBER,
    }
    with insurer.simulated_plan(clock=now):
        come(client, sponsor="harbor", **card)
        page = ask(client)
    assert "Your plan is active" in page
    assert "$20.00" in page
    assert not ListedPerson.objects.exists()
    for told in (insurer.FIRST, insurer.NUMBER, insurer.NAME):
        assert told in insurer.to_try()


def test_it_is_gone_with_the_process_that_served_it(demo_settings):
    with insurer.simulated_plan(clock=now):
        assert askable(insurer.INSURER) is not None
        assert Path(demo_settings.INSURERS).stat().st_mode & 0o077 == 0
    assert askable(insurer.INSURER) is None
    assert list(demo_settings.VAR.glob("*.toml")) == []


@pytest.mark.parametrize("changed", [{"DEMO_ACCOUNTS_ALLOWED": False}, {"INSURERS_MAY_BE_SIMULATED": False}])
def test_a_real_deployment_has_none(demo_settings, changed):
    for name, value in changed.items():
        setattr(demo_settings, name, value)
    with insurer.simulated_plan(clock=now):
        assert demo_settings.INSURERS == ""


def test_the_operator_s_own_insurers_stay(demo_settings, tmp_path):
    demo_settings.INSURERS = str(tmp_path / "mine.toml")
    with insurer.simulated_plan(clock=now):
        assert str(tmp_path / "mine.toml") == demo_settings.INSURERS
