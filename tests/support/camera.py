"""A recorded video as Chromium's camera: a still lead-in, the clip at 30 frames a second, a still tail.

Chromium plays an ``.mjpeg`` file at 30 frames a second whatever its rate, and loops it; a test ends before.
"""

from pathlib import Path

CAMERA_FPS = 30


def compose_clip(
    source: Path, target: Path, *, lead_in_s: float, tail_s: float, height_px: int = 640
) -> Path:
    """Write ``source`` as a fake-camera file.

    Args:
        lead_in_s: how long the first picture stands still before the movement begins.
        tail_s: how long the last picture stands still after it.
        height_px: pictures are scaled to this height.
    """
    import cv2

    video = cv2.VideoCapture(str(source))
    fps = video.get(cv2.CAP_PROP_FPS)
    pictures: list[bytes] = []
    index, next_s = 0, 0.0
    while True:
        is_read, picture = video.read()
        if not is_read:
            break
        if index / fps >= next_s - 1e-9:
            scale = height_px / picture.shape[0]
            small = cv2.resize(
                picture, (round(picture.shape[1] * scale / 2) * 2, height_px), interpolation=cv2.INTER_AREA
            )
            pictures.append(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
            next_s += 1 / CAMERA_FPS
        index += 1
    assert pictures, f"no pictures in {source}"
    with target.open("wb") as out:
        for picture in (
            [pictures[0]] * round(lead_in_s * CAMERA_FPS)
            + pictures
            + [pictures[-1]] * round(tail_s * CAMERA_FPS)
        ):
            out.write(picture)
    return target
