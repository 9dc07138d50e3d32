"""An OpenID provider of our own on this machine: it signs somebody in without asking, and can be made to lie.

The tokens are really signed, the keys are fetched over HTTP, and codes are exchanged with the client's secret
and PKCE, as at any provider.
"""

import base64
import hashlib
import json
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "sinew-client", "a secret of both"


class Provider:
    """Serves from the moment it is entered.

    Attributes:
        person: the claims of whoever signs in.
        changes: claims of the token that differ from what is right; ``None`` leaves one out.
        key: what tokens are signed with; the published one, unless it is replaced.
        algorithm: of the signature.
        has_token: whether an ID token is given at all.
        told: fields of the discovery document that differ from what is right.
        asked: paths in the order they were asked for.
    """

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.published = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.key: Any = self.published
        self.algorithm = "RS256"
        self.has_token = True
        self.told: dict[str, Any] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self._server = _Serving(("127.0.0.1", 0), _Handler)
        self._server.provider = self
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        } | self.told

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "person-1", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.person | self.changes  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.algorithm == "none":
            parts = ({"alg": "none"}, claims)
            return ".".join(_plain(json.dumps(part).encode()) for part in parts) + "."
        header = {"alg": self.algorithm, "kid": "one"}
        registry = jws.JWSRegistry(algorithms=[self.algorithm])
        return jwt.encode(header, claims, self.key, registry=registry)


class _Serving(ThreadingHTTPServer):
    provider: Provider


class _Handler(BaseHTTPRequestHandler):
    server: _Serving

    def log_message(self, *_said: object) -> None:
        """Nothing."""

    @property
    def provider(self) -> Provider:
        return self.server.provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.provider.asked.append(parts.path)
        if parts.path == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif parts.path == "/keys":
            self._json(KeySet([self.provider.published]).as_dict(private=False))
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            code = f"code-{len(self.provider.codes)}"
            self.provider.codes[code] = asked
            self.send_response(302)
            back = urlencode({"code": code, "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        self.provider.asked.append(self.path)
        length = int(self.headers["Content-Length"])
        told = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        asked = self.provider.codes.pop(told.get("code", ""), None)
        right = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or self.headers.get("Authorization") != right or not _proves(told, asked):
            self._json({"error": "invalid_grant"}, status=400)
            return
        answer = {"access_token": "worth nothing", "token_type": "Bearer"}
        if self.provider.has_token:
            answer["id_token"] = self.provider.token(asked)
        else:
            answer["userinfo"] = self.provider.person
        self._json(answer)

    def _json(self, told: dict[str, Any], *, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _proves(told: dict[str, str], asked: dict[str, str]) -> bool:
    challenge = _plain(hashlib.sha256(told.get("code_verifier", "").encode()).digest())
    return (challenge, "S256", told.get("redirect_uri")) == (
        asked.get("code_challenge"), asked.get("code_challenge_method"), asked.get("redirect_uri"),
    )  # fmt: skip


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def another_key() -> RSAKey:
    """A key of the same name that the provider did not publish."""
    return RSAKey.generate_key(2048, {"kid": "one"})


def shared_key() -> OctKey:
    """The client's secret as a key."""
    return OctKey.import_key(SECRET)


class _NotThere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_asked: Any) -> None:
        """Redirects are looked at, and not followed."""


def sign_in_at(address: str) -> str:
    """Open the provider's page as a browser does; where it sends the person back to."""
    opener = urllib.request.build_opener(_NotThere())
    try:
        opener.open(address, timeout=10)
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("the provider sent nobody back")
