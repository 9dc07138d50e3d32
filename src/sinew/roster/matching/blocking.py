"""Keys by which candidates are looked up: a person who slipped in one field is still found by another.

Every key joins two or three facts, so that few people share one even among 25 million. Which are needed was
measured (docs/matching.md). Stored keys are keyed hashes: an index that is stolen without its secret names
nobody.
"""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import date

from sinew.roster.matching.identity import Identity

HASH_BYTES = 16


def stored_keys(one: Identity) -> frozenset[str]:
    """What to store for a person on a roster, in plain words; stored are their keyed hashes."""
    return frozenset(_keys(one))


def asked_keys(one: Identity) -> frozenset[str]:
    """What to ask for a claim, in plain words: whoever stored one of them is a candidate.

    Beside the claim's own keys, day and month of birth are asked for the other way round; that is not stored.
    """
    exchanged = _exchanged(one.born_on) if one.born_on is not None else None
    if exchanged is None:
        return stored_keys(one)
    return stored_keys(one) | {_born(exchanged, name) for name in _last_names(one)}


def number_key(number: str) -> str:
    """The key of a number in its normal form."""
    return f"number {number}"


def _keys(one: Identity) -> Iterator[str]:
    first, last, code, born_on = one.first.whole, one.last.whole, one.postal_code, one.born_on
    names = {name for name in (first, *_last_names(one)) if name}
    if born_on is not None:
        for name in names:
            yield _born(born_on, name)
        if code:
            yield f"born-zone {born_on:%Y%m%d} {code[0]}"
    if code:
        for name in names:
            yield f"place {code} {name}"
    if first and last:
        yield from _of_both_names(first, one, code)
        if born_on is not None:
            yield f"names-year {_in_order(first, last)} {born_on.year}"
    for number in (one.member_id, one.national_id):
        if number:
            yield number_key(number)


def _of_both_names(first: str, one: Identity, code: str) -> Iterator[str]:
    if not code:
        return
    last = one.last.whole
    yield f"place-initials {code} {_in_order(first[0], last[0])}"
    yield f"names-zone {_in_order(first, last)} {code[0]}"
    for name in _last_names(one):
        yield f"area {code[:3]} {name} {first[0]}"
        yield f"area {code[:3]} {first} {name[0]}"


def _last_names(one: Identity) -> frozenset[str]:
    """Last names, whole and in their parts, also an earlier one."""
    of = (one.last, one.other_last_name)
    parts = {part for name in of for part in name.parts if len(part) > 2}
    return frozenset(parts | {name.whole for name in of if name.whole})


def _born(born_on: date, name: str) -> str:
    return f"born {born_on:%Y%m%d} {name[0]}"


def _in_order(one: str, other: str) -> str:
    """First and last name are sometimes exchanged."""
    return " ".join(sorted((one, other)))


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


class KeyNumbers:
    """Keys as numbers to be stored: the first 8 bytes of `keyed_hash`, signed, big-endian.

    What HMAC does with the secret is done once, so that a key takes less than a microsecond.

    Raises:
        ValueError: the secret is shorter than 32 bytes.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("secret: at least 32 bytes")
        block = hashlib.sha256().block_size
        key = secret if len(secret) <= block else hashlib.sha256(secret).digest()
        key = key.ljust(block, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))

    def __call__(self, key: str) -> int:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(key.encode())
        outer.update(inner.digest())
        return int.from_bytes(outer.digest()[:8], "big", signed=True)
