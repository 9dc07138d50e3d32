"""Every page of every role: reachable, well formed, accessible, nothing cut, nothing strange asked or said.

Each page is looked at in light colors at 320 px and in dark ones at 1280 px (see `inspection`).
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import story
from tests.browser.inspection import Visitor, policy_problems
from tests.support.server import Server

ANA, MARCUS, PRIYA, TOM = "ana@example.org", "marcus@example.org", "priya@example.org", "tom@example.org"
SAMUEL, INGRID, JONAS, DEV = (
    "samuel@example.org",
    "ingrid@example.org",
    "jonas@example.org",
    "dev@example.org",
)
THERAPIST, COACH, OPERATOR = "therapist@example.org", "coach@example.org", "operator@example.org"
MANAGER = "benefits@example.org"
STRANGER = ""

CASELOAD = (
    "Ana Whitfield", "Marcus Bell", "Ruth Okafor", "Dev Raman", "Ingrid Solheim", "Tom Castellano",
    "Priya Nair-Bannister", "Samuel Abiodun", "Carla Mendes", "Walter Grünewald-Hoffmann",
)  # fmt: skip


class Visit(NamedTuple):
    """A page somebody opens; ``status`` is what it answers."""

    who: str
    path: str
    status: int = 200


VISITS = (
    *(Visit(STRANGER, path) for path in (
        "/", "/learn/", "/learn/hamstring-definition/", "/learn/strains-by-grade/",
        "/learn/proximal-hamstring-tendinopathy/", "/learn/coming-back-to-running/",
        "/learn/preventing-the-next-injury/", "/learn/terms/", "/search/", "/search/?q=hamstrng+bridge",
        "/search/?q=xyzzyqq", "/library/", "/library/?q=bridgge&phase=S1",
        "/library/mini-squat/", "/library/downward-dog/", "/about/", "/privacy/", "/accounts/login/",
        "/accounts/signup/", "/accounts/password/reset/", "/accounts/inactive/", "/qualify/",
        "/qualify/?sponsor_name=acme", "/qualify/?you=1", "/qualify/ask/", "/qualify/waiting-list/",
        "/qualify/waiting-list/leave/made:up/", "/qualify/with/made:up/",
    )),
    Visit(STRANGER, "/nowhere/", 404),
    Visit(STRANGER, "/unsubscribe/made:up/", 404),
    *(Visit(ANA, path) for path in (
        "/", "/today/", "/progress/", "/care-team/", "/questions/result/", "/my-data/", "/coverage/",
        "/settings/notifications/", "/visits/calendar/", "/visits/", "/visits/new/", "/care-team/notes/",
        "/my-data/consents/health_data/withdraw/",
        "/my-data/consents/reminders/withdraw/", "/my-data/consents/movement/withdraw/",
        "/my-data/delete/", "/today/check-in/",
        "/today/check/", "/today/flare/", "/intake/result/",
        "/library/", "/library/mini-squat/", "/learn/", "/learn/hamstring-definition/", "/settings/",
        "/welcome/passkey/", "/welcome/consent/", "/accounts/email/", "/accounts/password/change/",
        "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/totp/activate/", "/accounts/reauthenticate/", "/accounts/logout/",
    )),
    Visit(ANA, "/practice/", 403),
    Visit(ANA, "/nowhere/", 404),
    *(Visit(MARCUS, f"/today/tests/{test}/") for test in (
        "heel-dig-max", "jog-forward", "single-leg-bridge", "active-knee-extension", "walk-10-min",
        "straight-leg-raise", "single-leg-balance",
    )),
    Visit(MARCUS, "/today/tests/"),
    Visit(MARCUS, "/today/tests/active-knee-extension/camera/left/"),
    *(Visit(who, "/today/") for who in (MARCUS, PRIYA, TOM, SAMUEL, INGRID, JONAS, DEV)),
    *(Visit(who, "/care-team/messages/") for who in (ANA, DEV)),
    *(Visit(DEV, path) for path in ("/progress/", "/care-team/", "/intake/result/")),
    *(Visit(INGRID, f"/questions/{measure}/") for measure in (
        "pgic", "phq2", "medicine-use", "work-days", "satisfaction",
    )),
    *(Visit(INGRID, path) for path in ("/progress/", "/questions/result/")),
    Visit(PRIYA, "/intake/"),
    Visit(TOM, "/intake/stopped/"),
    *(Visit(THERAPIST, path) for path in (
        "/practice/", "/practice/outcomes/", "/library/", "/settings/", "/accounts/2fa/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/reauthenticate/",
    )),
    *(Visit(THERAPIST, path) for path in (
        "/practice/messages/", "/practice/messages/replies/", "/practice/messages/hours/",
        "/settings/notifications/",
        "/settings/credential/", "/review/", "/review/?kind=exercise&evidence=design&state=not_yet",
        "/review/exercise/mini-squat/", "/review/article/hamstring-definition/",
        "/review/program/hamstring/", "/review/questionnaire/intake/", "/review/questionnaire/pgic/",
        "/review/questionnaire/lefs/", "/review/questionnaire/outcomes/",
    )),
    Visit(ANA, "/review/", 403),
    *(Visit(THERAPIST, path) for path in (
        "/practice/visits/", "/practice/visits/hours/", "/practice/tasks/", "/practice/monitoring/",
         "/practice/lists/",
        "/practice/workload/", "/practice/cover/", "/practice/?late=1",
    )),
    Visit(THERAPIST, "/visits/calendar/"),
    *(Visit(COACH, path) for path in ("/practice/", "/settings/")),
    *(Visit(MANAGER, f"/sponsor/northwind-foods/{path}/") for path in ("reports", "invoices")),
    *(Visit(MANAGER, f"/sponsor/northwind-foods/{path}") for path in (
        "", "rosters/", "rosters/guide/", "managers/", "preview/", "settings/",
    )),
    Visit(MANAGER, "/sponsor/harbor-light/", 404),
    Visit(ANA, "/sponsor/", 403),
    *(Visit(OPERATOR, path) for path in (
        "/operator/health/", "/operator/coverage/", "/operator/sponsors/",
        "/operator/sponsors/northwind-foods/", "/settings/",
    )),
)  # fmt: skip


FAULTS = """() => {
  document.documentElement.removeAttribute('lang');
  const main = document.querySelector('main');
  main.append(document.createElement('img'), document.createElement('h1'));
  main.lastChild.append('A second heading');
  const wide = document.createElement('p');
  wide.style.width = '400px';
  wide.append('wide');
  const short = document.createElement('button');
  Object.assign(short.style, {width: '40px', overflow: 'hidden', whiteSpace: 'nowrap'});
  short.append('Longer than it is wide');
  main.append(wide, short);
}"""


STILL_CHANGING = """() => {
  document.querySelectorAll('*').forEach((element) => getComputedStyle(element).color);
  return document.getAnimations().length;
}"""


@pytest.fixture(scope="module")
def visitor(browser: Browser, demo: Server) -> Iterator[Callable[[str], Visitor]]:
    """The person of this address at their browser; each signs in once."""
    here: dict[str, Visitor] = {}
    with ExitStack() as browsers:

        def arrive(who: str) -> Visitor:
            if who not in here:
                here[who] = browsers.enter_context(Visitor.arrives(browser, demo, who or None))
            return here[who]

        yield arrive


def none(problems: list[str]) -> None:
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize(
    "visit", VISITS, ids=lambda visit: f"{visit.who.partition('@')[0] or 'stranger'}:{visit.path}"
)
def test_a_page_is_sound_for_everyone(visitor: Callable[[str], Visitor], visit: Visit):
    none(visitor(visit.who).problems_at(visit.path, status=visit.status))


@pytest.mark.parametrize("name", ["Ana Whitfield", "Walter Grünewald-Hoffmann"])
def test_a_thread_is_sound_for_the_therapist(visitor: Callable[[str], Visitor], name: str):
    therapist = visitor(THERAPIST)
    therapist.go("/practice/messages/")
    therapist.page.get_by_role("link", name=name).first.click()
    story.expect_heading(therapist.page, f"Messages with {name}")
    none(therapist.problems())


@pytest.mark.parametrize(("who", "listed"), [(ANA, "/visits/"), (THERAPIST, "/practice/visits/")])
def test_a_visit_and_its_move_are_sound_for_both_sides(
    visitor: Callable[[str], Visitor], who: str, listed: str
):
    reader = visitor(who)
    reader.go(listed)
    with reader.page.expect_navigation():
        reader.page.locator("main .card a").first.click()
    none(reader.problems())
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="Go to the visit").click()
    story.expect_heading(reader.page, "Waiting room")
    none(reader.problems())
    with reader.page.expect_navigation():
        reader.page.get_by_role("link", name="The visit").click()
    reader.page.get_by_role("link", name="Move it").click()
    story.expect_heading(reader.page, "Move the visit")
    none(reader.problems())


def test_notes_minutes_and_monitoring_are_sound_for_the_therapist(visitor: Callable[[str], Visitor]):
    therapist = visitor(THERAPIST)
    therapist.go("/practice/monitoring/")
    with therapist.page.expect_navigation():
        therapist.page.get_by_role("link", name="Ana Whitfield").first.click()
    for place in ("Monitoring", "Minutes", "Notes"):
        with therapist.page.expect_navigation():
            therapist.page.get_by_role("link", name=place, exact=True).first.click()
        story.expect_heading(therapist.page, place)
        none(therapist.problems())
    with therapist.page.expect_navigation():
        therapist.page.locator("main ol a").first.click()
    story.expect_heading(therapist.page, "Signed note")
    none(therapist.problems())


@pytest.mark.parametrize("name", CASELOAD)
def test_a_member_page_is_sound_for_the_therapist(visitor: Callable[[str], Visitor], name: str):
    therapist = visitor(THERAPIST)
    therapist.go("/practice/")
    therapist.page.get_by_role("link", name=name).first.click()
    story.expect_heading(therapist.page, name)
    none(therapist.problems())


@pytest.mark.parametrize("who", [THERAPIST, COACH])
def test_the_editor_of_a_plan_is_sound_for_therapist_and_coach(visitor: Callable[[str], Visitor], who: str):
    reader = visitor(who)
    reader.go("/practice/")
    record = reader.page.get_by_role("link", name="Ana Whitfield").first.get_attribute("href")
    none(reader.problems_at(f"{record}tailor/", status=200))
    reader.page.locator("[id^=swap-]").first.click()
    expect(reader.page.locator("#picker-heading")).to_be_visible()
    none(reader.problems())


def test_a_timeline_and_a_replay_are_sound_for_the_therapist(visitor: Callable[[str], Visitor]):
    therapist = visitor(THERAPIST)
    therapist.go("/practice/")
    with therapist.page.expect_navigation():
        therapist.page.get_by_role("link", name="Ana Whitfield").first.click()
    replay = therapist.page.locator(".replay-link").first.get_attribute("href")
    assert replay is not None
    none(therapist.problems_at(f"{urlsplit(therapist.page.url).path}timeline/"))
    none(therapist.problems_at(replay))


def test_a_member_page_is_sound_for_the_coach_who_may_not_decide(visitor: Callable[[str], Visitor]):
    coach = visitor(COACH)
    coach.go("/practice/")
    coach.page.get_by_role("link", name="Ana Whitfield").first.click()
    story.expect_heading(coach.page, "Ana Whitfield")
    expect(coach.page.get_by_role("button", name=re.compile("clear|hold|stop", re.I))).to_have_count(0)
    none(coach.problems())


def test_a_replay_is_sound_for_its_member_and_for_the_therapist(visitor: Callable[[str], Visitor]):
    ana, therapist = visitor(ANA), visitor(THERAPIST)
    ana.go("/progress/")
    ana.page.locator("main table a").first.click()
    ana.page.get_by_role("heading", name="Movement you shared").wait_for()
    ana.page.locator("main a[href*='/replays/']").first.click()
    expect(ana.page.get_by_role("button", name="Next moment")).to_be_visible()
    none(ana.problems())
    therapist.go(ana.page.url.removeprefix(ana.server.url))
    expect(therapist.page.locator("main")).to_contain_text("Ana Whitfield shared it on")
    none(therapist.problems())


def test_a_past_session_is_sound(visitor: Callable[[str], Visitor]):
    ana = visitor(ANA)
    ana.go("/progress/")
    ana.page.locator("main table a").first.click()
    ana.page.wait_for_url("**/today/after/**")
    none(ana.problems())


def test_the_second_step_of_signing_in_is_sound(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo) as therapist:
        therapist.go("/accounts/login/")
        therapist.page.fill("input[name=login]", THERAPIST)
        therapist.page.fill("input[name=password]", story.DEMO_PASSWORD)
        therapist.page.get_by_role("button", name="Sign in", exact=True).click()
        therapist.page.wait_for_url("**/2fa/authenticate/")
        none(therapist.problems())
        therapist.page.fill("input[name=code]", "000000")
        therapist.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(therapist.page.locator("[aria-invalid=true]")).to_have_count(1)
        none(therapist.problems())


def test_a_refused_sign_in_is_sound(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo) as stranger:
        stranger.go("/accounts/login/")
        stranger.page.fill("input[name=login]", "nobody@example.org")
        stranger.page.fill("input[name=password]", "not this one")
        stranger.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(stranger.page.locator("main")).to_contain_text("not correct")
        none(stranger.problems())


def test_setting_a_new_password_is_sound(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo) as jonas:
        jonas.go("/accounts/password/reset/")
        jonas.page.fill("input[name=email]", JONAS)
        jonas.page.get_by_role("button", name="Send the code").click()
        code = story.code_sent_to(JONAS, demo.data / "mail")
        none(jonas.problems())
        jonas.page.fill("input[name=code]", code)
        jonas.page.locator("main form button[type=submit]").first.click()
        expect(jonas.page.locator("input[type=password]").first).to_be_visible()
        none(jonas.problems())


def test_the_first_steps_and_every_screen_of_the_intake_are_sound(browser: Browser, demo: Server):
    """A new member: the code, the consents, the questions, the result, and pages still empty."""
    with Visitor.arrives(browser, demo) as fern:
        page, problems = fern.page, []
        fern.go("/accounts/signup/")
        page.get_by_label("What should we call you?").fill("Fern")
        page.fill("input[name=email]", "fern@example.org")
        page.fill("input[name=password1]", "short")
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("[aria-invalid=true]")).to_have_count(1)
        problems += fern.problems()
        page.fill("input[name=password1]", story.PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        code = story.code_sent_to("fern@example.org", demo.data / "mail")
        problems += fern.problems()
        page.fill("input[name=code]", code)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/welcome/passkey/")
        problems += fern.problems()
        page.get_by_text("Not now").click()
        problems += fern.problems()
        story.agree(page)
        problems += fern.problems()

        look = [fern.problems_narrow, fern.problems_wide]
        screens = story.answer_intake(
            page, story.STIFF_AFTER_SITTING, each=lambda at: problems.extend(look[at % 2]())
        )
        assert screens > 20
        story.expect_heading(page, "your answers fit best with")
        problems += fern.problems()
        for path in ("/today/", "/progress/", "/care-team/", "/my-data/"):
            fern.go(path)
            problems += fern.problems()
        none(problems)


def test_an_unanswered_screen_and_a_stopped_intake_are_sound(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo) as greta:
        page, problems = greta.page, []
        story.sign_up(page, demo.url, demo.data / "mail", email="greta@example.org", name="Greta")
        greta.watch.expected = ("status of 400", "status of 422")
        page.get_by_role("button", name=re.compile("agree", re.I)).click()
        expect(page.get_by_role("alert")).to_be_visible()
        problems += greta.problems(status=greta.answers[-1].status)
        story.agree(page)
        page.locator("main form button[type=submit]").first.click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_be_visible()
        problems += greta.problems(status=422)
        greta.watch.expected = ()
        story.answer_intake(page, story.STIFF_AFTER_SITTING, flags={"rf-01": "yes"})
        page.wait_for_url("**/intake/stopped/")
        problems += greta.problems()
        page.get_by_text("I tapped the wrong answer").click()
        problems += greta.problems()
        page.get_by_role("link", name=re.compile("^Change")).first.click()
        problems += greta.problems()
        greta.go("/today/")
        problems += greta.problems()
        none(problems)


def test_every_screen_of_the_player_is_sound(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo, MARCUS) as marcus:
        page, problems = marcus.page, []
        marcus.go("/today/")
        page.locator("form[action*='session/start'] button").click()
        player = page.locator("#player")
        expect(player).to_have_attribute("data-phase", "welcome")
        problems += marcus.problems()
        story.choose(page, "pain-before", 2)
        page.get_by_role("button", name="Start without the camera").click()
        expect(player).to_have_attribute("data-phase", "instructions")
        problems += marcus.problems()
        page.get_by_role("button", name="I'm ready").click()
        expect(player).to_have_attribute("data-phase", "active", timeout=20_000)
        problems += marcus.problems()
        page.get_by_role("button", name="This hurts").click()
        story.choose(page, "pain-hurt", 1)
        problems += marcus.problems()
        page.get_by_role("button", name="Go on gently").click()
        page.reload()
        expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
        problems += marcus.problems()
        page.get_by_role("button", name="Finish here and save").click()
        expect(player).to_have_attribute("data-phase", "after")
        problems += marcus.problems()
        story.answer_after(page, pain_during=2, pain_after=1, effort=4)
        expect(player).to_have_attribute("data-send", "stored")
        problems += marcus.problems()
        page.get_by_role("link", name="See what this means for tomorrow").click()
        page.wait_for_url("**/today/after/**")
        problems += marcus.problems()
        marcus.go("/today/")
        problems += marcus.problems()
        none(problems)


def test_the_player_sends_not_today_to_the_care_team(browser: Browser, demo: Server):
    with Visitor.arrives(browser, demo, ANA) as ana:
        page, problems = ana.page, []
        ana.go("/today/")
        page.locator("form[action*='session/start'] button").click()
        player = page.locator("#player")
        expect(player).to_have_attribute("data-phase", "welcome")
        story.choose(page, "pain-before", 8)
        expect(page.get_by_role("button", name="Start without the camera")).to_be_hidden()
        problems += ana.problems()
        page.get_by_role("button", name="Not today, tell my care team").click()
        expect(page.get_by_text("No session is counted.")).to_be_visible()
        problems += ana.problems()
        page.get_by_role("button", name="Send to my care team").click()
        expect(player).to_have_attribute("data-send", "stored")
        expect(page.get_by_text("Your care team was told, and no session was counted.")).to_be_visible()
        problems += ana.problems()
        page.get_by_role("link", name="See what this means for tomorrow").click()
        expect(page.get_by_text("Your care team was told. No session is counted")).to_be_visible()
        problems += ana.problems()
        none(problems)


def test_with_reduced_motion_nothing_fades_when_the_colors_change(visitor: Callable[[str], Visitor]):
    stranger = visitor(STRANGER)
    stranger.page.emulate_media(color_scheme="light")
    stranger.go("/")
    stranger.page.emulate_media(color_scheme="dark")
    assert stranger.page.evaluate(STILL_CHANGING) == 0


def test_a_page_with_faults_would_be_noticed(visitor: Callable[[str], Visitor]):
    stranger = visitor(STRANGER)
    stranger.go("/about/")
    stranger.page.evaluate(FAULTS)
    noticed = " ".join(stranger.problems_narrow())
    for fault in ("image-alt", "scrolls sideways", "2 h1", "no language", "does not hold"):
        assert fault in noticed


@pytest.mark.parametrize(
    "loose",
    [
        "default-src 'none'; script-src 'self' 'unsafe-inline'",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' https://cdn.example",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
        "",
    ],
)
def test_a_looser_content_security_policy_would_be_noticed(loose: str):
    assert list(policy_problems(loose))
