"""What finding the body in a picture costs in Python, with the bundle the browser uses."""

import sys
import tempfile
import time
from pathlib import Path

import yaml

from sinew.content import default_root
from sinew.errors import SinewError
from sinew.motion.movement import movement_from_dict
from sinew.pose.render import Film, render
from sinew.pose.video import frames_of_video


def run() -> dict[str, float]:
    """Print a line and return milliseconds per picture; empty where video cannot be read."""
    figure = default_root() / "exercises" / "mini-squat" / "figure.yaml"
    movement = movement_from_dict(yaml.safe_load(figure.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        try:
            video = Path(folder) / "figure.mp4"
            pictures = render(movement, video, Film(repetitions=1, lead_in_s=1, tail_s=1))
            began = time.perf_counter()
            for _ in frames_of_video(video):
                pass
        except SinewError as reason:
            sys.stdout.write(f"Pose model in Python: left out, {reason}\n")
            return {}
    cost_ms = (time.perf_counter() - began) * 1000 / pictures
    sys.stdout.write(f"Pose model, full, in Python, 720 x 960 pictures\n  a picture {cost_ms:28.1f} ms\n")
    return {"python": cost_ms}
