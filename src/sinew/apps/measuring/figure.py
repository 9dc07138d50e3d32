"""The screenshot of a measurement: points of the body, drawn as the figure of lines. There is no picture."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sinew.apps.exercise.replay_page import Place, Still, drawn
from sinew.motion.live import STEP
from sinew.motion.trace import PARTS

HEIGHT = 1000
"""Height of the picture in units of the drawing."""
_LEFT_LEG = ("LEFT_HIP", "LEFT_KNEE", "LEFT_ANKLE")


class Skeleton:
    """A marked instant.

    Args:
        landmarks: as `VisitMeasurement` keeps them.
        side: the measured one, which is drawn in front; the better seen one where it is empty.
    """

    def __init__(self, landmarks: Mapping[str, Any], side: str = "") -> None:
        self._side = side
        numbers: list[int] = landmarks["p"] or []
        width = HEIGHT * landmarks["w"] / landmarks["h"]
        self._places: tuple[Place, ...] = tuple(
            (
                round(numbers[3 * part] * width / STEP),
                round(numbers[3 * part + 1] * HEIGHT / STEP),
                round(3 * numbers[3 * part + 2] / 100),
            )
            for part in PARTS
            if numbers
        )

    @cached_property
    def _box(self) -> tuple[int, int, int, int]:
        seen = [place for place in self._places if place[2]] or [(0, 0, 3), (HEIGHT, HEIGHT, 3)]
        xs, ys = [x for x, _, _ in seen], [y for _, y, _ in seen]
        margin = HEIGHT // 12
        left, top = min(xs) - margin, min(ys) - margin
        return left, top, max(xs) + margin - left, max(ys) + margin - top

    @property
    def view_box(self) -> str:
        return " ".join(map(str, self._box))

    @property
    def head_radius(self) -> int:
        return max(8, min(self._box[2], self._box[3]) // 14)

    @property
    def still(self) -> Still:
        """The lines to draw; none where nobody was seen."""
        stroke = max(6, max(self._box[2], self._box[3]) // 36)
        return drawn(self._places, stroke=stroke, is_left_near=self._is_left_near)

    @property
    def _is_left_near(self) -> bool:
        """Whether the left side is measured; where none is, whether its leg was seen no worse."""
        if self._side or not self._places:
            return self._side != "right"
        names = [part.name for part in PARTS]
        left = sum(self._places[names.index(name)][2] for name in _LEFT_LEG)
        right = sum(self._places[names.index(name.replace("LEFT", "RIGHT"))][2] for name in _LEFT_LEG)
        return left >= right
