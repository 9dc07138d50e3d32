"""A manager's roster pages: sending, mapping, problems, the diff, what waits, and undo."""

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sinew.apps.accounts.models import User
from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.actions.sponsors import appoint_manager
from sinew.apps.coverage.listings.reading import Reading
from sinew.apps.coverage.models import ListedPerson, Roster, Sponsor
from sinew.apps.coverage.portal.problem_groups import problems_of
from sinew.apps.coverage.portal.readings import ReadingForm
from sinew.apps.coverage.portal.sample import sample_csv
from sinew.apps.members.models import Member
from sinew.roster.table.columns import Field
from sinew.roster.table.look import look_at_table
from sinew.vocabulary import Role
from tests.apps.coverage.world import AT, HEADINGS, crowd, line, send, sponsor, table
from tests.apps.members import world
from tests.support.sign_in import signed_in

pytestmark = pytest.mark.django_db
State = Roster.State
MESSY = (
    "Personalnr;Vorname;Nachname;Geburtstag;PLZ;Rolle;Bemerkung\r\n"
    "1;Zoë;Müller;03/04/1980;55802;Self;x\r\n"
    "2;Ida;Berg;05/06/1991;55802;Self;\r\n"
    "3;Kai;Øst;11/12/1975;54880;Self;\r\n"
).encode("cp1252")
MAPPING = {
    "column-subscriber_id": "Personalnr", "column-first_name": "Vorname", "column-last_name": "Nachname",
    "column-born_on": "Geburtstag", "column-postal_code": "PLZ", "column-relationship": "Rolle",
    "date_order": "day-first", "is_full": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def roster_files(settings, tmp_path):
    settings.ROSTER_FILES = tmp_path / "rosters"


@pytest.fixture
def acme() -> Sponsor:
    return sponsor()


@pytest.fixture
def manager(acme: Sponsor) -> User:
    user = world.account("manager@example.org", Role.SPONSOR_MANAGER)
    appoint_manager(sponsor=acme, user=user, at=AT, by=None)
    return user


@pytest.fixture
def client(manager: User) -> Client:
    return signed_in(manager)


def address(name: str, roster: Roster | None = None, slug: str = "acme") -> str:
    kwargs = {"slug": slug} | ({"roster_id": roster.pk} if roster else {})
    return reverse(f"coverage:{name}", kwargs=kwargs)


def send_file(client: Client, content: bytes, name: str = "people.csv", **more: object):
    return client.post(address("rosters"), {"file": SimpleUploadedFile(name, content)}, **more)


def text(answer: object) -> str:
    return " ".join(unescape(answer.content.decode()).split())  # type: ignore[attr-defined]


def newest(acme: Sponsor) -> Roster:
    return acme.rosters.latest("received_at")


def plain_columns() -> dict[str, str]:
    """The columns of `table`, as the form names them."""
    fields = (
        "subscriber_id", "first_name", "last_name", "born_on", "postal_code", "relationship", "maintenance",
        "begins_on", "through_on", "group", "national_id",
    )  # fmt: skip
    return {f"column-{field}": heading for field, heading in zip(fields, HEADINGS.split(","), strict=True)}


def body(*lines: str) -> bytes:
    return table(*lines).read()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds 0 bytes"),
        (b"PK\x03\x04rest of a workbook", "workbook (xlsx) or a zip"),
        (b"\xd0\xcf\x11\xe0old", "old workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08packed", "packed"),
        (b"-----BEGIN PGP MESSAGE-----", "encrypted"),
        (b"  <HTML><body>", "web page"),
        (b"x" * 2_000, "drop folder"),
    ],
)
def test_what_is_no_roster_is_turned_away_with_what_to_do_and_not_kept(client, acme, settings, content, said):
    settings.ROSTER_UPLOAD_BYTES = 1_000
    answer = send_file(client, content)
    assert answer.status_code == 400
    assert said in text(answer)
    assert not acme.rosters.exists()
    assert not settings.ROSTER_FILES.exists()
    told = send_file(client, content, headers={"accept": "application/json"})
    assert told.status_code == 400
    assert said in told.json()["problem"]


