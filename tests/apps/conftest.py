"""On a database that TEST_DATABASE_URL names, only what touches a database is tried again."""

import os
from pathlib import Path

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests of these apps that the first run, on SQLite, has answered for every database."""
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    here = Path(__file__).parent
    answered = [item for item in items if here in item.path.parents and not touches_a_database(item)]
    config.hook.pytest_deselected(items=answered)
    items[:] = [item for item in items if item not in answered]


def touches_a_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets it: by its mark, or by a fixture that brings a database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool({"db", "transactional_db"} & fixtures)
