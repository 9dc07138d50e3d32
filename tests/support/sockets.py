"""A WebSocket as a browser opens one, spoken to the application itself, without a server."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from sinew.config.asgi import application

HOST = "localhost"
HERE = f"http://{HOST}"
PATIENCE_S = 5


class Socket:
    """An opening handshake with this client's cookies, from a page of `origin`.

    Args:
        offers: the subprotocols the page offers.
        at: the moment it says it is, in a rehearsal.
    """

    def __init__(
        self,
        path: str,
        client: Client | None,
        origin: str = HERE,
        *,
        offers: Sequence[str] = (),
        at: datetime | None = None,
    ) -> None:
        headers = [(b"host", HOST.encode()), *([(b"origin", origin.encode())] if origin else [])]
        if at is not None:
            headers.append((b"sinew-at", at.isoformat().encode()))
        if client is not None and (cookie := client.cookies.get("sessionid")):
            headers.append((b"cookie", f"sessionid={cookie.value}".encode()))
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": headers,
            "subprotocols": list(offers),
        }
        self._talk = ApplicationCommunicator(application, scope)

    async def opens(self) -> bool:
        """Whether the handshake is accepted."""
        await self._talk.send_input({"type": "websocket.connect"})
        return bool((await self.hears())["type"] == "websocket.accept")

    async def hears(self) -> dict[str, Any]:
        """What the application sends next."""
        heard: dict[str, Any] = await self._talk.receive_output(PATIENCE_S)
        return heard

    async def hears_nothing(self) -> bool:
        """Whether the application stays silent."""
        return bool(await self._talk.receive_nothing(timeout=0.3))

    async def says(self, *, text: str | None = None, data: bytes | None = None) -> None:
        await self._talk.send_input({"type": "websocket.receive", "text": text, "bytes": data})

    async def goes(self) -> None:
        await self._talk.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._talk.wait(PATIENCE_S)


def connects(
    path: str,
    client: Client | None,
    origin: str = HERE,
    *,
    offers: Sequence[str] = (),
    at: datetime | None = None,
) -> bool:
    """Whether somebody with this client's cookies may open the socket."""

    async def ask() -> bool:
        socket = Socket(path, client, origin, offers=offers, at=at)
        is_open = await socket.opens()
        if is_open:
            await socket.goes()
        return is_open

    return bool(async_to_sync(ask)())


def heard(path: str, client: Client, happens: Callable[[], object]) -> object:
    """What an open socket hears of something that happens: a text, or the code it is closed with."""

    async def listen() -> object:
        socket = Socket(path, client)
        assert await socket.opens()
        await sync_to_async(happens)()
        output = await socket.hears()
        if output["type"] == "websocket.close":
            return output["code"]
        await socket.goes()
        return output["text"]

    return async_to_sync(listen)()
