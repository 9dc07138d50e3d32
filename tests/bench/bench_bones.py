"""Which constants of the bones' lengths read drawn bodies best, without any recording of a person.

A body squats, lunges and hinges at known angles before a camera with perspective, three meters away and
turned by 30 to 90 degrees; the depth the model would report is flattened, and the picture is noisy.
"""

import sys
from collections.abc import Iterator
from itertools import product
from math import cos, radians, sin
from random import Random

from sinew.content import default_root, load
from sinew.motion.bones import BoneLengths, LiftedPose
from sinew.motion.frame import Frame, Landmark
from sinew.motion.geometry import LEFT, RIGHT, SIGNALS, image_pose, world_pose
from sinew.motion.synthetic import Filming, trace

EXERCISES = ("mini-squat", "lunge-reverse", "hamstring-curl-standing")
VIEWS_DEG, FLATTENED, NOISE_M = (30, 45, 60, 90), (0.8, 0.5), (0.0, 0.01)
DISTANCE_M, PIXELS = 3.0, 900.0
OTHERS = {"_RISE_S": (0.25, 1.0), "_FALL_S": (7.0, 30.0), "_FLAT": (0.1, 0.3), "_LONGEST": (1.1, 1.25)}
NOISE, CERTAIN = (0.02, 0.04, 0.08, 0.12), (0.12, 0.2, 0.3, 0.45)


def seen(
    world: tuple[Landmark, ...], view_deg: float, flatten: float, noise_m: float, random: Random
) -> Frame:
    """A body in meters as a camera turned by this much sees it, in the picture and in the model's space."""
    c, s = cos(radians(view_deg)), sin(radians(view_deg))
    image, model = [], []
    for point in world:
        x, y, z = point.x * c + point.z * s, point.y, -point.x * s + point.z * c
        dx, dy = random.gauss(0, noise_m), random.gauss(0, noise_m)
        scale = PIXELS / (DISTANCE_M + z)
        image.append(Landmark(0.5 + (x + dx) * scale / 1000, 0.5 + (y + dy) * scale / 1000, 0.0, 0.99))
        model.append(Landmark(x + dx, y + dy, z * flatten, 0.99))
    return Frame(0, 1000, 1000, tuple(image), tuple(model))


def scenes() -> Iterator[list[tuple[int, Frame, list[float]]]]:
    """For every exercise, view, flattening and noise: time, frame and both true knee angles."""
    content = load(default_root())
    knee = SIGNALS["knee_flexion"].read
    for exercise in EXERCISES:
        movement = content.exercises[exercise].movement
        assert movement is not None
        bodies = list(trace(movement, fps=10, repetitions=2, lead_in_s=2, filming=Filming()))
        for view_deg, flatten, noise_m in product(VIEWS_DEG, FLATTENED, NOISE_M):
            random = Random(3)  # noqa: S311 - repeatable noise, not a secret
            rows = []
            for body in bodies:
                truth = world_pose(body)
                assert truth is not None
                assert body.world is not None
                angles = [knee(truth, side) or 0.0 for side in (LEFT, RIGHT)]
                rows.append((body.t_ms, seen(body.world, view_deg, flatten, noise_m, random), angles))
            yield rows


def error_deg(rows: list[tuple[int, Frame, list[float]]]) -> float:
    """Mean absolute error of the knees: half of it while they are bent far, half while they are not."""
    bones, bent, straight = BoneLengths(), [], []
    half = max(max(angles) for _, _, angles in rows) / 2
    for t_ms, frame, angles in rows:
        image, world = image_pose(frame), world_pose(frame)
        assert image is not None
        assert world is not None
        bones.update(t_ms, image, world)
        lifted = LiftedPose(world, image, bones)
        knee = SIGNALS["knee_flexion"].read
        for side in (LEFT, RIGHT):
            gap = abs((knee(lifted, side) or 0.0) - angles[side])
            (bent if angles[side] > half else straight).append(gap)
    return sum(bent) / len(bent) / 2 + sum(straight) / len(straight) / 2


def run() -> None:
    """Print the mean error for every pair of constants, and what others cost when they are changed alone."""
    recorded = list(scenes())
    chosen = (BoneLengths._NOISE, BoneLengths._CERTAIN)
    sys.stdout.write("Bones' constants on drawn bodies: mean error of the knees, degrees\n")
    for noise, certain in product(NOISE, CERTAIN):
        if certain > noise:
            BoneLengths._NOISE, BoneLengths._CERTAIN = noise, certain
            mean = sum(map(error_deg, recorded)) / len(recorded)
            mark = "  in use" if (noise, certain) == chosen else ""
            sys.stdout.write(f"  {noise:.2f} to {certain:.2f}   {mean:5.2f}{mark}\n")
    BoneLengths._NOISE, BoneLengths._CERTAIN = chosen
    for name, values in OTHERS.items():
        used = getattr(BoneLengths, name)
        for value in values:
            setattr(BoneLengths, name, value)
            mean = sum(map(error_deg, recorded)) / len(recorded)
            sys.stdout.write(f"  {name[1:].lower()} {value} instead of {used}   {mean:5.2f}\n")
        setattr(BoneLengths, name, used)


if __name__ == "__main__":
    run()
