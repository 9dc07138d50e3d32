"""Keys by which candidates are looked up: a person who slipped in one field is still found by another.

Stored keys are keyed hashes: an index that is stolen without its secret names nobody.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date

from sinew.roster.matching.identity import Identity

HASH_BYTES = 16


def blocking_keys(one: Identity) -> frozenset[str]:
    """What to store for a person on a roster, and to ask for a claim, in plain words."""
    return frozenset(_keys(one))


def stored_keys(one: Identity) -> frozenset[str]:
    """What to store for a person on a roster, in plain words; stored are their keyed hashes."""
    return frozenset(_keys(one))


def asked_keys(one: Identity) -> frozenset[str]:
    """What to ask for a claim, in plain words: whoever shares one of them is a candidate."""
    return frozenset(_keys(one))


def _keys(one: Identity) -> Iterator[str]:
    names = {name for name in (one.first.whole, one.last.whole, one.other_last_name.whole) if name}
    names |= {part for name in (one.last, one.other_last_name) for part in name.parts if len(part) > 2}
    if one.born_on is not None:
        yield f"born {one.born_on:%Y%m%d}"
        exchanged = _exchanged(one.born_on)
        if exchanged is not None:
            yield f"born {exchanged:%Y%m%d}"
    for name in names:
        if one.postal_code:
            yield f"place {one.postal_code} {name[0]}"
            yield f"area {one.postal_code[:3]} {name}"
        if one.born_on is not None:
            yield f"year {one.born_on:%Y} {name}"
    if one.first.whole and one.last.whole:
        yield "names " + " ".join(sorted((one.first.whole, one.last.whole)))
    for number in (one.member_id, one.national_id):
        if number:
            yield f"number {number}"


def _exchanged(day: date) -> date | None:
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def keyed_hash(key: str, secret: bytes) -> bytes:
    """A blocking key as it is stored: 16 bytes that say nothing without the secret.

    Raises:
        ValueError: the secret is shorter than 32 bytes.
    """
    if len(secret) < 32:
        raise ValueError("secret: at least 32 bytes")
    return hmac.new(secret, key.encode(), hashlib.sha256).digest()[:HASH_BYTES]
