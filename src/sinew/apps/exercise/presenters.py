"""What the camera measured, as a member reads it; therapists see the numbers themselves."""

from django.utils.translation import gettext as _

from sinew.motion.shown import rounded_deg

CHANGE_DEG = 10
"""The smallest difference of two angles that is called a change (docs/motion/accuracy.md, "Angles")."""


def about_deg(value: float) -> str:
    """An angle in words: "about 70°"."""
    return _("about %(deg)d°") % {"deg": rounded_deg(value)}


def about_arc(low: float, high: float) -> str:
    """The arc between two angles in words: "about 5° to 70°"."""
    return _("about %(low)d° to %(high)d°") % {"low": rounded_deg(low), "high": rounded_deg(high)}
