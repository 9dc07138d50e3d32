"""``sinew roster`` and ``sinew sponsor``: what an operator does, with exit codes that programs depend on."""

import json

import pytest

from sinew.apps.accounts.models import User
from sinew.apps.coverage.models import ListedPerson, Roster, Sponsor
from sinew.cli import main
from sinew.vocabulary import Role
from tests.apps.coverage.world import crowd, line, people, sponsor, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return sponsor()


@pytest.fixture
def file(tmp_path):
    """Writes a table, and gives its path."""

    def write(*lines, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(table(*lines).getvalue())
        return str(path)

    return write


def said(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_sponsor_is_made_managed_and_listed(capsys):
    assert main(["sponsor", "create", "acme", "--name", "Acme Steel"]) == 0
    assert main(["sponsor", "manager", "acme", "kim@example.org", "--name", "Kim"]) == 0
    assert User.objects.get(email="kim@example.org").role == Role.SPONSOR_MANAGER
    capsys.readouterr()
    assert main(["sponsor", "list", "--json"]) == 0
    (row,) = said(capsys)["sponsors"]
    assert (row["slug"], row["managers"], row["lives"]) == ("acme", 1, 0)
    assert main(["sponsor", "manager", "acme", "kim@example.org", "--end"]) == 0
    assert not Sponsor.objects.get().managers.current().exists()


@pytest.mark.parametrize(
    "command",
    [
        ["sponsor", "create", "A slug", "--name", "x"],
        ["sponsor", "manager", "nobody", "kim@example.org"],
        ["roster", "import", "people.csv", "--sponsor", "nobody"],
        ["roster", "undo", "--sponsor", "nobody"],
        ["roster", "watch", "--once"],
    ],
)
def test_refusals_are_one_line_and_exit_3(command, capsys):
    assert main(command) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(acme, capsys):
    assert main(["roster", "import", "/none.csv", "--sponsor", "acme", "--json"]) == 3
    assert said(capsys)["problems"][0]["code"] == "unreadable"


def test_import_applies_and_undo_takes_back(acme, file, capsys):
    assert main(["roster", "import", file(line("Ann")), "--sponsor", "acme", "--json"]) == 0
    told = said(capsys)
    assert (told["state"], told["summary"]["added"], told["problems"]) == ("applied", 1, told["problems"])
    assert set(people(acme)) == {"Ann"}
    assert main(["roster", "undo", "--sponsor", "acme", "--json"]) == 0
    assert said(capsys)["state"] == "undone"
    assert not ListedPerson.objects.exists()
    assert main(["roster", "undo", "--sponsor", "acme"]) == 3


def test_a_dry_run_stores_nothing(acme, file, capsys, roster_files):
    assert main(["roster", "import", file(line("Ann")), "--sponsor", "acme", "--dry-run", "--json"]) == 0
    told = said(capsys)
    assert (told["state"], told["summary"]["added"], told["roster"]) == ("checked", 1, None)
    assert not Roster.objects.exists()
    assert not [path for path in roster_files.rglob("*") if path.is_file()]


def test_a_refused_file_lists_every_problem(acme, file, capsys):
    assert main(["roster", "import", file(), "--sponsor", "acme", "--json"]) == 3
    told = said(capsys)
    assert told["state"] == "refused"
    assert "no-members" in {problem["code"] for problem in told["problems"]}


def test_doubtful_dates_are_asked_for_answered_and_remembered(acme, file, capsys):
    path = file(line("Ann", born="03/04/1980", start=""))
    assert main(["roster", "import", path, "--sponsor", "acme"]) == 3
    assert "--dates" in capsys.readouterr().out
    assert main(["roster", "import", path, "--sponsor", "acme", "--dates", "day-first"]) == 0
    assert (people(acme)["Ann"].born_on.month, people(acme)["Ann"].born_on.day) == (4, 3)
    later = file(line("Ann", born="03/04/1980", start=""), line("Bo", born="05/04/1980", start=""))
    assert main(["roster", "import", later, "--sponsor", "acme"]) == 0
    assert not Roster.objects.filter(state=Roster.State.ASKS).exists()


def test_an_unusual_file_waits_until_somebody_says_it_is_right(acme, file, capsys):
    acme.absence_ends = True
    acme.save()
    assert main(["roster", "import", file(*crowd(20)), "--sponsor", "acme", "--full"]) == 0
    few = file(*crowd(5))
    assert main(["roster", "import", few, "--sponsor", "acme", "--full"]) == 3
    assert "unusually many" in capsys.readouterr().err
    assert ListedPerson.objects.filter(ends_on=None).count() == 20
    assert main(["roster", "import", few, "--sponsor", "acme", "--full", "--apply-unusual"]) == 0
    assert ListedPerson.objects.filter(ends_on=None).count() == 5
    assert not Roster.objects.filter(state=Roster.State.WAITS).exists()


def test_what_is_printed_names_nobody(acme, file, capsys):
    main(["roster", "import", file(line("Ann"), line("Ben", born="x")), "--sponsor", "acme"])
    printed = capsys.readouterr()
    assert "1 added" in printed.out
    assert not {"Ann", "Ben", "Smith"} & set((printed.out + printed.err).replace(".", " ").split())
