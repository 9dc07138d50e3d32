"""The one fake of a push service: takes pushes over HTTPS, and checks and reads them as a browser would."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sinew.apps.notifications.push.encoding import decoded, encoded
from sinew.apps.notifications.push.encryption import browser_key, message_keys, public_point


@dataclass
class FakeBrowser:
    """A browser with its own keys, which can read what was encrypted for it."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes ok"

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": encoded(public_point(self.key.public_key())), "auth": encoded(self.auth)}

    def read(self, body: bytes) -> bytes:
        """The text of a push: header, one record, padding (RFC 8188, RFC 8291)."""
        salt, record_bytes, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= record_bytes
        shared = self.key.exchange(ec.ECDH(), browser_key(sender))
        own = public_point(self.key.public_key())
        content_key, nonce = message_keys(shared, auth=self.auth, salt=salt, browser=own, sender=sender)
        text, mark, padding = AESGCM(content_key).decrypt(nonce, sealed, None).rpartition(b"\x02")
        assert mark
        assert not padding.strip(b"\x00")
        return text


def claims_of(authorization: str) -> dict[str, Any]:
    """What the sender says of itself, after its signature was checked with its own key (RFC 8292)."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    r, s = (int.from_bytes(half, "big") for half in (decoded(signature)[:32], decoded(signature)[32:]))
    public = browser_key(decoded(parts["k"]))
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    header, claims = (json.loads(decoded(part)) for part in signed.split("."))
    assert header["alg"] == "ES256"
    found: dict[str, Any] = claims
    return found


@dataclass
class PushService:
    """Listens on this machine; answers each push with the next of `answers`, then with 201."""

    port: int
    authority: Path
    taken: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    def endpoint(self, name: str = "device-1") -> str:
        return f"https://localhost:{self.port}/push/{name}"


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """A push service with a certificate of its own authority, written into `folder`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append((self.path, dict(self.headers), body))
            status, headers = service.answers.pop(0) if service.answers else (201, {})
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        service = PushService(server.server_address[1], folder / "authority.pem")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()
