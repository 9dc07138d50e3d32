"""A sponsor manager's reports and invoices, looked at as closely as every page (see `test_pages`)."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from sinew.apps.accounts.totp import code
from tests.apps.members.world import SECRET
from tests.browser.inspection import Visitor
from tests.support.server import Server

MANAGER = "manager@example.org"
WORLD = """
from datetime import UTC, datetime
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.reporting.actions.releases import publish_due
from sinew.vocabulary import Role
from tests.apps.members import world as people
from tests.apps.reporting import world
at = datetime(2027, 2, 1, tzinfo=UTC)
big = people.sponsor("acme", "Acme Works of the Upper Peninsula")
small = people.sponsor("mill", "The Old Mill")
manager = people.account("manager@example.org", Role.SPONSOR_MANAGER)
for sponsor in (big, small):
    appoint_manager(sponsor=sponsor, user=manager, at=people.at(), by=None)
world.listed(small, 30)
world.releases(big)
publish_due(at=datetime(2026, 4, 20, tzinfo=UTC))
from sinew.apps.reporting.actions.invoices import agree_price, credit_invoice, issue_due
from sinew.disclosure import Basis, Month
price = {"basis": Basis.FLAT_MONTH, "price": 125000, "currency": "USD", "from_month": Month(2026, 9)}
agree_price(sponsor=big, at=at, by=None, **price)
first = issue_due(at=at)[0]
credit_invoice(invoice=first, quantity=None, reason="The first month was free.", at=at, by=None)
"""
PATHS = (
    "/sponsor/acme/reports/",
    "/sponsor/acme/reports/2026-Q1/",
    "/sponsor/acme/invoices/",
    "/sponsor/mill/reports/",
    "/sponsor/mill/invoices/",
)


@pytest.fixture(scope="module")
def manager(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """The manager of a large and of a small sponsor, signed in."""
    server = Server(tmp_path_factory.mktemp("sponsors"))
    server.run("manage", "migrate", "-v0")
    server.run("manage", "shell", "-v0", "-c", WORLD)
    server.start()
    with Visitor.arrives(browser, server) as visitor:
        visitor.go("/accounts/login/")
        visitor.page.fill("input[name=login]", MANAGER)
        visitor.page.fill("input[name=password]", "pw")
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        visitor.page.wait_for_url("**/2fa/authenticate/")
        visitor.page.fill("input[name=code]", code(SECRET, time.time()))
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        visitor.page.wait_for_url("**/sponsor/")
        yield visitor
    server.kill()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_reports_or_invoices_is_sound(manager: Visitor, path: str):
    problems = manager.problems_at(path)
    assert not problems, "\n".join(problems)


def test_a_manager_goes_from_the_last_report_to_an_earlier_one(manager: Visitor):
    manager.go("/sponsor/acme/reports/")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("October to December 2026")
    manager.page.get_by_role("link", name="January to March 2026").click()
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("January to March 2026")
    expect(manager.page.locator("main")).to_contain_text("fewer than 11")
