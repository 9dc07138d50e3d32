"""The exemplar an exercise's own figure demonstrates, so that no recording is needed to follow a pattern."""

from dataclasses import replace
from math import ceil
from random import Random

from sinew.motion.exemplar import Table, travel
from sinew.motion.geometry import RIGHT, SIGNALS, image_pose, world_pose
from sinew.motion.movement import Movement
from sinew.motion.synthetic import Filming, frame_of, landmarks, lens_for
from sinew.motion.tracking import DefinitionError, Mode, TrackingDefinition
from sinew.vocabulary import View

_STEP_S = 0.1


def demonstrated(definition: TrackingDefinition, movement: Movement) -> TrackingDefinition:
    """The definition with the exemplar of this movement; one that has an exemplar, or needs none, as it is.

    Raises:
        DefinitionError: the movement shows nothing that these signals could follow.
    """
    if definition.mode is not Mode.PATTERN or definition.exemplar:
        return definition
    rows = exemplar_of(movement, definition)
    start_deg, target_deg = definition.start_deg, definition.target_deg
    if definition.amplitude_deg == 0:
        start_deg, target_deg = travel(rows, definition.signals.index(definition.signal))
    shown = replace(definition, exemplar=rows, start_deg=start_deg, target_deg=target_deg)
    problems = shown.problems()
    if problems:
        raise DefinitionError(problems)
    return shown


def exemplar_of(movement: Movement, definition: TrackingDefinition) -> Table:
    """What the definition's signals do on the figure's near side over one loop, from the measured view."""
    filming = Filming(view_deg=view_deg_of(movement, definition))
    count = max(8, ceil(movement.duration_s / _STEP_S))
    times = [movement.duration_s * index / count for index in range(count + 1)]
    points = [landmarks(movement.body_at(t_s), filming) for t_s in times]
    lens = lens_for((point for frame in points for point in frame), filming)
    random = Random(0)  # noqa: S311 - no noise is added
    rows = []
    for t_s, seen in zip(times, points, strict=True):
        frame = frame_of(seen, round(t_s * 1000), filming, lens, random)
        values = []
        for name in definition.signals:
            signal = SIGNALS[name]
            pose = world_pose(frame) if signal.plane == "space" else image_pose(frame, facing=1)
            value = signal.read(pose, RIGHT) if pose is not None else None
            values.append(round(value, 1) if value is not None else 0.0)
        rows.append((round(t_s, 3), *values))
    return tuple(rows)


def view_deg_of(movement: Movement, definition: TrackingDefinition) -> float:
    """From where the camera sees it: a body drawn side-on is walked around if only its front is measured."""
    faces_viewer = abs(abs(movement.keys[0].pose.turn) - 90) < 45
    only_front = View.SIDE not in definition.views and View.OBLIQUE not in definition.views
    return 90.0 if only_front and not faces_viewer else 0.0
