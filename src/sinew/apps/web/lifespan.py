"""Reads what every page needs before a serving process takes its first request.

Commands never come here: only a server speaks the lifespan protocol, once for every worker process.
"""

from asyncio import to_thread
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.urls import get_resolver

from sinew.apps.web import content
from sinew.errors import InputRefused

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def get_ready() -> None:
    """Read the content and import every page.

    Raises:
        InputRefused: the content has problems; all are listed.
    """
    content.current()
    get_resolver().url_patterns  # noqa: B018 (reading them imports the views)


class ReadyFirst:
    """An ASGI application that answers only once it is ready, and says so to the server before."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send(await _started())


async def _started() -> Message:
    try:
        await to_thread(get_ready)
    except InputRefused:
        return {
            "type": "lifespan.startup.failed",
            "message": "The content has problems. Run: sinew content check",
        }
    return {"type": "lifespan.startup.complete"}
