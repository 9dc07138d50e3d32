"""What a member does on the pages, in her words: sign up, agree, answer, exercise."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from sinew.apps.practice.demo.sign_ins import PASSWORD as DEMO_PASSWORD
from tests.support.server import Server

PASSWORD = "calm river seven stones"

STIFF_AFTER_SITTING: Mapping[str, str | Sequence[str]] = {
    # Answers that fit best with C1, general tightness: no injury, both legs, mild, eases with moving.
    "age": "44", "sex": "female", "side": "both", "country": "US",
    "onset": "gradual", "location": ["mid-thigh"], "tennis_ball_spot": "no", "sitting_30_min": "nothing",
    "brings_it_on": ["only-stretching"], "tingling": "none", "night_rest": "no", "morning_stiffness": "none",
    "hurt_before": "never", "other_injury_this_side": "no", "bruise": "none", "knee_bend_strength": "same",
    "walk_without_limp": "at-once", "pain_now": "2", "pain_worst": "3", "pain_average": "2",
    "pain_at_rest": "1", "not_sleeping": "no",
    "goal": ["daily-life"], "minutes_moderate": "60", "minutes_vigorous": "0",
    "strength_days": "0", "floor": "yes", "equipment": ["mat", "chair", "wall"], "expected_weeks": "6",
    "camera": "yes", "minutes_per_day": "20", "days_per_week": "7",
}  # fmt: skip


def sign_up(page: Page, origin: str, mail: Path, *, email: str, name: str = "Ana") -> None:
    """Make an account with a password and the code from the e-mail; ends on the consent page."""
    page.goto(f"{origin}/accounts/signup/")
    page.get_by_label("What should we call you?").fill(name)
    page.fill("input[name=email]", email)
    page.fill("input[name=password1]", PASSWORD)
    _submit(page)
    page.fill("input[name=code]", code_sent_to(email, mail))
    _submit(page)
    if "/welcome/passkey/" in page.url:
        page.locator("main").get_by_text(re.compile("not now|later", re.I)).first.click()
    page.wait_for_url("**/welcome/consent/")


def _submit(page: Page) -> None:
    """Send the page's first form; ends when the page that answers has come."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def code_sent_to(email: str, mail: Path, *, within_s: float = 20) -> str:
    """The newest code in the demo's mail folder for this address."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        for letter in sorted(mail.glob("*.txt"), reverse=True):
            text = letter.read_text()
            if f"To: {email}" in text and (
                code := re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", text, re.M)
            ):
                return code[1]
        time.sleep(0.2)
    raise AssertionError(f"no code for {email} in {mail}")


def agree(page: Page) -> None:
    """Tick every consent and go on."""
    for box in page.locator("input[name=consent]").all():
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("agree", re.I)).click()


def answer_intake(
    page: Page,
    answers: Mapping[str, str | Sequence[str]],
    *,
    flags: Mapping[str, str] | None = None,
    each: Callable[[int], object] | None = None,
) -> int:
    """Answer screen after screen until the intake ends.

    Args:
        flags: answers to red-flag questions that are not "no", by question id.
        each: called on every screen before it is answered, with the number of screens before it.

    Returns:
        How many screens were answered.
    """
    start = page.locator("main form button[type=submit], main a.button--primary").first
    if not page.locator("main [id^='q-']").count():
        with page.expect_navigation():
            start.click()
    screens = 0
    while (questions := page.locator("main [id^='q-']")).count():
        if each is not None:
            each(screens)
        for question in questions.all():
            answer(question, answers, flags or {})
        before = page.url
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
        assert page.url != before, (
            f"the screen refused its answers: {page.locator('main').inner_text()[:600]}"
        )
        screens += 1
        assert screens < 70, "the intake does not end"
    return screens


def answer(question: Locator, answers: Mapping[str, str | Sequence[str]], flags: Mapping[str, str]) -> None:
    """Answer one question: as given, a warning sign with "no", and what is not given harmlessly."""
    name = (question.get_attribute("id") or "").removeprefix("q-")
    value = flags.get(name, "no") if name.startswith("rf-") else answers.get(name)
    inputs = question.locator("input, select, textarea")
    if value is None:
        _answer_harmlessly(question)
    elif isinstance(value, str) and inputs.first.get_attribute("type") == "radio":
        question.locator(f"input[value='{value}']").check()
    elif inputs.first.get_attribute("type") == "checkbox":
        wanted = [value] if isinstance(value, str) else value
        for code in ["none-of-these"] if list(wanted) == ["no"] else wanted:
            question.locator(f"input[value='{code}']").check()
    elif inputs.first.evaluate("node => node.tagName") == "SELECT":
        inputs.first.select_option(str(value))
    else:
        inputs.first.fill(str(value))


def _answer_harmlessly(question: Locator) -> None:
    """A question this story does not care about: the first (mildest) choice, zero, or nothing."""
    for group in question.locator("fieldset").all() or [question]:
        radios = group.locator("input[type=radio]")
        if radios.count():
            radios.first.check()
    boxes = question.locator("input[type=checkbox]")
    if boxes.count():
        boxes.last.check()
    dates = question.locator("input[type=date]")
    if dates.count():
        dates.first.fill((date.today() - timedelta(days=90)).isoformat())  # noqa: DTZ011 - the server's own day


def sign_in(page: Page, server: Server, email: str) -> None:
    """Sign one of the demo's people in, with the second factor where they have one."""
    page.goto(f"{server.url}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", DEMO_PASSWORD)
    _submit(page)
    if "/2fa/" in page.url:
        page.fill("input[name=code]", _next_code(page, server, email))
        _submit(page)


