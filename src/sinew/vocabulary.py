"""Words the whole code base shares; each concept has one (docs/glossary.md)."""

from enum import StrEnum


class Side(StrEnum):
    """Where on the body: left, right or both."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def other(self) -> "Side":
        """The opposite side; both stays both."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}[self]


class Disposition(StrEnum):
    """What triage decides may happen next, most urgent first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    PRACTITIONER_FIRST = "practitioner_first"
    NOT_ELIGIBLE = "not_eligible"
    SELF_CARE = "self_care"


class Outcome(StrEnum):
    """What a decision does to a care plan."""

    START = "start"
    PROGRESS = "progress"
    KEEP = "keep"
    REGRESS = "regress"
    PAUSE_FOR_PRACTITIONER = "pause_for_practitioner"
    STOP_AND_REFER = "stop_and_refer"

    @property
    def waits_for_team(self) -> bool:
        """No session is given until somebody on the care team has looked."""
        return self in (Outcome.PAUSE_FOR_PRACTITIONER, Outcome.STOP_AND_REFER)


class Evidence(StrEnum):
    """How well a clinical fact is supported.

    ``design`` is a proposal of ours that a clinician has to sign off.
    """

    PUBLISHED = "published"
    EXPERT = "expert"
    DESIGN = "design"


class View(StrEnum):
    """From where the camera sees the body."""

    SIDE = "side"
    FRONT = "front"
    OBLIQUE = "oblique"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """Who a signed-in person is to the software."""

    MEMBER = "member"
    PHYSICAL_THERAPIST = "physical_therapist"
    COACH = "coach"
    CLINICAL_EDITOR = "clinical_editor"
    SPONSOR_MANAGER = "sponsor_manager"
    OPERATOR = "operator"
