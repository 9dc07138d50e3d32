"""A course of weeks on the real pages: whose day it is, what she does that day, what the pages must show.

Time is an argument. The server believes the moment each request names (`docs/architecture.md`), and the
device shows the same one, so that day and device agree as they do in life.
"""

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import BrowserContext, Page, expect

from sinew.apps.accounts.totp import code
from sinew.apps.today.words import dose_in_words
from sinew.content import Content, default_root, load
from sinew.program import events_from_dicts, intake_from_dict, plan
from tests.browser import story
from tests.browser.conftest import axe_violations
from tests.support.server import Server

ZONE = ZoneInfo("America/New_York")
MORNING = time(8)
MOMENT = timedelta(minutes=5)
"""Between two things somebody does on one day."""
TAPS = """() => {
  const player = document.querySelector('#player');
  const tap = document.querySelector('.hud-tap');
  for (let n = 0; n < 100 && player.dataset.phase === 'active' && !tap.hidden; n += 1) tap.click();
}"""
"""Tap until the set is done; a playwright click for each of some hundred repetitions takes minutes."""


PICTURES = os.environ.get("SINEW_PICTURES", "")
"""The folder for pictures of every turn; they take half a minute."""
LONGEST_HOLD_S = 120
"""What lasts longer is a walk."""


@lru_cache(maxsize=1)
def content() -> Content:
    """What the server under test shows: the content we ship."""
    return load(default_root())


@dataclass
class Person:
    """Somebody at a browser of their own, on a day of the story.

    Attributes:
        first_day: day 0.
        now: the moment of the story.
    """

    context: BrowserContext
    server: Server
    first_day: date
    now: datetime = field(init=False)

    @cached_property
    def page(self) -> Page:
        return self.context.new_page()

    def day(self, number: int) -> date:
        return self.first_day + timedelta(days=number)

    def it_is(self, number: int, at: time = MORNING) -> None:
        """Set device and requests to this day of the story."""
        self._set(datetime.combine(self.day(number), at, ZONE))

    def passes(self, how_long: timedelta = MOMENT) -> None:
        """Time goes on: what happens next happens later."""
        self._set(self.now + how_long)

    def _set(self, now: datetime) -> None:
        self.now = now
        self.context.set_extra_http_headers({"Sinew-At": now.isoformat()})
        self.context.clock.set_system_time(now)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.server.url}{path}")

    def sees(self, *words: str, where: str = "main") -> None:
        for each in words:
            expect(self.page.locator(where).first).to_contain_text(each)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.server.url).partition("?")[0]

    def within(self, seconds: float, is_so: Callable[[], bool]) -> bool:
        """Whether something the worker does has happened before so many real seconds are over."""
        deadline = monotonic() + seconds
        while not is_so() and monotonic() < deadline:
            sleep(0.2)
        return is_so()

    def look_closely(self, name: str) -> None:
        """No accessibility problem on this page; and a picture of it."""
        problems = axe_violations(self.page)
        assert not problems, f"{name}:\n" + "\n".join(problems)
        self.takes_picture(name)

    def takes_picture(self, name: str) -> None:
        """How this page looks on a phone and on a laptop, where somebody wants to see it."""
        if not PICTURES:
            return
        size = self.page.viewport_size
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.jpg", full_page=True)
        if size is not None:
            self.page.set_viewport_size(size)

    def _token(self) -> str:
        """The token every form of this browser carries."""
        cookies = self.context.cookies(self.server.url)
        return next(str(each.get("value")) for each in cookies if each.get("name") == "csrftoken")