def _next_code(page: Page, server: Server, email: str) -> str:
    """The code an authenticator app shows; a code counts once, so a second sign-in waits for the next one."""
    who = (server.port, email)
    while (code := server.run("demo", "code", email).stdout.strip()) == _USED_CODES.get(who):
        page.wait_for_timeout(1000)
    _USED_CODES[who] = code
    return code


_USED_CODES: dict[tuple[int, str], str] = {}


def sign_in_therapist(page: Page, server: Server) -> None:
    """The demo's physical therapist, on her caseload."""
    sign_in(page, server, "therapist@example.org")
    page.wait_for_url("**/practice/")


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=re.compile(words, re.I)).first).to_be_visible()


def begin_session(page: Page, *, camera: bool, pain: int = 2) -> None:
    """From Today or the intake's result: start, say how strong the pain is, choose the camera or not."""
    page.get_by_role("button", name=re.compile("start.*session", re.I)).first.click()
    expect(page.locator("#player")).to_have_attribute("data-phase", "welcome")
    choose(page, "pain-before", pain)
    page.get_by_role("button", name=f"Start {'with' if camera else 'without'} the camera").click()


def choose(page: Page, name: str, value: int) -> None:
    """Tap a number of a 0-10 scale."""
    page.locator(f"#{name}-{value}").check()


def skip_to(page: Page, exercise: str) -> None:
    """Skip exercises until the instructions of this one are shown."""
    player = page.locator("#player")
    for _ in range(20):
        expect(player).to_have_attribute("data-phase", "instructions")
        if player.get_attribute("data-exercise") == exercise:
            return
        shown = player.get_attribute("data-exercise")
        page.get_by_role("button", name="Skip").click()
        expect(player).not_to_have_attribute("data-exercise", shown or "")
    raise AssertionError(f"{exercise} is not in this session")


def finish_and_save(page: Page, *, pain_during: int, pain_after: int, effort: int, comment: str = "") -> None:
    """Finish early, answer the questions after the session and save."""
    finish(page)
    answer_after(page, pain_during=pain_during, pain_after=pain_after, effort=effort, comment=comment)


def finish(page: Page) -> None:
    """End the session early; its questions are shown."""
    page.get_by_role("button", name="Finish", exact=True).click()
    expect(page.locator("#player")).to_have_attribute("data-phase", "after")


def answer_after(page: Page, *, pain_during: int, pain_after: int, effort: int, comment: str = "") -> None:
    """The questions after a session, and Save."""
    expect(page.locator("#player")).to_have_attribute("data-phase", "after")
    choose(page, "pain-during", pain_during)
    choose(page, "pain-after", pain_after)
    choose(page, "effort", effort)
    page.fill("#comment", comment)
    page.get_by_role("button", name="Save", exact=True).click()
