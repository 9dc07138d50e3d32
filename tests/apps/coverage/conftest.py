"""What the tests of coverage share: a private place for rosters."""

import pytest


@pytest.fixture(autouse=True)
def roster_files(settings, tmp_path):
    """Rosters of one test, away from those of others."""
    settings.ROSTER_FILES = tmp_path / "rosters"
    return settings.ROSTER_FILES
