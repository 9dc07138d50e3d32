"""Films of the figure as the real pose model reads them; what it saw is kept under build/.

An exercise on hands and knees is filmed with the solid body of :mod:`tests.floor.solid`, every other one with
the flat drawing. The page that ``--publish`` writes says why, and what the flat drawing gave.
"""

import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from sinew import motion
from sinew.motion.frame import Frame, frame_from_dict
from sinew.motion.movement import Movement
from sinew.motion.tracking import Posture
from sinew.pose import render as rendering
from sinew.pose.recording import recording_lines
from sinew.pose.render import Film, render
from sinew.pose.video import frames_of_video
from tests.floor import scenes, solid
from tests.floor.watched import write
from tests.proof.library import REPOSITORY, definition_of, movement_of

CACHE = REPOSITORY / "build" / "figure-landmarks"
FPS = 15
"""Half of what a phone delivers: what is counted at this rate is counted at 30 too."""
LEAD_IN_S, TAIL_S = 1.5, 1.5
_LONG_S = 8.0
_PHONE = scenes.BY_NAME["side"]


class Shown(Enum):
    """The test person of a film."""

    FLAT = "flat"
    SOLID = "solid"


def shown_in(exercise: str) -> Shown:
    """Who is filmed: the rule by posture, whatever comes of it."""
    on_hands_and_knees = definition_of(exercise).posture is Posture.HANDS_AND_KNEES
    return Shown.SOLID if on_hands_and_knees else Shown.FLAT


def loops_of(movement: Movement) -> int:
    """How often a movement is filmed: three times, or twice where one loop is long."""
    return 2 if movement.duration_s > _LONG_S else 3


def frames_of(exercise: str, shown: Shown | None = None) -> tuple[Frame, ...]:
    """What the pose model sees of an exercise's own figure; filmed once for each figure and drawing.

    Args:
        exercise: whose figure is filmed.
        shown: the test person, if not the one of :func:`shown_in`.
    """
    person = shown or shown_in(exercise)
    name = exercise if person is Shown.FLAT else f"{exercise}-solid"
    kept = CACHE / f"{name}-{_key(exercise, person)}.landmarks.jsonl.gz"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{name}-????????????.landmarks.jsonl.gz"):
            old.unlink()
        frames = _watched(exercise, person)
        unfinished = kept.with_suffix(".tmp")
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            file.writelines(recording_lines(frames))
        unfinished.replace(kept)
    with gzip.open(kept, "rt", encoding="utf-8") as lines:
        return tuple(frame_from_dict(json.loads(line)) for line in lines)


def _watched(exercise: str, person: Shown) -> list[Frame]:
    movement = movement_of(exercise)
    film = Film(repetitions=loops_of(movement), lead_in_s=LEAD_IN_S, tail_s=TAIL_S, fps=FPS)
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "figure.mp4"
        if person is Shown.SOLID:
            write(video, _solid_pictures(exercise, film), FPS)
        else:
            render(movement, video, film)
        return [seen.frame for seen in frames_of_video(video)]


def _solid_pictures(exercise: str, film: Film) -> Iterator[solid.Image]:
    """The solid body moves as the flat one does; the phone stands beside it as in the floor films."""
    movement, room = movement_of(exercise), solid.Room(*scenes.lens_of(exercise, _PHONE))
    moving_s, seen, picture = film.repetitions * movement.duration_s, None, None
    for index in range(round((film.lead_in_s + moving_s + film.tail_s) * film.fps)):
        into_s = min(max(index / film.fps - film.lead_in_s, 0.0), moving_s)
        body = movement.body_at(0.0 if into_s >= moving_s else into_s)
        if picture is None or seen != body.points:
            seen, picture = body.points, room.picture(body)
        yield picture


def _key(exercise: str, person: Shown) -> str:
    """Changes with the figure, with the body and its drawing, and with how it is filmed."""
    total = hashlib.sha256((REPOSITORY / f"content/exercises/{exercise}/figure.yaml").read_bytes())
    package = Path(motion.__file__).parent
    flat = [*package.glob("figure*.py"), Path(rendering.__file__)]
    drawing = [Path(solid.__file__)] if person is Shown.SOLID else flat
    for path in sorted([*drawing, *package.glob("movement*.py"), package / "body.py"]):
        total.update(path.read_bytes())
    if person is Shown.SOLID:
        total.update(repr(scenes.lens_of(exercise, _PHONE)).encode())
    total.update(repr((FPS, LEAD_IN_S, TAIL_S, _LONG_S)).encode())
    return total.hexdigest()[:12]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(f"{name} {len(frames_of(name))}\n")
        sys.stdout.flush()