def test_without_a_file_the_page_asks_for_one(client):
    answer = client.post(address("rosters"))
    assert answer.status_code == 400
    assert "Choose a file first." in text(answer)


def test_a_script_is_told_where_to_go_on(client, acme):
    told = send_file(client, body(line("Ann")), headers={"accept": "application/json"})
    assert told.json() == {"next": address("roster", newest(acme))}


def test_a_clear_file_is_read_shown_and_applied_only_when_somebody_says_so(client, acme, manager):
    answer = send_file(client, body(line("Ann"), line("Ben", group="South"), line("Cyd", born="31/31/1980")))
    roster = newest(acme)
    assert answer.url == address("roster", roster)
    page = text(client.get(answer.url))
    assert "Ready to apply" in page
    assert "Dates that cannot be read" in page
    assert "Line 4" in page
    assert not ListedPerson.objects.exists()
    assert client.post(address("apply_roster", roster)).status_code == 302
    assert ListedPerson.objects.filter(sponsor=acme).count() == 2
    page = text(client.get(address("roster", roster)))
    assert "Applied on" in page
    assert "South" in page
    left_out = client.get(address("roster_left_out", roster))
    rows = b"".join(left_out.streaming_content).decode("utf-8-sig")
    assert "The birth date is no date." in rows
    assert "31/31/1980" in rows
    assert "Ann" not in rows
    looked = AuditEntry.objects.filter(by_id=manager.pk, target_id=str(roster.pk))
    assert {"coverage.roster.looked_at", "coverage.roster.left_out_read"} <= {one.event for one in looked}


def test_a_messy_file_asks_and_is_read_as_somebody_says(client, acme):
    answer = send_file(client, MESSY)
    roster = newest(acme)
    assert roster.state == State.ASKS
    assert answer.url == address("roster_reading", roster)
    page = text(client.get(answer.url))
    for shown in ("Personalnr (1)", "Zoë", "Müller", "Geburtstag (03/04/1980)"):
        assert shown in page
    assert page.count("needed") >= 3
    assert "Apply it" not in text(client.get(address("roster", roster)))

    assert client.post(answer.url, MAPPING).status_code == 302
    roster.refresh_from_db()
    assert roster.state == State.CHECKED
    client.post(address("apply_roster", roster))
    zoe = ListedPerson.objects.get(first_name="Zoë")
    assert (zoe.last_name, zoe.born_on.isoformat(), zoe.postal_code) == ("Müller", "1980-04-03", "55802")


def test_the_answer_is_remembered_for_the_sponsor_s_next_file(client, acme):
    send_file(client, MESSY)
    client.post(address("roster_reading", newest(acme)), MAPPING)
    again = send_file(client, MESSY.replace(b"Ida;Berg", b"Ida;Bergmann"))
    assert newest(acme).state == State.CHECKED
    assert again.url == address("roster", newest(acme))


def test_a_remembered_column_that_is_gone_asks_again(client, acme):
    send_file(client, MESSY)
    client.post(address("roster_reading", newest(acme)), MAPPING)
    send_file(client, MESSY.replace(b"Geburtstag", b"Geboren"))
    assert newest(acme).state == State.ASKS


def test_dates_that_can_be_read_in_two_ways_are_shown_in_both_and_must_be_told(client, acme):
    dates = body(line("Ann", born="03/04/1980", start=""), line("Ben", born="05/06/1991", start=""))
    send_file(client, dates)
    roster = newest(acme)
    url = address("roster_reading", roster)
    page = text(client.get(url))
    assert "March 4, 1980" in page
    assert "April 3, 1980" in page
    chosen = plain_columns()
    refused = client.post(url, chosen)
    assert refused.status_code == 400
    assert "Say which it is." in text(refused)
    assert client.post(url, {**chosen, "date_order": "day-first"}).status_code == 302
    client.post(address("apply_roster", roster))
    assert ListedPerson.objects.get(first_name="Ann").born_on.isoformat() == "1980-04-03"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"column-born_on": ""}, "Choose the column with the birth date"),
        ({"column-born_on": "Nachname"}, "This column is also taken for the last name"),
        ({"column-born_on": "No such column"}, "not one of the available choices"),
    ],
)
def test_an_answer_that_cannot_be_is_explained_and_changes_nothing(client, acme, change, said):
    send_file(client, MESSY)
    roster = newest(acme)
    answer = client.post(address("roster_reading", roster), MAPPING | change)
    assert answer.status_code == 400
    assert said in text(answer)
    roster.refresh_from_db()
    assert roster.state == State.ASKS


