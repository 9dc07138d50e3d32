"""What a visitor tells of themselves, sealed while it waits for the look-up."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache

from cryptography.fernet import Fernet
from django.conf import settings

from sinew.roster.matching.identity import Identity, identity

SEALED_LENGTH = 2048
"""Claims are filled up to this many bytes before they are sealed: their size says nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """As the visitor wrote it; optional parts may be empty."""

    first_name: str
    last_name: str
    born_on: date
    postal_code: str
    other_last_name: str = ""
    member_id: str = ""
    email: str = ""

    @property
    def identity(self) -> Identity:
        """In the normal form that rosters are compared in."""
        return identity(
            first_name=self.first_name,
            last_name=self.last_name,
            born_on=self.born_on,
            postal_code=self.postal_code,
            other_last_name=self.other_last_name,
            member_id=self.member_id,
        )

    def with_detail(self, *, member_id: str = "", other_last_name: str = "") -> "Claim":
        """The same with what was given now."""
        return replace(
            self,
            member_id=member_id or self.member_id,
            other_last_name=other_last_name or self.other_last_name,
        )


def seal(claim: Claim) -> str:
    """Encrypted and of one length, whatever it holds."""
    text = json.dumps({**asdict(claim), "born_on": claim.born_on.isoformat()})
    return _cipher().encrypt(text.encode().ljust(SEALED_LENGTH)).decode()


def unseal(sealed: str) -> Claim:
    """The claim behind `seal`.

    Raises:
        ValueError: nothing is sealed there.
    """
    if not sealed:
        raise ValueError("sealed: nothing is kept any more")
    told = json.loads(_cipher().decrypt(sealed.encode()))
    return Claim(**{**told, "born_on": date.fromisoformat(told["born_on"])})


def identity_hash(claim: Claim) -> str:
    """Keyed hash of birth date and last name: the same for every check about one person."""
    return keyed("identity", f"{claim.born_on.isoformat()} {claim.identity.last.whole}")


def is_same_address(one: str, other: str) -> bool:
    """Whether two e-mail addresses are one, whatever their case; nobody has an empty one."""
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def keyed(purpose: str, text: str) -> str:
    """64 hexadecimal digits that say nothing without the roster secret."""
    key = hashlib.sha256(f"sinew.coverage.{purpose}:{settings.ROSTER_SECRET}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _cipher() -> Fernet:
    return _cipher_of(settings.ROSTER_SECRET)


@lru_cache(maxsize=2)
def _cipher_of(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hashlib.sha256(f"sinew.coverage.claims:{secret}".encode()).digest()))
