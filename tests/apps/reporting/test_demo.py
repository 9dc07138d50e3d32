"""The demo's invented reports: by the rules of real ones, made again without a trace, never in production."""

from datetime import UTC, datetime

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.reporting import demo
from sinew.apps.reporting.errors import DemoRefused
from sinew.apps.reporting.models import GroupedAnswer, Invoice, Release
from sinew.vocabulary import Role
from tests.apps.members import world as people

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 20, tzinfo=UTC)


@pytest.fixture
def sponsor(settings):
    settings.DEMO_ACCOUNTS_ALLOWED = True
    sponsor = people.sponsor()
    manager = people.account("manager@example.org", Role.SPONSOR_MANAGER)
    User.objects.filter(pk=manager.pk).update(is_demo=True)
    appoint_manager(sponsor=sponsor, user=manager, at=people.at(), by=None)
    type(sponsor).objects.filter(pk=sponsor.pk).update(lives=400)
    people.sponsor("river", "River Health Plan")
    return sponsor


def test_a_demo_manager_has_a_year_of_reports_and_invoices(sponsor):
    assert list(demo.make(now=NOW)) == ["Acme Works"]
    reports = [release.report for release in Release.objects.filter(sponsor=sponsor)]
    assert len(reports) == 4
    assert {group.measure for report in reports for group in report.groups} == {
        "pain",
        "function",
        "satisfaction",
    }
    assert Invoice.objects.filter(sponsor=sponsor).count() == 11
    assert not GroupedAnswer.objects.exists()


def test_the_demo_can_be_made_again(sponsor):
    list(demo.make(now=NOW))
    demo.forget()
    assert not Invoice.objects.exists()
    assert not Release.objects.exists()
    list(demo.make(now=NOW))
    demo.forget()
    sponsor.delete()


def test_real_deployments_refuse_invented_reports(sponsor, settings):
    settings.DEMO_ACCOUNTS_ALLOWED = False
    with pytest.raises(DemoRefused):
        demo.forget()
    with pytest.raises(DemoRefused):
        list(demo.make(now=NOW))