@dataclass
class Member(Person):
    """A member and what she does in a day.

    Attributes:
        answers: what she says to whatever she is asked between sessions, by question id.
        played, posted: days of sessions done in the player, and of those reported as the player reports.
    """

    answers: dict[str, str | Sequence[str]] = field(default_factory=dict)
    played: list[int] = field(default_factory=list)
    posted: list[int] = field(default_factory=list)

    def opens_today(self, number: int) -> None:
        self.it_is(number)
        self.go("/today/")
        self.sees(f"{self.day(number):%A, %B} {self.day(number).day}")

    def tells_morning(self, words: str = "The same as usual") -> None:
        """Answer how the leg is this morning, if it is asked."""
        asked = self.page.locator("form[action='/today/morning/']")
        if asked.count():
            self.passes()
            with self.page.expect_navigation():
                asked.get_by_role("button", name=words).click()
            expect(asked).to_have_count(0)

    def answers_check(self) -> None:
        """Answer the short check, if one is due."""
        link = self.page.get_by_role("link", name="Answer a few questions")
        if link.count():
            link.click()
            self.page.wait_for_url("**/today/check/")
            self.sends_answers()

    def sends_answers(self, **other: str) -> None:
        """Fill the questions of a check and send them; ends on Today."""
        self.passes()
        for question in self.page.locator("main [id^='q-']").all():
            story.answer(question, {**self.answers, **other}, {})
        self.page.get_by_role("button", name="Send").click()
        self.page.wait_for_url("**/today/")

    def does_tests(self, results: Mapping[str, float]) -> list[str]:
        """Do every test Today offers, with these results; says which."""
        links = self.page.locator(".test-card__link")
        names = [(link.get_attribute("href") or "").strip("/").rpartition("/")[2] for link in links.all()]
        for name in names:
            self.go(f"/today/tests/{name}/")
            self.passes()
            self._fill_test(f"{results[name]:g}")
            self.page.get_by_role("button", name="Save the result").click()
            self.sees("Saved:")
        self.go("/today/")
        return names

    def _fill_test(self, value: str) -> None:
        fields = self.page.locator("main input[name^='value']")
        for name in sorted({each.get_attribute("name") or "" for each in fields.all()}):
            inputs = self.page.locator(f"main input[name='{name}']")
            if inputs.first.get_attribute("type") == "radio":
                self.page.locator(f"main input[name='{name}'][value='{value}']").check()
            else:
                inputs.fill(value)
            self.page.locator(f"main input[name='{name.replace('value', 'pain')}'][value='0']").check()

    @property
    def has_session(self) -> bool:
        return bool(self.page.locator("form[action='/today/session/start/']").count())

    def starts_session(self) -> dict[str, Any]:
        """From Today to the player; what it was given."""
        self.page.locator("form[action='/today/session/start/'] button").click()
        expect(self.page.locator("#player")).to_have_attribute("data-phase", "welcome")
        given: dict[str, Any] = json.loads(self.page.locator("#session-data").text_content() or "")
        return given

    def plays_session(self, number: int, *, pain: int = 0, effort: int = 4) -> dict[str, Any]:
        """Do the whole session in the player without the camera, by tap and by timer; what was given."""
        self.passes()
        given = self.starts_session()
        story.choose(self.page, "pain-before", pain)
        self.page.get_by_role("button", name="Start without the camera").click()
        holds = {each["exercise"]: each["dosage"]["hold_s"] or 0 for each in given["exercises"]}
        player = self.page.locator("#player")
        while (phase := player.get_attribute("data-phase")) != "after":
            if phase == "instructions":
                self.page.get_by_role("button", name="I'm ready").click()
            elif phase == "rest":
                self.page.get_by_role("button", name="Start now").click()
            elif phase == "countdown":
                self._lets_pass(5)
            elif self.page.locator(".hud-tap").is_visible():
                self.page.evaluate(TAPS)
            else:
                self._lets_pass(int(holds[player.get_attribute("data-exercise") or ""]))
        self.passes(timedelta(minutes=25))
        story.answer_after(self.page, pain_during=pain, pain_after=pain, effort=effort)
        expect(player).to_have_attribute("data-send", "stored")
        self.played.append(number)
        return given

    def _lets_pass(self, seconds: int) -> None:
        """Time in the player, second by second: a page that slept counts none of it, except in a walk."""
        if seconds > LONGEST_HOLD_S:
            self.page.clock.fast_forward(1000 * seconds)
            return
        for _ in range(seconds + 1):
            self.page.clock.fast_forward(1000)

    def reports_session(self, number: int, *, pain: int = 0, effort: int = 4) -> dict[str, Any]:
        """Start the session and report it done, by the requests Today and the player send; what was given."""
        self.passes()
        start = {"csrfmiddlewaretoken": self._token()}
        page = self.context.request.post(f"{self.server.url}/today/session/start/", form=start).text()
        found = re.search(
            r'<script id="session-data" type="application/json">(.*?)</script>', page, re.DOTALL
        )
        assert found is not None, "no player"
        given: dict[str, Any] = json.loads(found[1])
        began = self.now
        self.passes(timedelta(minutes=25))
        result = {
            "started_at": began.isoformat(),
            "finished_at": self.now.isoformat(),
            "mode": "no_camera",
            "pain_before": pain,
            "pain_during": pain,
            "pain_after": pain,
            "effort": effort,
            "comment": "",
            "completed_fraction": 1,
            "stopped_reason": None,
            "exercises": [_done(each) for each in given["exercises"]],
            "hurts": [],
        }
        answer = self.context.request.post(
            f"{self.server.url}{given['result_url']}",
            data=result,
            headers={"X-CSRFToken": self._token(), "Idempotency-Key": str(uuid4())},
        )
        assert answer.status == 201, answer.text()
        self.posted.append(number)
        return given

    def exported(self) -> Mapping[str, Any]:
        """Her care plan as her own copy of the data has it."""
        answer = self.context.request.post(
            f"{self.server.url}/my-data/export/", form={"csrfmiddlewaretoken": self._token()}
        )
        with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
            plans: list[Mapping[str, Any]] = json.loads(archive.read("care_plans.json"))
        return plans[-1]

    def today_is_what_the_engine_says(self, number: int) -> Mapping[str, Any]:
        """Today shows what the engine computes from the exported answers and events; its answer."""
        planned = plan_of(self.exported(), self.day(number))
        self.go("/today/")
        shown = self.page.locator("main")
        session = planned["session"]
        assert self.has_session == (session is not None and not self._is_done_today())
        if self.has_session:
            rows = {each["exercise"]: each["dosage"] for each in session["exercises"]}
            names = [content().exercises[name].name for name in rows]
            assert self.page.locator(".exercise-row h3").all_inner_texts() == names
            doses = self.page.locator(".exercise-row .meta")
            for at, (name, dosage) in enumerate(rows.items()):
                words = dose_in_words(dosage, counts_time=content().counts_time(name))
                expect(doses.nth(at)).to_contain_text(words)
        texts = content().program.texts
        expect(shown).to_contain_text(texts.phases[planned["phase"]])
        self.sees(*(content().program.wording[each["rule"]] for each in planned["decision"]["reasons"]))
        for criterion in [*planned["gate"]["met"], *planned["gate"]["unmet"]]:
            expect(shown.locator(".gate")).to_contain_text(criterion["text"])
        done = shown.locator(".gate .badge", has_text=re.compile("^Done$"))
        expect(done).to_have_count(len(planned["gate"]["met"]))
        return planned

    def _is_done_today(self) -> bool:
        return bool(self.page.get_by_role("heading", name="Done for today").count())