def test_a_column_found_by_its_heading_can_be_said_to_be_something_else(client, acme):
    send_file(client, body(line("Ann", group="North")))
    roster = newest(acme)
    headings = HEADINGS.split(",")
    look = look_at_table(io.BytesIO(body(line("Ann"))))
    assert look is not None
    assert look.layout.headings == tuple(headings)
    chosen = {
        "column-first_name": "First Name", "column-last_name": "Last Name", "column-born_on": "Date of Birth",
        "column-plan": "Group", "column-group": "",
    }  # fmt: skip
    assert client.post(address("roster_reading", roster), chosen).status_code == 302
    roster.refresh_from_db()
    assert roster.detected["columns"]["plan"] == "Group"
    assert "group" not in roster.detected["columns"]
    assert "postal_code" not in roster.detected["columns"]


def test_an_unusual_roster_waits_for_the_number_of_people_it_is_about(client, acme):
    acme.absence_ends = True
    acme.save()
    send(acme, table(*crowd(20)), full=True, hours=-48)
    send_file(client, body(*crowd(5)))
    roster = newest(acme)
    assert roster.state == State.ASKS
    page = text(client.post(address("roster_reading", roster), {"is_full": ""}))
    assert "Say whom it names" in page
    answered = client.post(address("roster_reading", roster), plain_columns() | {"is_full": "yes"})
    assert answered.status_code == 302
    roster.refresh_from_db()
    assert roster.state == State.WAITS
    page = text(client.get(address("roster", roster)))
    assert "It ends more coverages than usual" in page
    assert "fewer than 50% of those covered now" in page
    assert "type the number of people who lose coverage" in page
    for typed in ("", "14", "fifteen"):
        refused = client.post(address("apply_roster", roster), {"number": typed})
        assert refused.status_code == 400
        assert "This is not the number" in text(refused)
    assert ListedPerson.objects.covered_on(AT.date()).count() == 20
    assert client.post(address("apply_roster", roster), {"number": "15"}).status_code == 302
    roster.refresh_from_db()
    assert roster.state == State.APPLIED


def test_a_roster_is_put_aside_and_its_rows_are_shown_no_more(client, acme):
    send_file(client, body(line("Ann"), line("Cyd", born="31/31/1980")))
    roster = newest(acme)
    assert client.post(address("discard_roster", roster)).url == address("rosters")
    page = text(client.get(address("roster", roster)))
    assert "its file is deleted" in page
    assert "31/31/1980" not in page
    assert client.get(address("roster_left_out", roster)).status_code == 404
    assert client.get(address("roster_reading", roster)).status_code == 302


def test_the_last_roster_is_taken_back_after_its_diff_was_shown_and_no_other(client, acme):
    first = send(acme, table(line("Ann"), line("Ben")))
    second = send(acme, table(line("Ann"), line("Ben"), line("Cyd"), line("Dee")), hours=1)
    assert client.get(address("undo_roster", first)).status_code == 302
    client.post(address("undo_roster", first))
    assert ListedPerson.objects.count() == 4
    page = text(client.get(address("undo_roster", second)))
    assert "2 people it added are no longer listed" in page
    assert client.post(address("undo_roster", second)).status_code == 302
    assert set(ListedPerson.objects.values_list("first_name", flat=True)) == {"Ann", "Ben"}
    assert "Taken back on" in text(client.get(address("roster", second)))


def test_a_refused_file_says_what_is_wrong(client, acme):
    send_file(
        client,
        b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *261130*0900*^*00501*1*0*P*:~",
    )
    roster = newest(acme)
    assert roster.state == State.REFUSED
    page = text(client.get(address("roster", roster)))
    assert "Nothing of this file was applied" in page
    assert "Nothing of the file can be applied" in page
    assert client.get(address("roster_reading", roster)).status_code == 302


