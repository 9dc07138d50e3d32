"""How well two descriptions of a person agree, field by field, in levels whose weight was learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz.distance import OSA, JaroWinkler

from sinew.roster.matching.identity import Identity, Name


class Level(StrEnum):
    """How well one field agrees, best first; not every field knows every level."""

    EQUAL = "equal"
    NICKNAME = "nickname"
    PART = "part"
    SWAPPED = "swapped"
    TYPO = "typo"
    NEAR = "near"
    TWO_TYPOS = "two-typos"
    ALIKE = "alike"
    SOME = "some"
    OTHER = "other"
    MISSING = "missing"


AGREEING = frozenset({Level.EQUAL, Level.NICKNAME, Level.PART, Level.SWAPPED, Level.TYPO, Level.NEAR})
"""Levels at which a field speaks for the same person."""

Nicknames = Mapping[str, frozenset[str]]
"""First names in upper case, each with those it may stand for."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two descriptions agree.

    Attributes:
        is_crossed: first and last name agree better exchanged; ``first`` and ``last`` are then those levels.
        suffix_conflicts: both have a suffix, and another one: father and son.
    """

    first: Level
    last: Level
    is_crossed: bool
    born_on: Level
    postal_code: Level
    member_id: Level
    national_id: Level
    suffix_conflicts: bool

    @property
    def fields_agreeing(self) -> int:
        """Of first name, last name, birth date and postal code."""
        return sum(level in AGREEING for level in (self.first, self.last, self.born_on, self.postal_code))


def compare(claimed: Identity, listed: Identity, nicknames: Nicknames) -> Agreement:
    """Compare what a visitor claims with what a roster lists."""
    first = name_level(claimed.first, listed.first, nicknames)
    last = _last_name(claimed, listed)
    is_crossed = False
    if first not in AGREEING and last not in AGREEING:
        crossed = (
            name_level(claimed.last, listed.first, nicknames),
            name_level(claimed.first, listed.last, {}),
        )
        agreeing = sum(level in AGREEING for level in crossed)
        if agreeing == 2 or (agreeing == 1 and Level.MISSING in crossed):
            (first, last), is_crossed = crossed, True
    return Agreement(
        first=first,
        last=last,
        is_crossed=is_crossed,
        born_on=date_level(claimed.born_on, listed.born_on),
        postal_code=_code_level(claimed.postal_code, listed.postal_code),
        member_id=_number_level(claimed.member_id, listed.member_id),
        national_id=_number_level(claimed.national_id, listed.national_id),
        suffix_conflicts=bool(claimed.suffix and listed.suffix and claimed.suffix != listed.suffix),
    )


def _last_name(claimed: Identity, listed: Identity) -> Level:
    best = name_level(claimed.last, listed.last, {})
    for one in (claimed.other_last_name, claimed.last):
        for other in (listed.last, listed.other_last_name):
            if one.whole and other.whole and best not in AGREEING:
                level = name_level(one, other, {})
                best = level if level in AGREEING else best
    return best


def name_level(one: Name, other: Name, nicknames: Nicknames) -> Level:
    """How well two names agree. Placeholders such as ``UNKNOWN`` are no names."""
    a, b = one.whole, other.whole
    if not a or not b or one.is_placeholder or other.is_placeholder:
        return Level.MISSING
    if a == b:
        return Level.EQUAL
    if b in nicknames.get(a, ()) or a in nicknames.get(b, ()):
        return Level.NICKNAME
    if (one.is_compound or other.is_compound) and _share_a_part(one, other):
        return Level.PART
    typos = OSA.distance(a, b, score_cutoff=2)
    longest = max(len(a), len(b))
    if typos == 1 or (typos == 2 and longest >= 8):
        return Level.TYPO
    likeness = JaroWinkler.similarity(a, b)
    if likeness >= 0.88:
        return Level.NEAR
    if typos == 2 and longest >= 5:
        return Level.TWO_TYPOS
    if likeness >= 0.78:
        return Level.ALIKE
    return Level.SOME if a[0] == b[0] else Level.OTHER


def _share_a_part(one: Name, other: Name) -> bool:
    return any(len(part) > 2 and part in other.parts for part in one.parts)


def date_level(one: date | None, other: date | None) -> Level:
    """How well two birth dates agree: day and month exchanged, a digit, another year."""
    if one is None or other is None:
        return Level.MISSING
    if one == other:
        return Level.EQUAL
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return Level.SWAPPED
    typos = OSA.distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}", score_cutoff=2)
    if typos == 1:
        return Level.TYPO
    if one.year == other.year and (one.month == other.month or one.day == other.day):
        return Level.ALIKE
    if (one.month, one.day) == (other.month, other.day):
        return Level.SOME
    return Level.TWO_TYPOS if typos == 2 else Level.OTHER


def _code_level(one: str, other: str) -> Level:
    if not one or not other:
        return Level.MISSING
    if one == other:
        return Level.EQUAL
    if OSA.distance(one, other, score_cutoff=1) == 1:
        return Level.TYPO
    return Level.ALIKE if one[:2] == other[:2] else Level.OTHER


def _number_level(one: str, other: str) -> Level:
    if not one or not other:
        return Level.MISSING
    if one == other:
        return Level.EQUAL
    typos = OSA.distance(one, other, score_cutoff=2)
    return {1: Level.TYPO, 2: Level.TWO_TYPOS}.get(typos, Level.OTHER)
