"""The moving figure of an exercise as pages embed it; frontend/src/figure brings it to life."""

from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sinew.content import Exercise
from sinew.motion.figure import pose_svgs, still_svg
from sinew.motion.figure_knee import knees_to_compare
from sinew.motion.figure_standing import standing_svg


def figure_address(exercise: Exercise) -> str:
    """Where the drawer gets the animation; changes with the exercise, so that it may be kept for ever."""
    return reverse("library:figure", args=[exercise.version, exercise.id])


def figure_html(exercise: Exercise, size: str = "") -> SafeString:
    """The still strip, wrapped for the drawer; nothing for an exercise without figure.

    Args:
        size: ``small`` for lists, ``large`` for the exercise's own page, empty in between.
    """
    still = _still(exercise)
    if not still:
        return SafeString("")
    kind = f"figure figure--{size}" if size else "figure"
    return format_html('<div class="{}" data-figure-url="{}">{}</div>', kind, figure_address(exercise), still)


def knee_pictures(exercise: Exercise, angles_deg: tuple[int, ...]) -> tuple[SafeString, ...]:
    """The exercise's figure with the knee at each angle; nothing for an exercise without figure."""
    key = (exercise.id, exercise.version, angles_deg)
    if key not in _KNEES:
        movement = exercise.movement
        drawn = pose_svgs(knees_to_compare(movement, angles_deg)) if movement is not None else []
        _KNEES[key] = tuple(mark_safe(text) for text in drawn)  # noqa: S308 (drawn by us, from numbers)
    return _KNEES[key]


@cache
def standing_picture(seen_from: str) -> SafeString:
    """A standing person from the ``front`` or the ``back``, to point at where it hurts."""
    return mark_safe(standing_svg(seen_from, f"A person seen from the {seen_from}"))  # noqa: S308 (drawn by us)


def _still(exercise: Exercise) -> SafeString:
    key = (exercise.id, exercise.version)
    if key not in _DRAWN:
        text = still_svg(exercise.movement) if exercise.movement is not None else ""
        _DRAWN[key] = mark_safe(text)  # noqa: S308 (drawn by us, from numbers)
    return _DRAWN[key]


_DRAWN: dict[tuple[str, str], SafeString] = {}
"""Drawings by exercise and version: they take milliseconds each and never change."""
_KNEES: dict[tuple[str, str, tuple[int, ...]], tuple[SafeString, ...]] = {}
"""The same for the pictures of a knee to compare."""
