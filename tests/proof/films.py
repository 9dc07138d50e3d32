"""Films of the figure as the real pose model reads them; what it saw is kept under build/."""

import gzip
import hashlib
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sinew import motion
from sinew.motion.frame import Frame, frame_from_dict
from sinew.motion.movement import Movement
from sinew.pose import render as rendering
from sinew.pose.recording import recording_lines
from sinew.pose.render import Film, render
from sinew.pose.video import frames_of_video
from tests.proof.library import REPOSITORY, movement_of

CACHE = REPOSITORY / "build" / "figure-landmarks"
FPS = 15
"""Half of what a phone delivers: what is counted at this rate is counted at 30 too."""
LEAD_IN_S, TAIL_S = 1.5, 1.5
_LONG_S = 8.0


def loops_of(movement: Movement) -> int:
    """How often a movement is filmed: three times, or twice where one loop is long."""
    return 2 if movement.duration_s > _LONG_S else 3


def frames_of(exercise: str) -> tuple[Frame, ...]:
    """What the pose model sees of an exercise's own figure; filmed once for each figure and drawing."""
    kept = CACHE / f"{exercise}-{_key(exercise)}.landmarks.jsonl.gz"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{exercise}-????????????.landmarks.jsonl.gz"):
            old.unlink()
        frames = _watched(movement_of(exercise))
        unfinished = kept.with_suffix(".tmp")
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            file.writelines(recording_lines(frames))
        unfinished.replace(kept)
    with gzip.open(kept, "rt", encoding="utf-8") as lines:
        return tuple(frame_from_dict(json.loads(line)) for line in lines)


def _watched(movement: Movement) -> Sequence[Frame]:
    film = Film(repetitions=loops_of(movement), lead_in_s=LEAD_IN_S, tail_s=TAIL_S, fps=FPS)
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "figure.mp4"
        render(movement, video, film)
        return [seen.frame for seen in frames_of_video(video)]


def _key(exercise: str) -> str:
    """Changes with the figure, with the body and its drawing, and with how it is filmed."""
    total = hashlib.sha256((REPOSITORY / f"content/exercises/{exercise}/figure.yaml").read_bytes())
    package = Path(motion.__file__).parent
    drawing = [*package.glob("figure*.py"), *package.glob("movement*.py"), package / "body.py"]
    for path in sorted([*drawing, Path(rendering.__file__)]):
        total.update(path.read_bytes())
    total.update(repr((FPS, LEAD_IN_S, TAIL_S, _LONG_S)).encode())
    return total.hexdigest()[:12]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(f"{name} {len(frames_of(name))}\n")
        sys.stdout.flush()
