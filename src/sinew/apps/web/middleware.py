"""What wraps every request: a log line without the path's contents, static files, browser permissions."""

import logging
import time
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from typing import Any, BinaryIO
from uuid import uuid4

from django.core.handlers.asgi import ASGIRequest
from django.http import FileResponse, HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]  # untyped

Handler = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)

PIECE_BYTES = 256 * 1024
ALLOWED_HERE = (
    "camera",
    "screen-wake-lock",
    "fullscreen",
    "publickey-credentials-get",
    "publickey-credentials-create",
)
SWITCHED_OFF = ("microphone", "geolocation", "payment", "usb", "serial", "midi", "browsing-topics")


def permissions_policy(*further: str) -> str:
    """What our pages may use of the machine; `further` names what one page may use beyond that."""
    allowed = [f"{name}=(self)" for name in (*ALLOWED_HERE, *further)]
    return ", ".join([*allowed, *(f"{name}=()" for name in SWITCHED_OFF if name not in further)])


class RequestLog:
    """Logs the route (`session/<uuid>/`, never the address or its query), the status and the time taken."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        if request.resolver_match is not None:
            fields = {
                "request_id": uuid4(),
                "method": request.method,
                "route": request.resolver_match.route,
                "status": response.status_code,
                "duration_ms": round((time.perf_counter() - started) * 1000),
            }
            logger.info("web.request", extra=fields)
        return response


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # untyped
    """WhiteNoise; under ASGI it sends files in pieces, where Django would read each whole into memory."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> FileResponse:
        response: FileResponse = WhiteNoiseMiddleware.serve(static_file, request)
        if isinstance(request, ASGIRequest) and response.file_to_stream is not None:
            response.streaming_content = _pieces(response.file_to_stream)
        return response


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await to_thread(file.read, PIECE_BYTES):
        yield piece


class BrowserPermissions:
    """Lets our own pages use the camera, and nothing else of the machine; a view may allow its page more."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", permissions_policy())
        return response
