"""Codes that prove possession: made, shown, and compared by their keyed hash only."""

import hmac
import secrets
from uuid import UUID

from sinew.apps.coverage.check.claims import keyed

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people confuse."""
LENGTH = 8
"""40 bits; NIST SP 800-63A asks for six random characters or more."""


def new_code() -> str:
    """A random code, in two groups for reading."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{code[:4]}-{code[4:]}"


def code_hash(code: str, *, of: UUID) -> str:
    """What is stored of a code; a code of one check is worth nothing for another."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return keyed("code", f"{of} {plain}")


def is_code(typed: str, stored: str, *, of: UUID) -> bool:
    """Whether the typed code is the stored one; takes as long whatever was typed."""
    return hmac.compare_digest(code_hash(typed, of=of), stored)
