"""What the camera measured, as people read it: an arc in steps of 5 degrees, and how far off it may be."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from sinew.apps.exercise.models import MeasuredSet
from sinew.apps.web.content import expected_error_deg
from sinew.motion.shown import rounded_deg
from sinew.motion.uncertainty import plus_minus, worst_of


def error_deg_of(sets: Iterable[MeasuredSet]) -> int | None:
    """What the angles of these sets are expected to be off by: the worst of them; ``None`` without angles."""
    return worst_of(
        expected_error_deg(one.exercise, one.joint, one.view, one.tracked_fraction)
        for one in sets
        if one.rom_deg is not None
    )


def arc_in_words(sets: Iterable[MeasuredSet]) -> str:
    """The arc a joint covered over these sets; empty where no angle was measured."""
    known = list(sets)
    arcs = [(one.rom_min_deg, one.rom_max_deg) for one in known if one.rom_deg is not None]
    low = min((start for start, _end in arcs if start is not None), default=None)
    high = max((end for _start, end in arcs if end is not None), default=None)
    return "" if low is None or high is None else about_arc(low, high, error_deg_of(known))


def about_arc(low: float, high: float, error_deg: int | None) -> str:
    """The arc between two angles in words: "about 5° to 70° (± 7°)"."""
    arc = _("about %(low)d° to %(high)d°") % {"low": rounded_deg(low), "high": rounded_deg(high)}
    return f"{arc} {plus_minus(error_deg)}".rstrip()
