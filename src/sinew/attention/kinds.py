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
    STILL_STOPPED = "still-stopped"
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


class Waits(StrEnum):
    """Who may put a kind aside until a day."""

    NEVER = "never"
    THERAPIST = "therapist"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for one kind.

    Attributes:
        rank: 0 is the most urgent.
        due: hours from its beginning, or where the deadline comes from.
        can_wait: who may put it aside until a day.
    """

    rank: int
    evidence: Evidence
    due: float | Deadline
    can_wait: Waits

    def may_be_put_aside(self, *, by_therapist: bool) -> bool:
        """Whether a therapist, or somebody else of the team, may put it aside."""
        return self.can_wait is Waits.TEAM or (by_therapist and self.can_wait is Waits.THERAPIST)


@dataclass(frozen=True, slots=True)
class Rules:
    """Every number and order the ranking uses; nothing in this package has one of its own.

    Attributes:
        review_hours: how soon a practitioner looks at what nobody may decide alone.
        pain_points: a rise of average pain (0-10) that means something.
        pain_sessions: sessions averaged on each side when asking whether pain rises: one bad day is no trend.
        missed_days, silent_days: days without a session from which on it is missed, and silence.
        red_zone_days: for how long a session in the red zone is shown while nobody has read of it.
        still_stopped_days: days from which on a plan that a practitioner stopped is shown again.
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
    still_stopped_days: int
    worse_after: frozenset[str]
    no_improvement: str

    def __post_init__(self) -> None:
        if missing := set(Kind) - self.kinds.keys():
            raise ValueError(f"kinds: no rule for {', '.join(sorted(missing))}")
