"""JSON Schema of tracking.yaml, made from the motion engine's own lists of signals and choices."""

from typing import Any

from sinew.motion.exemplar import FEWEST_ROWS, MOST_ROWS
from sinew.motion.geometry import SIGNALS
from sinew.motion.pattern_fields import MOST_SIGNALS
from sinew.motion.tracking import CLOSING_SIGNALS, OPERATORS, Mode, Phase, Posture, Sides
from sinew.vocabulary import View

_NUMBER = {"type": "number"}
_OPTIONAL_NUMBER = {"type": ["number", "null"]}


def tracking_schema() -> dict[str, Any]:
    """The fields of a tracking definition; what contradicts itself is found by reading it."""
    signals = sorted(SIGNALS)
    views = [view.value for view in View if view is not View.UNKNOWN]
    view_list = {"type": "array", "items": {"enum": views}, "minItems": 1}
    bound = {
        "signal": {"enum": signals, "description": "What must be in the limits at the peak, or in a hold."},
        "low": _OPTIONAL_NUMBER,
        "high": _OPTIONAL_NUMBER,
        "reduce": {"enum": ["same", "largest"], "default": "same"},
    }
    fault = {
        "id": {"type": "string", "description": "An id of vocabulary/faults.yaml, or a name of your own."},
        "signal": {"enum": [*signals, *CLOSING_SIGNALS]},
        "op": {"enum": list(OPERATORS)},
        "threshold": _NUMBER,
        "phase": {"enum": [phase.value for phase in Phase], "default": Phase.ANY.value},
        "views": view_list,
        "at_once": {
            "type": "boolean",
            "default": False,
            "description": "Spoken of when first seen, not when it comes back.",
        },
    }
    fields = {
        "exercise": {"type": "string", "description": "The exercise's id; else the name of the file."},
        "signal": {
            "enum": signals,
            "description": "What is measured; the list is in docs/motion/tracking.md.",
        },
        "mode": {"enum": [mode.value for mode in Mode], "default": Mode.REPETITIONS.value},
        "start_deg": {**_NUMBER, "description": "The signal in the start position."},
        "target_deg": {
            **_NUMBER,
            "description": "The signal at the end of a full repetition, or in the hold.",
        },
        "sides": {"enum": [side.value for side in Sides], "default": Sides.BOTH.value},
        "movements": {"enum": [1, 2], "default": 1, "description": "How many movements make a repetition."},
        "views": view_list,
        "posture": {"enum": [posture.value for posture in Posture], "default": Posture.ANY.value},
        "hips_travel": {
            "type": "boolean",
            "default": False,
            "description": "The hips move on, as in a lunge.",
        },
        "min_s": {**_NUMBER, "exclusiveMinimum": 0, "default": 0.3},
        "max_s": {**_NUMBER, "exclusiveMinimum": 0, "default": 20},
        "hold_low_deg": _OPTIONAL_NUMBER,
        "hold_high_deg": _OPTIONAL_NUMBER,
        "lead": {
            "enum": [*signals, None],
            "description": "Whose limb it was: the one with the larger value.",
        },
        "bounds": {"type": "array", "items": _mapping(bound, "signal")},
        "faults": {"type": "array", "items": _mapping(fault, "id", "signal", "op", "threshold")},
        "signals": {
            "type": "array",
            "items": {"enum": signals},
            "minItems": 1,
            "maxItems": MOST_SIGNALS,
            "uniqueItems": True,
            "description": "Of a pattern: everything that is compared; the first is shown.",
        },
        "exemplar": {
            "type": "array",
            "items": {"type": "array", "items": _NUMBER, "minItems": 2},
            "minItems": FEWEST_ROWS,
            "maxItems": MOST_ROWS,
            "description": "Of a pattern: one repetition, rows of seconds and signals; else the figure's.",
        },
    }
    return {
        "title": "Tracking definition",
        **_mapping(fields),
        "if": {"properties": {"mode": {"const": Mode.PATTERN.value}}, "required": ["mode"]},
        "then": {"required": ["signals"]},
        "else": {"required": ["signal", "start_deg", "target_deg"]},
    }


def _mapping(fields: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(required),
        "additionalProperties": False,
    }
