"""A sponsor manager's day: a messy file, what it means, what is wrong with it, what it changes, and back."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import story
from tests.browser.conftest import axe_violations, watched
from tests.browser.inspection import Visitor
from tests.support.server import Server

MANAGER = "benefits@example.org"
ROSTERS = "/sponsor/northwind-foods/rosters/"
HEADINGS = "Personalnr;Vorname;Nachname;Geburtstag;PLZ;Rolle;Abteilung;Bemerkung"
MEANINGS = {
    "first_name": "Vorname", "last_name": "Nachname", "born_on": "Geburtstag", "subscriber_id": "Personalnr",
    "postal_code": "PLZ", "relationship": "Rolle", "group": "Abteilung",
}  # fmt: skip
SignIn = Any
"""What a browser keeps of a sign-in."""
NEW_PEOPLE = 60
KEPT_PEOPLE = 20
LEFT = 7
"""People of the demo whose coverage ended after its last roster was applied."""


def messy(people: int, *, broken: bool, numbers: str = "N") -> bytes:
    """A German export: semicolons, odd headings, dates of two readings, Windows-1252, perhaps a bad row."""
    rows = [
        f"{numbers}-{number};Zoë{number};Müller;"
        f"0{1 + number % 9}/0{1 + (number + 3) % 8}/19{60 + number % 40};"
        f"55802;Self;{'Lager' if number % 2 else 'Büro'};"
        for number in range(people)
    ]
    if broken:
        rows.insert(3, "N-900;Kai;Østberg;31/31/1975;54880;Self;Lager;")
        rows.insert(9, "N-901;Ada;Lund;02/03/1981;54880;Self")
    return "\r\n".join([HEADINGS, *rows, ""]).encode("cp1252")


@pytest.fixture(scope="module")
def own_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demo world for this story alone: it applies rosters and takes them back."""
    server = Server(tmp_path_factory.mktemp("portal-world"))
    server.run("demo")
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def her_sign_in(browser: Browser, own_world: Server) -> SignIn:
    """She signs in once: a code of her authenticator opens one door only."""
    with watched(browser, own_world.url) as context:
        page = context.new_page()
        story.sign_in(page, own_world, MANAGER)
        page.wait_for_url("**/sponsor/northwind-foods/")
        kept: SignIn = context.storage_state()
    return kept


@pytest.fixture
def manager(browser: Browser, own_world: Server, her_sign_in: SignIn) -> Iterator[Page]:
    with watched(browser, own_world.url, expected=("status of 400",), storage_state=her_sign_in) as context:
        yield context.new_page()


def send(page: Page, origin: str, name: str, content: bytes) -> None:
    page.goto(f"{origin}{ROSTERS}")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Send and read it").click()


def tile(page: Page, name: str) -> int:
    """The number under one of the four words."""
    shown = page.locator(".tile", has=page.get_by_text(name, exact=True)).locator("dd").inner_text()
    return int(shown.replace(",", ""))


def sound(page: Page) -> None:
    problems = axe_violations(page)
    assert not problems, "\n".join(problems)


def covered(page: Page, origin: str) -> int:
    page.goto(f"{origin}/sponsor/northwind-foods/")
    found = re.search(r"([\d,]+) people were covered", page.locator("main").inner_text())
    assert found is not None
    return int(found[1].replace(",", ""))


