"""The keys under which people on rosters are looked up, as they are stored: numbers that name nobody."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from django.conf import settings

from sinew.apps.coverage.models import ListedPerson
from sinew.roster.listing import ListedRow, national_id_hash
from sinew.roster.matching.blocking import KeyNumbers, asked_keys, number_key, stored_keys
from sinew.roster.matching.identity import Identity, identity, normal_number

_SHORTEST_SECRET = 32


def secret() -> bytes:
    """What keys are hashed with.

    Raises:
        ValueError: it is shorter than 32 bytes.
    """
    found = str(settings.ROSTER_SECRET).encode()
    if len(found) < _SHORTEST_SECRET:
        raise ValueError("ROSTER_SECRET: at least 32 bytes")
    return found


def identity_of(person: ListedRow | ListedPerson) -> Identity:
    """Who a listed person is, in the normal form that claims are compared with.

    The social security number is its keyed hash: claims are hashed alike, by `claim_identity`.
    """
    found = identity(
        first_name=person.first_name,
        last_name=person.last_name,
        born_on=person.born_on,
        postal_code=person.postal_code,
        name_suffix=person.name_suffix,
        member_id=person.member_id or person.subscriber_id,
    )
    return replace(found, national_id=person.national_id_hash) if person.national_id_hash else found


def claim_identity(claimed: Identity) -> Identity:
    """A claim, with its social security number as listed people have it."""
    return replace(claimed, national_id=national_id_hash(claimed.national_id, secret()))


def stored_hashes(person: ListedRow | ListedPerson) -> frozenset[int]:
    """What is stored for somebody on a roster. The subscriber's number finds the whole family."""
    one = identity_of(person)
    keys = stored_keys(one)
    if person.subscriber_id and person.member_id:
        keys |= {number_key(normal_number(person.subscriber_id))}
    return hashes(keys)


def asked_hashes(claimed: Identity) -> frozenset[int]:
    """What to look for when somebody claims to be on a roster.

    Args:
        claimed: with a plain social security number, if with any.
    """
    return hashes(asked_keys(claim_identity(claimed)))


def hashes(keys: Iterable[str]) -> frozenset[int]:
    """Keys as they are stored; see `KeyNumbers`."""
    return frozenset(map(_numbers(secret()), keys))


@lru_cache(maxsize=1)
def _numbers(key: bytes) -> KeyNumbers:
    return KeyNumbers(key)
