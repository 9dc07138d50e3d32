"""Runs a population over several processes; the result depends on the seed, never on how many ran it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from sinew.content import load
from sinew.program import Program
from sinew.simulation.life import begin
from sinew.simulation.parameters import Parameters, load_parameters
from sinew.simulation.record import MemberRecord
from sinew.simulation.report import Report
from sinew.simulation.safety import SafetyLimits, load_safety


def _say_nothing(_done: int) -> None:
    """No progress is told."""


CHUNK = 20
REPLAYED_EVERY = 25
"""Of so many members one is folded anew from all events, twice, and compared."""


@dataclass(frozen=True)
class World:
    """What all simulated members share."""

    program: Program
    numbers: Parameters
    limits: SafetyLimits
    content_version: str


@dataclass(frozen=True)
class _Order:
    """Some members to live through."""

    first: int
    count: int
    weeks: int
    seed: int


def load_world(root: Path) -> World:
    """The shipped program and the tables of the simulation.

    Raises:
        InputRefused: with every problem of the content or of the tables.
    """
    content = load(root)
    numbers = load_parameters(root, content.references)
    return World(content.program, numbers, load_safety(root), content.version)


def simulate(
    world: World,
    *,
    members: int,
    weeks: int,
    seed: int,
    jobs: int = 1,
    progress: Callable[[int], None] = _say_nothing,
) -> Report:
    """Live so many weeks with so many members.

    Args:
        progress: told how many members are done.
    """
    orders = [_Order(n, min(CHUNK, members - n), weeks, seed) for n in range(0, members, CHUNK)]
    records: list[MemberRecord] = []
    for some in _run(world, orders, jobs):
        records += some
        progress(len(records))
    return Report.of(
        records, weeks=weeks, seed=seed, limits=world.limits, content_version=world.content_version
    )


def _run(world: World, orders: list[_Order], jobs: int) -> Iterator[list[MemberRecord]]:
    if jobs == 1:
        yield from (_live(world, order) for order in orders)
        return
    with get_context().Pool(jobs, initializer=_Worker.begin, initargs=(world,)) as pool:
        yield from pool.imap(_Worker.run, orders)


class _Worker:
    """One process of a pool; it gets the world once."""

    world: World

    @classmethod
    def begin(cls, world: World) -> None:
        cls.world = world

    @classmethod
    def run(cls, order: _Order) -> list[MemberRecord]:
        return _live(cls.world, order)


def _live(world: World, order: _Order) -> list[MemberRecord]:
    return [
        begin(
            number,
            order.seed,
            world.program,
            world.numbers,
            world.limits,
            keeps_events=number % REPLAYED_EVERY == 0,
        ).live(order.weeks * 7)
        for number in range(order.first, order.first + order.count)
    ]
