"""A backup brings everything back; a damaged, foreign or newer one changes nothing."""

import json
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest

from tests.operations.conftest import Installation


@pytest.fixture
def backup(installation: Installation, tmp_path: Path) -> Path:
    out = tmp_path / "tonight.sinew-backup"
    done = installation.sinew("backup", out)
    assert done.returncode == 0, done.stderr
    return out


def tamper(backup: Path, out: Path, **changes: object) -> Path:
    """A copy of the backup whose manifest says something else."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "manifest.json":
                data = json.dumps(json.loads(data) | changes).encode()
            target.writestr(name, data)
    return out


def tables(installation: Installation) -> int:
    with sqlite3.connect(installation.database) as database:
        return int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def test_a_backup_is_one_private_file_with_versions_and_a_checksum(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {"manifest.json", "database.sqlite3"}
    assert manifest["engine"] == "sqlite"
    assert len(manifest["sha256"]) == 64
    assert any(name.startswith("members.0001") for name in manifest["migrations"])
    assert "SECRET_KEY" not in json.dumps(manifest)


def test_a_backup_never_replaces_a_file(installation, backup):
    before = backup.read_bytes()
    done = installation.sinew("backup", backup)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert backup.read_bytes() == before


def test_a_restore_into_an_empty_installation_brings_every_member_back(backup, new_installation):
    done = new_installation.sinew("restore", backup)
    assert done.returncode == 0, done.stderr
    assert new_installation.members() == 40


def test_a_restore_over_accounts_is_refused_and_with_replace_keeps_them_aside(installation, backup):
    users = "from sinew.apps.accounts.models import User; User.objects"
    installation.python(f"{users}.filter(email='member7@example.org').delete()")
    assert installation.members() == 39
    refused = installation.sinew("restore", backup)
    assert refused.returncode == 3
    assert "--replace" in refused.stderr
    assert installation.members() == 39

    done = installation.sinew("restore", backup, "--replace")
    assert done.returncode == 0, done.stderr
    assert installation.members() == 40
    (aside,) = (installation.var / "backups").iterdir()
    with sqlite3.connect(aside) as kept:
        assert kept.execute("SELECT count(*) FROM members_member").fetchone() == (39,)


DELETE_MEMBER = """
from sinew.apps.members.actions import delete_account
from sinew.apps.members.models import Member
member = Member.objects.get(user__email="member7@example.org")
print(member.pk)
delete_account(user=member.user, typed="member7@example.org", by=member.user)
"""
DELETIONS = """
from sinew.apps.audit.models import AuditEntry
rows = AuditEntry.objects.filter(event__endswith=".deleted").order_by("pk")
print(*(f"{row.event}/{row.target_id}/{row.by_role or 'nobody'}/{row.at.isoformat()}" for row in rows))
"""


def test_who_deleted_their_account_after_the_backup_stays_deleted_and_the_proof_is_kept(installation, backup):
    member = installation.python(DELETE_MEMBER)
    before = installation.python(DELETIONS).split()
    assert len(before) == 2

    done = installation.sinew("restore", backup, "--replace")
    assert done.returncode == 0, done.stderr
    assert member in done.stdout
    assert installation.members() == 39
    after = installation.python(DELETIONS).split()
    assert after[:2] == before
    assert [row.split("/")[2] for row in after[2:]] == ["nobody", "nobody"]

    again = installation.sinew("restore", backup, "--replace")
    assert again.returncode == 0, again.stderr
    assert installation.members() == 39


def test_a_deletion_waits_for_the_upgrade_an_older_backup_needs(installation, tmp_path):
    installation.sinew("manage", "migrate", "practice", "zero", "-v", "0")
    old = tmp_path / "old"
    assert installation.sinew("backup", old).returncode == 0
    assert installation.sinew("upgrade").returncode == 0
    member = installation.python(DELETE_MEMBER)

    restored = installation.sinew("restore", old, "--replace")
    assert restored.returncode == 0, restored.stderr
    assert "sinew upgrade" in restored.stdout
    upgraded = installation.sinew("upgrade")
    assert member in upgraded.stdout
    assert installation.members() == 39
    assert member not in installation.sinew("upgrade").stdout


def test_of_the_copies_made_before_a_restore_or_upgrade_the_newest_five_are_kept(installation, backup):
    folder = installation.var / "backups"
    folder.mkdir()
    for day in range(1, 9):
        kind = "before-upgrade" if day % 2 else "before-restore"
        (folder / f"{kind}-2026010{day}T000000.sqlite3").touch()
    (folder / "my-own.sqlite3").touch()
    assert installation.sinew("restore", backup, "--replace").returncode == 0
    kept = sorted(path.name.rpartition("-")[2][:8] for path in folder.glob("before-*"))
    assert kept[:4] == ["20260105", "20260106", "20260107", "20260108"]
    assert len(kept) == 5
    assert (folder / "my-own.sqlite3").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sha256": "0" * 64}, "damaged"),
        ({"size_bytes": 1}, "damaged"),
        ({"migrations": ["members.9999_from_the_future"]}, "newer version"),
        ({"format": 99}, "format"),
        ({"engine": "postgresql"}, "sqlite"),
    ],
)
def test_a_backup_that_is_not_what_it_says_changes_nothing(backup, new_installation, tmp_path, changes, says):
    done = new_installation.sinew("restore", tamper(backup, tmp_path / "bad", **changes))
    assert done.returncode == 3
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert tables(new_installation) == 0


@pytest.mark.parametrize("content", [b"", b"not a zip", None])
def test_a_file_that_is_no_backup_is_refused_in_one_line(new_installation, tmp_path, content):
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    done = new_installation.sinew("restore", file)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1


def test_a_truncated_backup_is_refused(backup, new_installation, tmp_path):
    cut = tmp_path / "cut"
    cut.write_bytes(backup.read_bytes()[:-200])
    assert new_installation.sinew("restore", cut).returncode == 3


def test_another_secret_key_is_pointed_out(backup, new_installation):
    new_installation.var.mkdir()
    done = new_installation.sinew("restore", backup, **new_installation.production())
    assert done.returncode == 0, done.stderr
    assert "another SECRET_KEY" in done.stderr


def test_there_is_nothing_to_back_up_before_the_set_up(new_installation, tmp_path):
    new_installation.var.mkdir()
    done = new_installation.sinew("backup", tmp_path / "out")
    assert done.returncode == 3
    assert "sinew upgrade" in done.stderr
    assert not (tmp_path / "out").exists()


STORE = """
from uuid import UUID
from sinew.apps.conversation.files import storage
storage.write(UUID(int=7), b"a photo")
"""
ATTACHMENT = f"{7:032x}"


def stored(installation: Installation) -> Path:
    return installation.var / "files" / "attachments" / ATTACHMENT


def test_attachments_are_in_the_backup_and_come_back(installation, new_installation, tmp_path):
    installation.python(STORE)
    out = tmp_path / "with-files.sinew-backup"
    assert installation.sinew("backup", out).returncode == 0
    done = new_installation.sinew("restore", out)
    assert done.returncode == 0, done.stderr
    assert stored(new_installation).read_bytes() == b"a photo"
    assert stat.S_IMODE(stored(new_installation).stat().st_mode) == 0o600

    stored(installation).write_bytes(b"changed")
    assert installation.sinew("restore", out, "--replace").returncode == 0
    assert stored(installation).read_bytes() == b"a photo"


def test_a_backup_whose_attachment_was_changed_changes_nothing(installation, new_installation, tmp_path):
    installation.python(STORE)
    out = tmp_path / "with-files.sinew-backup"
    assert installation.sinew("backup", out).returncode == 0
    changed = tamper(out, tmp_path / "changed.sinew-backup", files={ATTACHMENT: "0" * 64})
    done = new_installation.sinew("restore", changed)
    assert done.returncode == 3
    assert "attachment" in done.stderr
    missing = tamper(out, tmp_path / "missing.sinew-backup", files={f"{8:032x}": "0" * 64})
    assert new_installation.sinew("restore", missing).returncode == 3
    assert not stored(new_installation).exists()
