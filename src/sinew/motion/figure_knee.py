"""Pictures of one knee at given angles, for people to compare their own with.

Source: docs/motion/figure.md, "Knees to compare".
"""

from collections.abc import Iterable
from dataclasses import replace

from sinew.motion.movement import KeyPose, Movement

STRAIGHT_DEG = 180
SECONDS_EACH = 1.0


def knees_to_compare(movement: Movement, angles_deg: Iterable[int]) -> Movement:
    """The first pose of a movement with the near knee at each angle (180 = straight), one pose each.

    A leg that stood on the ground keeps its heel there: hip and knee bend together.
    """
    return replace(movement, keys=tuple(_pose(movement.keys[0], angle) for angle in angles_deg), still=())


def _pose(first: KeyPose, angle_deg: int) -> KeyPose:
    bent = STRAIGHT_DEG - angle_deg
    staying = tuple(
        touch for touch in first.touching if not touch.text.startswith(("near heel", "near foot"))
    )
    lies = len(staying) < len(first.touching)
    hip = bent / 2 if lies else first.pose.near.hip
    return replace(
        first,
        name=f"Knee at {angle_deg} degrees",
        pose=first.pose.with_limbs("near", knee=float(bent), hip=hip),
        touching=staying,
        takes_s=SECONDS_EACH,
        hold_s=SECONDS_EACH,
    )
