"""Two visitors ask whether they qualify: one is covered and enrolls, the other learns what to do next."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.apps.coverage import insured
from tests.browser import story
from tests.browser.conftest import watched
from tests.browser.inspection import Visitor
from tests.support.openid_provider import Provider
from tests.support.server import Server

CONTACT = "e.castellano@harbor-tools.example.org"
VISITOR = "beth@home.example.org"
ROSTER = f"""\
Employee ID,First Name,Last Name,Date of Birth,Zip,Email,Start Date
1001,Elizabeth,Castellano,1984-03-07,60614,{CONTACT},2026-01-01
1002,Noor,Haddad,1991-12-25,60615,n.haddad@harbor-tools.example.org,2026-01-01
"""
MAKE_SPONSOR = f"""
import io
from datetime import date
from django.utils import timezone
from sinew.apps.coverage.actions.rosters import import_roster
from sinew.apps.coverage.actions.sponsors import create_sponsor
from sinew.apps.coverage.models import Roster
now = timezone.now()
harbor = create_sponsor(
    slug="harbor-tools", name="Harbor Tools", kind="employer", begins_on=date(2026, 1, 1), at=now, by=None
)
harbor.is_public, harbor.greeting = True, "We hope it helps. Take the time you need."
harbor.insurer = "acme-health"
harbor.save()
roster = import_roster(
    sponsor=harbor, file=io.BytesIO({ROSTER.encode()!r}), source=Roster.Source.COMMAND, at=now, by=None
)
assert roster.state == "applied", roster.state
"""
SIGN_ON = """
from django.utils import timezone
from sinew.apps.coverage.actions.sign_on import set_up_sign_on
from sinew.apps.coverage.models import Sponsor
set_up_sign_on(
    sponsor=Sponsor.objects.get(), issuer={issuer!r}, our_id="sinew", secret="-", at=timezone.now(), by=None,
    domains=["harbor-tools.example.org"], number_claim="",
)
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A new installation: an employer with a roster of two people, an insurer to ask, and its own sign-in."""
    configured = SimpleNamespace(INSURERS="")
    with insured.insurer(configured, tmp_path_factory.mktemp("insurer")), Provider() as provider:
        server = Server(
            tmp_path_factory.mktemp("coverage-check"), settings={"SINEW_INSURERS": configured.INSURERS}
        )
        server.run("upgrade")
        server.run("manage", "shell", "-c", MAKE_SPONSOR + SIGN_ON.format(issuer=provider.issuer))
        server.start()
        yield server
        server.kill()


def tell(page: Page, **told: str) -> None:
    """Fill in the second step and send it."""
    for name, value in told.items():
        page.fill(f"input[name={name}]", value)
    page.get_by_role("button", name="See if I qualify").click()
    page.wait_for_url("**/qualify/next/")


def beth(page: Page) -> None:
    """By the name her friends use, and with day and month exchanged."""
    tell(page, first_name="Beth", last_name="Castellano", born_on="1984-07-03", postal_code="60614")


def code_for_beth(service: Server) -> str:
    return story.code_sent_to(CONTACT, service.data / "mail", within_s=60)


def test_a_visitor_qualifies_with_a_nickname_and_a_slip_and_enrolls(browser: Browser, service: Server):
    with Visitor.arrives(browser, service) as visitor:
        page, problems = visitor.page, []
        visitor.go("/")
        with page.expect_navigation():
            page.locator("main").get_by_role("link", name="See if you qualify").click()
        problems += visitor.problems()
        page.get_by_label("My employer or plan").fill("harbr tool")
        with page.expect_navigation():
            page.get_by_role("button", name="Look for it").click()
        problems += visitor.problems()
        with page.expect_navigation():
            page.get_by_role("link", name="Harbor Tools").click()
        problems += visitor.problems()
        beth(page)
        expect(page.locator("main")).to_contain_text("If we can confirm coverage, a code is on its way")
        expect(page.locator("main")).not_to_contain_text("Harbor")
        problems += visitor.problems()
        page.fill("input[name=code]", code_for_beth(service).lower())
        page.get_by_role("button", name="Go on with the code").click()
        story.expect_heading(page, "You are covered")
        expect(page.locator("main")).to_contain_text("never learns")
        problems += visitor.problems()
        page.get_by_role("link", name="Make an account").click()
        page.get_by_label("What should we call you?").fill("Beth")
        page.fill("input[name=email]", VISITOR)
        page.fill("input[name=password1]", story.PASSWORD)
        page.get_by_role("button", name="Create my account").click()
        page.fill("input[name=code]", story.code_sent_to(VISITOR, service.data / "mail"))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/qualify/enroll/")
        problems += visitor.problems()
        page.get_by_role("button", name="This is me. Enroll").click()
        page.wait_for_url("**/coverage/")
        story.expect_heading(page, "You are covered")
        problems += visitor.problems()
        page.get_by_role("link", name="Go to Today").click()
        page.wait_for_url("**/welcome/consent/")
        assert not problems, "\n".join(problems)


def test_another_visitor_reads_the_same_and_is_told_what_to_do_next(browser: Browser, service: Server):
    with Visitor.arrives(browser, service) as visitor:
        page, problems = visitor.page, []
        visitor.go("/qualify/?you=1")
        tell(page, first_name="Niklas", last_name="Unlisted", born_on="1979-05-05", postal_code="10115")
        shown = page.locator("main").inner_text()
        visitor.watch.expected = ("status of 400",)
        page.fill("input[name=code]", "AAAA-AAAA")
        page.get_by_role("button", name="Go on with the code").click()
        expect(page.locator("[aria-invalid=true]")).to_have_count(1)
        problems += visitor.problems(status=400)
        visitor.watch.expected = ()
        page.get_by_text("Add your member number").click()
        problems += visitor.problems(status=400)
        with page.expect_navigation():
            page.get_by_role("link", name="Tell me").click()
        problems += visitor.problems()
        page.get_by_label("E-mail address").fill("niklas@home.example.org")
        page.get_by_label("Keep my address").check()
        page.get_by_role("button", name="Put me on the list").click()
        story.expect_heading(page, "You are on the list")
        problems += visitor.problems()
        visitor.go("/qualify/ask/")
        page.get_by_label("Your e-mail address").fill("niklas@home.example.org")
        page.get_by_label("What should we know?").fill("My employer says that I am covered.")
        page.get_by_role("button", name="Send").click()
        story.expect_heading(page, "We will answer")
        problems += visitor.problems()
        assert not problems, "\n".join(problems)
    with watched(browser, service.url) as context:
        page = context.new_page()
        page.goto(f"{service.url}/qualify/?you=1")
        tell(page, first_name="Noor", last_name="Haddad", born_on="1991-12-25", postal_code="60615")
        assert page.locator("main").inner_text() == shown


def test_the_address_s_own_code_leads_to_an_honest_page(browser: Browser, service: Server):
    with Visitor.arrives(browser, service) as visitor:
        page = visitor.page
        visitor.go("/qualify/?you=1")
        tell(
            page, first_name="Nele", last_name="Unlisted", born_on="1979-05-06", postal_code="10115",
            email="nele@home.example.org",
        )  # fmt: skip
        page.fill("input[name=code]", story.code_sent_to("nele@home.example.org", service.data / "mail"))
        with page.expect_navigation():
            page.get_by_role("button", name="Go on with the code").click()
        look_until_it_is(page, "Not confirmed yet", while_it_is="We are still looking")
        assert not visitor.problems()


def look_until_it_is(page: Page, wanted: str, *, while_it_is: str) -> None:
    """Look again as long as the page says that something runs; then it says what is wanted."""
    heading = page.get_by_role("heading", level=1)
    while heading.inner_text() == while_it_is:
        page.wait_for_timeout(1_000)
        with page.expect_navigation():
            page.locator("main").get_by_text("Look now").click()
    expect(heading).to_have_text(wanted)


def test_somebody_on_no_list_asks_the_plan_and_is_covered(browser: Browser, service: Server):
    with Visitor.arrives(browser, service) as visitor:
        page, problems = visitor.page, []
        visitor.go("/qualify/?you=1&sponsor=harbor-tools")
        tell(
            page, first_name="Ann", last_name="Rivera", born_on="1980-03-04", postal_code="10115",
            email="ann@home.example.org", member_id="H-5550001",
        )  # fmt: skip
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in there").click()
        story.expect_heading(page, "Sign in at Harbor Tools")
        problems += visitor.problems()
        with page.expect_navigation():
            page.get_by_role("link", name="Use another way").click()
        page.fill("input[name=code]", story.code_sent_to("ann@home.example.org", service.data / "mail"))
        with page.expect_navigation():
            page.get_by_role("button", name="Go on with the code").click()
        look_until_it_is(page, "Not confirmed yet", while_it_is="We are still looking")
        problems += visitor.problems()
        with page.expect_navigation():
            page.get_by_role("button", name="Ask my plan").click()
        look_until_it_is(page, "Your plan is active", while_it_is="We are asking your insurer")
        problems += visitor.problems()
        with page.expect_navigation():
            page.get_by_role("link", name="Go on").click()
        story.expect_heading(page, "You are covered")
        make_account(page, "ann.rivera@home.example.org", service)
        page.get_by_role("button", name="This is me. Enroll").click()
        page.wait_for_url("**/coverage/")
        with page.expect_navigation():
            page.get_by_role("link", name="Ask my plan again").click()
        story.expect_heading(page, "Renew your coverage")
        problems += visitor.problems()
        card = {"first_name": "Ann", "last_name": "Rivera", "born_on": "1980-03-04", "member_id": "H-5550001"}
        for name, value in card.items():
            page.fill(f"input[name={name}]", value)
        with page.expect_navigation():
            page.get_by_role("button", name="Ask my plan").click()
        look_until_it_is(page, "Your plan is active", while_it_is="We are asking your insurer")
        problems += visitor.problems()
        assert not problems, "\n".join(problems)


def make_account(page: Page, email: str, service: Server) -> None:
    """From the answer to the last step before enrolling."""
    with page.expect_navigation():
        page.get_by_role("link", name="Make an account").click()
    page.get_by_label("What should we call you?").fill("Ann")
    page.fill("input[name=email]", email)
    page.fill("input[name=password1]", story.PASSWORD)
    page.get_by_role("button", name="Create my account").click()
    page.fill("input[name=code]", story.code_sent_to(email, service.data / "mail"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/qualify/enroll/")


def test_the_check_works_without_script_and_by_keyboard(browser: Browser, service: Server):
    with watched(browser, service.url, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{service.url}/qualify/")
        page.get_by_label("My employer or plan").fill("harbor")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("Harbor Tools")).press("Enter")
        page.get_by_label("First name").fill("Noor")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Who are you?")
        tell(page, first_name="Noor", last_name="Haddad", born_on="1991-12-25", postal_code="60615")
        page.get_by_text("Add your member number").click()
        expect(page.get_by_label("Member number")).to_be_visible()
