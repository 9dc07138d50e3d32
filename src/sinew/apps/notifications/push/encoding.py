"""Base64url without padding, as every standard of web push writes bytes."""

import base64
import binascii


def encoded(data: bytes) -> str:
    """Bytes as text."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Text as bytes.

    Raises:
        ValueError: it is not base64url.
    """
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)
    except binascii.Error as problem:
        raise ValueError("not base64url") from problem
