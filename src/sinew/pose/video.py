"""Recorded video to frames of landmarks, with the same model bundle the browser uses.

Needs the optional ``video`` extra (mediapipe, OpenCV) and the graphics libraries mediapipe links to;
where they are missing, the error says how to install them.
"""

import importlib
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, NamedTuple

from sinew.errors import InputRefused, Problem, SinewError
from sinew.motion.frame import Frame, Landmark
from sinew.pose.bundle import DEFAULT_BUNDLE

RAW_JPEG_FPS = 30.0
"""A raw ``.mjpeg`` stream carries no rate; Chromium plays it as a camera at 30 frames a second."""
_READ_AHEAD = 4


class PoseUnavailable(SinewError):
    """Video cannot be read on this machine as it is; the message says what to install."""


class VideoFrame(NamedTuple):
    """One frame and how far through the file it is (0..1, ``None`` where the length is not known)."""

    frame: Frame
    progress: float | None


def frames_of_video(path: Path, *, bundle: Path = DEFAULT_BUNDLE) -> Iterator[VideoFrame]:
    """Read a video and find the person in every frame; landmarks are unmirrored.

    Raises:
        InputRefused: the file cannot be read as a video.
        PoseUnavailable: a package, a system library or the model bundle is missing.
    """
    if not path.is_file():
        raise InputRefused((Problem(str(path), "unreadable-file", "no such file"),))
    if not _is_film(path):
        raise _not_a_video(path)
    cv2, mediapipe = _cv2(), _mediapipe()
    if not bundle.is_file():
        raise PoseUnavailable(f"The pose model {bundle} is missing: run `make build/{bundle.name}`.")
    with _quiet():
        capture = cv2.VideoCapture(str(path))
    try:
        fps = RAW_JPEG_FPS if path.suffix == ".mjpeg" else float(capture.get(cv2.CAP_PROP_FPS) or 0.0)
        total = int(capture.get(cv2.CAP_PROP_FRAME_COUNT) or 0)
        if not capture.isOpened() or fps <= 0:
            raise _not_a_video(path)
        shown = 0
        clock = _Clock(fps, trusts_file=path.suffix != ".mjpeg")
        pictures = _ahead(_pictures(capture, cv2, clock))
        with _Landmarker(mediapipe, bundle) as landmarker, closing(pictures):
            for t_ms, picture in pictures:
                frame = landmarker.find(picture, t_ms)
                shown += 1
                yield VideoFrame(frame, min(1.0, shown / total) if total > 0 else None)
        if clock.count == 0:
            raise _not_a_video(path)
    finally:
        capture.release()


def _ahead(pictures: Iterator[tuple[int, Any]]) -> Generator[tuple[int, Any], None, None]:
    """The same pictures, read a few ahead by a second thread: the model need not wait for the decoder."""
    with ThreadPoolExecutor(1) as decoder:
        waiting = deque(decoder.submit(next, pictures, None) for _ in range(_READ_AHEAD))
        try:
            while (picture := waiting.popleft().result()) is not None:
                waiting.append(decoder.submit(next, pictures, None))
                yield picture
        finally:
            for future in waiting:
                future.cancel()


def _pictures(capture: Any, cv2: ModuleType, clock: "_Clock") -> Iterator[tuple[int, Any]]:
    """Time in milliseconds and RGB picture of every frame."""
    while True:
        with _quiet():
            is_read, picture = capture.read()
        if not is_read:
            return
        t_ms = clock.next_ms(float(capture.get(cv2.CAP_PROP_POS_MSEC)))
        yield t_ms, cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


_FILM_BEGINNINGS = (
    *(b"\x1aE\xdf\xa3", b"OggS", b"FLV", b"YUV4MPEG2"),  # Matroska and WebM, Ogg, Flash, raw
    *(b"\x00\x00\x01", b"\x00\x00\x00\x01", b"\x30\x26\xb2\x75"),  # MPEG, raw H.264, Windows Media
)
_FILM_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


def _is_film(path: Path) -> bool:
    """Whether a file begins as a video does; FFmpeg would also show a text or a photograph as one."""
    try:
        with path.open("rb") as file:
            start = file.read(12)
    except OSError as reason:
        message = f"cannot be read: {reason.strerror or reason}"
        raise InputRefused((Problem(str(path), "unreadable-file", message),)) from reason
    if path.suffix.lower() in (".mjpeg", ".mjpg"):
        return start.startswith(b"\xff\xd8")
    is_avi = start.startswith(b"RIFF") and start[8:12] == b"AVI "
    is_transport = start.startswith(b"G") and path.suffix.lower() in (".ts", ".mts", ".m2ts")
    return start[4:8] in _FILM_BOXES or is_avi or is_transport or start.startswith(_FILM_BEGINNINGS)


