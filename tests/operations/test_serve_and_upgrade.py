"""Serving refuses a database that is behind, runs queued work, and an upgrade loses nothing."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sinew.config.settings.base import VITE_MANIFEST
from tests.operations.conftest import Installation

QUEUE_MAIL = """
from sinew.apps.notifications.actions import queue_text
queue_text(to="ann@example.org", template="session_ready", subject="Hello", body="A quiet line.", key="one")
"""
FINGERPRINT = """
from django.apps import apps
print(sorted((m._meta.label, m.objects.count()) for m in apps.get_models()
             if m._meta.label.startswith(("accounts.", "members.", "care.CareP", "exercise.", "account."))))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(installation: Installation, *arguments: str, **env: str) -> Iterator[tuple[str, int]]:
    """A running service; gives what it announced and its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "sinew.cli", "serve", "--port", str(port), *arguments],
        env=installation.environment(**env),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "Sinew is at" not in said:
            line = process.stdout.readline()
            assert line, "the service ended before it answered"
            said += line
        yield said, port
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def test_the_service_is_at_localhost_delivers_queued_mail_and_its_worker_is_seen(installation):
    installation.python(QUEUE_MAIL)
    with serving(installation) as (said, port):
        assert f"http://localhost:{port}" in said
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        mail = installation.var / "mail"
        for _ in range(100):
            if mail.exists() and any(mail.iterdir()):
                break
            time.sleep(0.1)
        assert "A quiet line." in next(mail.iterdir()).read_text()
    assert re.search(r"ok +Background worker", installation.sinew("health").stdout)


def test_a_database_that_is_behind_is_not_served(new_installation):
    new_installation.var.mkdir()
    done = new_installation.sinew("serve", "--port", str(free_port()))
    assert done.returncode == 3
    assert "sinew upgrade" in done.stderr
    assert done.stderr.count("\n") == 1


def test_content_with_problems_is_not_served(installation, tmp_path):
    done = installation.sinew("serve", "--port", str(free_port()), "--no-worker", SINEW_CONTENT=str(tmp_path))
    assert done.returncode == 3
    assert "Run: sinew content check" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not VITE_MANIFEST.exists(), reason="the front end is not built: run `make setup`")
def test_a_deployment_serves_only_with_its_static_files_which_an_upgrade_collects(installation):
    deployed = installation.production()
    refused = installation.sinew("serve", "--port", str(free_port()), **deployed)
    assert refused.returncode == 3
    assert re.fullmatch(r"sinew: \d+ static files are not collected .*Run: sinew upgrade\n", refused.stderr)

    upgraded = installation.sinew("upgrade", **deployed)
    assert upgraded.returncode == 0, upgraded.stderr
    script = json.loads(VITE_MANIFEST.read_text())["src/main.ts"]["file"]
    with serving(installation, "--no-worker", **deployed) as (_, port):
        page = fetch(port, "/accounts/login/")
        assert f"/static/built/{script}" in page
        assert fetch(port, f"/static/built/{script}")


def fetch(port: int, path: str) -> str:
    """A page as the proxy in front of a deployment asks for it."""
    asked = urllib.request.Request(f"http://localhost:{port}{path}", headers={"X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_a_worker_that_is_told_to_stop_ends_by_itself(installation):
    worker = subprocess.Popen(
        [sys.executable, "-m", "sinew.cli", "serve", "--only-worker"], env=installation.environment()
    )
    beats = "from sinew.apps.practice.models import WorkerHeartbeat; print(WorkerHeartbeat.objects.count())"
    for _ in range(50):
        if installation.python(beats) == "1":
            break
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0


def test_nobody_else_on_the_machine_can_read_the_database(new_installation):
    before = os.umask(0o022)
    try:
        assert new_installation.sinew("upgrade").returncode == 0
    finally:
        os.umask(before)
    made = [new_installation.var, *new_installation.var.rglob("*")]
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_a_database_an_earlier_version_left_open_is_closed_to_others(installation):
    installation.database.chmod(0o644)
    installation.var.chmod(0o755)
    assert installation.sinew("upgrade").returncode == 0
    assert stat.S_IMODE(installation.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(installation.var.stat().st_mode) == 0o700


def test_a_port_that_is_taken_is_said_in_one_line(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = installation.sinew("serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 3
    assert "--port" in done.stderr


def test_an_upgrade_backs_up_first_and_loses_nothing(installation, tmp_path: Path):
    before = installation.python(FINGERPRINT)
    went_back = installation.sinew("manage", "migrate", "practice", "zero", "-v", "0")
    assert went_back.returncode == 0, went_back.stderr

    done = installation.sinew("upgrade")
    assert done.returncode == 0, done.stderr
    assert "Backed up to" in done.stdout
    assert installation.python(FINGERPRINT) == before

    (copy,) = (installation.var / "backups").glob("before-upgrade-*")
    other = Installation(tmp_path / "other")
    assert other.sinew("restore", copy).returncode == 0
    assert other.members() == 40
    assert other.sinew("upgrade").returncode == 0
    assert other.python(FINGERPRINT) == before


def test_an_upgrade_of_nothing_is_the_first_set_up_and_a_second_one_changes_nothing(new_installation):
    first = new_installation.sinew("upgrade")
    assert first.returncode == 0, first.stderr
    assert "Backed up" not in first.stdout
    again = new_installation.sinew("upgrade")
    assert "none missing" in again.stdout
    assert not (new_installation.var / "backups").exists()


FOLLOWED_CONTENT = """
from tests.apps.members import world
world.planned("zoe@example.org")
"""
OLD_FORMAT = """
from sinew.apps.care.models import ContentSnapshot
ContentSnapshot.objects.update(data="{}")
"""


def test_an_upgrade_that_could_not_read_a_plan_s_content_is_refused_before_anything_changes(installation):
    installation.python(FOLLOWED_CONTENT)
    assert installation.sinew("upgrade").returncode == 0
    installation.python(OLD_FORMAT)
    before = installation.python(FINGERPRINT)
    refused = installation.sinew("upgrade")
    assert refused.returncode == 3
    assert "nothing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert installation.python(FINGERPRINT) == before
