"""A picture of where it fails: the film, the skeleton the model saw, and the working leg as it truly is."""

from pathlib import Path

import cv2
import numpy as np

from sinew.motion.frame import Frame
from sinew.motion.geometry import LEFT, RIGHT
from tests.floor import scenes
from tests.floor.scenes import BY_NAME, Truth
from tests.floor.solid import Image
from tests.floor.watched import frames_of

WORST = (
    ("bridge-single", "side", 4.4, "side: ankle of the flat foot read between both"),
    ("hamstring-curl-prone", "far limb works", 4.0, "far limb works: read on the near leg"),
    ("hamstring-stretch-strap", "oblique, toward the feet", 4.5, "oblique: the legs are exchanged"),
    ("bridge-double", "at the feet", 4.0, "at the feet: the body is invented"),
    ("hamstring-curl-prone", "feet cut off", 4.5, "feet cut off: the ankle is not believed"),
    ("bridge-double", "head cut off", 4.0, "head cut off: nobody is found"),
)
"""Exercise, condition, second of the film, and what to say of it."""
_TILE, _LABEL = (480, 360), 30
_BONES = (
    (11, 12),
    (23, 24),
    *((a + side, b + side) for a, b in ((11, 23), (23, 25), (25, 27)) for side in (0, 1)),
)
_LEFT_COLOR, _RIGHT_COLOR, _TRUE_COLOR = (30, 150, 255), (255, 190, 40), (60, 220, 60)


def write_sheet(path: Path) -> None:
    """Write the contact sheet as a small PNG."""
    tiles = [_tile(*worst) for worst in WORST]
    rows = [np.concatenate(tiles[start : start + 3], axis=1) for start in range(0, len(tiles), 3)]
    sheet = cv2.resize(np.concatenate(rows), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    sheet = (sheet // 8) * 8 + 4  # few shades make a small file
    cv2.imwrite(str(path), sheet, [cv2.IMWRITE_PNG_COMPRESSION, 9])


def _tile(exercise: str, name: str, at_s: float, label: str) -> Image:
    condition = BY_NAME[name]
    index = round(at_s * scenes.FPS)
    lens, middle = scenes.lens_of(exercise, condition)
    moment = scenes.moments(exercise, condition)[index]
    picture = np.ascontiguousarray(scenes.Room(lens, middle).picture(moment.body)[..., ::-1])
    frame = frames_of(exercise, condition)[index]
    working = LEFT if condition.mirrored else RIGHT
    _draw_truth(picture, scenes.truths(exercise, condition)[index], working)
    _draw_seen(picture, frame)
    picture = cv2.resize(picture, _TILE, interpolation=cv2.INTER_AREA)
    tile = np.pad(picture, ((_LABEL, 0), (0, 0), (0, 0)), constant_values=250)
    cv2.putText(tile, label, (8, 21), cv2.FONT_HERSHEY_SIMPLEX, 0.52, (40, 40, 40), 1, cv2.LINE_AA)
    return tile


def _draw_truth(picture: Image, truth: Truth, working: int) -> None:
    for left in (23, 25, 27):
        x, y = truth[left + working]
        cv2.circle(picture, (round(x), round(y)), 9, _TRUE_COLOR, 2, cv2.LINE_AA)


def _draw_seen(picture: Image, frame: Frame) -> None:
    if frame.image is None:
        return
    spots = [(round(p.x * frame.width), round(p.y * frame.height)) for p in frame.image]
    for start, end in _BONES:
        color = _LEFT_COLOR if end % 2 else _RIGHT_COLOR
        cv2.line(picture, spots[start], spots[end], color, 3, cv2.LINE_AA)
