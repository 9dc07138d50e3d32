"""A passkey on a real WebAuthn device of the browser's own: made after sign-up, used to sign in."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import story
from tests.browser.conftest import watched
from tests.support.server import Server


def plug_in_authenticator(context: BrowserContext, page: Page) -> None:
    """A platform authenticator that recognizes its owner, as a phone's fingerprint reader does."""
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def test_a_new_member_makes_a_passkey_and_signs_in_with_it_alone(browser: Browser, demo: Server):
    with watched(browser, demo.url) as context:
        page = context.new_page()
        plug_in_authenticator(context, page)
        page.goto(f"{demo.url}/accounts/signup/")
        page.get_by_label("What should we call you?").fill("Pia")
        page.fill("input[name=email]", "pia@example.org")
        page.fill("input[name=password1]", story.PASSWORD)
        page.get_by_role("button", name="Create my account").click()
        page.fill("input[name=code]", story.code_sent_to("pia@example.org", demo.data / "mail"))
        page.locator("main form button[type=submit]").first.click()
        page.get_by_role("link", name="Create a passkey").click()
        page.get_by_role("button", name="Create the passkey").click()
        page.wait_for_url(lambda url: "/webauthn/add/" not in url)

        page.goto(f"{demo.url}/settings/")
        expect(page.locator("main")).to_contain_text("1 on this account")
        page.locator("summary.avatar").click()
        with page.expect_navigation():  # first it is looked up whether an exercise session waits to be sent
            page.get_by_role("button", name="Sign out").click()
        page.goto(f"{demo.url}/settings/")
        page.wait_for_url("**/accounts/login/**")

        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/settings/")
        expect(page.locator("main")).to_contain_text("pia@example.org")
