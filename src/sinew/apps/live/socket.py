"""The base of every WebSocket: who may open it is asked again before anything is sent."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.db import close_old_connections

from sinew.apps.live.reader import Reader, reader_of
from sinew.apps.web.moment import happening

REFUSED = 4403
"""Closed because this person may not listen here (private codes begin at 4000)."""
MOST_CHARACTERS = 64_000
"""Longest message a browser may send."""


class Socket(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # untyped
    """Tells an open page that something changed; the page then asks for it, as for any other page.

    A socket says which group of `live.announce` its person may listen to. It is asked at the handshake and
    again before each message, so that nobody who signed out or left a care team hears anything more.

    Attributes:
        subprotocol: the one of the offered that is spoken, where pages offer any.
    """

    subprotocol: str | None = None

    async def connect(self) -> None:
        """Accept who may listen; everybody else is refused before the handshake is done."""
        group = await sync_to_async(self._group_now)()
        if group is None:
            await self.close(code=REFUSED)
            return
        self._group = group
        await self.channel_layer.group_add(group, self.channel_name)
        await self.accept(self.subprotocol)

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 (channels' call)
        """Listen no more."""
        if group := getattr(self, "_group", ""):
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive_json(self, content: Any, **_more: Any) -> None:
        """A page that only listens says nothing that matters."""

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **more: Any
    ) -> None:
        """Refuse what no page of ours sends: bytes, or texts without end."""
        if text_data is None or len(text_data) > MOST_CHARACTERS:
            await self.close(code=REFUSED)
            return
        try:
            await super().receive(text_data=text_data, bytes_data=bytes_data, **more)
        except ValueError:
            await self.close(code=REFUSED)

    async def changed(self, event: Mapping[str, Any]) -> None:
        """Pass on that something changed, if this person may still know."""
        if await sync_to_async(self._group_now)() != self._group:
            await self.close(code=REFUSED)
            return
        await self.send_json({"changed": event["what"]})

    def _group_now(self) -> str | None:
        close_old_connections()
        reader = reader_of(self.scope)
        if reader is None:
            return None
        with happening(reader.at):
            return self.group_of(reader)

    @abstractmethod
    def group_of(self, reader: Reader) -> str | None:
        """The group `reader` may listen to at this address; ``None`` if none."""
