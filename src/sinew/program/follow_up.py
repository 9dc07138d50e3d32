"""What goes on beside the sessions: questions asked again, the day of a flare, and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sinew.program.conditions import Condition, condition_from, named_conditions
from sinew.program.levels import Level
from sinew.program.phases import Light
from sinew.program.values import Node, Range


@dataclass(frozen=True, slots=True)
class Check:
    """Questions that are asked again.

    Attributes:
        every_days: due when one of them was not answered for so many days; ``None``: not by time.
        on_days: due from these days after the intake until answered.
        after: due once after a ``flare``, or after an ``absence`` so long that the plan went two places down.
        phases: only in these; empty means in every phase.
        for_days: only so many days from the beginning of the phase; ``None`` means always.
    """

    id: str
    questions: tuple[str, ...]
    every_days: int | None
    on_days: tuple[int, ...]
    after: str
    phases: tuple[str, ...]
    for_days: int | None
    when: Condition | None
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flare:
    """When pain counts as a flare, and what a session is made of then.

    Attributes:
        rise: points more than when it was last told, if the pain is in the amber zone.
        days: how long sessions are reduced, the day it was told included.
        share: of the volume.
        rank_at_most: places of a higher rank are left out.
    """

    rise: float
    days: int
    share: float
    rank_at_most: int

    def is_one(self, light: Light, pain: float, before: float | None) -> bool:
        """Whether pain that has just been told is a flare."""
        has_risen = before is not None and pain - before >= self.rise
        return light is Light.RED or (light is Light.AMBER and has_risen)

    def lowered(self, level: Level) -> Level:
        """What a level becomes while it lasts: volume, range and load come off, for the day only."""
        return replace(level, share=min(level.share, self.share), range_step=0, load_step=0)


@dataclass(frozen=True, slots=True)
class Prognosis:
    """How long it may take, as a range of weeks until usual activity."""

    id: str
    when: Condition
    weeks: Range
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """All of ``follow-up.yaml``; a program without it asks nothing again and knows no flares."""

    checks: tuple[Check, ...] = ()
    flare: Flare | None = None
    prognoses: tuple[Prognosis, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule named here, so that content gives each a sentence."""
        return (*(check.id for check in self.checks), *(each.id for each in self.prognoses))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        asking = (*(check.when for check in self.checks), *(each.when for each in self.prognoses))
        return tuple(condition for condition in asking if condition is not None)


def follow_up_from(node: Node, shared: Mapping[str, Condition]) -> FollowUp:
    """Read ``follow-up.yaml``."""
    named = named_conditions(node.node("definitions", required=False), shared)
    return FollowUp(
        checks=tuple(_check(child, named) for child in node.nodes("checks", required=False)),
        flare=_flare(node.node("flare")) if "flare" in node else None,
        prognoses=tuple(_prognosis(child, named) for child in node.nodes("prognosis", required=False)),
    )


def _check(node: Node, named: Mapping[str, Condition]) -> Check:
    check = Check(
        id=node.text("id"),
        questions=node.texts("questions"),
        every_days=node.whole_or_none("every_days"),
        on_days=tuple(int(day) for day in node.raw("on_days", [])),
        after=node.text("after", ""),
        phases=node.texts("phases", ()),
        for_days=node.whole_or_none("for_days"),
        when=condition_from(node.node("when"), named) if "when" in node else None,
        source=node.texts("source", ()),
    )
    if check.after not in ("", "flare", "absence"):
        node.problems.add(f"{node.where}.after", "not-in-list", "expected flare or absence")
    node.refuse_unread()
    return check


def _flare(node: Node) -> Flare:
    flare = Flare(node.number("rise"), node.whole("days"), node.number("share"), node.whole("rank_at_most"))
    node.refuse_unread()
    return flare


def _prognosis(node: Node, named: Mapping[str, Condition]) -> Prognosis:
    prognosis = Prognosis(
        id=node.text("id"),
        when=condition_from(node.node("when"), named),
        weeks=node.range_or_none("weeks") or Range(0, 0),
        source=node.texts("source"),
    )
    node.refuse_unread()
    return prognosis
