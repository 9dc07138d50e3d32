"""How exactly an angle is shown to people: no finer than one camera can see it."""

import math
from typing import Literal

from sinew.motion.geometry import SIGNALS

Unit = Literal["°", "%"]

STEP_DEG = 5
"""Angles are shown in steps of this (docs/motion/accuracy.md, "Angles")."""


def unit_of(signal: str) -> Unit:
    """What a signal is counted in: ``°``, or ``%`` for a height; an unknown one is read as an angle."""
    known = SIGNALS.get(signal)
    return "%" if known is not None and known.unit == "pct" else "°"


def rounded_deg(angle_deg: float) -> int:
    """An angle in degrees to the nearest step, halves upward; `roundedDeg` of the player does the same."""
    return STEP_DEG * math.floor(angle_deg / STEP_DEG + 0.5)
