"""The tracked exercises of the library with their figures."""

from functools import cache
from pathlib import Path

import yaml

from sinew.motion.demonstrated import demonstrated
from sinew.motion.movement import Movement, movement_from_dict
from sinew.motion.tracking import Mode, TrackingDefinition, tracking_from_dict

REPOSITORY = Path(__file__).resolve().parents[2]
EXERCISES = REPOSITORY / "content" / "exercises"


def tracked() -> tuple[str, ...]:
    """Ids of every exercise with a tracking definition."""
    return tuple(sorted(file.parent.name for file in EXERCISES.glob("*/tracking.yaml")))


@cache
def movement_of(exercise: str) -> Movement:
    """The exercise's own figure."""
    return movement_from_dict(yaml.safe_load((EXERCISES / exercise / "figure.yaml").read_text("utf-8")))


@cache
def definition_of(exercise: str) -> TrackingDefinition:
    """The exercise's tracking definition."""
    definition = tracking_from_dict(
        yaml.safe_load((EXERCISES / exercise / "tracking.yaml").read_text("utf-8"))
    )
    return demonstrated(definition, movement_of(exercise)) if definition.mode is Mode.PATTERN else definition
