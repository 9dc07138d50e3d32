"""What the pose model saw of a video, kept by the content of both, so that a second look costs nothing."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from sinew.motion.frame import Frame
from sinew.pose.bundle import DEFAULT_BUNDLE
from sinew.pose.recording import read_recording, write_recording
from sinew.pose.video import frames_of_video

DEFAULT_FOLDER = DEFAULT_BUNDLE.parent / "landmarks"
Progress = Callable[[int, float | None], None]
"""Told how many frames are done, and how much of the file (0..1, ``None`` = not known)."""


def cached_frames(
    video: Path,
    *,
    folder: Path = DEFAULT_FOLDER,
    bundle: Path = DEFAULT_BUNDLE,
    progress: Progress | None = None,
) -> tuple[Frame, ...]:
    """The landmarks of a video, from the cache where this very video met this very model before.

    Raises:
        InputRefused: the file cannot be read as a video.
        PoseUnavailable: the video has to be read and something it needs is missing.
    """
    kept = folder / f"{_key(video, bundle)}.landmarks.jsonl" if video.is_file() else None
    if kept is not None and kept.is_file():
        return read_recording(kept)
    frames = []
    for frame, share in frames_of_video(video, bundle=bundle):
        frames.append(frame)
        if progress is not None:
            progress(len(frames), share)
    if kept is None:
        return tuple(frames)
    folder.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".partial")
    write_recording(partial, frames)
    partial.replace(kept)
    return read_recording(kept)


def _key(video: Path, bundle: Path) -> str:
    digest = sha256()
    for path in (video, bundle):
        if path.is_file():
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
    return digest.hexdigest()[:32]
