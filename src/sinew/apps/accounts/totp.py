"""Time-based one-time codes (RFC 6238, SHA-1, 30 seconds, 6 digits), as authenticator apps compute them."""

import base64
import hashlib
import hmac
import struct

PERIOD_S = 30
DIGITS = 6


def code(secret: str, at: float) -> str:
    """The six-digit code for a Base32 `secret` at `at` (seconds since 1970, UTC).

    Source: RFC 6238, section 4; RFC 4226, section 5.3 (dynamic truncation).
    """
    counter = struct.pack(">Q", int(at) // PERIOD_S)
    digest = hmac.new(base64.b32decode(secret, casefold=True), counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def seconds_left(at: float) -> int:
    """How long, from `at`, the current code stays valid."""
    return PERIOD_S - int(at) % PERIOD_S
