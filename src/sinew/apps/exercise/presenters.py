"""What the camera measured, as a member reads it; therapists see the numbers themselves."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sinew.apps.exercise.models import MeasuredSet
from sinew.motion.shown import rounded_deg

CHANGE_DEG = 10
"""The smallest difference of two angles that is called a change (docs/motion/accuracy.md, "Angles")."""


def arc_in_words(sets: Iterable[MeasuredSet]) -> str:
    """The arc a joint covered over these sets; empty where no angle was measured."""
    arcs = [(one.rom_min_deg, one.rom_max_deg) for one in sets if one.rom_deg is not None]
    low = min((start for start, _end in arcs if start is not None), default=None)
    high = max((end for _start, end in arcs if end is not None), default=None)
    return "" if low is None or high is None else about_arc(low, high)


def about_arc(low: float, high: float) -> str:
    """The arc between two angles in words: "about 5° to 70°"."""
    return _("about %(low)d° to %(high)d°") % {"low": rounded_deg(low), "high": rounded_deg(high)}
