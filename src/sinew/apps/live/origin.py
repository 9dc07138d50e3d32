"""A browser opens a WebSocket to any address and sends its cookies along: only our own pages may."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


class SameOrigin:
    """Refuses a handshake whose ``Origin`` is not this service; one without it comes from no browser."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        if is_same_origin(origin=headers.get("origin", ""), host=headers.get("host", "")):
            await self._application(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403})


def headers_of(scope: Mapping[str, Any]) -> dict[str, str]:
    """The handshake's headers by their names in small letters; of a repeated one the first counts."""
    found: dict[str, str] = {}
    for name, value in scope.get("headers", ()):
        found.setdefault(name.decode("latin1").lower(), value.decode("latin1"))
    return found


def is_same_origin(*, origin: str, host: str) -> bool:
    """Whether a page of `origin` (scheme, host and port) belongs to the service that is asked as `host`."""
    if not origin:
        return False
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    name, _port = split_domain_port(host)
    asked = urlsplit(origin)
    if asked.scheme not in {"http", "https"} or not name:
        return False
    return validate_host(name, settings.ALLOWED_HOSTS) and asked.netloc.lower() == host.lower()
