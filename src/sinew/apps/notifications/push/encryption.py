"""Encrypting a push so that only the browser that asked for it can read it.

Source: RFC 8291 (message encryption for web push), RFC 8188 (aes128gcm).
"""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

POINT_BYTES, SECRET_BYTES, SALT_BYTES, TAG_BYTES = 65, 16, 16, 16
RECORD_BYTES = 4096
LAST_RECORD = b"\x02"
PADDED_BYTES = 1024
"""Every push is as long as every other, so that its length tells nothing."""


def public_point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A P-256 public key as an uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def browser_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """The key a browser gave.

    Raises:
        ValueError: it is no point of P-256.
    """
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def encrypt(
    text: bytes,
    *,
    p256dh: bytes,
    auth: bytes,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
    padded_to: int = PADDED_BYTES,
) -> bytes:
    """The body of a push message, with ``Content-Encoding: aes128gcm``.

    Args:
        p256dh: the browser's public key, an uncompressed point.
        auth: the secret it shares with us, 16 bytes.
        sender: our key of this one message; a new one if left out.
        salt: 16 bytes, used once; new ones if left out.
        padded_to: the length in bytes that the text is filled up to.

    Raises:
        ValueError: the text does not fit into one record, or the browser's key is none.
    """
    filled = (text + LAST_RECORD).ljust(padded_to, b"\x00")
    if len(filled) + TAG_BYTES > RECORD_BYTES:
        raise ValueError("text: too long for one record")
    sender = sender or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(SALT_BYTES)
    point = public_point(sender.public_key())
    shared = sender.exchange(ec.ECDH(), browser_key(p256dh))
    key, nonce = message_keys(shared, auth=auth, salt=salt, browser=p256dh, sender=point)
    header = salt + RECORD_BYTES.to_bytes(4, "big") + len(point).to_bytes(1, "big") + point
    return header + AESGCM(key).encrypt(nonce, filled, None)


def message_keys(
    shared: bytes, *, auth: bytes, salt: bytes, browser: bytes, sender: bytes
) -> tuple[bytes, bytes]:
    """The content key and the nonce, from what both sides know (RFC 8291, section 3.4)."""
    material = _derived(shared, salt=auth, info=b"WebPush: info\x00" + browser + sender, length=32)
    key = _derived(material, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    return key, _derived(material, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)
