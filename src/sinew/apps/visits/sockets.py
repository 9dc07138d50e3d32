"""The WebSocket of a visit's room: tells each side who is there, and passes signals to the other side only.

Nothing that passes here is stored or logged. Both sides listen to the group of their visit; what the sockets
of the two say to each other goes through it, so the two may be served by different processes.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.urls import URLPattern, path

from sinew.apps.live.reader import Reader, reader_of
from sinew.apps.live.socket import REFUSED, Socket
from sinew.apps.visits import attendance, passes
from sinew.apps.visits.errors import DoorClosed
from sinew.apps.visits.models import Visit
from sinew.apps.visits.room_messages import End, Here, Signal, read

REPLACED = 4409
"""Closed because the same person has opened the room in another page."""
ENDED = 4410
"""Closed because the practitioner has ended the call for both."""


class RoomSocket(Socket):
    """One page of one side, from the waiting room to the end.

    Before anything it says or hears, it is asked again whether this person takes part in this visit, whether
    it is the time of it, and whether the pass is theirs.
    """

    subprotocol = "sinew.visit"

    async def connect(self) -> None:
        """Accept who shows a fresh pass."""
        self._is_at_the_door = True
        self._page, self._is_in, self._number = "", False, 0
        self._other_number = 0
        self._is_replaced = False
        await super().connect()
        self._is_at_the_door = False

    async def disconnect(self, code: int) -> None:
        """Tell the other side, unless another page of this person has taken over."""
        if self._page and not self._is_replaced:
            await sync_to_async(self._leave)()
            await self._tell("gone", number=self._number)
        await super().disconnect(code)

    async def receive_json(self, content: Any, **_more: Any) -> None:
        """Take what the page says, if its person may still be here."""
        said = read(content)
        if not await self._may_stay():
            return
        try:
            match said:
                case Here():
                    await self._take_place(said)
                case Signal() if self._is_in:
                    await self._tell(
                        "signal", to=said.to, signal=said.model_dump(by_alias=True, exclude_none=True)
                    )
                case End() if self._is_practitioner:
                    await sync_to_async(attendance.end_call)(visit=self._visit, at=self._at, by=self._user)
                    await self._tell("ended")
                case _:
                    await self.close(code=REFUSED)
        except DoorClosed:
            await self.close(code=REFUSED)

    async def _take_place(self, said: Here) -> None:
        if self._page and said.page != self._page:
            await self.close(code=REFUSED)
            return
        if not self._page:
            self._number = await sync_to_async(attendance.enter_room)(
                visit=self._visit, at=self._at, by=self._user
            )
            self._page = said.page
        if said.is_in:
            await sync_to_async(attendance.join_call)(visit=self._visit, at=self._at, by=self._user)
        else:  # also when it takes over from a page that was in the call
            await sync_to_async(self._leave)()
        self._is_in = said.is_in
        await self.send_json({"type": "placed"})
        await self._tell("here", asks=True, **self._place)

    async def room_here(self, event: Mapping[str, Any]) -> None:
        """Somebody says where they are: an own newer page replaces this one, the other side is shown."""
        if event["channel"] == self.channel_name or not self._page:
            return
        if event["person"] == self._user.pk:
            if event["number"] > self._number:
                self._is_replaced = True
                await self.close(code=REPLACED)
            return
        if not await self._may_stay():
            return
        self._other_number = event["number"]
        place = {"page": event["page"], "is_in": event["is_in"], "entry": event["number"]}
        await self.send_json({"type": "other", **place})
        if event["asks"]:
            answer = self._said("here", asks=False, **self._place)
            await self.channel_layer.send(event["channel"], answer)

    async def room_gone(self, event: Mapping[str, Any]) -> None:
        """A page of the other side is gone; an older one than the newest does not count."""
        is_other = event["person"] != self._user.pk and event["number"] >= self._other_number
        if self._page and is_other and await self._may_stay():
            await self.send_json({"type": "other", "page": None, "is_in": False, "entry": 0})

    async def room_signal(self, event: Mapping[str, Any]) -> None:
        """Pass on what the other side's page says to this very page."""
        is_for_us = event["person"] != self._user.pk and event["to"] == self._page and self._is_in
        if is_for_us and await self._may_stay():
            await self.send_json({**event["signal"], "from": event["page"]})

    async def room_ended(self, event: Mapping[str, Any]) -> None:  # noqa: ARG002 (channels' call)
        """The call is over for both."""
        if self._page:
            await self.send_json({"type": "ended"})
            await self.close(code=ENDED)

    @property
    def _place(self) -> dict[str, Any]:
        return {"number": self._number, "is_in": self._is_in}

    async def _tell(self, what: str, **more: Any) -> None:
        await self.channel_layer.group_send(self._group, self._said(what, **more))

    def _said(self, what: str, **more: Any) -> dict[str, Any]:
        who = {"person": self._user.pk, "page": self._page, "channel": self.channel_name}
        return {"type": f"room.{what}", **who, **more}

    async def _may_stay(self) -> bool:
        if await sync_to_async(self._group_now)() == self._group:
            return True
        await self.close(code=REFUSED)
        return False

    def _leave(self) -> None:
        reader = reader_of(self.scope)
        at = reader.at if reader is not None else self._at
        attendance.leave_call(visit=self._visit, entry=self._number, at=at, by=self._user)

    @property
    def _is_practitioner(self) -> bool:
        return bool(self._user.pk == self._visit.practitioner_id)

    def group_of(self, reader: Reader) -> str | None:
        """The room's group for the two of the visit, in its time, with a pass of this sign-in."""
        visit_id: UUID = self.scope["url_route"]["kwargs"]["visit_id"]
        visit = Visit.objects.visible_to(reader.user).of(reader.user).filter(pk=visit_id).first()
        if visit is None or not visit.door_is_open_at(reader.at):
            return None
        if not passes.is_good(
            self._pass_shown,
            visit_id=visit_id,
            user=reader.user,
            session_key=reader.session_key,
            is_at_the_door=self._is_at_the_door,
        ):
            return None
        self._visit, self._user, self._at = visit, reader.user, reader.at
        return visit.group

    @property
    def _pass_shown(self) -> str:
        """What the page offered beside the name of the protocol."""
        offered = self.scope.get("subprotocols", [])
        return offered[1] if len(offered) == 2 and offered[0] == self.subprotocol else ""


urlpatterns: list[URLPattern] = [
    path("live/visit/<uuid:visit_id>/", RoomSocket.as_asgi(), name="room"),
]