def _not_a_video(path: Path) -> InputRefused:
    message = "cannot be read as a video; try an .mp4 (H.264), .webm or .mjpeg file"
    return InputRefused((Problem(str(path), "not-a-video", message),))


class _Clock:
    """Times of frames in whole milliseconds, strictly rising, from the file where it has them."""

    def __init__(self, fps: float, *, trusts_file: bool) -> None:
        self.count = 0
        self._fps = fps
        self._trusts_file = trusts_file
        self._last_ms = -1

    def next_ms(self, position_ms: float) -> int:
        even_ms = self.count * 1000.0 / self._fps
        is_plausible = self._trusts_file and (position_ms > 0 or self.count == 0)
        self.count += 1
        self._last_ms = max(self._last_ms + 1, round(position_ms if is_plausible else even_ms))
        return self._last_ms


class _Landmarker:
    """MediaPipe's PoseLandmarker in video mode, without its chatter."""

    def __init__(self, mediapipe: ModuleType, bundle: Path) -> None:
        self._mediapipe = mediapipe
        vision = mediapipe.tasks.vision
        options = vision.PoseLandmarkerOptions(
            base_options=mediapipe.tasks.BaseOptions(model_asset_path=str(bundle)),
            running_mode=vision.RunningMode.VIDEO,
        )
        try:
            with _quiet():
                self._landmarker = vision.PoseLandmarker.create_from_options(options)
        except (OSError, RuntimeError) as reason:
            raise _missing_libraries(reason) from reason

    def __enter__(self) -> "_Landmarker":
        return self

    def __exit__(self, *_: object) -> None:
        with _quiet():
            self._landmarker.close()

    def find(self, rgb: Any, t_ms: int) -> Frame:
        """The person in one picture (height x width x 3, RGB)."""
        height, width = rgb.shape[:2]
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=rgb)
        with _quiet():
            seen = self._landmarker.detect_for_video(image, t_ms)
        return Frame(
            t_ms=t_ms,
            width=width,
            height=height,
            image=_landmarks(seen.pose_landmarks),
            world=_landmarks(seen.pose_world_landmarks),
        )


def _landmarks(people: list[list[Any]]) -> tuple[Landmark, ...] | None:
    if not people:
        return None
    return tuple([Landmark(point.x, point.y, point.z, point.visibility) for point in people[0]])


def _cv2() -> ModuleType:
    os.environ.setdefault("OPENCV_LOG_LEVEL", "OFF")
    return _import("cv2")


def _mediapipe() -> ModuleType:
    os.environ.setdefault("GLOG_minloglevel", "3")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with _quiet():
        return _import("mediapipe")


def _import(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as reason:
        raise PoseUnavailable(
            f"Reading video needs the package {reason.name}: run `make test-setup`."
        ) from reason
    except (ImportError, OSError) as reason:
        raise _missing_libraries(reason) from reason


def _missing_libraries(reason: Exception) -> PoseUnavailable:
    return PoseUnavailable(
        f"Reading video needs system libraries that are missing ({_first_line(reason)}):"
        " run `apt-get install libgl1 libegl1 libgles2`."
    )


def _first_line(reason: Exception) -> str:
    return (str(reason).splitlines() or [type(reason).__name__])[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Drop what native libraries print on standard error, which no setting silences.

    Two threads may be quiet at once: the first begins it, the last ends it.
    """
    _SILENCE.begin()
    try:
        yield
    finally:
        _SILENCE.end()


class _Silence:
    """Standard error sent to nowhere while anybody wants it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted = self._saved = 0

    def begin(self) -> None:
        with self._lock:
            self._wanted += 1
            if self._wanted == 1:
                sys.stderr.flush()
                self._saved = os.dup(2)
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, 2)
                os.close(nothing)

    def end(self) -> None:
        with self._lock:
            self._wanted -= 1
            if self._wanted == 0:
                os.dup2(self._saved, 2)
                os.close(self._saved)


_SILENCE = _Silence()
