"""The contact sheet: every movement in a few moments, to be looked at by people."""

from collections.abc import Mapping

import cv2
import numpy as np

from sinew.motion import figure
from sinew.motion.movement import Movement
from sinew.pose.paint import DRAWING, Camera, Image, paint

TILE_WIDTH, TILE_HEIGHT, LABEL_HEIGHT = 380, 300, 26


def _tile(movement: Movement, t_s: float) -> Image:
    x, y, width, height = figure.animation_box(movement)
    scale = min(TILE_WIDTH / width, TILE_HEIGHT / height)
    left = (TILE_WIDTH - width * scale) / 2 - x * scale
    camera = Camera(scale, left, (TILE_HEIGHT - height * scale) / 2 + (y + height) * scale)
    shapes = figure.shapes_at(movement, t_s)
    return paint((TILE_WIDTH, TILE_HEIGHT), shapes, camera, DRAWING, movement.effort_at(t_s))


def _row(name: str, movement: Movement, moments: int) -> Image:
    times = figure.still_times(movement, moments)
    row = np.concatenate([_tile(movement, t_s) for t_s in times], axis=1)
    row = np.pad(
        row, ((LABEL_HEIGHT, 0), (0, (moments - len(times)) * TILE_WIDTH), (0, 0)), constant_values=250
    )
    cv2.putText(row, name, (10, 19), cv2.FONT_HERSHEY_SIMPLEX, 0.55, (60, 60, 60), 1, cv2.LINE_AA)
    return row


def contact_sheet(movements: Mapping[str, Movement], *, columns: int = 2, moments: int = 3) -> Image:
    """All movements, ``moments`` pictures each, ``columns`` movements beside each other."""
    rows = [_row(name, movement, moments) for name, movement in movements.items()]
    while len(rows) % columns:
        rows.append(np.full_like(rows[0], 250))
    lines = [np.concatenate(rows[start : start + columns], axis=1) for start in range(0, len(rows), columns)]
    return np.concatenate(lines, axis=0)