def _done(given: Mapping[str, Any]) -> dict[str, Any]:
    """One exercise done as prescribed, as the player reports it."""
    dosage, is_timed = given["dosage"], given["dosage"]["hold_s"] is not None
    one = {
        "counted_by": "timer" if is_timed else "tap",
        "side": given["side"],
        "repetitions_done": dosage["repetitions"] or 1,
        "hold_s_done": dosage["hold_s"],
        "repetitions": [],
        "holds": [],
        "range_of_motion": None,
        "view": None,
        "tracked_fraction": None,
    }
    return {
        "exercise": given["exercise"],
        "side": given["side"],
        "replaced": None,
        "skipped": False,
        "pain": None,
        "effort": None,
        "sets": [one] * (dosage["sets"] or 1),
    }


def plan_of(exported: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """What the engine alone makes of an exported care plan on this day, as `sinew plan` prints it."""
    program, files = content().program, _files(exported)
    intake = intake_from_dict(files["intake"], program)
    found = plan(program, intake, events_from_dicts(files["history"], program, intake.as_of), day)
    answer: Mapping[str, Any] = json.loads(json.dumps(found.to_json()))
    return answer


def printed_plan_of(
    exported: Mapping[str, Any], day: date, folder: Path, server: Server
) -> Mapping[str, Any]:
    """What the command `sinew plan` prints for the same."""
    for name, what in _files(exported).items():
        (folder / f"{name}.json").write_text(json.dumps(what))
    intake, history = str(folder / "intake.json"), str(folder / "history.json")
    done = server.run("plan", intake, "--history", history, "--day", day.isoformat(), "--json")
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def _files(exported: Mapping[str, Any]) -> dict[str, Any]:
    """The two documents `sinew plan` reads; when an event was recorded is no matter of the program."""
    events = [{k: v for k, v in event.items() if k != "recorded_at"} for event in exported["events"]]
    return {
        "intake": {"as_of": exported["as_of"], "answers": exported["answers"]},
        "history": {"events": events},
    }


@dataclass
class Therapist(Person):
    """The physical therapist of the story."""

    email: str = "dana@example.org"
    secret: str = ""

    def first_signs_in(self) -> None:
        """Set a password by e-mail and an authenticator app, as a new practitioner does."""
        self.go("/accounts/password/reset/")
        self.page.fill("input[name=email]", self.email)
        self._submit()
        self.page.fill("input[name=code]", story.code_sent_to(self.email, self.server.data / "mail"))
        self._submit()
        for name in ("password1", "password2"):
            self.page.fill(f"input[name={name}]", story.PASSWORD)
        self._submit()
        self.go("/accounts/2fa/totp/activate/")
        self.secret = self.page.locator("code.secret").inner_text()
        self.page.fill("input[name=code]", code(self.secret, datetime.now(ZONE).timestamp()))
        self._submit()

    def letters(self, subject: str) -> int:
        """How many letters with this subject lie in the demo's mail folder."""
        mails = (path.read_text() for path in (self.server.data / "mail").glob("*.txt"))
        return sum(f"To: {self.email}" in mail and f"Subject: {subject}" in mail for mail in mails)

    def opens_caseload(self, number: int, at: time = MORNING) -> None:
        self.it_is(number, at)
        self.go("/practice/")

    def opens_record(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        story.expect_heading(self.page, name)

    def signs_off(self, scope: str, reason: str) -> None:
        """Clear for more, with a reason."""
        form = self.page.locator("details", has_text=re.compile("Sign off|Clear")).first
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        form.locator("select[name=scope]").select_option(scope)
        form.locator("[name=reason]").fill(reason)
        form.get_by_role("button", name="Clear", exact=True).click()

    def _submit(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()
