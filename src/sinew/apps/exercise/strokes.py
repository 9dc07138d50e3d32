"""Lines somebody drew on a replay, read from what a page sends; nothing but numbers within limits is kept."""

import json
from math import isfinite

from sinew.apps.exercise.errors import CommentRefused

MOST_STROKES, MOST_POINTS, LONGEST_TEXT = 12, 200, 60_000
DIGITS = 4
"""Places are kept to a ten-thousandth of the picture: a tenth of a pixel at 720 pixels."""

Stroke = list[float]
"""x, y, x, y, ... in shares of the picture's width and height, y down; at least two points."""


def read_strokes(text: str) -> list[Stroke]:
    """The lines in a JSON text; an empty text has none.

    Raises:
        CommentRefused: it is anything but a few short lines inside the picture.
    """
    if not text:
        return []
    if len(text) > LONGEST_TEXT:
        raise CommentRefused("The drawing is too long. Draw fewer or shorter lines.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise CommentRefused("The drawing could not be read. Draw it again.") from None
    if not isinstance(found, list):
        raise CommentRefused("The drawing could not be read. Draw it again.")
    if len(found) > MOST_STROKES:
        raise CommentRefused(f"A drawing has at most {MOST_STROKES} lines.")
    return [_stroke(row) for row in found]


def _stroke(row: object) -> Stroke:
    if not isinstance(row, list) or len(row) % 2 or not 4 <= len(row) <= 2 * MOST_POINTS:
        raise CommentRefused(f"A line has 2 to {MOST_POINTS} points.")
    if not all(_is_share(value) for value in row):
        raise CommentRefused("A line left the picture. Draw it again.")
    return [round(float(value), DIGITS) for value in row]


def _is_share(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and isfinite(value) and 0 <= value <= 1  # type: ignore[arg-type, operator]  # a number here
