"""Invented people of a sponsor as what they did when, and their exact counts."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sinew.disclosure import Counted, Facts, Quarter

NEVER = 5
"""After the four quarters of a year."""
YEAR = 2026


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """The quarter in which a person first counted as each; `NEVER` where not in this year."""

    enrolled: int
    started: int
    engaged: int
    reached: int
    told: int
    improved: int
    track: str = ""

    def counts_as(self, counted: Counted, quarter: int) -> bool:
        """Whether such a person counts as this by the end of a quarter."""
        return (
            quarter
            >= {
                Counted.ENROLLED: self.enrolled,
                Counted.STARTED: self.started,
                Counted.ENGAGED: self.engaged,
                Counted.REACHED: self.reached,
                Counted.TOLD_PAIN: self.told,
                Counted.IMPROVED: self.improved,
                Counted.TOLD_FUNCTION: NEVER,
                Counted.TOLD_SATISFACTION: NEVER,
            }[counted]
        )


def kinds(tracks: Sequence[str] = ("",)) -> list[Kind]:
    """Every kind of person there can be."""
    quarters = range(1, NEVER + 1)
    return [
        Kind(enrolled, started, engaged, reached, told, improved, track)
        for enrolled in quarters
        for started, engaged in product(quarters, repeat=2)
        for reached, told, improved in product(quarters, repeat=3)
        for track in (tracks if started < NEVER else tracks[:1])
        if enrolled <= started <= engaged and enrolled <= reached <= told <= improved
    ]


World = Mapping[Kind, int]


def size(world: World, belongs: Callable[[Kind], bool]) -> int:
    """How many people of a world are in a group."""
    return sum(count for kind, count in world.items() if belongs(kind))


def facts(world: World, quarter: int, covered: int, tracks: Sequence[str] = ()) -> Facts:
    """The exact facts at the end of a quarter."""
    return Facts(
        quarter=Quarter(YEAR, quarter),
        covered=covered,
        covered_in_year=covered,
        counts={
            counted: size(world, lambda kind, c=counted: kind.counts_as(c, quarter)) for counted in Counted
        },
        tracks=tuple(
            (name, size(world, lambda kind, n=name: kind.track == n and kind.started <= quarter))
            for name in tracks
        ),
    )


def small_world(dice: random.Random, every: Sequence[Kind], of: int) -> dict[Kind, int]:
    """A world of few kinds whose counts lie where steps begin and end, as that is where it hurts."""
    world = dict.fromkeys(every, 0)
    room = of
    for kind in dice.sample(list(every), dice.randint(1, 9)):
        count = min(dice.choice([0, 1, 1, 2, 3, 5, 9, 10, 11, 12, 20, 21, 30]), room)
        world[kind] += count
        room -= count
    return world


def groups(every: Iterable[Kind]) -> Iterator[tuple[str, list[Kind]]]:
    """Groups an attacker asks for: who is new in a quarter, who is at one stage and not at the next."""
    every = list(every)
    stages = ("enrolled", "started", "engaged", "reached", "told", "improved")
    for stage in stages:
        for quarter in range(1, NEVER):
            yield f"new {stage} {quarter}", [k for k in every if getattr(k, stage) == quarter]
    pairs = [
        ("enrolled", "started"),
        ("started", "engaged"),
        ("enrolled", "engaged"),
        ("enrolled", "reached"),
        ("reached", "told"),
        ("told", "improved"),
        ("reached", "improved"),
    ]
    for (outer, inner), quarter in product(pairs, range(1, NEVER)):
        yield (
            f"{outer}, not {inner} {quarter}",
            [k for k in every if getattr(k, outer) <= quarter < getattr(k, inner)],
        )
    for stage in stages:
        yield f"{stage} at all", [k for k in every if getattr(k, stage) < NEVER]
