"""A WebSocket to an address there is not is refused quietly, as a page would be."""

from channels.routing import URLRouter
from django.urls import Resolver404

from sinew.apps.live.origin import Receive, Send


class KnownAddresses:
    """Closes what the router has no socket for; the router itself would end in a traceback."""

    def __init__(self, router: URLRouter) -> None:
        self._router = router

    async def __call__(self, scope: dict[str, object], receive: Receive, send: Send) -> None:
        try:
            await self._router(scope, receive, send)
        except (Resolver404, ValueError) as problem:
            if isinstance(problem, ValueError) and not str(problem).startswith("No route found"):
                raise
            await receive()
            await send({"type": "websocket.close", "code": 4404})
