"""Decides whether a claim is one person of a roster, with the evidence, or what else would settle it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from sinew.roster.matching.agreement import AGREEING, Agreement, Level, Nicknames, compare
from sinew.roster.matching.identity import Identity
from sinew.roster.matching.weights import FIELDS, NameFrequencies, Weights, name_bits

ODDS = 8
"""A match needs this many times more evidence than the number of people looked through asks for.

The smallest power of two that accepts nobody wrongly on FEBRL 3 (docs/matching.md)."""
MARGIN_BITS = 3.0
"""The second-best person must be eight times less likely; else it is not known which of the two it is."""
DOUBT_BITS = 8.0
"""This far below the threshold, one more detail can still settle it; further below, it is somebody else."""
FIELDS_NEEDED = 2
"""Of first name, last name, birth date, postal code and a number, so many must agree, whatever the score."""
_ELSEWHERE = frozenset({Level.ALIKE, Level.SOME, Level.TWO_TYPOS, Level.OTHER})

Key = TypeVar("Key")


class Verdict(StrEnum):
    """What the evidence allows."""

    MATCH = "match"
    ONE_MORE_DETAIL = "one_more_detail"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: a field, how it agrees and what that is worth."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a match, for operators and tests; a visitor never sees it.

    Attributes:
        key: of the person on the roster; ``None`` unless it is a match.
        bits: of the best person, ``None`` where nobody came near.
        threshold: what a match needs among so many lives.
        vetoes: rules that forbade a match whatever the score.
    """

    verdict: Verdict
    key: object | None
    bits: float | None
    threshold: float
    margin: float | None
    evidence: tuple[Evidence, ...]
    vetoes: tuple[str, ...]


def threshold(lives: int) -> float:
    """Bits a match needs among so many lives: each doubling asks for one bit more.

    Raises:
        ValueError: ``lives`` is below 1.
    """
    if lives < 1:
        raise ValueError("lives: at least 1")
    return math.log2(lives) + math.log2(ODDS)


def weigh(
    claimed: Identity,
    listed: Identity,
    agreement: Agreement,
    weights: Weights,
    frequencies: NameFrequencies | None = None,
) -> tuple[Evidence, ...]:
    """What each field says for (above zero) or against its being one person."""
    found = []
    for field in FIELDS:
        level: Level = getattr(agreement, field)
        if level is Level.MISSING:
            continue
        bits = _bits(weights, field, level)
        if level is Level.EQUAL and frequencies is not None and not agreement.is_crossed:
            if field == "first":
                bits = name_bits(weights.names_equal[0], frequencies.first(listed.first.whole))
            elif field == "last" and claimed.last.whole == listed.last.whole:
                bits = name_bits(weights.names_equal[1], frequencies.last(listed.last.whole))
        found.append(Evidence(field, level.value, round(bits, 2)))
    if agreement.is_crossed:
        found.append(Evidence("names", "exchanged", round(weights.crossed_bits, 2)))
    return tuple(found)


def _bits(weights: Weights, field: str, level: Level) -> float:
    of: Mapping[Level, float] = weights.bits.get(field, {})
    if level in of:
        return of[level]
    if level in AGREEING:  # never seen in the data: the least that speaks for it
        return min((bits for other, bits in of.items() if other in AGREEING and bits > 0), default=0.0)
    return min(0.0, *of.values()) if of else 0.0


def vetoes(claimed: Identity, listed: Identity, agreement: Agreement) -> tuple[str, ...]:
    """Why this pair may not be accepted, whatever its score."""
    found = []
    if claimed.first.is_placeholder or listed.first.is_placeholder or listed.last.is_placeholder:
        found.append("name-is-a-placeholder")
    if agreement.suffix_conflicts:
        found.append("another-suffix")
    if agreement.national_id not in (Level.EQUAL, Level.MISSING):
        found.append("another-social-security-number")
    number_agrees = agreement.member_id in AGREEING or agreement.national_id is Level.EQUAL
    names_agree = agreement.first in AGREEING or agreement.last in AGREEING
    if agreement.national_id is Level.EQUAL and not names_agree:
        found.append("social-security-number-under-another-name")
    if agreement.last in _ELSEWHERE and agreement.postal_code in _ELSEWHERE and not number_agrees:
        found.append("another-last-name-at-another-place")
    if agreement.fields_agreeing + number_agrees < FIELDS_NEEDED:
        found.append("too-few-fields-agree")
    return tuple(found)


def decide(
    claimed: Identity,
    candidates: Sequence[tuple[Key, Identity]],
    *,
    lives: int,
    weights: Weights,
    nicknames: Nicknames,
    frequencies: NameFrequencies | None = None,
) -> Decision:
    """Who of the candidates the claim is, if the evidence suffices.

    Args:
        candidates: everybody on the roster who shares a key of ``blocking`` with the claim.
        lives: people on the rosters that were looked through.
    """
    needed = threshold(lives)
    scored = []
    for key, listed in candidates:
        agreement = compare(claimed, listed, nicknames)
        evidence = weigh(claimed, listed, agreement, weights, frequencies)
        scored.append((sum(one.bits for one in evidence), key, listed, agreement, evidence))
    scored.sort(key=lambda one: one[0], reverse=True)
    if not scored:
        return Decision(Verdict.NO_MATCH, None, None, needed, None, (), ())
    bits, key, listed, agreement, evidence = scored[0]
    margin = bits - scored[1][0] if len(scored) > 1 else None
    found = list(vetoes(claimed, listed, agreement))
    if margin is not None and margin < MARGIN_BITS:
        found.append("two-people-fit")
    if agreement.first not in AGREEING and any(_could_be_twins(listed, other[2]) for other in scored[1:]):
        found.append("could-be-a-twin")
    if bits >= needed and not found:
        return Decision(Verdict.MATCH, key, bits, needed, margin, evidence, ())
    is_doubtful = bits >= needed - DOUBT_BITS
    verdict = Verdict.ONE_MORE_DETAIL if is_doubtful else Verdict.NO_MATCH
    return Decision(verdict, None, bits, needed, margin, evidence, tuple(found))


def _could_be_twins(one: Identity, other: Identity) -> bool:
    return (
        one.born_on is not None
        and one.born_on == other.born_on
        and (
            one.last.whole == other.last.whole
            or (bool(one.postal_code) and one.postal_code == other.postal_code)
        )
    )
