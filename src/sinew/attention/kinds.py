"""The kinds of reason there are, and what a clinical lead sets for them: order, deadlines and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sinew.vocabulary import Evidence


class Kind(StrEnum):
    """Why a member needs the care team. Which is more urgent is said by `Rules`."""

    ALARM = "alarm"
    EMERGENCY = "emergency"
    URGENT = "urgent"
    FIRST_REVIEW = "first-review"
    PAUSED = "paused"
    RED_ZONE = "red-zone"
    WORSE_AFTER = "worse-after"
    MESSAGE = "message"
    SIGN_OFF = "sign-off"
    NO_IMPROVEMENT = "no-improvement"
    TOLD = "told"
    RISING_PAIN = "rising-pain"
    MISSED = "missed"
    SILENT = "silent"
    OUTCOME_DUE = "outcome-due"
    INTAKE_OPEN = "intake-open"


class Deadline(StrEnum):
    """Where a deadline comes from, where it is no number of hours of its own."""

    FLAG = "flag"
    REVIEW = "review"
    OFFICE_HOURS = "office-hours"
    SCHEDULE = "schedule"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for one kind.

    Attributes:
        rank: 0 is the most urgent.
        due: hours from its beginning, or where the deadline comes from.
        can_wait: whether a practitioner may put it aside until a day.
    """

    rank: int
    evidence: Evidence
    due: float | Deadline
    can_wait: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number and order the ranking uses; nothing in this package has one of its own.

    Attributes:
        review_hours: how soon a practitioner looks at what nobody may decide alone.
        pain_points: a rise of average pain (0-10) that means something.
        pain_sessions: sessions averaged on each side when asking whether pain rises: one bad day is no trend.
        missed_days, silent_days: days without a session from which on it is missed, and silence.
        red_zone_days: for how long a session in the red zone is shown while nobody has read of it.
        worse_after: the program's rules about pain on the day after that the team reads.
        no_improvement: the program's rule about a plan that has not helped by its time.
    """

    kinds: Mapping[Kind, KindRule]
    review_hours: float
    pain_points: float
    pain_sessions: int
    missed_days: float
    silent_days: float
    red_zone_days: int
    worse_after: frozenset[str]
    no_improvement: str

    def __post_init__(self) -> None:
        if missing := set(Kind) - self.kinds.keys():
            raise ValueError(f"kinds: no rule for {', '.join(sorted(missing))}")
