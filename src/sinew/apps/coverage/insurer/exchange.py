"""Sends one question and waits for what comes back: encrypted, for so long and no longer, up to so much.

The question and the answer go nowhere else: not into a log, an error or an address.
"""

import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sinew.apps.coverage.insurer.configuration import Insurer
from sinew.apps.coverage.insurer.wires import QUESTION, Unwrapped, WireRefused, Wrapped, unwrap, wrap

LARGEST_ANSWER = 1_000_000
"""Bytes. A 271 that repeats every benefit of a plan has some hundred thousand."""
CONNECT_S = 5.0


class Came(StrEnum):
    """What came of sending a question."""

    ANSWER = "answer"
    TIMED_OUT = "timed_out"
    """Nothing, or not all of it, in time."""
    NO_CONNECTION = "no_connection"
    """Nobody was reached, or they hung up."""
    NOT_TRUSTED = "not_trusted"
    """The certificate does not hold: whoever answers there is told nothing."""
    UNAVAILABLE = "unavailable"
    """The server says that it is in trouble (HTTP 429 and 5xx)."""
    NOT_ACCEPTED = "not_accepted"
    """The server does not take the question (any other HTTP status, or a CORE error)."""
    GARBLED = "garbled"
    """An error page, something endless, or half an answer."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back, and after how long."""

    came: Came
    payload: bytes = b""
    seconds: float = 0.0


def exchange(insurer: Insurer, question: str, *, payload_id: str, at: datetime, within_s: float) -> Exchange:
    """Send a question and wait for its answer.

    Args:
        question: an X12 interchange.
        payload_id: a UUID, another for every try.
        within_s: after so many seconds it is over, however slowly something comes.
    """
    parties = insurer.parties
    wrapped = wrap(
        question,
        wire=insurer.wire,
        kind=QUESTION,
        payload_id=payload_id,
        at=at,
        sender=parties.sender_id,
        receiver=parties.receiver_id,
        user=insurer.user,
        password=insurer.password,
    )
    began = time.monotonic()
    came, payload = _sent(insurer, wrapped, within_s)
    return Exchange(came, payload, time.monotonic() - began)


def _sent(insurer: Insurer, wrapped: Wrapped, within_s: float) -> tuple[Came, bytes]:
    connection = _connection(insurer, min(CONNECT_S, within_s))
    watch = _Watch(connection, within_s)
    try:
        with watch:
            connection.connect()
            if watch.is_over or connection.sock is None:
                return Came.TIMED_OUT, b""
            connection.sock.settimeout(within_s)
            parts = urlsplit(insurer.address)
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("POST", path, wrapped.body, dict(wrapped.headers))
            found = _received(insurer, connection.getresponse())
        return (Came.TIMED_OUT, b"") if watch.is_over else found
    except ssl.SSLCertVerificationError:
        return Came.NOT_TRUSTED, b""
    except TimeoutError:
        return Came.TIMED_OUT, b""
    except http.client.RemoteDisconnected:
        return (Came.TIMED_OUT if watch.is_over else Came.NO_CONNECTION), b""
    except (http.client.HTTPException, ValueError):
        return (Came.TIMED_OUT if watch.is_over else Came.GARBLED), b""
    except OSError:
        return (Came.TIMED_OUT if watch.is_over else Came.NO_CONNECTION), b""
    finally:
        connection.close()


def _connection(insurer: Insurer, connect_s: float) -> http.client.HTTPConnection:
    parts = urlsplit(insurer.address)
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=connect_s)
    context = ssl.create_default_context(cafile=insurer.authority or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return http.client.HTTPSConnection(host, parts.port, timeout=connect_s, context=context)


def _received(insurer: Insurer, response: http.client.HTTPResponse) -> tuple[Came, bytes]:
    if response.status == 429 or response.status >= 500:
        return Came.UNAVAILABLE, b""
    if response.status != 200:
        return Came.NOT_ACCEPTED, b""
    if response.getheader("Content-Encoding", "identity") != "identity":
        return Came.GARBLED, b""
    body = response.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER or (response.length or 0) > 0:
        return Came.GARBLED, b""
    try:
        found: Unwrapped = unwrap(response.getheader("Content-Type", ""), body, wire=insurer.wire)
    except WireRefused:
        return Came.GARBLED, b""
    return (Came.NOT_ACCEPTED, b"") if found.error else (Came.ANSWER, found.payload)


class _Watch:
    """Hangs up when time is over, also on who sends a character a second."""

    def __init__(self, connection: http.client.HTTPConnection, within_s: float) -> None:
        self.is_over = False
        self._connection = connection
        self._timer = threading.Timer(within_s, self._hang_up)
        self._timer.daemon = True

    def __enter__(self) -> "_Watch":
        self._timer.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._timer.cancel()

    def _hang_up(self) -> None:
        self.is_over = True
        line = self._connection.sock
        if line is not None:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # not SSL's own, which would wait for the peer
