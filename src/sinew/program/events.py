"""What can happen to a care plan: exercise sessions, mornings, check-ins, tests, practitioners' decisions."""

from dataclasses import dataclass, field
from datetime import date

from sinew.program.conditions import Answers
from sinew.program.tailoring.changes import TAILORING, Change
from sinew.vocabulary import Side


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """What was done of one exercise; ``None`` where nobody said.

    Attributes:
        pain, effort: 0-10.
        form_faults_fraction: share of repetitions with a form fault, 0-1.
    """

    exercise: str
    side: Side | None = None
    sets_done: float | None = None
    repetitions_done: float | None = None
    hold_s_done: float | None = None
    pain: float | None = None
    effort: float | None = None
    form_faults_fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a day; ``note`` is free text that may go with it."""

    on: date
    note: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class SessionResult(Happening):
    """One exercise session that was done; ``completed_fraction`` 0-1, pain and effort 0-10."""

    exercises: tuple[ExerciseResult, ...] = ()
    pain_before: float | None = None
    pain_during: float | None = None
    pain_after: float | None = None
    effort: float | None = None
    completed_fraction: float = 1.0
    comment: str = ""

    @property
    def tells_pain(self) -> bool:
        """Whether anybody said how it felt; without that a session is never called good."""
        told = (self.pain_during, self.pain_after, *(each.pain for each in self.exercises))
        return any(pain is not None for pain in told)

    @property
    def was_declined(self) -> bool:
        """Nothing was begun: the person looked at the session and said "not today"."""
        told = (self.pain_during, self.pain_after, self.effort)
        began = any(e.sets_done or e.pain is not None for e in self.exercises)
        return self.completed_fraction == 0 and not began and all(value is None for value in told)


@dataclass(frozen=True, slots=True)
class Morning(Happening):
    """The answer to "compared with your usual morning"."""

    compared: str


@dataclass(frozen=True, slots=True)
class CheckIn(Happening):
    """Newly given answers to questions of the intake or of the program."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class TestResult(Happening):
    """A test that was done; units are those of its definition, pain 0-10."""

    test: str
    value: float
    side: Side | None = None
    pain: float | None = None

    __test__ = False


@dataclass(frozen=True, slots=True)
class StruckTest:
    """Names the result of one test, on one side and day, that turned out to be wrong."""

    test: str
    done_on: date
    side: Side | None = None

    def is_of(self, result: TestResult) -> bool:
        """Whether this is the result that is meant."""
        return (result.test, result.on, result.side) == (self.test, self.done_on, self.side)


@dataclass(frozen=True, slots=True)
class PractitionerDecision(Happening):
    """What a practitioner decided; the fields beside ``decision`` belong to single decisions.

    Attributes:
        struck: the test result that counts no more.
        change: what a decision of `TAILORING` changes; ``None`` for the others.
        override: the reason is meant to lift the limits that a reason can lift.
    """

    decision: str
    scope: str = "program"
    phase: str | None = None
    exercise: str | None = None
    reason: str = ""
    change: Change | None = None
    override: bool = False
    struck: StruckTest | None = None

    @property
    def is_tailoring(self) -> bool:
        """Whether it can be taken back as one of the latest changes."""
        return self.change is not None or self.decision == "exclude_exercise"


Event = SessionResult | Morning | CheckIn | TestResult | PractitionerDecision

DECISIONS = (
    "cleared",
    "hold",
    "progress",
    "regress",
    "set_phase",
    "exclude_exercise",
    "strike_test",
    "stop",
    *TAILORING,
)
SCOPES = ("program", "running", "sprinting", "sport")
COMPARED = ("better", "same", "+1", "+2", "+3")
