"""A camera that a test directs: pictures of the filmed figure, drawn on a canvas whose stream the page gets.

Everything behind the camera is the real thing: the pose model, the engine, the player. Only *when* the person
moves, leaves or is filmed at six pictures a second is the test's to say, so a story waits for what it needs
and not for a clock. The camera path of Chromium itself (a film as the capture device) is in `test_story.py`.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FPS = 30
SCRIPT = Path(__file__).with_name("stage.js")
ADDRESS = "/test-stage/pictures"


@dataclass(frozen=True, slots=True)
class Reel:
    """One repetition of an exercise as JPEGs, and the same room without anybody in it.

    Attributes:
        jpegs: the pictures of a whole repetition at 30 a second, then those of `extra`.
        length: how many pictures the repetition has.
        angles_deg: how far the joint is truly bent in each of them.
        empty, cut_off: where the empty room and the person without feet are.
    """

    jpegs: tuple[bytes, ...]
    length: int
    angles_deg: tuple[float, ...]
    empty: int
    cut_off: int

    def at(self, angle_deg: float) -> int:
        """The first picture in which the joint is bent so far."""
        return next(index for index, deg in enumerate(self.angles_deg) if deg >= angle_deg)

    def whole(self) -> list[int]:
        """A full repetition."""
        return list(range(self.length))

    def partial(self, picture: int) -> list[int]:
        """Out as far as this picture, and back."""
        return [*range(picture), *range(picture, -1, -1)]

    @property
    def blob(self) -> bytes:
        """All pictures as one file, each with its length before it."""
        return b"".join(struct.pack("<I", len(jpeg)) + jpeg for jpeg in self.jpegs)


def film(exercise: str, *, joint: str, size: tuple[int, int] = (480, 640), pace: float = 1.0) -> Reel:
    """Film one repetition of an exercise's own figure; `joint` is the angle that tells how far it goes."""
    import cv2
    import numpy as np

    from sinew.cli.figures import movements
    from sinew.content import default_root
    from sinew.motion.synthetic import truth
    from sinew.pose.render import Film, pictures

    movement = movements(default_root())[exercise]
    moving = list(
        pictures(movement, Film(repetitions=1, lead_in_s=0, tail_s=0, pace=pace, size=size, fps=FPS))
    )
    first = moving[0]
    empty = np.repeat(first[:, :1], first.shape[1], axis=1)
    down = round(0.24 * first.shape[0])
    cut_off = np.vstack([empty[:down], first[:-down]])
    count = len(moving)
    angles_deg = tuple(truth(movement.body_at(index / FPS * pace))[joint] for index in range(count))
    return Reel(tuple(_jpegs([*moving, empty, cut_off], cv2)), count, angles_deg, count, count + 1)


def _jpegs(images: list[Any], cv2: Any) -> Iterator[bytes]:
    for image in images:
        yield cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()


class Stage:
    """The camera of one page, and the voice that the page speaks with."""

    def __init__(self, page: Page, origin: str, reel: Reel) -> None:
        self._page, self.reel = page, reel
        page.route(
            f"{origin}{ADDRESS}",
            lambda route: route.fulfill(body=reel.blob, content_type="application/octet-stream"),
        )
        page.add_init_script(path=SCRIPT)

    def play(self, pictures: list[int], *, fps: int = FPS) -> None:
        """Show these pictures from now on; the last one stays. Returns when it is shown."""
        self._page.evaluate("([pictures, fps]) => stage.play(pictures, fps)", [pictures, fps])

    def stand(self) -> None:
        """The person in the start posture."""
        self.play([0])

    def do(self, times: int, *, fps: int = FPS) -> None:
        """Whole repetitions, with a moment between them."""
        once = [*self.reel.whole(), *[0] * 9]
        step = FPS // fps
        self.play((once * times)[::step], fps=fps)

    def leave(self) -> None:
        """Nobody in the room."""
        self.play([self.reel.empty])

    def turn(self) -> None:
        """The phone is turned by a quarter: the picture is wide instead of tall."""
        self._page.evaluate("() => stage.turn()")

    def unplug(self) -> None:
        """The camera is gone, as when its cable is pulled."""
        self._page.evaluate("() => stage.unplug()")

    def hide(self, *, is_hidden: bool) -> None:
        """Another tab comes to the front, or this one again."""
        self._page.evaluate("isHidden => stage.hide(isHidden)", is_hidden)

    @property
    def tracks(self) -> list[str]:
        """The state of every camera track the page was ever given: ``live`` or ``ended``."""
        return list(self._page.evaluate("() => stage.tracks.map(track => track.readyState)"))

    @property
    def spoken(self) -> list[str]:
        """What was said, in order."""
        return list(self._page.evaluate("() => stage.spoken.map(({text}) => text)"))

    @property
    def overlaps(self) -> list[str]:
        """Lines that were begun while another was being said."""
        return list(self._page.evaluate("() => stage.overlaps"))
