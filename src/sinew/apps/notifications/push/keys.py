"""This installation's own key, by which the browsers' makers know who pushes (VAPID).

Source: RFC 8292.
"""

import json
import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sinew.apps.notifications.push.encoding import decoded, encoded
from sinew.apps.notifications.push.encryption import public_point

KEY_BYTES = 32
GOOD_FOR = timedelta(hours=12)
"""The standard allows a day; clocks differ."""


def new_key() -> str:
    """A new private key, as the setting wants it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return encoded(number.to_bytes(KEY_BYTES, "big"))


def read_key(text: str) -> ec.EllipticCurvePrivateKey:
    """A private key from the setting.

    Raises:
        ValueError: it is none.
    """
    data = decoded(text)
    if len(data) != KEY_BYTES:
        raise ValueError("not a key of 32 bytes")
    return ec.derive_private_key(int.from_bytes(data, "big"), ec.SECP256R1())


def public_key(private: ec.EllipticCurvePrivateKey) -> str:
    """What browsers are told: `applicationServerKey`."""
    return encoded(public_point(private.public_key()))


def signing_key() -> ec.EllipticCurvePrivateKey | None:
    """The key of this installation; ``None`` where push is not set up. The demo makes its own in `var/`.

    Raises:
        ImproperlyConfigured: the setting holds something else.
    """
    text = settings.VAPID_PRIVATE_KEY or _kept_key(settings.VAPID_KEY_FILE)
    if not text:
        return None
    try:
        return read_key(text)
    except ValueError:
        raise ImproperlyConfigured(
            "SINEW_VAPID_PRIVATE_KEY is not a key. Make one: sinew push keys"
        ) from None


def _kept_key(file: Path | None) -> str:
    if file is None:
        return ""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as made:
            made.write(new_key())
    return file.read_text(encoding="ascii").strip()


def authorization(private: ec.EllipticCurvePrivateKey, endpoint: str, *, at: datetime) -> str:
    """The header by which a push service knows us: a token for its origin alone, good for half a day."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + GOOD_FOR).timestamp()),
        "sub": settings.PUSH_CONTACT,
    }
    header = encoded(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    signed = f"{header}.{encoded(json.dumps(claims).encode())}"
    r, s = decode_dss_signature(private.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(KEY_BYTES, "big") + s.to_bytes(KEY_BYTES, "big")
    return f"vapid t={signed}.{encoded(signature)}, k={public_key(private)}"
