"""The simulated insurer on a socket of this machine: a real server, for rehearsals and tests.

What it answers is decided by `sinew.roster.insurer`; this module adds slowness, silence and broken HTTP.
"""

import logging
import ssl
import threading
import time
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self
from uuid import uuid4

from sinew.apps.coverage.insurer.configuration import Wire
from sinew.apps.coverage.insurer.wires import (
    ANSWER,
    SUCCESS,
    TROUBLE,
    WireRefused,
    Wrapped,
    unwrap,
    wire_of,
    wrap,
)
from sinew.roster.insurer.behavior import Behavior, Reply

logger = logging.getLogger(__name__)


class Answers(Protocol):
    """Whoever decides what is answered."""

    def answer(self, data: bytes, *, at: datetime, control: int) -> Reply:
        """What goes back for what was received."""


LARGEST_QUESTION = 100_000
HOST = "127.0.0.1"
ERROR_PAGE = b"<html><body><h1>502 Bad Gateway</h1></body></html>"
_CUT_BODY = 400


class SimulatorServer:
    """Answers at ``address`` from the moment it is entered until it is left.

    Args:
        port: 0 for any that is free.
        clock: says when a question is answered.
        certificate: a PEM file with key and chain; without it the address is plain HTTP.
        user, password: asked of everybody, where they are given.
        slow_s: how long a slow answer takes.

    Attributes:
        questions: how many arrived, with those that were not answered.
        traces: their trace numbers in order.
    """

    def __init__(
        self,
        insurer: Answers,
        *,
        clock: Callable[[], datetime],
        port: int = 0,
        certificate: Path | None = None,
        user: str = "",
        password: str = "",
        slow_s: float = 3.0,
    ) -> None:
        self.questions = 0
        self.traces: list[str] = []
        self.insurer = insurer
        self.clock = clock
        self.slow_s = slow_s
        self.secrets = (user, password)
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server((HOST, port), _Handler)
        self._server.simulator = self
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "http" if certificate is None else "https"
        self.address = f"{scheme}://localhost:{self._server.server_port}/eligibility"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, payload: bytes) -> Reply:
        """What the insurer says; one question after the other."""
        with self._lock:
            self.questions += 1
            reply = self.insurer.answer(payload, at=self.clock(), control=self.questions)
            self.traces.append(reply.trace)
        logger.info("coverage.simulator.asked", extra={"count": self.questions})
        return reply


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    simulator: SimulatorServer

    def handle_error(self, request: Any, address: Any) -> None:
        """Who asks may hang up at any time; nothing of it is printed."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name of the base class)
        """Nothing: a request line or address is no event of ours."""

    def do_POST(self) -> None:
        """One question, one answer."""
        simulator = self.server.simulator
        self.close_connection = True
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_QUESTION:
            self._send(413, Wrapped({"Content-Type": "text/plain"}, b""))
            return
        kind = self.headers.get("Content-Type", "")
        wire = wire_of(kind)
        try:
            asked = unwrap(
                kind,
                self.rfile.read(int(length)),
                wire=wire,
                authorization=self.headers.get("Authorization", ""),
            )
        except WireRefused:
            self._send(400, Wrapped({"Content-Type": "text/plain"}, b""))
            return
        if simulator.secrets not in (("", ""), (asked.user, asked.password)):
            status = 401 if wire == "x12" else 200
            self._send(status, self._wrapped("", wire, error="UnAuthorized"))
            return
        self._reply(simulator.answer(asked.payload), wire)

    def _reply(self, reply: Reply, wire: Wire) -> None:
        simulator = self.server.simulator
        if reply.behavior == Behavior.DROP:
            return
        if reply.behavior == Behavior.SILENT:
            simulator.stopped.wait(self.timeout)
            return
        if reply.behavior == Behavior.ERROR:
            self._send(500, Wrapped({"Content-Type": "text/html"}, ERROR_PAGE))
        elif reply.behavior == Behavior.HTML:
            self._send(200, Wrapped({"Content-Type": "text/html"}, ERROR_PAGE))
        elif reply.behavior == Behavior.DRIP:
            self._drip(self._wrapped(reply.text, wire))
        elif reply.behavior == Behavior.HALF:
            self._send(200, self._wrapped(reply.text, wire), only=_CUT_BODY)
        else:
            if reply.behavior == Behavior.SLOW:
                simulator.stopped.wait(simulator.slow_s)
            self._send(200, self._wrapped(reply.text, wire))

    def _wrapped(self, text: str, wire: Wire, error: str = SUCCESS) -> Wrapped:
        return wrap(
            text,
            wire=wire,
            kind=ANSWER if error == SUCCESS else TROUBLE,
            payload_id=str(uuid4()),
            at=self.server.simulator.clock(),
            sender="INSURER",
            receiver="ASKER",
            error=error,
        )

    def _send(self, status: int, wrapped: Wrapped, *, only: int | None = None) -> None:
        self.send_response(status)
        for name, value in wrapped.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(wrapped.body)))
        self.end_headers()
        self.wfile.write(wrapped.body[:only])

    def _drip(self, wrapped: Wrapped) -> None:
        self._send(200, wrapped, only=0)
        for at in range(len(wrapped.body)):
            if self.server.simulator.stopped.is_set():
                return
            self.wfile.write(wrapped.body[at : at + 1])
            time.sleep(0.2)
