"""A serving process has read its content before it answers anybody."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest

from sinew.apps.web import content
from sinew.apps.web.lifespan import ReadyFirst


@pytest.fixture
def unread(monkeypatch):
    """A process that has not read its content yet."""
    read = []
    once = content.clinical.load

    def load(root: Path):
        read.append(root)
        return once(root)

    content._read.cache_clear()
    monkeypatch.setattr(content.clinical, "load", load)
    yield read
    content._read.cache_clear()


def spoken(messages: Iterable[str]) -> list[dict[str, str]]:
    """What the application answers to a server that says these things."""
    said: list[dict[str, str]] = []

    async def nothing(_scope, _receive, _send):
        raise AssertionError("no request was made")

    async def talk():
        waiting = iter(messages)

        async def receive():
            return {"type": next(waiting)}

        async def send(message):
            said.append(message)

        await ReadyFirst(nothing)({"type": "lifespan"}, receive, send)

    asyncio.run(talk())
    return said


def test_the_content_is_read_before_the_server_is_told_to_take_requests(unread):
    said = spoken(["lifespan.startup", "lifespan.shutdown"])
    assert [message["type"] for message in said] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert len(unread) == 1


def test_content_with_problems_is_not_served(unread, settings, tmp_path):
    settings.CONTENT_ROOT = tmp_path
    said = spoken(["lifespan.startup", "lifespan.shutdown"])
    assert said[0]["type"] == "lifespan.startup.failed"
    assert "sinew content check" in said[0]["message"]


def test_requests_reach_the_application():
    reached = []

    async def application(scope, _receive, _send):
        reached.append(scope["type"])

    asyncio.run(ReadyFirst(application)({"type": "http"}, None, None))
    assert reached == ["http"]
