"""What measuring in a visit is given as JSON; `frontend/src/contract/measuring.ts` is made from it."""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from sinew.apps.exercise.session_types import AssetAddresses
from sinew.motion.shown import Unit
from sinew.motion.uncertainty import ErrorRow
from sinew.vocabulary import Side


class MeasureOffered(TypedDict):
    """Something that can be measured.

    `value` is `shown_from` less the angle where that is given, else the angle. `sides` is empty where a
    measure has none; `errors` what it is expected to be off by.
    """

    id: str
    label: str
    signal: str
    sides: list[Side]
    shown_from: float | None
    is_test: bool
    errors: list[ErrorRow]


class ExerciseOffered(TypedDict):
    """An exercise of the plan that can be counted; `tracking` is for `sinew.motion`."""

    exercise: str
    name: str
    side: Side
    unit: Unit
    tracking: Mapping[str, Any]
    start_position: str
    cues: Mapping[str, str]
    errors: list[ErrorRow]


class EntryTold(TypedDict):
    """An entry of this visit's record in words; an address is empty where nothing can be done there."""

    id: str
    kind: Literal["measurement", "set"]
    says: str
    quality: str
    note: str
    strike_reason: str
    is_used: bool
    strike_url: str
    use_url: str


class MeasuringSetup(TypedDict):
    """Everything the panel needs; `angles` are the names of a frame's angles, in its order."""

    angles: list[str]
    may_record: bool
    measures: list[MeasureOffered]
    exercises: list[ExerciseOffered]
    prompts: Mapping[str, str]
    assets: AssetAddresses
    mark_url: str
    sets_url: str
    entries: list[EntryTold]
