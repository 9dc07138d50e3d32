"""The first account comes from the command line; health is a machine-readable answer without member data."""

import json
from pathlib import Path

import pytest

from tests.operations.conftest import Installation

PASSWORD = "seven-quiet-herons\n"


def test_an_operator_is_made_with_a_password_from_standard_input(installation):
    done = installation.sinew("operator", "create", "ops@example.org", "--name", "Noor", stdin=PASSWORD)
    assert done.returncode == 0, done.stderr
    found = installation.python(
        "from sinew.apps.accounts.models import User; u = User.objects.get(email='ops@example.org');"
        "print(u.role, u.check_password('seven-quiet-herons'), u.needs_second_factor)"
    )
    assert found == "operator True True"


@pytest.mark.parametrize(
    ("email", "password", "says"),
    [
        ("ops@example.org", "short\n", "too short"),
        ("not-an-address", PASSWORD, "valid email"),
        ("member1@example.org", PASSWORD, "account"),
    ],
)
def test_a_bad_operator_is_refused_in_one_line(installation, email, password, says):
    done = installation.sinew("operator", "create", email, stdin=password)
    assert done.returncode == 3
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_operator_before_the_set_up_is_told_what_to_run(new_installation):
    new_installation.var.mkdir()
    done = new_installation.sinew("operator", "create", "ops@example.org", stdin=PASSWORD)
    assert done.returncode == 3
    assert "sinew upgrade" in done.stderr


def test_health_lists_every_check_and_fails_while_no_migration_is_applied(new_installation):
    new_installation.var.mkdir()
    done = new_installation.sinew("health", "--json")
    assert done.returncode == 1
    health = json.loads(done.stdout)
    assert health["status"] == "fail"
    checks = {check["id"]: check for check in health["checks"]}
    assert set(checks) == {
        "database", "migrations", "worker", "outbox", "pushes", "backup", "content", "coverage", "disk",
    }  # fmt: skip
    assert checks["migrations"]["do"] == "Run: sinew upgrade"


def test_health_knows_the_last_backup_and_says_nothing_about_members(
    installation: Installation, tmp_path: Path
):
    before = {c["id"]: c for c in json.loads(installation.sinew("health", "--json").stdout)["checks"]}
    assert before["backup"]["status"] == "warn"
    installation.sinew("backup", tmp_path / "b")
    after = installation.sinew("health", "--json").stdout
    assert {c["id"]: c for c in json.loads(after)["checks"]}["backup"]["status"] == "ok"
    assert "example.org" not in after


def test_incomplete_production_settings_are_refused_in_one_line(new_installation):
    done = new_installation.sinew("health", DJANGO_SETTINGS_MODULE="sinew.config.settings.production")
    assert done.returncode == 2
    assert "SECRET_KEY" in done.stderr
    assert done.stderr.count("\n") == 1
