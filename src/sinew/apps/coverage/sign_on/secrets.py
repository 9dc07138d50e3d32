"""Our secrets at sponsors' issuers, encrypted in the database."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.encoding import force_bytes


def seal(secret: str) -> str:
    """As it is stored."""
    return _cipher().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret behind `seal`.

    Raises:
        ValueError: it was sealed with another ``SECRET_KEY``.
    """
    try:
        return _cipher().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise ValueError("sealed: set the sign-on up again") from None


def _cipher() -> Fernet:
    key = sha256(b"sinew.coverage.sign-on:" + force_bytes(settings.SECRET_KEY)).digest()
    return Fernet(urlsafe_b64encode(key))
