"""Why a change does not fit, and whether a stated reason can lift that."""

from dataclasses import dataclass
from typing import Any

from sinew.program.events import PractitionerDecision
from sinew.program.reasons import Reason


@dataclass(frozen=True, slots=True)
class Objection:
    """One limit a change goes beyond; a hard one stands whatever reason is stated."""

    reason: Reason
    is_hard: bool

    def to_json(self) -> dict[str, Any]:
        return {**self.reason.to_json(), "hard": self.is_hard}


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that was left out, and everything that speaks against it."""

    decision: PractitionerDecision
    objections: tuple[Objection, ...]

    @property
    def can_be_stated(self) -> bool:
        """Whether a stated reason would let it pass."""
        return not any(objection.is_hard for objection in self.objections)