def test_a_messy_file_is_mapped_looked_at_applied_and_taken_back(
    manager: Page, own_world: Server, tmp_path: Path
):
    page, origin = manager, own_world.url
    before = covered(page, origin) - LEFT

    send(page, origin, "people.pdf", b"%PDF-1.7 nothing to read")
    expect(page.locator("#upload-problem")).to_contain_text("This is a PDF")
    sound(page)

    send(page, origin, "people.csv", messy(NEW_PEOPLE, broken=True))
    page.wait_for_url("**/reading/")
    expect(page.locator(".examples")).to_contain_text("Zoë0")
    page.get_by_role("button", name="Read it like this").click()
    expect(page.get_by_role("alert").first).to_contain_text("still open")
    expect(page.get_by_text("Choose the column with the birth date")).to_be_visible()
    sound(page)
    for field, heading in MEANINGS.items():
        page.locator(f"#id_column-{field}").select_option(heading)
    page.get_by_role("button", name="Read it like this").click()
    expect(page.get_by_role("heading", name="Roster of")).to_be_visible()
    page.get_by_role("link", name="Say how to read it").click()
    expect(page.get_by_role("table", name="Dates of this file, read in two ways")).to_be_visible()
    page.get_by_label(re.compile("Day first")).check()
    page.get_by_role("button", name="Read it like this").click()

    expect(page.get_by_role("heading", name="Ready to apply")).to_be_visible()
    main = page.locator("main")
    for said in (
        "Windows-1252", "semicolon", "day, month, year", "Not read", "Bemerkung",
        "Dates that cannot be read", "Line 5", "Rows with too many or too few cells", "Line 11",
    ):  # fmt: skip
        expect(main).to_contain_text(said)
    assert (tile(page, "Added"), tile(page, "Ended")) == (NEW_PEOPLE, 0)
    groups = page.get_by_role("table", name="By group")
    expect(groups.get_by_role("row", name=re.compile("Büro"))).to_contain_text(str(NEW_PEOPLE // 2))
    sound(page)

    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download the rows left out")).click()
    saved = tmp_path / "left-out.csv"
    download.value.save_as(saved)
    rows = list(csv.reader(io.StringIO(saved.read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["5", "11"]
    assert "Østberg" in rows[1]

    page.get_by_role("button", name="Apply it").click()
    expect(main).to_contain_text("Applied on")
    first = page.url
    assert covered(page, origin) == before + NEW_PEOPLE

    the_family_is_cut(page, origin, before + NEW_PEOPLE)

    page.goto(first)
    page.get_by_role("link", name="Take it back").click()
    expect(main).to_contain_text(f"{NEW_PEOPLE} people it added are no longer listed")
    sound(page)
    page.get_by_role("button", name="Take it back").click()
    expect(main).to_contain_text("Everybody is listed as before this roster")
    assert covered(page, origin) == before


def the_family_is_cut(page: Page, origin: str, lives: int) -> None:
    """A full file that shrank waits, says why, refuses a wrong number, and is put aside."""
    main = page.locator("main")
    page.goto(f"{origin}/sponsor/northwind-foods/settings/")
    page.get_by_role("group", name="Does somebody who is missing").get_by_label("Yes").check()
    page.get_by_role("button", name="Save these answers").click()
    expect(main).to_contain_text("Saved.")
    send(page, origin, "people.csv", messy(KEPT_PEOPLE, broken=False))
    page.wait_for_url("**/reading/")
    page.get_by_label("Everybody you cover").check()
    page.get_by_role("button", name="Read it like this").click()
    expect(page.get_by_role("heading", name="Please look closely")).to_be_visible()
    ended = tile(page, "Ended")
    assert ended == lives - KEPT_PEOPLE
    sound(page)
    page.get_by_label(re.compile("type the number of people")).fill(str(ended - 1))
    page.get_by_role("button", name="Apply it").click()
    expect(main).to_contain_text("This is not the number")
    page.get_by_role("button", name="Put it aside").click()
    expect(main).to_contain_text("It changed nothing")
    expect(main).to_contain_text("Put aside")


def test_the_pages_work_without_script(browser: Browser, own_world: Server, her_sign_in: SignIn):
    how = {"java_script_enabled": False, "storage_state": her_sign_in}
    with watched(browser, own_world.url, expected=("status of 400",), **how) as context:
        page = context.new_page()
        send(page, own_world.url, "people.xlsx", b"PK\x03\x04")
        expect(page.get_by_role("alert")).to_contain_text("workbook")
        send(page, own_world.url, "people.csv", messy(5, broken=False, numbers="P"))
        page.wait_for_url(re.compile("/rosters/[0-9a-f-]{36}/"))
        page.goto(page.url.replace("reading/", ""))
        page.get_by_role("button", name="Put it aside").click()
        expect(page.locator("main")).to_contain_text("It changed nothing")


def test_every_roster_page_is_sound_narrow_and_wide(browser: Browser, own_world: Server, her_sign_in: SignIn):
    with Visitor.arrives(browser, own_world) as manager:
        page, problems = manager.page, []
        page.context.add_cookies(her_sign_in["cookies"])
        manager.watch.expected = ("status of 400",)
        send(page, own_world.url, "people.csv", messy(6, broken=True).replace(b"Geburtstag", b"Geb."))
        page.wait_for_url("**/reading/")
        problems += manager.problems()
        page.get_by_role("button", name="Read it like this").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        problems += manager.problems(status=400)
        page.goto(page.url.replace("reading/", ""))
        problems += manager.problems()
        with page.expect_navigation():
            page.get_by_role("button", name="Put it aside").click()
        problems += manager.problems()
        page.goto(f"{own_world.url}{ROSTERS}")
        page.locator("main .rows .row", has_text="Applied").get_by_role("link").first.click()
        expect(page.locator("main")).to_contain_text("Applied on")
        problems += manager.problems()
        with page.expect_navigation():
            page.get_by_role("link", name="Take it back").click()
        problems += manager.problems()
        assert not problems, "\n" + "\n".join(problems)
