"""What each level of agreement is worth, in bits, learned from pairs known to be one person or two."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sinew.roster.matching.agreement import Agreement, Level, Nicknames
from sinew.roster.matching.identity import Identity

FIELDS = ("first", "last", "born_on", "postal_code", "member_id", "national_id")
RAREST_BITS = 12.5
"""No name is worth more, however rare: a rare name is often a typing mistake."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Fellegi-Sunter weights.

    Attributes:
        bits: by field and level, log2 of how much more often it occurs between descriptions of one person
            than of two.
        crossed_bits: what exchanged names cost.
        names_equal: share of true pairs whose first and last name are equal, for names weighed by how rare
            they are.

    Source: Fellegi and Sunter 1969, doi 10.1080/01621459.1969.10501049.
    """

    bits: Mapping[str, Mapping[Level, float]]
    crossed_bits: float
    names_equal: tuple[float, float]

    def to_json(self) -> dict[str, object]:
        """As stored beside this module."""
        return {
            "bits": {
                field: {level.value: round(bits, 2) for level, bits in of.items()}
                for field, of in self.bits.items()
            },
            "crossed_bits": round(self.crossed_bits, 2),
            "names_equal": [round(share, 3) for share in self.names_equal],
        }


@cache
def default_weights() -> Weights:
    """The weights we ship; docs/matching.md says what they were learned from."""
    text = resources.files("sinew.roster.matching").joinpath("weights.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return Weights(
        bits={
            field: {Level(level): float(bits) for level, bits in of.items()}
            for field, of in data["bits"].items()
        },
        crossed_bits=float(data["crossed_bits"]),
        names_equal=(float(data["names_equal"][0]), float(data["names_equal"][1])),
    )


@cache
def default_nicknames() -> Nicknames:
    """English nicknames, both ways.

    Source: github.com/carltonnorthern/nicknames, Apache-2.0.
    """
    text = resources.files("sinew.roster.matching").joinpath("nicknames.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for line in text.splitlines()[1:]:
        name, nickname = line.upper().split(",")
        found.setdefault(name, set()).add(nickname)
        found.setdefault(nickname, set()).add(name)
    return {name: frozenset(others) for name, others in found.items()}


class NameFrequencies:
    """How often each name occurs on a roster: an equal rare name says more than an equal common one."""

    def __init__(self, listed: Iterable[Identity]) -> None:
        self._first: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        for one in listed:
            if one.first.whole:
                self._first[one.first.whole] += 1
            if one.last.whole:
                self._last[one.last.whole] += 1
        self._firsts, self._lasts = self._first.total(), self._last.total()

    def first(self, name: str) -> float:
        """Share of people with this first name, never zero."""
        return (self._first[name] + 0.5) / (self._firsts + 1)

    def last(self, name: str) -> float:
        """Share of people with this last name, never zero."""
        return (self._last[name] + 0.5) / (self._lasts + 1)


def name_bits(share_equal: float, frequency: float) -> float:
    """What an equal name is worth that this share of people bears."""
    return min(math.log2(share_equal / frequency), RAREST_BITS)


def learn(same: Iterable[Agreement], different: Iterable[Agreement]) -> Weights:
    """Weights from pairs known to be one person and pairs known to be two.

    Counts are raised by a half, so that what was never seen is rare and not impossible.
    """
    of_same, crossed, pairs = _count(same)
    of_different, _, _ = _count(different)
    bits: dict[str, dict[Level, float]] = {}
    for field in FIELDS:
        levels = sorted((of_same[field].keys() | of_different[field].keys()) - {Level.MISSING})
        ours = of_same[field].total() - of_same[field][Level.MISSING] + len(levels) / 2
        theirs = of_different[field].total() - of_different[field][Level.MISSING] + len(levels) / 2
        bits[field] = {
            level: math.log2(
                ((of_same[field][level] + 0.5) / ours) / ((of_different[field][level] + 0.5) / theirs)
            )
            for level in levels
        }
    equal = tuple(
        of_same[field][Level.EQUAL] / max(1, of_same[field].total() - of_same[field][Level.MISSING])
        for field in ("first", "last")
    )
    return Weights(bits, math.log2((crossed + 0.5) / (pairs + 1)), (equal[0], equal[1]))


def _count(agreements: Iterable[Agreement]) -> tuple[dict[str, Counter[Level]], int, int]:
    counts: dict[str, Counter[Level]] = {field: Counter() for field in FIELDS}
    crossed = pairs = 0
    for one in agreements:
        pairs += 1
        crossed += one.is_crossed
        for field in FIELDS:
            if one.is_crossed and field in ("first", "last"):
                continue
            counts[field][getattr(one, field)] += 1
    return counts, crossed, pairs
