"""What the pose model sees of the floor films; kept under build/, like the landmarks of tests/proof."""

import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from sinew.motion.frame import Frame, Landmark, frame_from_dict
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.recording import recording_lines
from sinew.pose.video import frames_of_video
from tests.floor import scenes, solid
from tests.floor.scenes import FPS, Condition
from tests.floor.solid import Image
from tests.proof.library import REPOSITORY

CACHE = REPOSITORY / "build" / "floor-landmarks"


def frames_of(
    exercise: str, condition: Condition, *, model: str = "full", quarter_turns: int = 0
) -> tuple[Frame, ...]:
    """The landmarks of one film, from the cache where they were seen before.

    Args:
        exercise: whose figure is filmed.
        condition: how the phone stands.
        model: ``full`` or ``heavy``.
        quarter_turns: how often the picture is turned counterclockwise before the model sees it; the
            landmarks are turned back.
    """
    key = _key(exercise, condition, model, quarter_turns)
    kept = CACHE / f"{exercise}-{key}.landmarks.jsonl.gz"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        frames = _watched(exercise, condition, model, quarter_turns)
        unfinished = kept.with_suffix(".tmp")
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            file.writelines(recording_lines(frames))
        unfinished.replace(kept)
    with gzip.open(kept, "rt", encoding="utf-8") as lines:
        return tuple(frame_from_dict(json.loads(line)) for line in lines)


def _watched(exercise: str, condition: Condition, model: str, quarter_turns: int) -> list[Frame]:
    bundle = DEFAULT_BUNDLE.with_name(f"pose_landmarker_{model}.task")
    times = [moment.t_ms for moment in scenes.moments(exercise, condition)]
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "floor.mp4"
        write(video, (np.rot90(image, quarter_turns) for image in scenes.film(exercise, condition)), FPS)
        seen = [item.frame for item in frames_of_video(video, bundle=bundle)]
    turned = [_turned_back(frame, quarter_turns) for frame in seen]
    return [
        Frame(t_ms, frame.width, frame.height, frame.image, frame.world)
        for t_ms, frame in zip(times, turned, strict=True)
    ]


def write(video: Path, pictures: Iterable[Image], fps: int) -> None:
    """Write pictures of one size (red, green, blue) as a film."""
    codec: Any = cv2.VideoWriter.fourcc(*"mp4v")
    writer = None
    for picture in pictures:
        if writer is None:
            writer = cv2.VideoWriter(str(video), codec, fps, (picture.shape[1], picture.shape[0]))
        writer.write(np.ascontiguousarray(picture[..., ::-1]))
    if writer is not None:
        writer.release()


def _turned_back(frame: Frame, quarter_turns: int) -> Frame:
    """Landmarks of a picture that was turned counterclockwise, as of the picture before."""
    width, height, image, world = frame.width, frame.height, frame.image, frame.world
    for _ in range(quarter_turns % 4):
        width, height = height, width
        image = image and tuple([Landmark(1 - p.y, p.x, p.z, p.visibility) for p in image])
        world = world and tuple([Landmark(-p.y, p.x, p.z, p.visibility) for p in world])
    return Frame(frame.t_ms, width, height, image, world)


def _key(exercise: str, condition: Condition, model: str, quarter_turns: int) -> str:
    """Changes with what the person does, where the phone stands, how both are drawn, and what looks at it."""
    lens, middle = scenes.lens_of(exercise, condition)
    bodies = [sorted(moment.body.points.items()) for moment in scenes.moments(exercise, condition)]
    total = hashlib.sha256(Path(solid.__file__).read_bytes())
    total.update(repr((FPS, lens, middle, condition.mirrored, bodies, model, quarter_turns)).encode())
    return total.hexdigest()[:16]
