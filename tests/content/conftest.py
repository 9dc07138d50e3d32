"""The shipped content as texts, to be spoiled by tests."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

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
    """A copy of the shipped content that a test may spoil; of the figures (slow to check) only a few."""
    return {name: shipped[name] for name in needed(shipped)}


def needed(shipped: Texts) -> Iterable[str]:
    """The files content cannot do without: of the figures two, and those that articles show."""
    articles = "".join(text for name, text in shipped.items() if name.endswith("/article.en.md"))
    shown = {"bridge-double", "mini-squat", *re.findall(r"!\[.*?\]\(exercise:([a-z0-9-]+)\)", articles)}
    return (
        name for name in shipped if not name.endswith("/figure.yaml") or PurePath(name).parent.name in shown
    )


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
