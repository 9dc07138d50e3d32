"""Tables of joint positions in other people's formats become frames, or are refused with every problem."""

import gzip

import pytest

from sinew.errors import InputRefused
from sinew.motion.frame import Part
from sinew.motion.geometry import LEFT, SIGNALS, image_pose, world_pose
from sinew.pose.labelled.kinect import MOVEMENTS, definition_of_movement, tracking_file
from sinew.pose.labelled.tables import key_frames, read_table

JOINTS = {
    "shoulder": (0.2, 1.4), "elbow": (0.2, 1.1), "wrist": (0.2, 0.9), "hip": (0.1, 0.9), "knee": (0.1, 0.5),
    "ankle": (0.1, 0.1), "heel": (0.1, 0.05), "foot_index": (0.1, 0.05),
}  # fmt: skip
KINECT = {
    "upper_arm": "shoulder", "forearm": "elbow", "hand": "wrist", "upper_leg": "hip", "lower_leg": "knee",
    "foot": "ankle", "toes": "foot_index",
}  # fmt: skip


def written(path, rows):
    text = ",".join(rows[0]) + "\n" + "".join(",".join(map(str, row.values())) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


def sided(names):
    """Columns x, y, z of both sides, meters, y up; the left side at positive x."""
    for name, joint in names.items():
        x, y = JOINTS[joint]
        for side, sense in (("left", 1), ("right", -1)):
            yield from zip((f"{side}_{name}_{axis}" for axis in "xyz"), (sense * x, y, 0.0), strict=True)


def test_kinect_joints_stand_upright_around_the_hips(tmp_path):
    head = {"head_x": 0, "head_y": 1.6, "head_z": 0}
    row = {"frame": 0, "t_s": 0.5, "rep": 1, **head, **dict(sided(KINECT))}
    (frame,) = read_table(written(tmp_path / "a.csv.gz", [row]))
    assert frame.t_ms == 500
    assert frame.image is None
    assert frame.world[Part.LEFT_HIP][:3] == pytest.approx((0.1, 0, 0))
    assert frame.world[Part.LEFT_ANKLE].y == pytest.approx(0.8)
    assert SIGNALS["trunk_inclination"].read(world_pose(frame), LEFT) == pytest.approx(0, abs=1e-6)


def test_joint_centers_of_markers_are_read_too(tmp_path):
    row = {"t_s": 0.01, **dict(sided({name: name for name in JOINTS}))}
    (frame,) = read_table(written(tmp_path / "a.csv", [row]))
    assert frame.t_ms == 10
    assert SIGNALS["knee_flexion"].read(world_pose(frame), LEFT) == pytest.approx(0, abs=1e-6)


def test_mediapipe_rows_keep_their_labels_and_hide_what_is_missing(tmp_path):
    names = ("nose", "left_hip", "left_knee", "left_ankle")
    rows = [
        {"label": label, **{f"{n}_{axis}": 0.5 + 0.1 * i for i, n in enumerate(names) for axis in "xyzv"}}
        for label in ("up", "down")
    ]
    path = written(tmp_path / "a.csv", rows)
    assert [one.label for one in key_frames(path)] == ["up", "down"]
    first, second = read_table(path)
    assert first.t_ms < second.t_ms
    assert image_pose(first)[Part.LEFT_KNEE] == pytest.approx((700, 700, 0))
    assert first.image[Part.RIGHT_KNEE].visibility == 0.0


def test_a_table_in_no_known_format_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="no format we know"):
        read_table(written(tmp_path / "a.csv", [{"a": 1, "b": 2}]))


def test_every_bad_row_is_listed(tmp_path):
    row = {"t_s": 0.01, **dict(sided({name: name for name in JOINTS}))}
    path = written(tmp_path / "a.csv", [{**row, "t_s": "x"}, row, {**row, "left_hip_x": ""}])
    with pytest.raises(InputRefused) as refused:
        read_table(path)
    assert [problem.where for problem in refused.value.problems] == [f"{path}:2", f"{path}:4"]


def test_a_file_that_is_not_packed_as_it_says_is_refused(tmp_path):
    path = tmp_path / "a.csv.gz"
    path.write_text("t_s,rep\n")
    with pytest.raises(InputRefused, match="cannot be read as a table"):
        read_table(path)


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_every_movement_has_a_tracking_file_a_person_could_give(movement):
    assert tracking_file(movement).is_file()
    assert definition_of_movement(movement).exercise == MOVEMENTS[movement]
