"""Words and ticks for the page where people choose what they hear."""

from collections.abc import Collection
from dataclasses import dataclass

from sinew.apps.accounts.models import User
from sinew.notices import CATALOGUE, Channel, Kind

LABELS = {Channel.EMAIL: "E-mail", Channel.PUSH: "Push"}


@dataclass(frozen=True, slots=True)
class Tick:
    """One kind on one channel.

    Attributes:
        is_fixed: whether it cannot be turned off.
    """

    value: str
    label: str
    is_on: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind with its channels."""

    kind: Kind
    ticks: tuple[Tick, ...]


def rows_of(user: User, off: Collection[tuple[str, Channel]]) -> list[KindRow]:
    """What this person may hear of, as they chose it."""
    return [KindRow(kind, _ticks(kind, off)) for kind in CATALOGUE if user.role in kind.roles]


def _ticks(kind: Kind, off: Collection[tuple[str, Channel]]) -> tuple[Tick, ...]:
    return tuple(
        Tick(
            value=f"{kind.id}:{channel}",
            label=LABELS[channel],
            is_on=not kind.can_turn_off(channel) or (kind.id, channel) not in off,
            is_fixed=not kind.can_turn_off(channel),
        )
        for channel in Channel
        if channel in kind.channels
    )
