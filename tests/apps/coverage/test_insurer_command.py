"""``sinew insurer``: an operator asks by hand, and rehearses with a simulated insurer."""

import json
import os
import signal
import subprocess
import sys

import pytest

from sinew.apps.audit.models import AuditEntry
from sinew.apps.coverage.insurer.simulator import SimulatorServer
from sinew.apps.coverage.models import InsurerAnswer, InsurerLine
from sinew.cli import main
from tests.apps.coverage.test_insurer_exchange import AT, ROSTER, simulated
from tests.apps.coverage.test_insurer_policy import ACME

ANN = ["--first", "Ann", "--last", "Rivera", "--born", "1980-03-04"]


@pytest.fixture
def server():
    with SimulatorServer(simulated(co_payment="20"), clock=lambda: AT) as serving:
        yield serving


def asked(server, *more, whom=None):
    return main(["insurer", "ask", *(whom or ["--url", server.address]), *ANN, *more])


@pytest.mark.parametrize("wire", ["soap", "mime", "x12"])
def test_an_address_is_asked_and_the_answer_explained(server, capsys, wire):
    assert asked(server, "--member-id", "W1", "--wire", wire, "--day", "2026-11-30") == 0
    told = capsys.readouterr().out
    assert told.startswith("active  (")
    assert "Your plan is active" in told
    assert "Your plan began on January 1, 2026." in told
    assert "$20.00" in told


def test_json_says_everything_and_nothing_else(server, capsys):
    assert asked(server, "--member-id", "SIM-72", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["tries"], told["begins_on"]) == ("wrong_details", ["answer"], None)
    assert told["rejections"] == [{"where": "subscriber", "reason": "72", "follow_up": "C"}]
    assert told["explanation"]["next"]


def test_what_is_wrong_with_an_answer_is_told(server, capsys):
    assert asked(server, "--member-id", "SIM-CUT") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("unreadable")
    assert "[se-missing]" in captured.err


@pytest.mark.django_db
def test_a_configured_insurer_is_asked_over_its_line_and_it_is_audited(server, settings, tmp_path, capsys):
    path = tmp_path / "insurers.toml"
    path.write_text(ACME.format(address=server.address))
    settings.INSURERS = str(path)
    assert asked(server, "--member-id", "W1", whom=["--insurer", "acme-health"]) == 0
    assert capsys.readouterr().out.startswith("active")
    assert InsurerLine.objects.get().last_control == 1
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.detail) == ("coverage.insurer.asked_by_command", {"insurer": "acme-health"})
    assert not InsurerAnswer.objects.exists()
    assert asked(server, whom=["--insurer", "other"]) == 3
    assert "Known are: acme-health." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--url", "http://insurer.example", *ANN], "https://"),
        (["--url", "http://localhost:1", *ANN[:4], "--born", "4.3.1980"], "YYYY-MM-DD"),
        (["--url", "http://localhost:1", *ANN, "--dependent-first", "Ben"], "together"),
        (["--url", "http://localhost:1", "--first", "A", "--last", " ", "--born", "1980-03-04"], "last name"),
        (["--url", "https://localhost:1", *ANN, "--authority", "/nowhere.pem"], "--authority"),
        (ANN, "--insurer"),
    ],
)
def test_bad_usage_is_one_line(arguments, says, capsys):
    try:
        code = main(["insurer", "ask", *arguments])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert says in told[0]


@pytest.mark.parametrize("address", ["", "http://localhost:9270"])
def test_a_file_of_insurers_that_cannot_be_used_stops_the_start(tmp_path, address):
    path = tmp_path / "insurers.toml"
    path.write_text(ACME.format(address=address))
    production = {
        "DJANGO_SETTINGS_MODULE": "sinew.config.settings.production",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "ALLOWED_HOSTS": "sinew.example",
        "SINEW_URL": "https://sinew.example",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "DEFAULT_FROM_EMAIL": "a@sinew.example",
        "EMAIL_HOST": "localhost",
    }
    done = subprocess.run(
        [sys.executable, "-m", "sinew.cli", "health"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **production, "SINEW_INSURERS": str(path), "SINEW_VAR": str(tmp_path)},
    )
    assert done.returncode == 2
    assert "Mend SINEW_INSURERS" in done.stderr
    assert "https://" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_roster_that_cannot_be_used_is_refused(tmp_path, capsys):
    path = tmp_path / "roster.csv"
    path.write_text("a,b\n1,2\n")
    assert main(["insurer", "simulate", "--roster", str(path)]) == 3
    assert str(path) in capsys.readouterr().err
    assert main(["insurer", "simulate", "--roster", str(tmp_path / "none.csv")]) == 3
    assert main(["insurer", "simulate", "--always", "NICELY"]) == 2


def test_the_simulator_answers_until_it_is_stopped(tmp_path, capsys):
    roster = tmp_path / "roster.csv"
    roster.write_bytes(ROSTER)
    command = [
        sys.executable,
        "-m",
        "sinew.cli",
        "insurer",
        "simulate",
        "--port",
        "0",
        "--roster",
        str(roster),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as running:
        address = running.stdout.readline().split(" is at ")[1].split()[0]
        assert main(["insurer", "ask", "--url", address, *ANN, "--member-id", "W1", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["outcome"] == "active"
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 0
