"""The shipped content as texts, to be spoiled by tests."""

from collections.abc import Callable

import pytest

from sinew.content import default_root
from sinew.content.files import read_files
from sinew.content.loading import load_files
from sinew.errors import InputRefused, Problem

Texts = dict[str, str]


@pytest.fixture(scope="session")
def shipped() -> Texts:
    """Every content file of the checkout by path; copy it before changing it."""
    return read_files(default_root())


@pytest.fixture
def texts(shipped: Texts) -> Texts:
    """A copy of the shipped content that a test may spoil; of the figures (slow to check) only two."""
    return {
        name: text
        for name, text in shipped.items()
        if not name.endswith("/figure.yaml")
        or name.startswith(("exercises/bridge-double/", "exercises/mini-squat/"))
    }


@pytest.fixture
def problems() -> Callable[[Texts], list[Problem]]:
    """What loading finds wrong with the texts; empty if they are sound."""

    def find(texts: Texts) -> list[Problem]:
        try:
            load_files(texts)
        except InputRefused as refused:
            return list(refused.problems)
        return []

    return find
