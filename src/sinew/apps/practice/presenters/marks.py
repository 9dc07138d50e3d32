"""What charts mark on a member's page: new phases, and what practitioners decided."""

from collections.abc import Iterator, Sequence

from sinew.apps.care.models import Adjustment, CareEvent
from sinew.apps.practice.presenters.timeline import DECISIONS
from sinew.apps.web.charts import Mark

DECIDED = "◆"


def marks_of(adjustments: Sequence[Adjustment]) -> list[Mark]:
    """Phases from the day they began, and decisions; oldest first.

    Args:
        adjustments: decisions about a plan, newest first, with their events.
    """
    return list(_marks(adjustments[::-1]))


def _marks(decided: Sequence[Adjustment]) -> Iterator[Mark]:
    phase = ""
    for one in decided:
        if one.phase and one.phase != phase:
            yield Mark(one.on, one.phase, f"{one.on:%b %-d}: phase {one.phase}", "phase")
        phase = one.phase or phase
        if one.event is not None and one.event.type == CareEvent.Type.PRACTITIONER:
            made = one.event.payload["decision"]
            yield Mark(one.on, DECIDED, f"{one.on:%b %-d}: {DECISIONS.get(made, made)}", "decision")