def test_the_same_file_again_says_so(client, acme):
    first = send(acme, table(line("Ann")), hours=-48)
    send_file(client, body(line("Ann")))
    roster = newest(acme)
    assert roster.state == State.NOTHING_NEW
    assert f'href="{address("roster", first)}"' in text(client.get(address("roster", roster)))


def test_a_roster_of_another_sponsor_is_out_of_reach_even_under_one_s_own_name(client, acme):
    other = sponsor("other")
    theirs = send(other, table(line("Zed"), line("Bad", born="x")))
    for name in ("roster", "roster_reading", "roster_left_out", "undo_roster"):
        assert client.get(address(name, theirs)).status_code == 404, name
        assert client.get(address(name, theirs, slug="other")).status_code == 404, name
    for name in ("apply_roster", "discard_roster", "undo_roster", "roster_reading"):
        assert client.post(address(name, theirs)).status_code == 404, name
        assert client.post(address(name, theirs, slug="other")).status_code == 404, name
    assert "Other" not in text(client.get(address("rosters")))


def test_no_page_of_the_portal_says_whether_somebody_is_a_member(client, acme):
    """The same pages, byte for byte, before and after a listed person becomes a member."""
    roster = send(acme, table(line("Ada"), line("Ben")))
    names = ("portal", "rosters", "sponsor_settings", "sponsor_managers", "sponsor_preview")
    addresses = [*map(address, names), address("roster", roster), address("undo_roster", roster)]

    def shown() -> list[str]:
        return [re.sub(r'value="[A-Za-z0-9]{64}"', "", text(client.get(one))) for one in addresses]

    before = shown()
    member = world.joined("ada@example.org")
    assert Member.objects.filter(pk=member.pk).exists()
    assert shown() == before


def test_problems_are_grouped_by_kind_with_their_lines_and_counts(acme):
    broken = [line(f"X{n}", born="31/31/1980") for n in range(30)]
    roster = send(acme, table(line("Ann"), *broken, line("Bea", relationship="cousin")))
    reaches = problems_of(roster)
    assert [reach.title for reach in reaches] == ["These rows are left out", "Read all the same"]
    (dates,) = reaches[0].groups
    assert (dates.code, dates.count) == ("date-unreadable", 30)
    assert dates.where.startswith("Lines 3, 4, 5")
    assert dates.where.endswith("and 18 more")
    assert "year first" in dates.to_do


def test_the_sample_and_the_guide_are_there_for_managers(client):
    answer = client.get(address("roster_sample"))
    assert answer.content.decode() == sample_csv()
    assert "attachment" in answer["Content-Disposition"]
    page = text(client.get(address("roster_guide")))
    assert "BGN08" in page
    assert "Date of Birth" in page


def test_every_field_can_be_chosen():
    look = look_at_table(io.BytesIO(MESSY))
    assert look is not None
    form = ReadingForm(None, look=look, reading=Reading(), questions=[])
    offered = [line.choice.name for line in (*form.lines, *form.further_lines)]
    assert sorted(offered) == sorted(f"column-{field}" for field in Field)
    assert form.ignored[0] == ("Personalnr", "1, 2, 3")


def test_the_page_of_columns_begins_with_what_it_needs_to_know(client: Client, acme: Sponsor):
    send_file(client, MESSY)
    page = text(client.get(address("roster_reading", newest(acme))))
    for question in ("Which column is the first name?", "Which column is the birth date?"):
        assert question in page
    for target in re.findall(r'<li><a href="#([^"]+)">', page):
        assert f'id="{target}"' in page
    send_file(client, body(line("Ann", born="03/04/1980", start=""), line("Bo", born="05/06/1981", start="")))
    page = text(client.get(address("roster_reading", newest(acme))))
    assert '<a href="#dates">Which part of a date comes first?' in page
    assert "Which column is" not in page


def test_a_file_that_was_cut_says_what_to_do_and_claims_nothing_of_whom_it_names(
    client: Client, acme: Sponsor
):
    send_file(client, b"ISA*00*broken~GS*BE~", name="broken.edi")
    page = text(client.get(address("roster", newest(acme))))
    assert "cut or changed on its way. Send it again" in page
    assert "Nobody was found in it" in page
    assert "Who is in it" not in page
