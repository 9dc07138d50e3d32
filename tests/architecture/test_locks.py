"""Dependencies are locked by version and hash, and no lock file carries an address."""

import json
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_requirement_has_a_version_and_a_hash_and_no_address(lock: Path):
    text = lock.read_text()
    requirements = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n?", "", text, flags=re.M))
    assert requirements
    assert [r for r in requirements if r.strip() and ("==" not in r or "--hash=sha256:" not in r)] == []
    assert "://" not in text


def test_the_npm_lock_has_hashes_and_no_addresses():
    packages = json.loads((REPOSITORY / "frontend" / "package-lock.json").read_text())["packages"]
    outside = {name: entry for name, entry in packages.items() if name and not entry.get("link")}
    assert outside
    assert [name for name, entry in outside.items() if "integrity" not in entry] == []
    assert [name for name, entry in outside.items() if "resolved" in entry] == []
