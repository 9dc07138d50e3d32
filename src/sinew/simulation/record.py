"""What one simulated member leaves behind: only numbers that add up to tables."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class MemberRecord:
    """One simulated member.

    Attributes:
        presentation: what the engine said the answers fit best with.
        start: disposition on the first day.
        ended: ``in_program``, ``dropped_out``, ``referred`` or ``with_practitioner``.
        phase_days: days spent in each phase, by phase.
        left_phase: days the phase took, of those who went on from it.
        graduated_after: days until maintenance.
        injured_after: days of new injuries since the beginning.
        injured_after_graduation: days since graduation.
        planned, done: exercise sessions.
        reviews: times a practitioner had to look.
        weeks_active: weeks until the end or until somebody left.
        pain, capacity: of each week somebody was there; true pain at rest 0-10, capacity as a share.
    """

    kind: str
    presentation: str = ""
    start: str = ""
    ended: str = "in_program"
    phase_days: dict[str, int] = field(default_factory=dict)
    left_phase: dict[str, int] = field(default_factory=dict)
    graduated_after: int | None = None
    injured_after: list[int] = field(default_factory=list)
    injured_after_graduation: list[int] = field(default_factory=list)
    planned: int = 0
    done: int = 0
    reviews: int = 0
    weeks_active: float = 0
    pain: list[float] = field(default_factory=list)
    capacity: list[float] = field(default_factory=list)
    lights: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    breaches: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
